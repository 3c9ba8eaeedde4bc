"""Facts of inspections as found, beside those that a person read in the same article."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz

from pipeline.evaluation.metrics import f1_score
from pipeline.evaluation.tables import Figures, percent, two_places
from pipeline.labels import GoldInspection
from pipeline.schema import FACT_FIELDS, Inspection

__all__ = [
    "ArticleMatch",
    "FactError",
    "FieldScore",
    "alike",
    "errors_in",
    "fact_tables",
    "match_inspections",
    "outcome_of",
    "same_value",
    "score_fields",
    "score_table",
    "tally",
]

_NAMES = frozenset({"unit", "inspectorate"})
_ALIKE = 90.0
"""Token-set ratio from which two names are the same: word order and additions do not count."""
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


def same_value(field: str, first: str, second: str) -> bool:
    """Whether two values of a field are the same.

    Units and inspectorates are so when their names have the same words but for order, case,
    additions and a leading "the"; everything else when it is equal but for case.
    """
    if field in _NAMES:
        return alike(first, second)
    return _folded(first) == _folded(second)


def alike(first: str, second: str) -> bool:
    """Whether two names have the same words but for order, case, additions and "the"."""
    return _likeness(first, second) >= _ALIKE


def _likeness(first: str, second: str) -> float:
    return float(fuzz.token_set_ratio(_name(first), _name(second)))


def _name(value: str) -> str:
    return _ARTICLE.sub("", _folded(value))


def _folded(value: str) -> str:
    return " ".join(value.casefold().split())


@dataclass(frozen=True)
class ArticleMatch:
    """The inspections of one article: as a person read them, and as they were found.

    Attributes:
        article: its name.
        pairs: inspections that a person read and that were found.
        missed: those that were not found.
        spurious: those that no person read there.
    """

    article: str
    pairs: tuple[tuple[GoldInspection, Inspection], ...]
    missed: tuple[GoldInspection, ...]
    spurious: tuple[Inspection, ...]


def match_inspections(
    article: str, gold: Sequence[GoldInspection], found: Sequence[Inspection]
) -> ArticleMatch:
    """Match the inspections of one article by their units, the most alike first.

    Args:
        article: its name.
        gold: what a person read in it.
        found: what was found in it.
    """
    candidates = sorted(
        product(range(len(gold)), range(len(found))),
        key=lambda pair: _closeness(gold[pair[0]], found[pair[1]]),
        reverse=True,
    )
    mates: dict[int, int] = {}
    for ours, theirs in candidates:
        free = ours not in mates and theirs not in mates.values()
        if free and _closeness(gold[ours], found[theirs])[0] >= _ALIKE:
            mates[ours] = theirs
    return ArticleMatch(
        article=article,
        pairs=tuple((gold[ours], found[theirs]) for ours, theirs in sorted(mates.items())),
        missed=tuple(one for place, one in enumerate(gold) if place not in mates),
        spurious=tuple(one for place, one in enumerate(found) if place not in mates.values()),
    )


def _closeness(gold: GoldInspection, found: Inspection) -> tuple[float, float]:
    """Likeness of two units' names; of names that hold each other the plain ratio decides."""
    names = _name(gold.value("unit") or ""), _name(str(found.value("unit")))
    return _likeness(*names), float(fuzz.ratio(*names))


@dataclass(frozen=True)
class FactError:
    """A fact that is wrong, missing or made up.

    Attributes:
        article, field: where.
        gold: the value that a person read; None where the article states none.
        found: the value that was found; None where none was.
        sentence: the evidence's sentence, of the found value if there is one.
    """

    article: str
    field: str
    gold: str | None
    found: str | None
    sentence: str


