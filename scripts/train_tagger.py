"""Train the sentence tagger: fit, calibrate, and save it with its card.

With no arguments it learns the training split of data/labels and is calibrated on the development
split. With --documents it learns JSON Lines of {"id", "sentences", "labels"}, with any label set
that the configuration names, and is calibrated by cross-validation. With --corrections it also
learns from what people corrected (`inspection-briefs labels import`).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import torch

from pipeline.artifacts import dependency_versions, hash_files, save_artifact
from pipeline.base_weights import dequantize_gguf, fetch_base_weights
from pipeline.config import load_base_weights, project_folder, read_yaml
from pipeline.corrections.importing import read_corrections
from pipeline.corrections.merging import merge_corrections
from pipeline.evaluation.metrics import label_scores
from pipeline.labels import (
    GoldBrief,
    LabelledArticle,
    read_briefs,
    read_sentences,
    read_splits,
)
from pipeline.schema import TAGS, Article, Sentence, Tag
from pipeline.tagging.card import tagger_card
from pipeline.tagging.corpus import document_of, read_by_encoder
from pipeline.tagging.documents import Document, read_documents
from pipeline.tagging.quotations import find_quotations
from pipeline.tagging.recipe import (
    TaggerRecipe,
    TrainedTagger,
    counted_sentences,
    label_matrix,
    train_tagger,
)
from pipeline.tagging.tagger import KIND, TaggerSettings, write_tagger_files
from pipeline.terminal import print_message, quiet_libraries


def main() -> None:
    """Train and save."""
    options = _options()
    quiet_libraries()
    torch.set_flush_denormal(True)
    recipe = TaggerRecipe.model_validate(read_yaml(options.config))
    if options.documents:
        documents = read_documents(options.documents, recipe.labels, weights_key=options.weights)
        data = [options.documents]
        extra: list[Document] = []
        held_out: list[Document] = []
    else:
        documents, held_out = corpus_documents(options.labels, options.corrections)
        extra = brief_documents(options.labels, documents, recipe.brief_weight)
        data = [options.labels / "sentences.jsonl", options.labels / "splits.json"]
        data += [options.corrections] if options.corrections else []
        data += [options.labels / "briefs.jsonl"] if extra else []
    base = project_folder() / "models" / "base"
    weights = load_base_weights(project_folder() / "configs" / "base_weights.yaml")
    fetch_base_weights(weights["encoder"], base, print_message)
    dequantize_gguf(weights["writer"], base, print_message)
    trained = train_tagger(recipe, documents, base, print_message, extra, held_out)
    write_held_out(options.held_out, held_out or documents, trained)
    save(recipe, documents, held_out or documents, trained, data, options.output)


def corpus_documents(
    labels: Path, corrections: Path | None = None
) -> tuple[list[Document], list[Document]]:
    """What to learn, and what to calibrate on, as documents grouped by inspection.

    Returns:
        The training split, with corrected articles, and the development split. Corrections of
        the test split are left out.
    """
    splits = read_splits(labels / "splits.json")
    corrected = read_corrections(corrections) if corrections else []
    corpus = read_sentences(labels / "sentences.jsonl")
    documents = [
        _document(article, weights)
        for article, weights in merge_corrections(corpus, corrected, set(splits["test"]))
    ]
    held_out = set(splits["development"])
    return (
        [document for document in documents if document.name not in held_out],
        [document for document in documents if document.name in held_out],
    )


def _document(labelled: LabelledArticle, weights: Sequence[float] | None) -> Document:
    article = Article(name=labelled.article, text=labelled.text)
    document = document_of(
        article,
        labelled.sentences,
        find_quotations(article, labelled.sentences),
        [sentence.tags for sentence in labelled.sentences],
        group=labelled.inspections[0] if labelled.inspections else labelled.article,
    )
    if weights is None:
        return document
    kept = tuple(weights[index] for index in read_by_encoder(labelled.sentences))
    return replace(document, weights=kept)


def brief_documents(labels: Path, documents: Sequence[Document], weight: float) -> list[Document]:
    """The summaries of the gold briefs, as documents of their inspections.

    A summary sentence has the tags of its sources, but is no quotation.
    """
    if not weight:
        return []
    groups = {document.group for document in documents}
    tags = {
        (article.article, sentence.index): sentence.tags
        for article in read_sentences(labels / "sentences.jsonl")
        for sentence in article.sentences
    }
    return [
        brief_document(brief, tags, weight)
        for brief in read_briefs(labels / "briefs.jsonl")
        if brief.inspection in groups
    ]


def brief_document(
    brief: GoldBrief, tags: Mapping[tuple[str, int], tuple[Tag, ...]], weight: float
) -> Document:
    """A gold brief's summary, a paragraph a sentence."""
    texts = [point.text or "" for point in brief.summary]
    article = Article(name=f"brief of {brief.inspection}", text="\n\n".join(texts))
    starts = list(accumulate((len(text) + 2 for text in texts), initial=0))
    sentences = [
        Sentence(index=place, start_char=start, end_char=start + len(text), text=text)
        for place, (start, text) in enumerate(zip(starts, texts, strict=False))
    ]
    drawn = [{tag for s in p.sources for tag in tags[s.article, s.index]} for p in brief.summary]
    given = [[tag for tag in TAGS if tag in one and tag is not Tag.QUOTE] for one in drawn]
    quotations = find_quotations(article, sentences)
    made = document_of(article, sentences, quotations, given, group=brief.inspection)
    return replace(made, weights=(weight,) * len(made.sentences))


