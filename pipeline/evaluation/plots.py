"""Plots of reports, as PNG files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluation.predictions import Predictions
from pipeline.evaluation.tables import Figures

__all__ = [
    "Line",
    "plot_distributions",
    "plot_lines",
    "plot_precision_recall",
    "plot_predictions",
    "plot_reliability",
]

_BINS = 10
_COLOURS = ("#1b6ca8", "#d1495b", "#2e8b57", "#b8860b", "#6a4c93")
_MOST_BARS = 14
_NAME_LENGTH = 42


@dataclass(frozen=True)
class Line:
    """A line of a plot: its points, and the interval of each."""

    name: str
    across: tuple[float, ...]
    up: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def plot_lines(path: Path, lines: Sequence[Line], across: str, up: str) -> None:
    """Draw lines with their intervals shaded; ``across`` and ``up`` name the axes."""
    figure, axes = _figure(1, (6.4, 4.6))
    for place, line in enumerate(lines):
        colour = _COLOURS[place % 5]
        axes[0].plot(line.across, line.up, marker="o", label=line.name, color=colour)
        axes[0].fill_between(line.across, line.low, line.high, color=colour, alpha=0.12)
    axes[0].set(xlabel=across, ylabel=up, xlim=(0, None), ylim=(None, 1.0))
    axes[0].grid(alpha=0.3)
    axes[0].legend()
    _save(figure, path)


def plot_predictions(folder: Path, predictions: Predictions) -> None:
    """Draw ``reliability.png`` and ``precision_recall.png`` of a model with probabilities."""
    if predictions.chances is None:
        return
    for name, plot in (
        ("reliability.png", plot_reliability),
        ("precision_recall.png", plot_precision_recall),
    ):
        plot(
            folder / name,
            chances=predictions.chances,
            truth=predictions.truth,
            labels=predictions.labels,
        )


def plot_reliability(
    path: Path,
    *,
    chances: NDArray[np.float64],
    truth: NDArray[np.bool_],
    labels: Sequence[str],
) -> None:
    """Draw how often a label holds against the probability that the model gives it.

    Args:
        path: where to.
        chances: calibrated probabilities, shape (sentences, labels).
        truth: the labels that sentences have, same shape.
        labels: the labels' names.
    """
    figure, axes = _figure(1, (5.2, 5.0))
    axes[0].plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle="--")
    for place, label in enumerate(labels):
        means, shares = _reliability(chances[:, place], truth[:, place])
        axes[0].plot(means, shares, marker="o", label=label, color=_COLOURS[place % 5])
    _finish(axes[0], "Probability that the model gives", "Share of sentences with the label")
    _save(figure, path)


def _reliability(
    chances: NDArray[np.float64], truth: NDArray[np.bool_]
) -> tuple[list[float], list[float]]:
    """Mean probability and share of true ones in each bin that is not empty."""
    places = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    filled = [places == place for place in range(_BINS) if (places == place).any()]
    return (
        [float(chances[inside].mean()) for inside in filled],
        [float(truth[inside].mean()) for inside in filled],
    )


def plot_precision_recall(
    path: Path,
    *,
    chances: NDArray[np.float64],
    truth: NDArray[np.bool_],
    labels: Sequence[str],
) -> None:
    """Draw each label's precision against its recall over all thresholds.

    Args:
        path: where to.
        chances: calibrated probabilities, shape (sentences, labels).
        truth: the labels that sentences have, same shape; labels that none has are left out.
        labels: the labels' names.
    """
    from sklearn.metrics import precision_recall_curve

    figure, axes = _figure(1, (5.2, 5.0))
    for place, label in enumerate(labels):
        if truth[:, place].any():
            precision, recall, _ = precision_recall_curve(truth[:, place], chances[:, place])
            axes[0].plot(recall, precision, label=label, color=_COLOURS[place % 5])
    _finish(axes[0], "Recall", "Precision")
    _save(figure, path)


def plot_distributions(path: Path, tables: Sequence[Figures]) -> None:
    """Draw tables of counts (name, count, …) as bars, one panel a table."""
    figure, axes = _figure(len(tables), (12, 3.4 * ((len(tables) + 1) // 2)))
    for panel, table in zip(axes, tables, strict=True):
        rows = table.rows[:_MOST_BARS][::-1]
        names = [row[0].strip()[:_NAME_LENGTH] for row in rows]
        panel.barh(range(len(rows)), [int(row[1]) for row in rows], color=_COLOURS[0])
        panel.set_yticks(range(len(rows)), names, fontsize=7)
        panel.set_title(f"{table.title} ({table.columns[1].lower()})", fontsize=10)
    _save(figure, path)


def _figure(panels: int, size: tuple[float, float]) -> tuple[Any, list[Any]]:
    """A figure that needs no display, with its panels in one or two columns."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained")
    columns = 1 if panels == 1 else 2
    lines = (panels + columns - 1) // columns
    return figure, [figure.add_subplot(lines, columns, place + 1) for place in range(panels)]


def _finish(axes: Any, across: str, up: str) -> None:  # noqa: ANN401
    axes.set(xlabel=across, ylabel=up, xlim=(0, 1), ylim=(0, 1.02))
    axes.grid(alpha=0.3)
    axes.legend()


def _save(figure: Any, path: Path) -> None:  # noqa: ANN401
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)
