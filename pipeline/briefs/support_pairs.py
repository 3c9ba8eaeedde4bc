"""Claims with their sources, supported or not: what the support model learns from.

True claims are gold summary sentences, source sentences as their own claims, and both reworded,
shortened, joined, framed and reported. False claims are true ones edited (``support_edits``), true
ones that lack a needed source, and summary sentences of other inspections under this one's name.
Both kinds are reworded alike, so that a changed word alone tells nothing.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rapidfuzz import fuzz, process

from pipeline.briefs.support_edits import EDITS, Bank, capitalised
from pipeline.briefs.support_truths import (
    bank_phrases,
    deed_claims,
    feeling_claims,
    framed,
    joined,
    reported,
    reworded,
    shortened,
    without_marks,
)
from pipeline.briefs.support_words import PEOPLE
from pipeline.briefs.wording import FUNCTION_WORDS, WORD, plain_text, stem_of, words_of
from pipeline.labels import GoldBrief, GoldInspection, LabelledArticle, LabelledSentence
from pipeline.schema import Tag

__all__ = ["PairMaker", "SupportPair", "TrueClaim", "changed_spans", "true_claims"]


@dataclass(frozen=True)
class SupportPair:
    """A claim and what it is to be borne out by.

    Attributes:
        claim: the sentence.
        sources: the sentences that it cites.
        names: names that hold without a source: the unit, the inspectorate.
        supported: whether the sources bear the claim out.
        kind: how the claim was made: the error of a false one.
        group: the inspection, which is never both learnt from and held out.
        family: number of the true claim that it was made from, and what it is compared with.
        wrong: the characters of the claim that make it false; None where they are not known.
    """

    claim: str
    sources: tuple[str, ...]
    names: tuple[str, ...]
    supported: bool
    kind: str
    group: str
    family: int = 0
    wrong: tuple[tuple[int, int], ...] | None = ()


@dataclass(frozen=True)
class TrueClaim:
    """A claim that an analyst or an article makes, with its sources and its surroundings.

    Attributes:
        pair: the claim.
        tags: of its sources.
        others: further sentences of the same article.
        speaker: who says a quotation.
    """

    pair: SupportPair
    tags: frozenset[Tag]
    others: tuple[str, ...]
    speaker: str | None = None

    @property
    def unit(self) -> str:
        """The inspected unit; empty where no inspection is reported."""
        return self.pair.names[0] if self.pair.names else ""


_JUDGED = frozenset({Tag.FINDING, Tag.STRENGTH})
_MOST_WORDS = 45  # of a source sentence that is taken for a claim
_NEEDED = 3  # content words that only one source has, without which a claim is not borne out
_TRIES = 6


def true_claims(
    briefs: Iterable[GoldBrief],
    inspections: Iterable[GoldInspection],
    articles: Mapping[str, LabelledArticle],
) -> list[TrueClaim]:
    """The gold summary sentences and the tagged sentences of articles, as claims.

    Args:
        briefs: gold briefs; those with articles that are not in ``articles`` are passed over.
        inspections: gold facts, for the names.
        articles: labelled articles by name.
    """
    names: dict[str, tuple[str, ...]] = {}
    for gold in inspections:
        found = tuple(v for v in (gold.value("unit"), gold.value("inspectorate")) if v)
        names[gold.inspection] = max(
            names.get(gold.inspection, ()), found, key=lambda n: len(str(n))
        )
    claims = []
    for brief in briefs:
        points = [
            p for p in brief.summary if p.text and all(s.article in articles for s in p.sources)
        ]
        for point in points:
            sentences = [articles[s.article].sentences[s.index] for s in point.sources]
            article = articles[point.sources[0].article]
            claims.append(
                _true_claim(
                    str(point.text),
                    sentences,
                    names[brief.inspection],
                    brief.inspection,
                    article,
                    "gold",
                )
            )
    for article in articles.values():
        group = article.inspections[0] if article.inspections else article.article
        for sentence in article.sentences:
            if _stands_alone(sentence):
                claims.append(
                    _true_claim(
                        without_marks(plain_text(sentence.text)),
                        [sentence],
                        names.get(group, ()),
                        group,
                        article,
                        "own",
                    )
                )
    return claims


def _stands_alone(sentence: LabelledSentence) -> bool:
    words = len(sentence.text.split())
    if not re.search(r"[.!?][”’\"']?$", sentence.text):
        return False
    return bool(sentence.tags) and 6 <= words <= _MOST_WORDS and not sentence.furniture


def _true_claim(
    text: str,
    sentences: Sequence[LabelledSentence],
    names: tuple[str, ...],
    group: str,
    article: LabelledArticle,
    kind: str,
) -> TrueClaim:
    places = [sentence.index for sentence in sentences]
    near = [
        plain_text(s.text)
        for s in article.sentences
        if s.index not in places and not s.furniture and 5 <= len(s.text.split()) <= _MOST_WORDS
    ]
    return TrueClaim(
        pair=SupportPair(
            claim=plain_text(text),
            sources=tuple(plain_text(sentence.text) for sentence in sentences),
            names=names,
            supported=True,
            kind=kind,
            group=group,
        ),
        tags=frozenset(tag for sentence in sentences for tag in sentence.tags),
        others=tuple(near),
        speaker=sentences[0].speaker if kind == "own" else None,
    )


class PairMaker:
    """Draws pairs from true claims; the same seed draws the same pairs.

    Args:
        claims: from :func:`true_claims`, of the training split.
        chance: the random generator.
    """

    def __init__(self, claims: Sequence[TrueClaim], chance: random.Random) -> None:
        self._gold = [claim for claim in claims if claim.pair.kind == "gold"]
        self._own = [claim for claim in claims if claim.pair.kind == "own"]
        self._chance = chance
        texts = [claim.pair.claim for claim in claims]
        self._texts = [claim.pair.claim for claim in self._gold]
        speakers = {
            c.speaker for c in claims if c.speaker and re.match(r"[A-Z]\w+ [A-Z]\w+$", c.speaker)
        }
        self._bank = Bank(
            people=(*PEOPLE, *sorted(speakers)),
            places=tuple(sorted({_place(claim.unit) for claim in claims if claim.unit})),
            phrases=bank_phrases(texts),
            plain=_plain_words(texts),
            clauses=tuple(text for text in texts if 6 <= len(text.split()) <= 14),
        )

    def draw(self, count: int) -> list[SupportPair]:
        """So many pairs, about two false ones for three true ones of each kind of source."""
        pairs: list[SupportPair] = []
        family = 0
        while len(pairs) < count:
            pairs += [replace(pair, family=family) for pair in self._family()]
            family += 1
        return pairs[:count]

    def _family(self) -> Iterator[SupportPair]:
        """A true claim and one or two false ones that resemble it."""
        roll = self._chance.random()
        if roll < 0.06:
            yield from self._templates()
            return
        base = self._chance.choice(self._gold if roll < 0.65 else self._own)
        yield self._with_distractor(self._true(base), base)
        for _ in range(self._chance.choice((1, 1, 2))):
            false = self._false(base)
            if false is not None:
                yield self._with_distractor(false, base)

    def _templates(self) -> Iterator[SupportPair]:
        """Who felt what, and who did what to whom."""
        own = self._chance.choice(self._own)
        made = feeling_claims(own.pair.claim, self._bank.plain, self._chance)
        phrase = (
            self._chance.choice(("", *self._bank.phrases)) if self._chance.random() < 0.7 else ""
        )
        source, true, false = made or deed_claims(phrase, self._chance)
        base = replace(own, pair=replace(own.pair, sources=(source,)))
        right, wrong = self._chance.choice(true), self._chance.choice(false)
        yield self._with_distractor(replace(base.pair, claim=right, kind="template"), base)
        pair = replace(base.pair, claim=wrong, kind="role", supported=False, wrong=None)
        yield self._with_distractor(pair, base)

    def _true(self, base: TrueClaim) -> SupportPair:
        """The claim, perhaps reported, shortened, framed or joined with another, then reworded."""
        chance, pair = self._chance, base.pair
        said = self._said(base)
        if said is not None:
            return said
        roll = chance.random()
        claim, sources, kind = pair.claim, pair.sources, pair.kind
        if roll < 0.25 and (short := shortened(claim, chance)):
            claim, kind = short, "shortened"
        elif roll < 0.4 and base.tags & _JUDGED and Tag.QUOTE not in base.tags:
            claim, kind = framed(claim, self._bank.plain, chance), "framed"
        elif roll < 0.52 and base.others and len(claim.split()) < 22:
            other = chance.choice(base.others)
            if len(other.split()) <= 18 and re.match(r"[A-Z]", other) and other.endswith("."):
                claim = joined(claim, without_marks(other), self._bank.plain, chance)
                sources, kind = (*sources, other), "joined"
        times = chance.choice((0, 0, 1, 2)) if kind == "gold" else chance.choice((0, 1, 1, 2, 3))
        return replace(pair, claim=reworded(claim, chance, times), sources=sources, kind=kind)

    def _said(self, base: TrueClaim) -> SupportPair | None:
        """A quotation with its speaker."""
        if base.speaker is None or base.speaker == "the report" or self._chance.random() < 0.2:
            return None
        source = base.pair.sources[0]
        if base.speaker.split()[-1] not in source:
            source = f"{capitalised(base.speaker)} said: {source}"
        claim = reported(source, base.speaker, self._bank.plain, self._chance)
        if claim is None:
            return None
        return replace(base.pair, claim=claim, sources=(source,), kind="reported")

    def _false(self, base: TrueClaim) -> SupportPair | None:
        """A true claim made false in one of many ways; None where none of some tries applies."""
        for _ in range(_TRIES):
            roll = self._chance.random()
            made = (
                self._without_source(base)
                if roll < 0.08
                else self._swapped(base)
                if roll < 0.2
                else self._edited(base)
            )
            if made is not None:
                return made
        return None

    def _edited(self, base: TrueClaim) -> SupportPair | None:
        """A true claim with one of the edits that apply to it."""
        true = self._true(base)
        source = " ".join((*true.sources, *true.names))
        made = [
            (kind, claim, weight * (4 if kind == "speaker" and true.kind == "reported" else 1))
            for kind, edit, weight in EDITS
            if (claim := edit(true.claim, source, self._bank, self._chance))
            and words_of(claim) != words_of(true.claim)
        ]
        if not made:
            return None
        kind, claim, _ = self._chance.choices(made, [weight for _, _, weight in made])[0]
        wrong = changed_spans(true.claim, claim)
        return replace(true, claim=claim, kind=kind, supported=False, wrong=wrong)

    def _without_source(self, base: TrueClaim) -> SupportPair | None:
        """The claim without a source that alone has some of its words; another in its place."""
        pair = base.pair
        stems = {stem_of(word) for word in words_of(pair.claim) if word not in FUNCTION_WORDS}
        held = [{stem_of(word) for word in words_of(source)} & stems for source in pair.sources]
        names = {stem_of(word) for name in pair.names for word in words_of(name)}
        needed = [
            place
            for place, words in enumerate(held)
            if len(words - names - set().union(*held[:place], *held[place + 1 :])) >= _NEEDED
        ]
        if not needed:
            return None
        gone = self._chance.choice(needed)
        rest = [source for place, source in enumerate(pair.sources) if place != gone]
        if not rest or self._chance.random() < 0.3:
            rest += [other for other in self._chance.sample(base.others, min(1, len(base.others)))]
        if not rest:
            return None
        claim = reworded(pair.claim, self._chance, self._chance.choice((0, 0, 1)))
        return replace(
            pair, claim=claim, sources=tuple(rest), kind="source", supported=False, wrong=None
        )

    def _swapped(self, base: TrueClaim) -> SupportPair | None:
        """What an analyst wrote of another inspection, under the name of this one."""
        found = process.extract(base.pair.claim, self._texts, scorer=fuzz.token_set_ratio, limit=6)
        others = [self._gold[place] for _, _, place in found]
        others = [other for other in others if other.pair.group[:4] != base.pair.group[:4]]
        if not others:
            return None
        other = self._chance.choice(others[:3])
        claim = other.pair.claim
        if other.unit and base.unit:
            claim = claim.replace(other.unit, base.unit)
        if words_of(claim) == words_of(base.pair.claim):
            return None
        return replace(base.pair, claim=claim, kind="swapped", supported=False, wrong=None)

    def _with_distractor(self, pair: SupportPair, base: TrueClaim) -> SupportPair:
        """The pair, sometimes with a source that has nothing to do with the claim."""
        if not base.others or len(pair.sources) > 2 or self._chance.random() > 0.25:
            return pair
        other = self._chance.choice(base.others)
        sources = [*pair.sources, other]
        if self._chance.random() < 0.5:
            sources = [other, *pair.sources]
        return replace(pair, sources=tuple(sources))


def _plain_words(texts: Sequence[str]) -> frozenset[str]:
    """Words that stand in small letters more often than with a capital inside a sentence."""
    counts: Counter[str] = Counter()
    for text in texts:
        for word in text.split(" ")[1:]:
            bare = word.strip(".,:;“”‘’\"'")
            counts[bare.lower()] += 1 if bare.islower() else -2
    return frozenset(word for word, count in counts.items() if count > 0)


def _place(unit: str) -> str:
    """The places in a unit's name."""
    found = re.match(
        r"((?:[A-Z][\w’'-]+(?: and | of | )?)+?)(?= ?(?:Probation|Youth|Community|CRC|PDU|Council|"
        r"NHS|Fire|Police|County|Hospital|Prison|School|College)|’s|'s|$)",
        unit,
    )
    return (found.group(1) if found else unit).strip()


def changed_spans(true: str, false: str) -> tuple[tuple[int, int], ...]:
    """The characters of a false claim that a true one has not; beside what it lacks, the words.

    Args:
        true, false: a claim before and after an edit.
    """
    before = [match.group().casefold() for match in WORD.finditer(true)]
    matches = list(WORD.finditer(false))
    after = [match.group().casefold() for match in matches]
    spans = []
    for kind, _, _, start, end in SequenceMatcher(None, before, after, False).get_opcodes():
        if kind == "delete":
            start, end = max(0, start - 1), min(len(matches), start + 1)
        if kind != "equal" and start < end:
            spans.append((matches[start].start(), matches[end - 1].end()))
    return tuple(spans)
