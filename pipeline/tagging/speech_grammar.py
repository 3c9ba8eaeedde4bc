"""The grammar of crediting: verbs of saying, and their subjects.

No parser is at hand: a sentence is cut at its commas and conjunctions, and the part that stands
where a subject would is read as a noun phrase.
"""

from __future__ import annotations

import re

from pipeline.tagging.people_mentions import Mention
from pipeline.tagging.speaker_memory import KIN_OF, Credit
from pipeline.tagging.speaker_phrases import Discourse

__all__ = [
    "FINITE_VERB",
    "SPEECH_VERB",
    "Subjects",
    "chunks",
    "first_verb",
    "is_role_prefix",
    "last_verb",
]

_VERBS = (
    "said|says|say|saying|told|tells|telling|added|adds|adding|wrote|writes|writing|warned|warns|"
    "warning|explained|explains|explaining|insisted|insists|insisting|argued|argues|arguing|"
    "claimed|claiming|commented|commenting|concluded|concludes|concluding|noted|noting|notes|"
    "replied|replies|continued|continues|stated|states|stating|remarked|remarks|admitted|admits|"
    "admitting|agreed|agrees|asked|asks|answered|announced|declared|declares|declaring|observed|"
    "observes|observing|recalled|recalls|responded|responds|stressed|stresses|stressing|suggested|"
    "suggests|thundered|fumed|fumes|joked|jokes|quipped|quips|shouted|whispered|muttered|sighed|"
    "laughed|reflected|reflects|urged|urging|promised|complained|reported|read|reads|tweeted|"
    "posted|blasted|raged|stormed|conceded|concedes|confirmed|confirms|boasted|boasts|cautioned|"
    "cautions|indicated|indicates|began|begins|ended|ends|opens|opened|closes|closed|signed|"
    "pleaded|pleads|repeated|repeats|confessed|confesses|confided|mentioned|mentions|mused|"
    "grumbled|cried|shrugged|smiled|grinned|testified|texted|emailed|offered|ventured|went on|"
    "goes on|go on|summed up|sums up|pointed out|points out|hit back|put it|puts it|put in|"
    "puts in|chipped in|chips in|recalls|laughs|laughing|moaned|moans|groaned|reckons|reckoned|"
    "acknowledged|acknowledges|emphasised|emphasises|maintained|maintains|vowed|vows|pledged|"
    "revealed|reveals|blasts|rages|tweets|grins|smiles|sighs|shrugs|asserted|asserts|countered|"
    "retorted|used to say|used to tell|records"
)
"""Verbs that credit words to somebody, wherever they stand in a sentence."""
_LOOSE_VERBS = (
    "described|describes|describing|called|calls|calling|found|finds|branded|judged|praised|spoke|"
    "speaks|speak|referred|refers|complains|recorded|concede|conclude|write|warn|"
    "add|tell|deemed|dismissed|labelled|likened|credited|saw|remembers|remembered|hailed|hails|"
    "welcomed|welcomes|condemned|criticised|highlighted|highlights|hoped|hopes|thinks|believes|"
    "felt|feels|thanked|thanks|noticed|hit out|hits out|lashed out|lashes out|slammed|slams|"
    "attacked|describe|praise|criticise"
)
"""Verbs that do so only just before the marks."""
SPEECH_VERB = re.compile(rf"\b(?:{_VERBS})\b")
"""A verb of saying."""
_ANY_VERB = re.compile(rf"\b(?:{_VERBS}|{_LOOSE_VERBS})\b")
FINITE_VERB = re.compile(
    rf"\b(?:is|are|was|were|has|had|have|will|would|can|could|did|does|do|{_VERBS}|[a-z]{{2,}}ed)\b"
)
"""A word that is likely a finite verb: a subject does not go on past it."""
_NOT_A_VERB_AFTER = re.compile(
    r"(?:\b(?:a|an|the|of|no|any|its|their|his|her|this|that|these|those|to|be|been|being|is|was|"
    r"are|were|will|would|could|should|must|not|by|in|for|with|or)\s+)$",
    re.IGNORECASE,
)
_IS_PARTICIPLE = re.compile(
    r"offered\s(?:to|by|in|at|on)\b|"
    r"(?:described|called|judged|branded|deemed|labelled|highlighted|praised|criticised|offered)\s"
    r"(?:is|are|was|were|had|has|have|will|would|by)\b"
)
"""Participles after their noun ("the conditions described were", "activities offered to")."""
_NEED_OBJECTS = frozenset("branded deemed judged labelled called".split())
_RELATIVE_OBJECT = re.compile(r"\b(?:what|which|whom|that|whatever)\b[^,.;:]*$", re.IGNORECASE)
"""An object before its verb ("what inspectors described as")."""
_PASSIVE = re.compile(r"\b(?:to|be|been|being|is|was|are|were|not|by)\s+$")
_PHRASE_END = re.compile(
    r"[,.;:!?(—–\n“‘\"]|\s(?:who|which|when|as|after|before|while|during|yesterday|today|last|in|on|"
    r"at|to|with|and then|but|because|about)\s"
)
_LONG_PHRASE_END = re.compile(
    r"[,.;:!?(—–\n“‘\"]|\s(?:who|which|when|as|after|before|while|during|yesterday|today|last|and|"
    r"but|because|about|to)\s"
)
_FILLER = re.compile(
    r"(?:\b(?:also|has|had|have|then|later|now|once|simply|even|again|himself|herself|itself|"
    r"just|still|would|will|could|did|only|went on to|and|but|or|who|did|does|"
    r"(?!(?:fami|assemb|al|bul|sup|rep|Ita|Ju|elder)p?ly\b)\w+ly)\s*)$",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"[;:—–(]|\s(?:that|because|while|when|whether|if|where|although|though|since|until|so)\s"
)
_RELATIVE = re.compile(
    r"\s*(?:who|which|whose|whom|where|when|formerly|then|now|aged|based|published|seen|made|"
    r"speaking|writing|responding|giving|due|run|led|chaired|with|in|on|at|of|from|for|by|after|"
    r"before|as|and)\b",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"(?:^|\s)(?=(?:the|a|an|one|another|some|many|most|both|its|their|his|her|our|several|two|"
    r"three|four)\s)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\s(?:and|but)\s+(?=[A-Z]|(?:he|she|it|they|the|a|an|one|another)\s|(?:he|she|it|they)$)"
)
_AFTER_PREPOSITION = re.compile(
    r"\b(?:in|on|at|by|for|from|of|with|to|after|before|during|under|into|about|over|and)$", re.I
)
_ABSOLUTE = re.compile(
    r"\bwith\s+(?P<who>(?:one|another|some|many|several|the|an?)\b(?:\s[\w’'-]+){0,3})\s*$"
)
"""A subject of its own before a participle ("…, with one telling inspectors")."""
_WHO = re.compile(r",?\s+who\s+(?:(?:also|has|had|later|then)\s+)?$")
_INDEFINITE = re.compile(r"\b(?:an?|one|another)\s(?:(?!of\b|from\b)[\w’'-]+\s){0,3}[\w’'-]+$")
_OPENS_CLAUSE = re.compile(r"\s*(?:as|while|when|after)\s+(?!well\b)")
_BELONGS = re.compile(r"\s(?:of|from|at|for|with)\s(?:the\s)?(?=[A-Z])")
"""Between a name and the body that somebody belongs to ("Jane Ryan of Bhatt Murphy")."""
_LAST_PRONOUN = re.compile(r"\b(?:he|she|it|they|i|we)$", re.IGNORECASE)

