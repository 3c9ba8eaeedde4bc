"""Train the sentence tagger: cross-validate, calibrate, fit, and save it with its card.

With no arguments it trains on the corpus in data/labels (everything but the test split). With
--documents it trains on JSON Lines of {"id", "sentences", "labels"}, with any label set that the
configuration names. With --corrections it also learns from what people corrected
(`inspection-briefs labels import`).
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
from pipeline.base_weights import fetch_base_weights
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
    else:
        documents = corpus_documents(options.labels, options.corrections)
        extra = brief_documents(options.labels, documents, recipe.brief_weight)
        data = [options.labels / "sentences.jsonl", options.labels / "splits.json"]
        data += [options.corrections] if options.corrections else []
        data += [options.labels / "briefs.jsonl"] if extra else []
    base = project_folder() / "models" / "base"
    weights = load_base_weights(project_folder() / "configs" / "base_weights.yaml")
    folder = fetch_base_weights(weights["encoder"], base, print_message)
    print_message(f"training on {len(documents)} documents")
    trained = train_tagger(recipe, documents, folder, print_message, extra)
    write_held_out(options.held_out, documents, trained)
    save(recipe, documents, trained, data, options.output)


def corpus_documents(labels: Path, corrections: Path | None = None) -> list[Document]:
    """The corpus without its test split, and corrections, as documents grouped by inspection."""
    held_back = set(read_splits(labels / "splits.json")["test"])
    corrected = read_corrections(corrections) if corrections else []
    corpus = read_sentences(labels / "sentences.jsonl")
    return [
        _document(article, weights)
        for article, weights in merge_corrections(corpus, corrected, held_back)
    ]


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
        for document, raw in zip(documents, trained.held_out, strict=True):
            line = {
                "document": document.name,
                "group": document.group,
                "raw": raw.round(6).tolist(),
                "calibrated": trained.calibration.apply(raw).round(6).tolist(),
            }
            file.write(json.dumps(line) + "\n")


def save(
    recipe: TaggerRecipe,
    documents: Sequence[Document],
    trained: TrainedTagger,
    data: Sequence[Path],
    output: Path,
) -> None:
    """Save the tagger with its held-out metrics and its card."""
    counted = np.concatenate([counted_sentences(document) for document in documents])
    truth = np.concatenate([label_matrix(document, recipe.labels) for document in documents])
    truth = truth[counted]
    chances = trained.calibration.apply(np.concatenate(trained.held_out)[counted])
    chosen = chances >= np.array(trained.calibration.thresholds)
    if recipe.labels.exclusive:
        chosen = chances == chances.max(axis=1, keepdims=True)
    metrics = {
        "held_out": label_scores(truth=truth, predicted=chosen, labels=recipe.labels.names),
        "documents": len(documents),
        "sentences": len(truth),
    }
    manifest = save_artifact(
        output,
        kind=KIND,
        base=recipe.base,
        settings=TaggerSettings(
            labels=recipe.labels,
            features=len(documents[0].features[0]) if documents[0].features else 0,
            training=recipe.training,
        ).model_dump(mode="json"),
        data=hash_files(data),
        versions=dependency_versions("torch", "transformers", "scikit-learn", "numpy"),
        metrics=metrics,
        write_files=lambda folder: write_tagger_files(folder, trained.model, trained.calibration),
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
