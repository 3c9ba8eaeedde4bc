"""Whether descriptions of inspectorates are whole and free of contradictions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pipeline.schema import InspectorateProfile, RatingScale, UnitKind

__all__ = ["Problem", "check_profiles"]

_KNOWN = {
    "scales": tuple(RatingScale.model_fields),
    "unit_kinds": tuple(UnitKind.model_fields),
    "": tuple(InspectorateProfile.model_fields),
}


@dataclass(frozen=True)
class Problem:
    """Something wrong in a description.

    Attributes:
        where: the file.
        found, expected, remedy: the three parts of the message.
    """

    where: str
    found: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.found}; expected {self.expected}. {self.remedy}"


def check_profiles(contents: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    """Everything that is wrong with some descriptions of inspectorates.

    Args:
        contents: for each file's name what it holds, as read from YAML.

    Returns:
        The problems, file by file; empty where all may be used.
    """
    problems: list[Problem] = []
    owners: dict[str, str] = {}
    for where, content in contents.items():
        try:
            profile = InspectorateProfile.model_validate(content)
        except ValidationError as error:
            details = error.errors()
            problems += (_of_schema(where, one) for one in details if not _follows(one, details))
            continue
        problems += _of_scales(where, profile.scales)
        problems += _of_kinds(where, profile.unit_kinds)
        problems += _repeated(where, "names", (*profile.names, *profile.nicknames))
        owner = owners.setdefault(profile.name.casefold(), where)
        if owner != where:
            problems.append(
                Problem(
                    where,
                    f"name is {profile.name!r}, as in {owner}",
                    "each inspectorate in one file only",
                    "Join the two files, or correct the name.",
                )
            )
    return problems


def _follows(one: ErrorDetails, details: Sequence[ErrorDetails]) -> bool:
    """Whether a list is called too short only because an item of it is wrong."""
    size = len(one["loc"])
    return one["type"] == "too_short" and any(
        other["loc"][:size] == one["loc"] and other is not one for other in details
    )


def _of_schema(where: str, detail: ErrorDetails) -> Problem:
    """A problem that the types find, in the words of a person who edits the file."""
    path = [str(part) for part in detail["loc"]]
    key = ".".join(path) or "the whole file"
    value = repr(detail.get("input"))[:60]
    if detail["type"] == "extra_forbidden":
        known = ", ".join(_KNOWN.get(path[0] if len(path) > 1 else "", ()))
        return Problem(
            where, f"{key} is no known key", f"one of {known}", "Correct or remove the key."
        )
    if detail["type"] == "missing":
        return Problem(where, f"{key} is missing", "a value for it", f"Add `{path[-1]}:`.")
    if detail["type"] == "value_error":
        reason = str(detail["ctx"]["error"])
        return Problem(where, f"{key}: {reason}", "a description without this", _remedy(reason))
    expected = detail["msg"].removeprefix("Input should be ")
    return Problem(where, f"{key} is {value}", expected, "Correct the value.")


def _remedy(reason: str) -> str:
    if reason.startswith("alias"):
        return (
            "Give that rating its rank in `ratings`, or let the alias name a rating that has one."
        )
    if "regular expression" in reason:
        return "Close its brackets, or put a backslash before a mark that is meant literally."
    return "Correct the value."


def _of_scales(where: str, scales: Sequence[RatingScale]) -> Iterable[Problem]:
    meant: dict[str, tuple[str, str]] = {}
    yield from _repeated(where, "scales", [scale.name for scale in scales])
    for scale in scales:
        ratings = {rating.casefold() for rating in scale.ratings}
        yield from _repeated(where, f"scale {scale.name!r}", scale.ratings)
        if not 0 < scale.positive < len(scale.ratings):
            yield Problem(
                where,
                f"scale {scale.name!r} counts {scale.positive} of {len(scale.ratings)} as praise",
                f"from 1 to {len(scale.ratings) - 1}",
                "Set `positive` to the number of ratings in the upper part of the scale.",
            )
        yield from _repeated(where, f"aliases of {scale.name!r}", scale.aliases)
        for alias, rating in scale.aliases.items():
            if alias.casefold() in ratings:
                yield Problem(
                    where,
                    f"alias {alias!r} of scale {scale.name!r} is itself a rating",
                    "a wording that is not in `ratings`",
                    "Remove the alias.",
                )
            other, name = meant.setdefault(alias.casefold(), (rating, scale.name))
            if other != rating and scale.overall:
                yield Problem(
                    where,
                    f"alias {alias!r} stands for {other!r} on {name!r}, {rating!r} on "
                    f"{scale.name!r}",
                    "one meaning for each wording",
                    "Remove one of the two.",
                )


def _of_kinds(where: str, kinds: Sequence[UnitKind]) -> Iterable[Problem]:
    yield from _repeated(where, "unit_kinds", [kind.name for kind in kinds])
    for kind in kinds:
        for field in ("endings", "beginnings", "services", "generic"):
            yield from _repeated(where, f"{field} of {kind.name!r}", getattr(kind, field))


def _repeated(where: str, what: str, listed: Iterable[str]) -> Iterable[Problem]:
    for wording, count in Counter(word.casefold() for word in listed).items():
        if count > 1:
            yield Problem(
                where,
                f"{what} has {wording!r} {count} times",
                "each wording once",
                "Remove the repetition.",
            )