@dataclass(frozen=True)
class FieldScore:
    """How one field was read.

    Attributes:
        field: its name.
        right: values that were found as a person read them.
        wrong: other values than the person's.
        missing: values that were not found.
        made_up: values where the article states none.
        silent: inspections for which neither has a value.
    """

    field: str
    right: int
    wrong: int
    missing: int
    made_up: int
    silent: int

    @property
    def precision(self) -> float:
        """Share of the found values that are right."""
        found = self.right + self.wrong + self.made_up
        return self.right / found if found else 0.0

    @property
    def recall(self) -> float:
        """Share of the person's values that were found."""
        gold = self.right + self.wrong + self.missing
        return self.right / gold if gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; a wrong value counts against both."""
        return f1_score(
            hits=self.right,
            misses=self.wrong + self.missing,
            false_alarms=self.wrong + self.made_up,
        )

    @property
    def accuracy(self) -> float:
        """Share of the inspections whose value, or lack of one, is right."""
        total = self.right + self.wrong + self.missing + self.made_up + self.silent
        return (self.right + self.silent) / total if total else 0.0


def score_fields(matches: Sequence[ArticleMatch]) -> tuple[FieldScore, ...]:
    """Score every field over all inspections.

    An inspection that was missed counts as lacking all its values, a spurious one as having made
    all of them up.
    """
    return tuple(_score_field(field, matches) for field in FACT_FIELDS)


def _score_field(field: str, matches: Sequence[ArticleMatch]) -> FieldScore:
    outcomes = [
        _outcome(field, gold, found) for match in matches for gold, found in _values(match, field)
    ]
    return tally(field, outcomes)


def tally(field: str, outcomes: Sequence[str]) -> FieldScore:
    """Count what ``outcome_of`` says of each value of a field."""
    return FieldScore(
        field=field,
        right=outcomes.count("right"),
        wrong=outcomes.count("wrong"),
        missing=outcomes.count("missing"),
        made_up=outcomes.count("made up"),
        silent=outcomes.count("silent"),
    )


def _values(match: ArticleMatch, field: str) -> list[tuple[str | None, str | None]]:
    """The person's value and the found one, for each inspection of an article."""
    return [
        *((gold.value(field), _found(found, field)) for gold, found in match.pairs),
        *((gold.value(field), None) for gold in match.missed),
        *((None, _found(found, field)) for found in match.spurious),
    ]


def _found(inspection: Inspection, field: str) -> str | None:
    value = inspection.value(field)
    return None if value is None else str(value)


def _outcome(field: str, gold: str | None, found: str | None) -> str:
    return outcome_of(gold, found, lambda ours, theirs: same_value(field, ours, theirs))


def outcome_of(gold: str | None, found: str | None, same: Callable[[str, str], bool]) -> str:
    """What became of one value: right, wrong, missing, made up or silent (neither has one).

    Args:
        gold: the value that a person read, if any.
        found: the value that was found, if any.
        same: whether two values are the same.
    """
    if gold is None:
        return "silent" if found is None else "made up"
    if found is None:
        return "missing"
    return "right" if same(gold, found) else "wrong"


def errors_in(match: ArticleMatch, sentence_at: Mapping[int, str]) -> list[FactError]:
    """Every error in the facts of one article, a line each.

    Args:
        match: of the article.
        sentence_at: for each character's place in the article's text its sentence.
    """
    errors = []
    cases: list[tuple[GoldInspection | None, Inspection | None]] = [
        *match.pairs,
        *((gold, None) for gold in match.missed),
        *((None, found) for found in match.spurious),
    ]
    for gold, found in cases:
        for field in FACT_FIELDS:
            ours = gold.value(field) if gold else None
            theirs = _found(found, field) if found else None
            if _outcome(field, ours, theirs) not in ("right", "silent"):
                place = _place(field, gold, found)
                sentence = sentence_at.get(place, "")
                errors.append(FactError(match.article, field, ours, theirs, sentence))
    return errors


def _place(field: str, gold: GoldInspection | None, found: Inspection | None) -> int:
    """Where the evidence of a field begins: of the found value, else of the person's."""
    if found and field in found.facts:
        return found.facts[field].evidence[0].start_char
    facts = gold.facts if gold else ()
    return next(fact.evidence[0].start_char for fact in facts if fact.field == field)


def fact_tables(matches: Sequence[ArticleMatch]) -> list[Figures]:
    """The scores of every field, and how many inspections were found."""
    return [score_table("Facts", score_fields(matches)), _inspection_table(matches)]


def score_table(title: str, scores: Sequence[FieldScore]) -> Figures:
    """A row of scores and counts for each field."""
    rows = tuple(
        (
            score.field,
            two_places(score.precision),
            two_places(score.recall),
            two_places(score.f1),
            percent(score.accuracy),
            *map(str, (score.right, score.wrong, score.missing, score.made_up)),
        )
        for score in scores
    )
    columns = ("Field", "Precision", "Recall", "F1", "Accuracy", "Right", "Wrong", "Missing")
    return Figures(title, (*columns, "Made up"), rows)


def _inspection_table(matches: Sequence[ArticleMatch]) -> Figures:
    pairs = sum(len(match.pairs) for match in matches)
    missed = sum(len(match.missed) for match in matches)
    spurious = sum(len(match.spurious) for match in matches)
    empty = [match for match in matches if not match.pairs and not match.missed]
    quiet = sum(not match.spurious for match in empty)
    f1 = f1_score(hits=pairs, misses=missed, false_alarms=spurious)
    rows = (
        ("Inspections found", f"{pairs} of {pairs + missed}"),
        ("Inspections missed", str(missed)),
        ("Inspections made up", str(spurious)),
        ("F1 of inspections", two_places(f1)),
        ("Articles without an inspection in which none was found", f"{quiet} of {len(empty)}"),
    )
    return Figures("Inspections", ("What", "How many"), rows)
