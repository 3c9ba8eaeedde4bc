"""Sentences that a brief may use, and how likely an analyst is to choose each."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.schema import Sentence, SentenceReference, Tag

__all__ = ["Candidate", "chances_of"]


@dataclass(frozen=True)
class Candidate:
    """A sentence that a brief may use.

    Attributes:
        article: name of its article; order: the article's place among the inspection's.
        sentence: the sentence itself.
        scores: probability of each tag; tags: the tags given.
    """

    article: str
    order: int
    sentence: Sentence
    scores: Mapping[Tag, float]
    tags: tuple[Tag, ...]

    @property
    def reference(self) -> SentenceReference:
        """Where the sentence stands."""
        return SentenceReference(article=self.article, index=self.sentence.index)


_COUNT = re.compile(r"\brecommendations?\b", re.IGNORECASE)
_RATING = re.compile(r"\b(?:rat(?:ed|ings?)|grad(?:es?|ed|ing)|judged|marks?|scored?|points)\b")
_SHORT = 12
_DANGLING = re.compile(
    r"^(?:it|they|he|she|this|that|these|those|but|and|also|another|others|however|both|such|there)\b",
    re.IGNORECASE,
)


def chances_of(candidates: Sequence[Candidate], tag: Tag) -> list[float]:
    """How likely an analyst is to choose each statement for a brief, from 0 to 1.

    The weights round off those of a logistic regression of the analysts' choices in the training
    split on these same traits: what is said in the inspectorate's quotation goes under
    quotations, the rating under the facts, a statement that praises and criticises at once makes a
    poor point of either kind, and the more there is to choose from, the more is left out.
    """
    if tag is Tag.RECOMMENDATION:
        return [_chance_of_call(candidate) for candidate in candidates]
    crowd = 1.4 * math.log(max(1, len(candidates)))
    return [
        candidate.scores[tag] / (1 + math.exp(crowd - _weight(candidate, tag)))
        for candidate in candidates
    ]


def _weight(candidate: Candidate, tag: Tag) -> float:
    text = candidate.sentence.text
    words = text.split()
    capitals = sum(word[0].isupper() for word in words[1:]) / len(words)
    weight = 4.2 - 5.0 * capitals + 0.03 * min(len(words), 30)
    weight -= 1.8 * (Tag.QUOTE in candidate.tags)
    weight -= 1.8 * (Tag.FINDING in candidate.tags and Tag.STRENGTH in candidate.tags)
    weight -= 1.5 * (Tag.RECOMMENDATION in candidate.tags)
    weight -= 1.8 * (candidate.sentence.index <= 2)
    weight -= (1.2 if tag is Tag.FINDING else 0.5) * bool(_RATING.search(text))
    weight -= 0.5 * bool(_DANGLING.match(text.lstrip("“‘\"'")))
    return weight - 0.2 * max(0, _SHORT - len(words))


def _chance_of_call(candidate: Candidate) -> float:
    """Nearly every recommendation is chosen: what there is to weigh is their order."""
    text = candidate.sentence.text
    weight = 3.0 * candidate.scores[Tag.RECOMMENDATION] + 1.5 * bool(_COUNT.search(text))
    weight -= 0.8 * (Tag.QUOTE in candidate.tags) + 0.1 * max(0, _SHORT - len(text.split()))
    return 1 / (1 + math.exp(-weight))
