"""Words for those who act or are acted on, by kind."""

from __future__ import annotations

__all__ = ["actor_kind"]

_KINDS_OF_ACTOR = tuple(
    frozenset(kind.split())
    for kind in (
        "inspector inspectors inspectorate watchdog regulator report",
        "staff officer officers worker workers practitioner practitioners team teams carer carers "
        "nurse nurses teacher teachers employee employees colleague colleagues",
        "leader leaders manager managers boss bosses chief chiefs head heads director directors "
        "governor governors executive executives board management leadership",
        "minister ministers government ministry department",
        "council councils councillor councillors",
        "victim victims survivor survivors",
        "partner partners agency agencies",
        "police constable constables detective detectives",
        "court courts judge judges magistrate magistrates",
        "child children teenager teenagers boy boys girl girls pupil pupils youngster youngsters",
        "adult adults",
        "parent parents family families relative relatives mother mothers father fathers",
        "prisoner prisoners inmate inmates offender offenders probationer probationers",
        "resident residents patient patients",
        "volunteer volunteers",
        "union unions",
        "he she",
        "unit service region division prison force",
    )
)
"""Words for those who act or are acted on; within a kind, one may stand for another."""
_KIND_OF = {word: place for place, kind in enumerate(_KINDS_OF_ACTOR) for word in kind}


def actor_kind(word: str) -> int | None:
    """The kind of an actor, with or without a possessive ending; None for any other word."""
    return _KIND_OF.get(word.removesuffix("'s").removesuffix("'"))
