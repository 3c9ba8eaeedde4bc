"""Measures of a brief's choices: how far its points are those that an analyst chose."""

from __future__ import annotations

from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass

__all__ = ["Agreement", "agreement_of", "point_agreement"]


@dataclass(frozen=True)
class Agreement:
    """Counts that add up over briefs.

    Attributes:
        chosen: points that the brief holds; right: those that match a gold point.
        gold: points of the gold brief; found: those that some chosen point matches.
    """

    chosen: int = 0
    right: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.chosen + other.chosen,
            self.right + other.right,
            self.gold + other.gold,
            self.found + other.found,
        )

    @property
    def precision(self) -> float:
        """Share of the chosen points that match a gold point; 0 where none was chosen."""
        return self.right / self.chosen if self.chosen else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold points that were found; 0 where there is none."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def point_agreement(*, chosen: Sequence[Set[Hashable]], gold: Sequence[Set[Hashable]]) -> Agreement:
    """Compare points by their source sentences: two points match if they share one.

    Args:
        chosen: the sources of each chosen point.
        gold: the sources of each gold point.
    """
    return Agreement(
        chosen=len(chosen),
        right=sum(any(point & other for other in gold) for point in chosen),
        gold=len(gold),
        found=sum(any(point & other for other in chosen) for point in gold),
    )


def agreement_of(parts: Sequence[Agreement]) -> Agreement:
    """The counts of many briefs together."""
    return sum(parts, Agreement())
