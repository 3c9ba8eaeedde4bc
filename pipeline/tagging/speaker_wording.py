"""How the brief words a speaker whom the article does not name.

"a man in a cap" keeps what tells him from others, "a spokesman for the Home Office" whom he speaks
for, and "the council" becomes the one council that the article names.
"""

from __future__ import annotations

import re

__all__ = [
    "Bodies",
    "head",
    "is_spokesperson",
    "plural_people",
    "singular",
    "unnamed_phrase",
]

_LONGEST_PHRASE = 9
"""Words of a phrase that may be an unnamed speaker; a longer one was not understood."""
_DETERMINER = re.compile(
    r"(?:a|an|the|this|that|his|her|its|their|our|but|and|so|yet|then|with|as|where|when)\s+", re.I
)
_CUT = re.compile(
    r"(?<!close)\s(?:who|which|whose|when|where|while|as|after|before|during|yesterday|today|tonight|last|"
    r"this|later|earlier|again|also|has|had|have|we|I|he|she|they|to)\b"
)
_PREPOSITION = re.compile(r"\s(?:at|in|on|with|beside|behind|inside|outside)\s")
_TELLS_APART = re.compile(
    r"\s(?:at|in|on|with|beside|behind|inside|outside)\s(?!(?:an?|the|his|her|its|their|this|that|"
    r"one|my|our)?\s?(?:\w+ )?(?:statement|letter|e-?mail|tweet|post|interview|report|response|"
    r"reply|note|blog|foreword|message|memo|launch|time|meeting|hearing|review|survey|call|"
    r"visit|day|week|month|year|evening|morning|night|end|case|particular|private|public|"
    r"confidence|court|fact|turn|[A-Z]\w+day|\d{4}|Facebook|Twitter|January|February|March|"
    r"April|May|June|July|August|September|October|November|December)\b)"
    r"(?=(?:an?|the|his|her|its|their|one)\s|[A-Z])"
)
_SPOKES = re.compile(r"spokes(?:man|woman|person)")
_SPOKESPERSON_FOR = re.compile(rf"{_SPOKES.pattern} (?:for|of|from|at) .+")
_CLAUSE = re.compile(
    r"^(?:he|she|it|they|we|i|you|who|there)\b|\b(?:is|was|are|were|will|would|did|spoke|came|"
    r"went|said|described|told|spent|took|gave|quotes|describes|records)\b",
    re.IGNORECASE,
)
"""Words of a clause: what was taken for a noun phrase was none."""
_IRREGULAR = {"people": "person", "men": "man", "women": "woman", "children": "child"}
_WORD = r"[A-Z][\w’'-]*"
_OFFICIAL_BODY = re.compile(
    rf"(?:Ministry of {_WORD}|Department (?:for|of) {_WORD}(?: and {_WORD})?|Home Office|"
    rf"HMPPS|HM (?:Courts|Prison) and (?:Tribunals|Probation) Service|Youth Justice Board|"
    rf"(?:{_WORD} (?:(?:and|&|of|for) )?){{1,6}}"
    r"(?:Council|Trust|Service|Constabulary|Police|Union|Authority|Agency|Association|Board|"
    r"Company|Group|Partnership|Office|University|College|plc|Ltd|Limited|Healthcare))\b(?![’']s\b)"
)
_SHORT_BODY = re.compile(
    r"(?:the )?(council|ministry|trust|company|constabulary|union)$", re.IGNORECASE
)
_UNION = re.compile(
    r"\b(?:Napo|NAPO|Unison|UNISON|GMB|POA|Unite|PCS|NASUWT|NEU|NAHT|ASCL|FBU|RCN|BMA|"
    rf"Prison Officers[’'] Association|Royal College of Nursing|(?:{_WORD} ){{1,5}}Union)\b"
)
"""Unions of the staff of inspected services, and whatever calls itself one."""


def head(phrase: str) -> str:
    """The word that says what a phrase is, in lower case: the last before "of", "at" or "who"."""
    words = phrase.split()
    if words and _SPOKES.fullmatch(words[-1].lower()):
        return words[-1].lower()
    before = re.split(
        r"\s(?:close to|of|for|from|by|at|in|on|with|beside|behind)\s", phrase, maxsplit=1
    )[0]
    return before.split()[-1].lower() if before.split() else ""


def is_spokesperson(phrase: str) -> bool:
    """Whether a phrase is a bare spokesman, spokeswoman or spokesperson."""
    return _SPOKES.fullmatch(phrase.lower()) is not None


