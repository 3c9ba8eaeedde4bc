"""Whether an article reports the outcome of an inspection, or only mentions one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.inspections.grades import Grade
from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.reading import Reading, alternatives
from pipeline.inspections.tense import is_about_the_past

__all__ = ["reports_outcome"]

_SAID = (
    r"found|finds|said|says|rated|rate|rates|judged|praised|praise|criticised|warned|warn|noted|"
    r"notes|concluded|concludes|highlighted|highlights|raised|identified|told|described|describes|"
    r"saw|welcomed|discovered|reported|graded|called|spoke|singled|credited|observed|thought|"
    r"gave|gives|marked|examined|looked|heard|met|were (?:impressed|alarmed|concerned|told|struck|"
    r"shown|pleased|full)|recorded|records|adds|added|wrote|writes|makes|made|sets|lists|paints|"
    r"shows|reveals|revealed|asks|calls|recommends|recommended|blames|puts|credits|have|has|want|"
    r"read|visited|spent|came|urged|urges|pointed|points|stresses|acknowledged|recognised|"
    r"continued|believe|were|counted|watched|sampled|rejects?|is|was"
)
_BY_INSPECTORS = re.compile(
    rf"\b(?:inspectors|inspectorate|watchdog|chief inspector[^.;]{{0,60}}|inspection(?: team)?|"
    rf"(?:inspection |the |this |a )report(?: card)?|visitors|visiting team|document|dossier|"
    rf"assessors|ofsted|cqc|hmip|hmicfrs)\b[^.;]{{0,40}}?\b(?:{_SAID})\b"
    r"|\b(?:praised|criticised|condemned|commended|slated|slammed|rated|graded)\b[^.;]{0,40}?\bby "
    r"(?:the )?(?:\w+ )?(?:inspect|watchdog|ofsted|cqc|hmi)",
    re.IGNORECASE,
)
_REPORT_OUT = re.compile(
    r"\b(?:(?:new|latest|damning|critical|scathing|glowing|joint|full|inspection|highly|the|its|"
    r"their|a|today's|watchdog's|inspectors'|inspector's) report\b|reports? (?:is |was |"
    r"published|out|by|from|on)|after (?:an?|the|its)[^.;]{0,30}(?:inspection|visit)|"
    r"following (?:an?|the|its)[^.;]{0,30}(?:inspection|visit)|according to (?:the )?(?:inspect"
    r"\w+|report|watchdog)|inspectors said|said (?:the )?(?:inspect\w+|report|watchdog)|"
    r"(?:recommendations|verdict|inspectors|findings)|rated|graded|bottom (?:mark|grade)|"
    r"chief inspector|healthy prison|special measures|told (?:the )?inspectors)\b",
    re.IGNORECASE,
)
_OF_INSPECTION = re.compile(r"\b(?:inspect\w*|watchdog|ofsted|cqc|hmi\w*|hmic\w*)\b", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:will (?:inspect|visit|be on site|be in|spend|be inspected|be published|publish|look|"
    r"begin|start|arrive|examine|"
    r"spend|report)|(?:plans?|due|set|expected|going|preparing) to (?:inspect|visit|look|publish|"
    r"report|arrive|be inspected|be published|begin|start)|to be inspected|arrives? next|"
    r"next (?:week|month|year|spring|summer|autumn)|consult\w*|upcoming|forthcoming|ahead of (?:an|"
    r"the|its) inspection|has not (?:yet )?(?:published|inspected)|published nothing|shortly)\b",
    re.IGNORECASE,
)
_GRADED = re.compile(
    r"\b(?:rated|graded|judged|marked|assessed as|found to be|grades?|judgements?)\b", re.IGNORECASE
)
_PART_GRADED = (
    r"\b(?:rated|graded|judged|marked|assessed as|found to be|is|was|were|are|it's)\s"
    r"(?:now\s|all\s|both\s|also\s|still\s|as\s)*(?P<mark>[\"'])?(?:{scale})\b(?(mark)|"
    r"(?=\s(?:at|for|in|on)\b|[.,;]))"
)
_ENOUGH = 3.1
"""Weight of evidence from which an article counts as reporting an outcome."""
_LEAST, _EACH = 1.2, 0.2
"""A short article has less room: the weight that it needs, and more for each of its sentences."""
_CURRENT = 0.7
"""Weight of a rating from which it is plainly a current one of a whole service."""


def reports_outcome(
    reading: Reading,
    profile: ReadyProfile,
    year: int | None,
    grades: Sequence[Grade],
    *,
    names_chief: bool,
    counts_recommendations: bool,
) -> bool:
    """Whether the article tells what an inspection found.

    What inspectors, the inspectorate or its report say, a current rating, the chief inspector's
    name and a number of recommendations each add weight. Sentences about earlier inspections add
    none; those about inspections to come take some away.
    """
    names = re.compile(alternatives([name.pattern for name in profile.names]), re.IGNORECASE)
    wordings = [rating for scale in profile.profile.scales for rating in scale.ratings]
    scale = re.compile(rf"\b(?:{alternatives(wordings)})\b", re.IGNORECASE)
    parts = re.compile(_PART_GRADED.format(scale=alternatives(wordings)), re.IGNORECASE)
    weight, named, part_graded, graded_now = 0.0, 0, False, 0
    for passage in reading.passages:
        text = passage.text[:1000]
        of_inspection = bool(_OF_INSPECTION.search(text) or names.search(text))
        named += of_inspection
        if of_inspection and _TO_COME.search(text):
            weight -= 2.0
        if not is_about_the_past(text, year):
            graded_now += bool(parts.search(text))
            weight += bool(_BY_INSPECTORS.search(text)) + 0.5 * bool(_REPORT_OUT.search(text))
        part_graded = part_graded or bool(scale.search(text) and _GRADED.search(text))
    rated = any(grade.weight >= _CURRENT and not grade.past for grade in grades)
    to_come = any(_TO_COME.search(passage.text[:1000]) for passage in reading.passages)
    enough = _ENOUGH if to_come else min(_ENOUGH, _LEAST + _EACH * len(reading.passages))
    weight += (
        0.5 * min(4, named)
        + 3.0 * rated
        + 1.0 * part_graded
        + 0.7 * min(3, graded_now)
        + 1.5 * names_chief
        + 2.0 * counts_recommendations
    )
    return (named > 0 or rated) and weight >= enough
