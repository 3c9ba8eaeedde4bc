"""Score the tagger on kinds of outlets and on inspectorates that it has never seen.

For each group of data/articles.csv it is trained without the group (and without other articles
on the same inspections) and scored on it, beside a cross-validation in which the group was seen.
All on the training split; thresholds are fitted to the development split, the group left out
there as well. Every trial is kept, so that a run resumes.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from experiments import (
    Laboratory,
    Trial,
    average_precision,
    experiment_options,
    labelled_documents,
    laboratory,
)
from sklearn.model_selection import GroupKFold

from pipeline.config import project_folder
from pipeline.evaluation.distributions import ID_LENGTH, read_traits
from pipeline.evaluation.groups import inspectorate_group, outlet_group
from pipeline.evaluation.predictions import Predictions
from pipeline.evaluation.significance import bootstrap_intervals, compare_models
from pipeline.evaluation.tables import Figures, print_tables, two_places
from pipeline.evaluation.writing import write_report
from pipeline.tagging.documents import Document
from pipeline.terminal import print_message

_KINDS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "outlet": ("outlet", outlet_group),
    "inspectorate": ("subject", inspectorate_group),
}
"""For each way to group: the column that is read, and what makes a group of it."""


def main() -> None:
    """Train without each group, print the tables, and write the report."""
    options = _options()
    lab, epochs = laboratory(options)
    pool = labelled_documents(options, "train")
    calibration = labelled_documents(options, "development")
    seen = cross_validated(lab, pool, calibration, epochs, options.folds)
    tables, content = [], {}
    for kind in options.by:
        group_of = grouping(kind, options.traits)
        rows = []
        for group, members in groups(pool, group_of, options.least).items():
            name = f"without {group}"
            trial = leave_out(name, members, pool, calibration, group_of, epochs)
            found = lab.run(trial)
            rows.append(row(group, len(trial.train), found, subset(seen, pool, members)))
        tables.append(_table(kind, rows))
        content[kind] = dataclasses.asdict(tables[-1])
    print_tables(tables)
    write_report(options.output, title="Unseen kinds of article", tables=tables, content=content)
    print_message(f"[green]✓[/] written: {options.output}")


def grouping(kind: str, traits_file: Path) -> Callable[[Document], str]:
    """What tells a document's group; "" for a document without traits."""
    column, make = _KINDS[kind]
    traits = read_traits(traits_file)

    def group_of(document: Document) -> str:
        found = traits.get(document.name[:ID_LENGTH], {}).get(column, "")
        return make(found) if found else ""

    return group_of


def groups(
    documents: Sequence[Document], group_of: Callable[[Document], str], least: int
) -> dict[str, list[Document]]:
    """The documents of each group of at least ``least``, the largest first."""
    found: dict[str, list[Document]] = {}
    for document in documents:
        found.setdefault(group_of(document), []).append(document)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return {name: those for name, those in ordered if name and len(those) >= least}


def leave_out(
    name: str,
    members: Sequence[Document],
    pool: Sequence[Document],
    calibration: Sequence[Document],
    group_of: Callable[[Document], str],
    epochs: int,
) -> Trial:
    """A trial that has seen neither the group nor the inspections that it writes of."""
    left_out = group_of(members[0])
    inspections = {document.group for document in members}

    def unseen(document: Document) -> bool:
        return group_of(document) != left_out and document.group not in inspections

    return Trial(name, [*filter(unseen, pool)], [*filter(unseen, calibration)], members, epochs)


def cross_validated(
    lab: Laboratory,
    pool: Sequence[Document],
    calibration: Sequence[Document],
    epochs: int,
    folds: int,
) -> list[Predictions]:
    """Predictions of each document of the pool by a model that has not seen its inspection."""
    inspections = [document.group for document in pool]
    split = GroupKFold(n_splits=folds, shuffle=True, random_state=lab.recipe.training.seed)
    found: dict[int, Predictions] = {}
    for number, (train, held_out) in enumerate(split.split(pool, groups=inspections), start=1):
        trial = Trial(
            f"fold {number} of {folds}",
            [pool[place] for place in train],
            calibration,
            [pool[place] for place in held_out],
            epochs,
        )
        predictions = lab.run(trial)
        for number_inside, place in enumerate(held_out):
            found[int(place)] = _one(predictions, number_inside)
    return [found[place] for place in range(len(pool))]


def _one(predictions: Predictions, article: int) -> Predictions:
    rows = predictions.articles == article
    chances = None if predictions.chances is None else predictions.chances[rows]
    return Predictions(
        predictions.labels,
        predictions.truth[rows],
        predictions.predicted[rows],
        np.zeros(int(rows.sum()), dtype=np.int64),
        chances,
    )


def subset(
    found: Sequence[Predictions], pool: Sequence[Document], members: Sequence[Document]
) -> Predictions:
    """The predictions of some documents of the pool, in their order, as one set."""
    by_name = {document.name: one for document, one in zip(pool, found, strict=True)}
    chosen = [by_name[document.name] for document in members]
    return Predictions.of_documents(
        chosen[0].labels,
        truth=[one.truth for one in chosen],
        predicted=[one.predicted for one in chosen],
        chances=[one.chances for one in chosen if one.chances is not None],
    )


def row(group: str, trained: int, unseen: Predictions, seen: Predictions) -> tuple[str, ...]:
    """A group's figures: never seen, seen, and how sure the difference is."""
    interval = bootstrap_intervals(counts=unseen.counts)
    gap = compare_models(first=unseen.counts, second=seen.counts)["macro_f1"]
    return (
        group,
        str(len(np.unique(unseen.articles))),
        str(trained),
        *(two_places(interval[label].value) for label in unseen.labels),
        two_places(interval["macro_f1"].value),
        two_places(bootstrap_intervals(counts=seen.counts)["macro_f1"].value),
        f"{gap.difference:+.3f} ({gap.low:+.3f} to {gap.high:+.3f})",
        f"{gap.p_value:.3f}",
        f"{average_precision(unseen):.2f} / {average_precision(seen):.2f}",
    )


def _table(kind: str, rows: Sequence[tuple[str, ...]]) -> Figures:
    return Figures(
        f"Trained without one {kind}",
        (
            "Left out",
            "Articles",
            "Trained on",
            "Finding",
            "Strength",
            "Recomm.",
            "Quote",
            "Macro F1",
            "If seen",
            "Difference (95 %)",
            "p",
            "Av. prec.",
        ),
        tuple(rows),
        "F1 on the group left out; average precision without it and with it.",
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--by", nargs="+", choices=[*_KINDS], default=[*_KINDS])
    parser.add_argument("--folds", type=int, default=3, help="of the cross-validation beside it")
    parser.add_argument("--least", type=int, default=6, help="articles of a group that is scored")
    parser.add_argument("--traits", type=Path, default=project_folder() / "data" / "articles.csv")
    return experiment_options(parser, "transfer")


if __name__ == "__main__":
    main()
