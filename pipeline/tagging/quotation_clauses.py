"""Whether quoted words are a clause, or only a fragment, a name or a scare quote.

There is no part-of-speech tagger here: a compact lexicon of English verb forms, and the words
beside them. The rule is that of the annotation guidelines: a finite verb (its subject may be
dropped, and an imperative counts) or at least eight words.
"""

from __future__ import annotations

import re

__all__ = ["QUOTATION_WORDS", "is_clause", "is_quotation", "words"]

QUOTATION_WORDS = 8
"""From this many words on, quoted words are a quotation without a verb as well."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?")
_APOSTROPHE = re.compile(r"’|&(?:rsquo|lsquo|apos|#8217|#39|#x27);")
_SENTENCE = re.compile(r"[.!?…;:]+[\"”’')]*\s+|[\n\r]+")


def _lexicon(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_AUXILIARIES = _lexicon(
    "is are was were am has have had do does did can cannot could will would shall should may "
    "might must ought isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't "
    "can't couldn't won't wouldn't shan't shouldn't mightn't mustn't needn't ain't let's wasnae"
)
_CONTRACTED = re.compile(r"(?:n't|'(?:ll|ve|re|d|m))$")
_CONTRACTED_IS = _lexicon(
    "it's that's there's he's she's who's what's where's here's how's nobody's everybody's "
    "somebody's everyone's someone's nothing's everything's something's one's this's"
)
_SUBJECTS = _lexicon(
    "i you he she it we they who nobody everybody somebody anybody everyone someone anyone "
    "nothing everything something none which that there y'all youse"
)
"""A verb form straight after one of these is finite."""
_SINGULAR_SUBJECTS = _lexicon("he she it nobody everybody somebody everyone someone nothing who")
_OBJECTS = _lexicon("me us him her them it you")
_PLURAL_SUBJECTS = _lexicon("people staff children men women these those others some many most")
_ADVERBS = _lexicon(
    "never always also just still only simply really often seldom rarely sometimes now then "
    "not almost even ever soon already both all each currently"
)
_MOST_ADVERBS = 4
_NO_VERBS = _lexicon(
    "of in on at by for from with without to into onto about over under between among through "
    "during before after against despite and or but nor as than the a an his her its their our "
    "my your this no not so very too more most less least only quite rather well"
)
"""Words that are no verbs whatever they end in."""

_PAST = _lexicon(
    "went came saw took got gave knew thought felt began became wrote spoke ate drove fell meant "
    "stood understood woke wore shook sang sank rose broke chose forgot flew grew threw drew "
    "blew froze hid rode swore tore bit lay slept wept crept kept lost found made left held told "
    "said ran met paid put read sent set sat spent taught won led built brought bought caught "
    "fought sought heard let cut hit hurt shut cost lent dealt stuck struck swept"
)
_SURE_PAST = _lexicon(
    "went saw took gave knew began wrote spoke ate drove fell woke wore shook sang rose chose "
    "forgot flew grew threw drew blew rode swore came became thought"
)
"""Past tenses that differ from their participle, or are seldom used as one."""
_ACTIVE_ED = _lexicon(
    "failed worked tried wanted cared seemed appeared remained happened continued struggled "
    "lacked deserved refused decided hoped agreed listened talked looked waited asked cried "
    "turned helped needed showed walked died lived stopped started arrived believed stayed "
    "depended knocked answered laughed moved"
)
"""Pasts that seldom follow their noun as a participle."""

_PRESENT = _lexicon(
    "need want know think feel believe see say tell ask get give go come make take keep find "
    "leave hold put let mean seem look work live talk listen care try use help show run stand "
    "sit read write speak hear learn teach do have deserve depend remain become begin start stop "
    "stay stick fall fail fear hope hate love like wish expect require want matter lack support "
    "protect understand recognise recognize accept agree welcome regret thank call pay send "
    "meet bring build win lose turn move walk wait watch hurt die cry carry change improve "
    "follow happen continue cost save struggle trust worry remember forget urge recommend exist "
    "end mind bear belong rely serve suffer tend vary answer apologise apologize add allow "
    "apply appear arrive avoid check choose close consider count cover create cut deal decide "
    "deliver demand describe drive eat encourage ensure face fit fix focus grow hide include "
    "insist intend join lead lie lift lock make manage miss offer open owe play promise provide "
    "pull push raise reach receive reflect refuse return rise share sleep sound spend supervise "
    "take touch treat warn wonder benefit thrive flourish reoffend engage attend comply respond "
    "cope assess disappear vanish prefer admit argue blame behave commit complain contribute"
)
_NOUN_LIKE = _lexicon(
    "need work care help support look show run stand fear hope love wish call change cost trust "
    "worry end mind answer check close count cover cut deal demand drive face fit focus lead "
    "lie lift lock manage move offer open play promise push raise reach return rise share sleep "
    "sound spend touch treat walk wait watch win hurt use talk turn feel find hold let stay "
    "try start stop welcome lack fall struggle read"
)
"""Base forms that are nouns as often: only a subject pronoun makes verbs of them."""
_SINGULAR_VERBS = _lexicon(
    "needs wants knows thinks feels believes sees says tells asks gets gives goes comes makes "
    "takes keeps finds leaves holds means seems lives listens cares tries stands falls fails "
    "deserves depends remains becomes begins stays sticks hates loves expects requires matters "
    "lacks protects understands accepts agrees regrets pays sends meets brings loses happens "
    "continues forgets exists belongs relies serves suffers tends allows applies appears arrives "
    "chooses considers creates decides delivers describes ensures follows grows hides includes "
    "insists learns owes provides puts receives reflects refuses runs shows speaks stops struggles "
    "teaches understands warns works writes turns looks helps hurts carries starts sets"
)
_NOUN_LIKE_SINGULAR = _lexicon(
    "needs works looks helps turns stands falls starts stops shows runs sets lives finds leaves "
    "loves cares tries means fails struggles holds hurts feels"
)
_IMPERATIVES = _lexicon(
    "get go come make take keep give put let listen ask tell stop look try read write speak hear "
    "learn fix find stay stick remember forget imagine think see show bring build send pay call "
    "wait watch start begin trust talk walk meet join follow check do don't be never always "
    "please leave turn move open close lock consider ensure protect treat help hold stand sit "
    "lead prove spend visit recruit publish act mind have use thank"
)
_IMPERATIVE_FOLLOWERS = _lexicon(
    "the a an it them him her us me your their our this that these those to on up out back in "
    "you with for at from not more less some every each all now here there what who how why when "
    "where if off away down again harder once first"
)
_RATING = re.compile(
    r"(?:requires?|requiring|needs?|needing) (?:further |significant )?(?:improvement|attention)"
    r"(?: to be good)?|causing concern|(?:does not meet|meets?) (?:the )?standards?",
    re.IGNORECASE,
)
"""Grades with a verb in them: names, whatever their words."""


def words(text: str) -> list[str]:
    """The words of a text, in order, with straight apostrophes."""
    plain = _APOSTROPHE.sub("'", text)
    return [match.group() for match in _WORD.finditer(plain)]


def is_quotation(text: str) -> bool:
    """Whether quoted words are a quotation: a clause, or at least eight words, and no name."""
    found = words(text)
    if _is_name(text, found):
        return False
    return len(found) >= QUOTATION_WORDS or is_clause(text)


def is_clause(text: str) -> bool:
    """Whether a text has a finite verb; its subject may be dropped, an imperative counts."""
    if _RATING.fullmatch(text.strip(" .,;:!?…")):
        return False
    return any(_has_finite_verb(words(piece)) for piece in _SENTENCE.split(text)) or (
        text.rstrip().endswith((",", ".", "!", "?")) and _may_have_verb(words(text))
    )


def _may_have_verb(found: list[str]) -> bool:
    """Whether five words or more, set with their own closing punctuation, hold a likely verb."""
    likely = (word.lower() for word in found[1:])
    return len(found) >= 5 and any(
        word in _PRESENT or word in _PAST or word in _SINGULAR_VERBS or word.endswith("ed")
        for word in likely
    )


def _is_name(text: str, found: list[str]) -> bool:
    """Whether the words are written as a title is: every longer one begins with a capital."""
    longer = [word for word in found if len(word) >= 4]
    if len(found) < 2 or re.search(r"[.!?,;:]", text.strip(" .,;:")):
        return False
    capitals = sum(word[0].isupper() for word in longer)
    return len(longer) >= 2 and capitals == len(longer) and not text.isupper()


def _has_finite_verb(found: list[str]) -> bool:
    lowered = [word.lower() for word in found]
    return any(
        _is_finite(lowered, place) or (place == 0 and _is_imperative(lowered))
        for place in range(len(lowered))
    )


def _is_finite(found: list[str], place: int) -> bool:
    word, before = found[place], _word_before(found, place)
    if word in _AUXILIARIES or word in _CONTRACTED_IS or _CONTRACTED.search(word):
        return True
    if word in _NO_VERBS:
        return False
    if before in _SUBJECTS and _is_verb_form(word, before):
        return True
    following = found[place + 1] if place + 1 < len(found) else ""
    if word.endswith("'s") and following in _NO_VERBS:
        return following in {"a", "an", "the", "not", "no", "so", "too", "very", "only"}
    if word.endswith("ed") and (following in _OBJECTS or found[place - 1] in {"never", "always"}):
        return True
    if word in _SURE_PAST or word in _ACTIVE_ED:
        return before not in {"the", "a", "an"}
    if _is_singular_verb(found, place):
        return True
    return _follows_plural(before) and (
        word in _PAST or (word in _PRESENT and word not in _NOUN_LIKE)
    )


def _word_before(found: list[str], place: int) -> str:
    """The word before, adverbs passed over; empty at the start."""
    for word in reversed(found[max(0, place - _MOST_ADVERBS) : place]):
        if word not in _ADVERBS and not word.endswith("ly"):
            return word
    return ""


def _is_verb_form(word: str, before: str) -> bool:
    if word in _PAST or word in _SINGULAR_VERBS or re.search(r"[a-z]{2}ed$", word):
        return True
    if before in {"i", "we", "they", "you"}:
        return word not in _NO_VERBS
    if before in _SINGULAR_SUBJECTS and re.search(r"[^s]s$", word):
        return True
    return word in _PRESENT and before not in {"he", "she", "it"}


def _is_singular_verb(found: list[str], place: int) -> bool:
    """Whether a form in -s is a verb here ("work falls short", "needs urgent attention")."""
    word = found[place]
    if word not in _SINGULAR_VERBS or place + 1 == len(found):
        return False
    following = found[place + 1]
    if following in {"of", "and", "or", "is", "are", "was", "were", "for", "in", "on", "with"}:
        return False
    if place == 0:
        return True
    before = _word_before(found, place)
    if before in _NO_VERBS or before.endswith("s") or before in {"", "these", "those", "all"}:
        return False
    return word not in _NOUN_LIKE_SINGULAR or following in _IMPERATIVE_FOLLOWERS | {"short"}


def _follows_plural(before: str) -> bool:
    if before in _PLURAL_SUBJECTS:
        return True
    return len(before) > 3 and bool(re.search(r"(?<![siu'])s$", before))


def _is_imperative(found: list[str]) -> bool:
    """Whether a sentence begins with a command: a base form and what may follow one."""
    if found[0] in {"please", "never", "always", "do", "just", "so", "and"}:
        found = found[1:]
    if len(found) < 2 or found[0] not in _IMPERATIVES:
        return False
    if found[1] in {"of", "and", "or"}:
        return False
    return found[0] not in _NOUN_LIKE or found[1] in _IMPERATIVE_FOLLOWERS