_RETOLD = re.compile(
    r"\s+(?:that\s+)?(?:he|she|it|they)(?:[’'](?:d|s|ll|ve|re))?(?:\s(?:has|had|have|would|will))*\s*"
)
"""What stands between two verbs of one speaker ("said she would have welcomed")."""
_LEADING_PRONOUN = re.compile(r"\s*(?P<who>he|she|it|they)(?:[’'](?:d|s|ll|ve|re))?\s", re.I)
_LINKS = frozenset("of for from with by to at in on and the".split())
_LINKED = re.compile(r"\b(?:of|for|from|with|by|to|at|in|on)\s+$")
_LETTERS = re.compile(r".{0,4}|(?:[A-Z]{2,4} ?)+")
"""What may stand between a name and the comma: letters after a name ("KC MP")."""
_PART = re.compile(r"[^,]+")


def last_verb(text: str, *, near: bool = True) -> re.Match[str] | None:
    """The last verb of saying in a lead, or one of describing, if ``near`` close before its end."""
    found = None
    for match in _ANY_VERB.finditer(text):
        sure = SPEECH_VERB.fullmatch(match.group()) is not None
        if near and not sure and len(text) - match.end() > 30:
            continue
        if _PASSIVE.search(text[: match.start()][-12:]) or _IS_PARTICIPLE.match(
            text, match.start()
        ):
            continue
        if match.group() in {
            "notes",
            "states",
            "reports",
            "calls",
            "records",
            "remarks",
            "tweets",
            "thanks",
        } and (_NOT_A_VERB_AFTER.search(text[: match.start()][-12:])):
            continue
        if _is_passive(text, match):
            continue
        found = match
    return found


