"""Measure briefs, from the article files to the finished brief, against the gold briefs.

Reports facts, choice of points, quotations (verbatim, right speaker) and the summary (written,
copied, length), for each brief and in all, and shows the worst briefs in full: those of the test
split, which nobody reads, only where that is asked for.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz
from rich.console import Console
from rich.table import Table

from pipeline.config import load_settings, project_folder
from pipeline.evaluation.points import Agreement, agreement_of, point_agreement
from pipeline.labels import (
    GoldBrief,
    GoldInspection,
    GoldPoint,
    GoldQuote,
    LabelledArticle,
    read_briefs,
    read_inspections,
    read_sentences,
    read_splits,
)
from pipeline.runner import Pipeline
from pipeline.schema import Brief, Origin
from pipeline.terminal import TerminalProgress, quiet_libraries

SAME_UNIT = 85
"""Two names of a unit are the same from this likeness on (rapidfuzz token set ratio)."""
KINDS = ("findings", "strengths", "recommendations", "quotes")


@dataclass
class Judgement:
    """What was measured of one gold brief.

    Attributes:
        inspection: its id; brief: what the pipeline made of it, if anything.
        rating: right, wrong, missed or rightly absent.
        points: agreement by kind.
        speakers_right, speakers: of the quotations shown.
    """

    inspection: str
    brief: Brief | None
    rating: str = "missed"
    points: dict[str, Agreement] = field(default_factory=dict)
    speakers_right: int = 0
    speakers: int = 0

    @property
    def score(self) -> float:
        """F1 of all its points together, for ranking."""
        return agreement_of(list(self.points.values())).f1


def main() -> None:
    """Measure, print and write the report."""
    options = _options()
    quiet_libraries()
    labels = project_folder() / "data" / "labels"
    chosen = set(read_splits(labels / "splits.json")[options.split])
    articles = {a.article: a for a in read_sentences(labels / "sentences.jsonl")}
    golds = [
        brief for brief in read_briefs(labels / "briefs.jsonl") if articles_of(brief) <= chosen
    ]
    facts = read_inspections(labels / "inspections.jsonl")
    with TerminalProgress() as progress:
        raw = project_folder() / "data" / "raw"
        run = Pipeline(load_settings(), progress).make_briefs(raw / name for name in sorted(chosen))
    judged = [_judge(gold, facts, run.briefs, articles) for gold in golds]
    spurious = _spurious(run.briefs, judged)
    report = _summarise(judged, run.briefs, spurious)
    if options.split == "test" and not options.show_errors:
        report |= {"missed": len(report["missed"]), "spurious": len(spurious)}
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / f"briefs-{options.split}.json").write_text(
        json.dumps(report, indent=2) + "\n", encoding="utf-8"
    )
    may_show = options.show_errors or options.split != "test"
    _show(report, judged, options.worst if may_show else 0)


def articles_of(brief: GoldBrief) -> set[str]:
    """The articles that a gold brief's summary cites."""
    return {source.article for point in brief.summary for source in point.sources}


def _judge(
    gold: GoldBrief,
    facts: Sequence[GoldInspection],
    briefs: Sequence[Brief],
    articles: Mapping[str, LabelledArticle],
) -> Judgement:
    stated = [fact for fact in facts if fact.inspection == gold.inspection]
    brief = matching(stated, briefs)
    judgement = Judgement(gold.inspection, brief)
    wanted: dict[str, Sequence[GoldPoint | GoldQuote]] = {
        "findings": gold.findings,
        "strengths": gold.strengths,
        "recommendations": gold.recommendations,
        "quotes": gold.quotes,
    }
    for kind in KINDS:
        found = getattr(brief, kind) if brief else ()
        judgement.points[kind] = point_agreement(
            chosen=[set(point.sources) for point in found],
            gold=[set(point.sources) for point in wanted[kind]],
        )
    if brief is None:
        return judgement
    ratings = {fact.value("overall_rating") for fact in stated} - {None}
    judgement.rating = _rating(brief.inspection.value("overall_rating"), ratings)
    for quote in brief.quotes:
        source = quote.sources[0]
        sentence = articles[source.article].sentences[source.index]
        if sentence.speaker:
            judgement.speakers += 1
            judgement.speakers_right += sentence.speaker.casefold() == str(quote.speaker).casefold()
    return judgement