def singular(plural: str, word: str) -> str | None:
    """One of the people that a plural names: "two officers" and "one" make "one officer"."""
    words = [w for w in plural.lower().split() if not re.fullmatch(_NUMBER, w)]
    if not words or not words[-1].isalpha():
        return None
    last = words[-1]
    if last == "staff":
        return f"{word} of the staff"
    if last in _IRREGULAR:
        return " ".join([word, *words[:-1], _IRREGULAR[last]])
    if re.fullmatch(r"[a-z-]+[^s]s", last):
        return " ".join([word, *words[:-1], last.removesuffix("s")])
    return None


_PLURAL_PEOPLE = re.compile(
    r"\b(?:(?:probation|prison|social|case|key|support|care|health|youth|young|shop|union|"
    r"police|custody|nursing|teaching) )?"
    r"(?:staff|employees|officers|prisoners|inmates|patients|residents|pupils|students|parents|"
    r"carers|children|women|men|boys|girls|workers|practitioners|managers|nurses|teachers|"
    r"victims|members|reps|mothers|fathers|relatives|trainees|teenagers|youngsters|volunteers|"
    r"mentors|learners|detainees|handlers)\b",
    re.IGNORECASE,
)


def plural_people(text: str) -> str | None:
    """The last people that a text speaks of in the plural ("social workers")."""
    found = _PLURAL_PEOPLE.findall(text)
    return found[-1].lower() if found else None


_NUMBER = r"\d+|two|three|four|five|six|seven|eight|nine|ten|some|many|most|several|both|all|the"


def unnamed_phrase(phrase: str) -> str | None:
    """An unnamed speaker as the article has it; None if the phrase is too long to be one."""
    name = _CUT.split(re.sub(r"\s+", " ", phrase), maxsplit=1)[0].strip(" ,")
    while match := _DETERMINER.match(name):
        name = name[match.end() :]
    name = re.sub(r"^([A-Z]\w+) from .*", r"\1", name)
    preposition = _PREPOSITION.search(name)
    if _SPOKESPERSON_FOR.fullmatch(name):
        return name
    if _CLAUSE.search(name):
        return None
    body = preposition and name[0].isupper() and name[preposition.end() :][:1].islower()
    if preposition and (body or not _TELLS_APART.match(name, preposition.start())):
        name = name[: preposition.start()].strip(" ,")
    return name if name and len(name.split()) <= _LONGEST_PHRASE else None


class Bodies:
    """The organisations that an article names in full."""

    def __init__(self, text: str) -> None:
        found = (
            (match.start(), re.sub(r"^(?:The|A|An|But|And|In|At|For)\s", "", match.group()))
            for match in _OFFICIAL_BODY.finditer(text)
        )
        self._text = text
        self._fullest: dict[str, str] = {}
        self._named = [(at, name) for at, name in found if " " in name or name == "HMPPS"]

    def full(self, phrase: str) -> str | None:
        """The one body that "the council" or "the ministry" means; None where several may be."""
        match = _SHORT_BODY.match(phrase)
        if match is None:
            return None
        kind = match[1].lower()
        if kind == "union":
            return self._only_union()
        names = {name for _, name in self._named if kind in name.lower().split()}
        longest = max(names, key=len, default=None)
        same = longest is not None and all(
            name.split()[0] == longest.split()[0] and " and " not in name for name in names
        )
        return longest if same else None

    def _only_union(self) -> str | None:
        unions = {re.sub(r"^(?:The|A) ", "", name) for name in _UNION.findall(self._text)}
        return unions.pop() if len(unions) == 1 else None

    def fullest(self, name: str) -> str:
        """The longer name of a firm that the article calls by its first word ("Oakhurst")."""
        if name not in self._fullest:
            self._fullest[name] = self._longer(name) if re.fullmatch(_WORD, name) else name
        return self._fullest[name]

    def _longer(self, name: str) -> str:
        longer = re.compile(
            rf"\b{re.escape(name)}(?: (?:and |& )?{_WORD}){{0,3}} (?:and |& )?"
            r"(?:Care|Justice|Group|plc|Ltd|Limited|Healthcare|Homes|Solutions|Custodial|Support)\b"
        )
        names = set(longer.findall(self._text))
        return names.pop() if len(names) == 1 else name

    def last_between(self, start: int, end: int) -> str | None:
        """The one body named in ``text[start:end]``; None where there is none or several."""
        names = {name for at, name in self._named if start <= at < end}
        return names.pop() if len(names) == 1 else None
