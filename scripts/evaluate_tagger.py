"""Score the tagger of articles on a split of the corpus, or on anybody's labels.

Prints tables, and writes report.json, report.md and plots. The baselines are fitted to the
training split. Single errors of the test split are neither printed nor written unless asked for:
who reads them tunes on them.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.config import project_folder
from pipeline.evaluation.comparing import compare_predictions
from pipeline.evaluation.distributions import kinds_of, read_traits
from pipeline.evaluation.plots import plot_predictions
from pipeline.evaluation.predictions import Predictions
from pipeline.evaluation.tables import print_tables
from pipeline.evaluation.tagged import (
    Scored,
    article_of,
    errors_markdown,
    study_articles,
    tag_predictions,
)
from pipeline.evaluation.writing import write_report
from pipeline.labels import LabelledArticle, Split, read_sentences, read_splits
from pipeline.schema import TAGS
from pipeline.tagging.baselines import LinearBaseline, encoder_baseline, tfidf_baseline
from pipeline.tagging.calibration import expected_calibration_error
from pipeline.tagging.corpus import TAG_LABELS
from pipeline.tagging.documents import Document
from pipeline.tagging.tagger import Tagger
from pipeline.terminal import print_message, quiet_libraries

_ROOT = project_folder()


def main() -> None:
    """Score, print the tables, and write the report and its plots."""
    options = _options()
    quiet_libraries()
    articles = chosen_articles(options)
    scored = tag_all(options.model, options.base, articles)
    first = tag_predictions(scored)
    models = {"tagger": first}
    if options.against:
        rival = tag_all(options.against, options.base, articles)
        models[str(options.against)] = tag_predictions(rival)
    if options.baselines:
        models |= baseline_predictions(options, articles, first)
    comparison = compare_predictions(models, expected_calibration_error)
    names = [article.article for article in articles]
    kinds = kinds_of(names, read_traits(options.traits))
    findings = study_articles(scored, kinds, errors=options.errors if shows_errors(options) else 0)
    tables = [*comparison.tables(), *findings.tables]
    print_tables(tables)
    write_report(
        options.output,
        title=f"The tagger on {options.labels or f'the {options.split} split'}",
        tables=tables,
        content=dataclasses.asdict(comparison) | findings.content,
        appendix=errors_markdown(findings.errors) if findings.errors else "",
    )
    plot_predictions(options.output, first)
    print_message(f"[green]✓[/] written: {options.output}")


def shows_errors(options: argparse.Namespace) -> bool:
    """Whether single errors are written: of the test split only where that was asked for."""
    return bool(options.labels) or options.split != "test" or options.show_errors


def chosen_articles(options: argparse.Namespace) -> list[LabelledArticle]:
    """The articles to score: all of --labels, or those of the split."""
    if options.labels:
        return read_sentences(options.labels)
    return of_split(options.corpus, options.split)


def of_split(corpus: Path, split: Split) -> list[LabelledArticle]:
    """The labelled articles of one split of the corpus."""
    names = set(read_splits(corpus / "splits.json")[split])
    return [one for one in read_sentences(corpus / "sentences.jsonl") if one.article in names]


def tag_all(model: Path, base: Path, articles: Sequence[LabelledArticle]) -> list[Scored]:
    """Tag the labelled articles, their sentences as labelled."""
    tagged = Tagger.load(model, base).tag([article_of(article) for article in articles])
    return list(zip(articles, tagged, strict=True))


def baseline_predictions(
    options: argparse.Namespace, articles: Sequence[LabelledArticle], first: Predictions
) -> dict[str, Predictions]:
    """Fit the baselines to the training split, and let them label the articles."""
    if options.split == "train" and not options.labels:
        print_message("no baselines: what is scored is what they would be fitted to")
        return {}
    train = [as_document(article) for article in of_split(options.corpus, "train")]
    baselines = {
        "TF-IDF": tfidf_baseline(),
        "bare encoder": encoder_baseline(options.base / options.encoder),
    }
    return {
        name: label_all(baseline.fit(train, TAG_LABELS), articles, first)
        for name, baseline in baselines.items()
    }


def as_document(article: LabelledArticle) -> Document:
    """An article's sentences and tags, page furniture left out."""
    kept = [sentence for sentence in article.sentences if not sentence.furniture]
    return Document(
        name=article.article,
        sentences=tuple(sentence.text for sentence in kept),
        labels=tuple(tuple(TAGS.index(tag) for tag in sentence.tags) for sentence in kept),
        group=article.inspections[0] if article.inspections else article.article,
    )


def label_all(
    baseline: LinearBaseline, articles: Sequence[LabelledArticle], first: Predictions
) -> Predictions:
    """A baseline's tags of all sentences; page furniture, which no model reads, gets none."""
    read = np.array([not s.furniture for article in articles for s in article.sentences])
    chances = np.zeros(first.truth.shape)
    chances[read] = np.concatenate(baseline.score([as_document(a) for a in articles]))
    predicted = baseline.choose(chances) & read[:, None]
    return Predictions(first.labels, first.truth, predicted, first.articles, chances)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=["train", "development", "test"], default="development")
    parser.add_argument("--labels", type=Path, help="score all of this sentences.jsonl instead")
    parser.add_argument("--model", type=Path, default=_ROOT / "models" / "tagger")
    parser.add_argument("--against", type=Path, help="a second model, to compare with")
    parser.add_argument("--baselines", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--errors", type=int, default=30, help="how many single errors to write")
    parser.add_argument(
        "--show-errors", action="store_true", help="write them for the test split as well"
    )
    parser.add_argument("--base", type=Path, default=_ROOT / "models" / "base")
    parser.add_argument(
        "--encoder", default="all-MiniLM-L6-v2", help="of the bare-encoder baseline"
    )
    parser.add_argument("--corpus", type=Path, default=_ROOT / "data" / "labels")
    parser.add_argument("--traits", type=Path, default=_ROOT / "data" / "articles.csv")
    parser.add_argument("--output", type=Path, default=_ROOT / "out" / "evaluation" / "tagger")
    return parser.parse_args()


if __name__ == "__main__":
    main()