def write_held_out(path: Path, documents: Sequence[Document], trained: TrainedTagger) -> None:
    """Write the held-out scores, raw and calibrated, a JSON line a document."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        chances = trained.held_out_chances()
        for document, calibrated, *raw in zip(documents, chances, *trained.held_out, strict=True):
            line = {
                "document": document.name,
                "group": document.group,
                "raw": [scores.round(6).tolist() for scores in raw],
                "calibrated": calibrated.round(6).tolist(),
            }
            file.write(json.dumps(line) + "\n")


def save(
    recipe: TaggerRecipe,
    documents: Sequence[Document],
    held_out: Sequence[Document],
    trained: TrainedTagger,
    data: Sequence[Path],
    output: Path,
) -> None:
    """Save the tagger with its held-out metrics and its card."""
    counted = np.concatenate([counted_sentences(document) for document in held_out])
    truth = np.concatenate([label_matrix(document, recipe.labels) for document in held_out])
    truth = truth[counted]
    chances = np.concatenate(trained.held_out_chances())[counted]
    chosen = chances >= np.array(trained.calibration.thresholds)
    if recipe.labels.exclusive:
        chosen = chances == chances.max(axis=1, keepdims=True)
    metrics = {
        "held_out": label_scores(truth=truth, predicted=chosen, labels=recipe.labels.names),
        "documents": len(documents),
        "sentences": sum(len(document.sentences) for document in documents),
        "held_out_documents": len(held_out),
        "held_out_sentences": len(truth),
    }
    manifest = save_artifact(
        output,
        kind=KIND,
        base=recipe.base,
        settings=TaggerSettings(
            labels=recipe.labels,
            features=len(documents[0].features[0]) if documents[0].features else 0,
            training=recipe.training,
            second=recipe.second,
        ).model_dump(mode="json"),
        data=hash_files(data),
        versions=dependency_versions("torch", "transformers", "scikit-learn", "numpy"),
        metrics=metrics,
        write_files=lambda folder: write_tagger_files(folder, trained.models, trained.calibration),
        card=tagger_card(recipe, metrics),
    )
    print_message(f"saved {output} (revision {manifest.revision}): {metrics['held_out']}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    configs = project_folder() / "configs"
    parser.add_argument("--config", type=Path, default=configs / "tagger.yaml")
    parser.add_argument("--labels", type=Path, default=project_folder() / "data" / "labels")
    parser.add_argument("--corrections", type=Path, help="JSON Lines of `labels import`")
    parser.add_argument("--documents", type=Path, help="JSON Lines of another label set")
    parser.add_argument("--weights", help="key of the sentences' weights in --documents")
    parser.add_argument("--output", type=Path, default=project_folder() / "models" / "tagger")
    held_out = project_folder() / "out" / "training" / "held_out.jsonl"
    parser.add_argument("--held-out", type=Path, default=held_out, help="where those scores go")
    return parser.parse_args()


if __name__ == "__main__":
    main()