def _is_passive(text: str, verb: re.Match[str]) -> bool:
    """Whether a verb that needs an object has none before the marks ("Jail branded ‘unsafe’")."""
    gap = text[verb.end() :].strip(" :,\n")
    bare = gap == "" and verb.group() in _NEED_OBJECTS
    described = verb.group() in {"described", "praised"} and re.fullmatch(r"as(?: an?)?", gap)
    return bool(bare or described) and not _RELATIVE_OBJECT.search(text[: verb.start()])


def first_verb(text: str) -> re.Match[str] | None:
    """The first verb of saying or describing."""
    return _ANY_VERB.search(text)


def chunks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of ``text[start:end]`` between commas, empty ones left out."""
    parts = []
    for match in _PART.finditer(text, start, end):
        piece = match.group()
        if piece.strip():
            parts.append((match.start() + len(piece) - len(piece.lstrip()), match.end()))
    return parts or [(start, end)]


def is_role_prefix(before: str) -> bool:
    """Whether what stands before a name is nothing, or an office and not another phrase."""
    words = before.split()
    if not words:
        return True
    if len(words) > 8 or re.search(r"[,;:.!?()“”\"]", before):
        return False
    if words[-1].lower() in _LINKS or words[0].lower() in _LINKS - {"the", "and"}:
        return False
    return not re.search(
        rf"\b(?:{_VERBS}|that|which|(?!retired)[a-z]{{3,}}ed|is|was|are|were|has|had|have|met|asked|when|that|if)\b",
        before,
    )


class Subjects:
    """Finds the subjects of verbs of saying in one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse, self.text = discourse, discourse.text

    def phrase_from(self, start: int, end: int) -> Credit | None:
        """The noun phrase that begins at ``start``, or the name that explains it after a comma."""
        stop = _PHRASE_END.search(self.text, start, end)
        phrase_end = stop.start() if stop else end
        credit = self.discourse.credit(start, phrase_end)
        if credit is None or credit.kind == "unnamed":
            credit = self._fuller(credit, start, end) or credit
        if (credit is None or credit.person is None) and stop and stop.group() == ",":
            for mention in self.discourse.people.between(stop.end(), stop.end() + 2):
                after = self.text[mention.end_char : mention.end_char + 1]
                if after in {",", ".", ""}:
                    return self.discourse.by_mention(mention) or credit
        return credit

    def _fuller(self, credit: Credit | None, start: int, end: int) -> Credit | None:
        """An unnamed speaker with what tells them apart ("the man in the cap")."""
        stop = _LONG_PHRASE_END.search(self.text, start, end)
        fuller = self.discourse.credit(start, stop.start() if stop else end)
        if fuller is None or fuller.kind != "unnamed":
            return None
        return fuller if credit is None or fuller.name.startswith(credit.name) else None

    def before(
        self, start: int, end: int, *, must_begin: bool = False, participle: bool = False
    ) -> Credit | None:
        """The subject of a verb that begins at ``end``, looked for in ``text[start:end]``."""
        absolute = _ABSOLUTE.search(self.text[start:end]) if participle else None
        if absolute:
            return self.discourse.credit(start + absolute.start("who"), end)
        antecedent = self._antecedent(start, end)
        if antecedent is not None:
            return antecedent
        leading_word = _OPENS_CLAUSE.match(self.text, start, end)
        if leading_word and "," not in self.text[start:end]:
            start = leading_word.end()
        return self._before(start, end, must_begin=must_begin, participle=participle)

    def _before(self, start: int, end: int, *, must_begin: bool, participle: bool) -> Credit | None:
        joined = re.search(
            r"\b(?:and|but|or)\s+(?:\w+ly\s+)?$", self.text[max(start, end - 30) : end]
        )
        end = self._without_filler(start, end)
        window = self.text[start:end]
        if not window.strip(" ,"):
            return None
        if not must_begin:
            earlier = last_verb(window)
            retold = earlier is not None and _RETOLD.fullmatch(window[earlier.end() :])
            if earlier is not None and (participle or joined or retold):
                found = self.before(start, start + earlier.start())
                if found is not None:
                    return found
            for boundary in _BOUNDARY.finditer(window):
                if window[boundary.end() :].strip(" ,"):
                    start = end - len(window) + boundary.end()
            for joint in _JOINED.finditer(self.text[start:end]):
                if FINITE_VERB.search(self.text[start:end][: joint.start()]):
                    start = start + joint.end()
                    break
        leading = _LEADING_PRONOUN.match(self.text, start, end) if joined else None
        if leading:
            return self.discourse.credit(leading.start("who"), leading.end("who"))
        first = FINITE_VERB.search(self.text, start, end) if joined else None
        if first and first.start() > start:
            found = self._from_chunks(start, first.start())
            if found is not None:
                return found
        return self._from_chunks(start, end)

    def _antecedent(self, start: int, end: int) -> Credit | None:
        """Whom "who" before the verb means ("Inspectors heard from a woman who said")."""
        who = _WHO.search(self.text[start:end])
        if who is None:
            return None
        stop = start + who.start()
        for mention in self.discourse.people.between(start, stop):
            if mention.end_char == stop:
                return self.discourse.by_mention(mention)
        phrase = _INDEFINITE.search(self.text[start:stop])
        return self.discourse.credit(start + phrase.start(), stop) if phrase else None

    def _without_filler(self, start: int, end: int) -> int:
        """Where a subject ends, auxiliaries and adverbs before the verb left out."""
        while match := _FILLER.search(self.text[max(start, end - 40) : end].rstrip()):
            end = max(start, end - 40) + match.start()
            if end <= start:
                return start
        return end

    def _from_chunks(self, start: int, end: int) -> Credit | None:
        """The subject among the parts between commas: a name first, then a noun phrase."""
        parts = chunks(self.text, start, end)
        open_end = not self.text[start:end].rstrip().endswith(",")
        if open_end:
            low, high = parts[-1]
            found = self._chunk_subject(low, high)
            if found is not None or not _RELATIVE.match(self.text, low, high):
                return found
        for low, high in reversed(parts):
            joint = self._joint(low, self.discourse.people.between(low, high))
            if joint is not None:
                return joint
            if self._is_plain_name(low, high):
                return self.discourse.credit(low, high)
        for low, high in parts:
            if not _RELATIVE.match(self.text, low, high):
                found = self._chunk_subject(low, high)
                if found is not None:
                    return found
        return None

    def _is_plain_name(self, start: int, end: int) -> bool:
        """Whether a part is a name, with nothing but an office before it."""
        mentions = self.discourse.people.between(start, end)
        if not mentions:
            return False
        named = mentions[-1]
        belongs = _BELONGS.match(self.text, mentions[0].end_char, end)
        first = self.discourse.people.whose(mentions[0])
        if belongs and first is not None and first.certain:
            named = mentions[0]
        if named.possessive:
            return False
        rest = "" if belongs else self.text[named.end_char : end].strip(" ,")
        full = len(named.tokens) >= 2 or bool(named.title) or self.discourse.people.whose(named)
        return (
            bool(full)
            and bool(_LETTERS.fullmatch(rest))
            and is_role_prefix(self.text[start : named.start_char])
        )

    def _chunk_subject(self, start: int, end: int) -> Credit | None:
        """The noun phrase that a part between commas ends with."""
        part = self.text[start:end].rstrip()
        pronoun = _LAST_PRONOUN.search(part)
        if pronoun:
            return self.discourse.credit(start + pronoun.start(), start + pronoun.end())
        mentions = self.discourse.people.between(start, start + len(part))
        if mentions and mentions[-1].end_char == start + len(part):
            low = mentions[-1].start_char
            before = self.text[start:low]
            if not _LINKED.search(before) and not KIN_OF.search(before):
                named = self._joint(start, mentions) or self.discourse.by_mention(mentions[-1])
                if named is not None:
                    return named
        for match in _DETERMINED.finditer(part):
            if not _AFTER_PREPOSITION.search(part[: match.start()].rstrip()):
                return self.discourse.credit(start + match.end(), start + len(part))
        return self.discourse.credit(start, start + len(part))

    def _joint(self, start: int, mentions: list[Mention]) -> Credit | None:
        """Two who speak together ("the partners, Dr Ann Lee and Dr Bo Ray")."""
        if len(mentions) < 2 or mentions[-2].possessive:
            return None
        first, second = mentions[-2:]
        between = self.text[first.end_char : second.start_char]
        linked = re.match(r"\s(?:and|&)\s", between)
        if not linked or not is_role_prefix(self.text[start : first.start_char]):
            return None
        if not is_role_prefix(between[linked.end() :]):
            return None
        names = [self.discourse.by_mention(mention) for mention in (first, second)]
        people = [one for one in names if one and one.person and one.person.certain]
        if len(people) < 2 or people[0].is_same(people[1]):
            return None
        return Credit(f"{people[0].name} and {people[1].name}", "group")
