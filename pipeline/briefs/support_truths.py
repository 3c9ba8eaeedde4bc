"""True claims: what gold summaries and articles say, reworded, shortened, joined and reported."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Sequence

from pipeline.briefs.support_edits import actors_in, begin_sentence, capitalised, replaced
from pipeline.briefs.support_words import (
    ACTORS,
    FEELINGS,
    NUMBERS,
    SYNONYMS,
    TRANSITIVES,
    VERBS,
)

__all__ = [
    "deed_claims",
    "feeling_claims",
    "joined",
    "reported",
    "reworded",
    "shortened",
    "without_marks",
]

_TAIL = re.compile(
    r"(?: (?:which|who|where|while|whereas|although|because|despite) [^.]{8,}|"
    r",? (?:including|after|before|with|as) [^.]{8,}|, (?:and|but|so) [^.]{8,}|,[^,.]{8,})(?=\.$)"
)
_MIDDLE = re.compile(r", (?:which|who|where|a|an|the|with|including) [^,]{5,70},")
_FRAMES = (
    "Inspectors found that {}",
    "Inspectors said {}",
    "The report says that {}",
    "The inspection found {}",
    "According to inspectors, {}",
    "Inspectors found {}",
    "The inspectorate said that {}",
)
_FRAMED = re.compile(
    r"^(?:The )?[Ii]nspect(?:ors|orate)(?: also)? (?:found|said|noted|saw|reported)(?: that)? "
    r"(?=[a-z])"
)
_FRAGMENT = re.compile(
    r"(?:Of|In|For|On|At|Among|After|While|Although|Because|If|When|With|By|Though|Since)\b"
)
_SHORTEST = 5  # words of a claim


def reworded(claim: str, chance: random.Random, times: int) -> str:
    """The claim with some words replaced by others that say the same."""
    for _ in range(times):
        digits = re.search(r"(?<![\d.,])\b(\d\d?)\b(?![\d.,]|\sper|%)", claim)
        if digits and int(digits.group()) < len(NUMBERS) and chance.random() < 0.3:
            claim = (
                claim.replace(digits.group(), NUMBERS[int(digits.group()) - 1], 1)
                if (int(digits.group()) > 0)
                else claim
            )
        else:
            claim = replaced(claim, SYNONYMS, chance) or claim
    return capitalised(claim)


def framed(claim: str, plain: Collection[str], chance: random.Random) -> str:
    """The claim with "Inspectors found that" before it, or without."""
    match = _FRAMED.match(claim)
    if match:
        return capitalised(claim[match.end() :])
    return chance.choice(_FRAMES).format(begin_sentence(claim, plain))


def shortened(claim: str, chance: random.Random) -> str | None:
    """The claim without its last clause or one in its middle; None where nothing can go."""
    matches = [*_MIDDLE.finditer(claim), *_TAIL.finditer(claim)]
    if not matches:
        return None
    match = chance.choice(matches)
    joint = " " if claim[match.end() :].startswith(tuple("abcdefghijklmnopqrstuvwxyz ")) else ""
    made = claim[: match.start()] + joint + claim[match.end() :].lstrip()
    denial = re.search(r"\b(?:but|although|despite|unless|except|without)\b", match.group())
    whole = len(made.split()) >= _SHORTEST and not _FRAGMENT.match(made)
    return made if whole and not denial else None


def without_marks(sentence: str) -> str:
    """A source sentence as a claim of its own: no list mark, a capital, a full stop."""
    text = re.sub(r"^\s*(?:[-–—*•●▪◦■]|&bull;|\(?\d{1,2}[.)])\s+", "", " ".join(sentence.split()))
    text = text.rstrip(" ;,:")
    return capitalised(text if re.search(r"[.!?][”’\"']?$", text) else f"{text}.")


def joined(first: str, second: str, plain: Collection[str], chance: random.Random) -> str:
    """Two claims as one sentence."""
    joint = chance.choice((", and ", " and ", ", while ", "; "))
    return f"{first.rstrip('.')}{joint}{begin_sentence(second, plain)}"


def reported(
    sentence: str, speaker: str, plain: Collection[str], chance: random.Random
) -> str | None:
    """A quotation as "SPEAKER said that …" or with its words quoted; None where there is none."""
    match = re.search(r"[“\"]([^“”\"]{25,160}?)[,.]?[”\"]", sentence)
    if match is None:
        return None
    inner = match.group(1).strip()
    verb = chance.choice(VERBS)
    if (
        re.search(r"\b(?:I|we|my|our|me|us|you|your)\b", inner, re.IGNORECASE)
        or chance.random() < 0.3
    ):
        return f"{capitalised(speaker)} {verb}: “{inner}.”"
    return f"{capitalised(speaker)} {verb} that {begin_sentence(inner, plain)}."


def feeling_claims(
    sentence: str, plain: Collection[str], chance: random.Random
) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """A sentence with somebody's feeling about it: the source, true claims and false ones."""
    actors = actors_in(sentence)
    if not actors or not re.match(
        rf"(?:the |The )?{re.escape(actors[0])}\b", sentence, re.IGNORECASE
    ):
        return None
    body = begin_sentence(sentence.rstrip("."), plain)
    line = chance.choice([actors_of for actors_of in ACTORS if actors[0].lower() not in actors_of])
    feeler, feeling, other = chance.choice(line), chance.choice(FEELINGS), actors[0]
    source = f"{capitalised(feeler)} were {feeling} that {body}."
    true = (
        source,
        f"{capitalised(feeler)} were {feeling} to find that {body}.",
        f"It {chance.choice(('troubled', 'concerned'))} {feeler} that {body}."
        if feeling in {"concerned", "troubled", "worried", "alarmed"}
        else source,
    )
    predicate = re.sub(rf"^(?:the )?{re.escape(other)} (?:who )?", "", body, flags=re.IGNORECASE)
    false = (
        f"{capitalised(other)} were {feeling} that {feeler} {predicate}.",
        f"{capitalised(other)} were {feeling} that {body}.",
        f"{capitalised(other)} were {feeling} that they {predicate}.",
        f"{capitalised(other)} were {feeling}.",
    )
    return source, true, false


def deed_claims(phrase: str, chance: random.Random) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What one group did to another: the source, true claims and false ones, in both voices."""
    one, other = (chance.choice(line) for line in chance.sample(ACTORS, 2))
    past, participle = chance.choice(list(TRANSITIVES.items()))
    end = f" {phrase}" if phrase else ""
    active = f"{capitalised(one)} {past} {other}{end}."
    passive = f"{capitalised(other)} were {participle} by {one}{end}."
    false_active = f"{capitalised(other)} {past} {one}{end}."
    false_passive = f"{capitalised(one)} were {participle} by {other}{end}."
    source = chance.choice((active, passive))
    return source, (active, passive), (false_active, false_passive)


def bank_phrases(sentences: Sequence[str]) -> tuple[str, ...]:
    """Endings of sentences that begin with a preposition or a conjunction."""
    found = []
    for sentence in sentences:
        match = re.search(
            r"(?:^|[a-z,] )((?:for|despite|because|after|since|with|during|as|while|which|without|"
            r"by|in|until|under|at|before) (?:[a-z0-9’'-]+ ?){2,8})\.$",
            sentence,
        )
        if match:
            found.append(match.group(1).strip())
    return tuple(dict.fromkeys(found))
