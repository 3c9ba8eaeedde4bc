"""Measure how well false sentences are told from true ones, by kind of error.

Three judges are compared: the exact checks alone, the support model alone at its threshold, and
both as the briefs use them. They judge claims that were written by hand from pairs of the
development split, the gold summary sentences of a split, and sentences that the unmodified writer
wrote, each judged by hand.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.briefs.judging import Judge, Question
from pipeline.briefs.support import Claim, SupportModel
from pipeline.briefs.verification import VerificationContext, find_problems
from pipeline.config import load_profiles, load_settings, project_folder
from pipeline.labels import (
    LabelledArticle,
    LabelledClaim,
    read_briefs,
    read_claims,
    read_inspections,
    read_sentences,
    read_splits,
)
from pipeline.runner import rating_names
from pipeline.terminal import quiet_libraries

JUDGES = ("checks", "model", "both")


def main() -> None:
    """Judge, print and write the report."""
    options = _options()
    quiet_libraries()
    labels = project_folder() / "data" / "labels"
    articles = {a.article: a for a in read_sentences(labels / "sentences.jsonl")}
    model = SupportModel.load(options.model, project_folder() / "models" / "base")
    profiles = load_profiles(project_folder() / load_settings().inspectorates.folder)
    ratings = rating_names(profiles)
    sets = {
        "written by hand": read_claims(labels / "support_claims.jsonl"),
        f"gold sentences ({options.split})": gold_claims(labels, articles, options.split),
        "unmodified writer": read_claims(labels / "support_outputs.jsonl"),
    }
    report = {}
    for name, claims in sets.items():
        questions = [_question(claim, articles, ratings) for claim in claims]
        refused = refusals(questions, model)
        report[name] = summarise(claims, refused)
        _show(name, report[name])
        if options.show_errors:
            _show_errors(claims, refused, questions)
    options.output.mkdir(parents=True, exist_ok=True)
    path = options.output / "support.json"
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def gold_claims(
    labels: Path, articles: Mapping[str, LabelledArticle], split: str
) -> list[LabelledClaim]:
    """The gold summary sentences of a split, all borne out."""
    chosen = set(read_splits(labels / "splits.json")[split])  # type: ignore[index]
    names: dict[str, tuple[str, ...]] = {}
    for fact in read_inspections(labels / "inspections.jsonl"):
        found = tuple(v for v in (fact.value("unit"), fact.value("inspectorate")) if v)
        names[fact.inspection] = max(names.get(fact.inspection, ()), found, key=len)
    return [
        LabelledClaim(
            id=f"{brief.inspection}/{place}",
            inspection=brief.inspection,
            sources=point.sources,
            names=names[brief.inspection],
            claim=point.text,
            supported=True,
            origin="hand",
        )
        for brief in read_briefs(labels / "briefs.jsonl")
        for place, point in enumerate(brief.summary)
        if point.text and all(s.article in chosen and s.article in articles for s in point.sources)
    ]


def _question(
    claim: LabelledClaim, articles: Mapping[str, LabelledArticle], ratings: Sequence[str]
) -> Question:
    return Question(
        text=claim.claim,
        sources=tuple(articles[s.article].sentences[s.index].text for s in claim.sources),
        context=VerificationContext(names=claim.names, ratings=tuple(ratings)),
    )


def refusals(questions: Sequence[Question], model: SupportModel) -> dict[str, list[bool]]:
    """For each judge, whether it refuses each sentence."""
    claims = [Claim(text=q.text, sources=q.sources, names=q.context.names) for q in questions]
    scores = model.score(claims)
    return {
        "checks": [bool(find_problems(q.text, q.sources, q.context)) for q in questions],
        "model": [score < model.threshold for score in scores],
        "both": [not judgement.passes for judgement in Judge(model).judge(questions)],
    }


def summarise(
    claims: Sequence[LabelledClaim], refused: Mapping[str, Sequence[bool]]
) -> dict[str, dict[str, dict[str, float]]]:
    """For each kind of error, and for true claims, how many there are and each judge's share."""
    places = defaultdict(list)
    for place, claim in enumerate(claims):
        places[claim.error or "true"].append(place)
        if claim.error:
            places["all errors"].append(place)
    return {
        kind: {
            "count": {"of": len(found)},
            "refused": {
                judge: round(sum(refused[judge][place] for place in found) / len(found), 4)
                for judge in JUDGES
            },
        }
        for kind, found in sorted(places.items())
    }


def _show(name: str, summary: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    table = Table(title=f"{name}: share refused", title_justify="left")
    for heading in ("", "sentences", *JUDGES):
        table.add_column(heading)
    for kind, found in summary.items():
        shares = (f"{found['refused'][judge]:.2f}" for judge in JUDGES)
        table.add_row(kind, str(found["count"]["of"]), *shares)
    Console().print(table)


def _show_errors(
    claims: Sequence[LabelledClaim],
    refused: Mapping[str, Sequence[bool]],
    questions: Sequence[Question],
) -> None:
    console = Console(soft_wrap=True)
    for place, claim in enumerate(claims):
        wrong = [judge for judge in JUDGES if refused[judge][place] == claim.supported]
        if wrong:
            question = questions[place]
            found = find_problems(question.text, question.sources, question.context)
            checks = ", ".join(f"{p.check} {list(p.found)}" for p in found)
            line = f"{claim.error or 'true'}, wrong: {', '.join(wrong)}: {claim.claim} ({checks})"
            console.print(line, markup=False)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    folder = project_folder()
    parser.add_argument("--model", type=Path, default=folder / "models" / "support")
    parser.add_argument("--split", choices=("train", "development"), default="development")
    parser.add_argument("--show-errors", action="store_true", help="print what is judged wrongly")
    parser.add_argument("--output", type=Path, default=folder / "out" / "evaluation")
    return parser.parse_args()


if __name__ == "__main__":
    main()
