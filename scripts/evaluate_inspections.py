"""Score the facts and details read from articles, and which of them are taken to report the same.

Details (score, region, provider, caseload, ratings of parts) are scored over the articles that are
labelled with them. Prints tables, and writes report.json and report.md; with --show-errors also
every error, but never of the test split. With --gold-links, linking is scored on a person's facts
as well.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.config import load_profiles, project_folder
from pipeline.evaluation.details import (
    DetailCase,
    detail_cases,
    detail_errors,
    detail_table,
    score_details,
)
from pipeline.evaluation.facts import (
    ArticleMatch,
    FactError,
    errors_in,
    fact_tables,
    match_inspections,
    score_fields,
)
from pipeline.evaluation.linking import LinkScore, link_table, match_to_itself, score_links
from pipeline.evaluation.statements import score_statements, statement_table
from pipeline.evaluation.tables import Figures, markdown_table, print_tables
from pipeline.evaluation.tagged import article_of
from pipeline.evaluation.writing import write_report
from pipeline.inspections import find_inspections, merge_inspections
from pipeline.labels import (
    GoldInspection,
    LabelledArticle,
    read_details,
    read_inspections,
    read_sentences,
    read_splits,
)
from pipeline.schema import TAGS, Inspection, SentenceTags, TaggedArticle
from pipeline.terminal import print_message

_ROOT = project_folder()


def main() -> None:
    """Score, print the tables, and write the report."""
    options = _options()
    articles = chosen_articles(options)
    profiles = load_profiles(options.profiles)
    found = [find_inspections(untagged(article), profiles) for article in articles]
    gold = read_inspections(options.corpus / "inspections.jsonl")
    matches = [
        match_inspections(a.article, [one for one in gold if one.article == a.article], inspections)
        for a, inspections in zip(articles, found, strict=True)
    ]
    links = {"found": score_links(matches, merge(articles, found))}
    if options.gold_links:
        links["gold"] = gold_links(articles, gold)
    details = detail_cases(matches, read_details(options.corpus / "details.jsonl"))
    errors = all_errors(articles, matches, details) if options.show_errors else []
    statements = score_statements(articles, matches)
    tables = [
        *fact_tables(matches),
        detail_table(details),
        *(link_table(score, of_gold=name == "gold") for name, score in links.items()),
        statement_table(statements),
    ]
    print_tables(tables)
    content = {
        "fields": score_fields(matches),
        "details": score_details(details),
        "links": link_content(links, options),
        "statements": statements,
    }
    write_report(
        options.output,
        title=f"Inspections: {options.split}",
        tables=tables,
        content={**content, "errors": errors} if options.show_errors else content,
        appendix=markdown_table(error_table(errors)) if options.show_errors else "",
    )
    print_message(f"[green]✓[/] written: {options.output}")


def all_errors(
    articles: Sequence[LabelledArticle],
    matches: Sequence[ArticleMatch],
    details: Sequence[DetailCase],
) -> list[FactError]:
    """Every error in facts, then in details, article by article."""
    errors = []
    for article, match in zip(articles, matches, strict=True):
        sentences = sentence_at(article)
        errors += errors_in(match, sentences)
        for case in details:
            if case.article == article.article:
                errors += detail_errors(case, sentences)
    return errors


def gold_links(articles: Sequence[LabelledArticle], gold: Sequence[GoldInspection]) -> LinkScore:
    """How well articles are linked by the facts that a person read."""
    matches = [
        match_to_itself(a.article, [one for one in gold if one.article == a.article])
        for a in articles
    ]
    read = [[found for _, found in match.pairs] for match in matches]
    return score_links(matches, merge(articles, read))


def link_content(
    links: Mapping[str, LinkScore], options: argparse.Namespace
) -> Mapping[str, LinkScore | dict[str, int]]:
    """The pairs of articles where errors are asked for, else only their numbers."""
    if options.show_errors:
        return links
    return {
        name: {
            "right": len(score.right),
            "missing": len(score.missing),
            "made_up": len(score.made_up),
        }
        for name, score in links.items()
    }


def chosen_articles(options: argparse.Namespace) -> list[LabelledArticle]:
    """The articles of the split, or all."""
    labelled = read_sentences(options.corpus / "sentences.jsonl")
    if options.split == "all":
        return labelled
    names = set(read_splits(options.corpus / "splits.json")[options.split])
    return [article for article in labelled if article.article in names]


def untagged(labelled: LabelledArticle) -> TaggedArticle:
    """The article as a tagger that gives no tags hands it on; facts do not need tags."""
    article, sentences = article_of(labelled)
    none = SentenceTags(scores=dict.fromkeys(TAGS, 0.0))
    return TaggedArticle(article=article, sentences=sentences, tags=(none,) * len(sentences))


def merge(
    articles: Sequence[LabelledArticle], found: Sequence[Sequence[Inspection]]
) -> tuple[Inspection, ...]:
    """The found inspections of all articles, the earliest article first, joined."""
    dates = {article.article: article.date for article in articles}
    pairs = sorted(
        zip(articles, found, strict=True), key=lambda pair: (pair[0].date or "9", pair[0].article)
    )
    single = [inspection for _, inspections in pairs for inspection in inspections]
    return merge_inspections(single, dates, load_profiles(_ROOT / "configs" / "inspectorates"))


def sentence_at(article: LabelledArticle) -> dict[int, str]:
    """For each character's place in the article its sentence."""
    return {
        place: sentence.text
        for sentence in article.sentences
        for place in range(sentence.start_char, sentence.end_char)
    }


def error_table(errors: Sequence[FactError]) -> Figures:
    """Every error, a row each."""
    rows = tuple((e.article, e.field, e.gold or "–", e.found or "–", e.sentence) for e in errors)
    columns = ("Article", "Field", "Person", "Found", "Sentence")
    return Figures(f"All {len(errors)} errors", columns, rows, words=5)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    splits = ["train", "development", "test", "all"]
    parser.add_argument("--split", choices=splits, default="development")
    parser.add_argument("--corpus", type=Path, default=_ROOT / "data" / "labels")
    parser.add_argument("--profiles", type=Path, default=_ROOT / "configs" / "inspectorates")
    output = _ROOT / "out" / "evaluation" / "inspections"
    parser.add_argument("--output", type=Path, default=output)
    parser.add_argument("--show-errors", action="store_true", help="list every error")
    parser.add_argument("--gold-links", action="store_true", help="link a person's facts as well")
    options = parser.parse_args()
    if options.show_errors and options.split in {"test", "all"}:
        parser.error(
            f"--show-errors with --split {options.split}: errors of the test split are not listed, "
            "so that nothing is tuned on them; expected --split train or development. Choose one."
        )
    return options


if __name__ == "__main__":
    main()