def _rating(found: str | int | None, gold: set[str | None]) -> str:
    if found is None:
        return "missed" if gold else "rightly absent"
    return "right" if found in gold else "wrong"


def matching(stated: Sequence[GoldInspection], briefs: Sequence[Brief]) -> Brief | None:
    """The brief on this inspection: of the same articles, and the unit most alike."""
    names = {fact.article for fact in stated}
    units = [fact.value("unit") or "" for fact in stated]
    rated = [
        (max(fuzz.token_set_ratio(_unit(brief).casefold(), u.casefold()) for u in units), place)
        for place, brief in enumerate(briefs)
        if names & {article.article for article in brief.articles}
    ]
    best = max(rated, default=(0, 0))
    return briefs[best[1]] if best[0] >= SAME_UNIT else None


def _unit(brief: Brief) -> str:
    return str(brief.inspection.value("unit"))


def _spurious(briefs: Sequence[Brief], judged: Sequence[Judgement]) -> list[Brief]:
    matched = {id(judgement.brief) for judgement in judged}
    return [brief for brief in briefs if id(brief) not in matched]


def _summarise(
    judged: Sequence[Judgement], briefs: Sequence[Brief], spurious: Sequence[Brief]
) -> dict[str, object]:
    written = [statement for brief in briefs for statement in brief.summary]
    copied = sum(statement.origin is Origin.COPIED for statement in written)
    speakers = sum(judgement.speakers for judgement in judged)
    points = {
        kind: agreement_of([judgement.points[kind] for judgement in judged]) for kind in KINDS
    }
    return {
        "gold_briefs": len(judged),
        "briefs": len(briefs),
        "missed": [j.inspection for j in judged if j.brief is None],
        "spurious": [_unit(brief) for brief in spurious],
        "rating": {
            outcome: sum(j.rating == outcome for j in judged)
            for outcome in ("right", "wrong", "missed", "rightly absent")
        },
        "points": {
            kind: {
                "precision": round(found.precision, 4),
                "recall": round(found.recall, 4),
                "f1": round(found.f1, 4),
            }
            for kind, found in {**points, "all": agreement_of(list(points.values()))}.items()
        },
        "speakers_right": sum(j.speakers_right for j in judged) / speakers if speakers else None,
        "summary_sentences": len(written),
        "copied_share": copied / len(written) if written else None,
        "summary_words": sum(len(s.text.split()) for s in written) / max(1, len(briefs)),
    }


def _show(report: Mapping[str, object], judged: Sequence[Judgement], worst: int) -> None:
    console = Console()
    table = Table(title="Briefs against the gold briefs", title_justify="left")
    table.add_column("Measure")
    table.add_column("Value", overflow="fold")
    for name, value in report.items():
        table.add_row(name.replace("_", " "), json.dumps(value, ensure_ascii=False))
    console.print(table)
    for judgement in sorted(judged, key=lambda judgement: judgement.score)[:worst]:
        console.rule(f"{judgement.inspection}: F1 of points {judgement.score:.2f}")
        if judgement.brief is None:
            console.print("no brief")
            continue
        console.print(f"{_unit(judgement.brief)} ({judgement.rating} rating)", markup=False)
        for statement in judgement.brief.summary:
            console.print(f"  [{statement.origin}] {statement.text}", markup=False)
        for kind in KINDS:
            for point in getattr(judgement.brief, kind):
                console.print(f"  {kind}: {point.text}", markup=False)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("train", "development", "test"), default="development")
    parser.add_argument("--worst", type=int, default=5, help="how many briefs to show in full")
    parser.add_argument(
        "--show-errors", action="store_true", help="name and show errors of the test split too"
    )
    output = project_folder() / "out" / "evaluation"
    parser.add_argument("--output", type=Path, default=output)
    return parser.parse_args()


if __name__ == "__main__":
    main()
