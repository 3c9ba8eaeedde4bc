"""Tagged articles beside their labels: tags, speakers, quotations, errors, kinds of article."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.evaluation.metrics import f1_score
from pipeline.evaluation.predictions import Predictions
from pipeline.evaluation.tables import Figures, percent, two_places
from pipeline.labels import LabelledArticle
from pipeline.schema import TAGS, Article, Sentence, SentenceTags, Span, Tag, TaggedArticle

__all__ = [
    "ArticleFindings",
    "Difficulty",
    "SpeakerScores",
    "article_of",
    "break_down",
    "errors_markdown",
    "hardest_errors",
    "quotation_agreement",
    "score_speakers",
    "speaker_table",
    "study_articles",
    "tag_predictions",
]

Scored = tuple[LabelledArticle, TaggedArticle]


def article_of(labelled: LabelledArticle) -> tuple[Article, tuple[Sentence, ...]]:
    """The article that was labelled and its sentences, without the labels."""
    plain = tuple(
        Sentence(**sentence.model_dump(include=set(Sentence.model_fields)))
        for sentence in labelled.sentences
    )
    article = Article(
        name=labelled.article,
        text=labelled.text,
        date=labelled.date,
        furniture=tuple(
            Span(start_char=s.start_char, end_char=s.end_char, text=s.text)
            for s in plain
            if s.furniture
        ),
    )
    return article, plain


def tag_predictions(scored: Sequence[Scored]) -> Predictions:
    """The tags of all sentences, furniture included, as arrays in the order of ``TAGS``."""
    return Predictions.of_documents(
        labels=[tag.value for tag in TAGS],
        truth=[_matrix([s.tags for s in labelled.sentences]) for labelled, _ in scored],
        predicted=[_matrix([tags.tags for tags in tagged.tags]) for _, tagged in scored],
        chances=[
            np.array([[tags.scores[tag] for tag in TAGS] for tags in tagged.tags])
            for _, tagged in scored
        ],
    )


def _matrix(rows: Sequence[Sequence[Tag]]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.array([[tag in row for tag in TAGS] for row in rows], dtype=bool)


@dataclass(frozen=True)
class SpeakerScores:
    """How well speakers were found.

    Attributes:
        named: quote sentences whose speaker a person named; right, wrong, missing: what the
            model made of them.
        unnamed: quote sentences whose speaker the article leaves open; invented: those for which
            the model named one all the same.
    """

    named: int
    right: int
    wrong: int
    missing: int
    unnamed: int
    invented: int

    @property
    def accuracy(self) -> float:
        """Share of the named speakers that the model has right."""
        return self.right / self.named if self.named else 0.0


def score_speakers(scored: Sequence[Scored]) -> SpeakerScores:
    """Compare speakers over the sentences that a person tagged as quotes.

    Names are the same when they are so but for case and white space.
    """
    pairs = [
        (_folded(sentence.speaker), _folded(tagged.speaker_of(sentence.index)))
        for labelled, tagged in scored
        for sentence in labelled.sentences
        if Tag.QUOTE in sentence.tags
    ]
    named = [(person, model) for person, model in pairs if person]
    unnamed = [model for person, model in pairs if not person]
    right = sum(person == model for person, model in named)
    missing = sum(not model for _, model in named)
    return SpeakerScores(
        named=len(named),
        right=right,
        wrong=len(named) - right - missing,
        missing=missing,
        unnamed=len(unnamed),
        invented=sum(bool(model) for model in unnamed),
    )


def _folded(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def quotation_agreement(articles: Sequence[TaggedArticle]) -> float:
    """Share of the sentences where the quote tag and the quotations say the same."""
    same = [
        (Tag.QUOTE in tags.tags) == (place in inside)
        for article in articles
        for inside in [_quoted(article)]
        for place, tags in enumerate(article.tags)
    ]
    return sum(same) / len(same) if same else 1.0


def _quoted(article: TaggedArticle) -> set[int]:
    return {
        index
        for quotation in article.quotations
        if quotation.verbatim_clause
        for index in quotation.sentences
    }


def speaker_table(speakers: SpeakerScores, agreement: float) -> Figures:
    """Speakers and quotations as a table."""
    rows = (
        ("Speakers right", f"{speakers.right} of {speakers.named}", percent(speakers.accuracy)),
        ("Speakers wrong", f"{speakers.wrong} of {speakers.named}", ""),
        ("Speakers missing", f"{speakers.missing} of {speakers.named}", ""),
        ("Speakers invented", f"{speakers.invented} of {speakers.unnamed}", ""),
        ("Quote tag agrees with quotations", "", percent(agreement)),
    )
    return Figures("Quotations", ("What", "Quote sentences", "Share"), rows)


@dataclass(frozen=True)
class Difficulty:
    """A sentence with wrong tags.

    Attributes:
        article, index: where it stands.
        before, text, after: the sentence between its neighbours, "" at the article's edges.
        truth, predicted: the person's tags and the model's.
        scores: the model's probabilities, in the order of ``TAGS``.
        chance: the probability that the model gave to the person's tags.
    """

    article: str
    index: int
    before: str
    text: str
    after: str
    truth: tuple[Tag, ...]
    predicted: tuple[Tag, ...]
    scores: tuple[float, ...]
    chance: float


def hardest_errors(scored: Sequence[Scored], count: int = 30) -> list[Difficulty]:
    """The wrong sentences whose right tags the model thought least likely."""
    errors = [
        _difficulty(labelled, place, tags)
        for labelled, tagged in scored
        for place, tags in enumerate(tagged.tags)
        if set(tags.tags) != set(labelled.sentences[place].tags)
    ]
    return sorted(errors, key=lambda error: (error.chance, error.article, error.index))[:count]


def _difficulty(labelled: LabelledArticle, place: int, tags: SentenceTags) -> Difficulty:
    texts = ["", *(sentence.text for sentence in labelled.sentences), ""]
    truth = labelled.sentences[place].tags
    return Difficulty(
        article=labelled.article,
        index=place,
        before=texts[place],
        text=texts[place + 1],
        after=texts[place + 2],
        truth=truth,
        predicted=tags.tags,
        scores=tuple(tags.scores[tag] for tag in TAGS),
        chance=math.prod(s if tag in truth else 1 - s for tag, s in tags.scores.items()),
    )


def errors_markdown(errors: Sequence[Difficulty]) -> str:
    """The errors for reading, each between its neighbours."""
    parts = [f"## The {len(errors)} hardest errors\n"]
    for error in errors:
        scores = ", ".join(
            f"{tag} {score:.2f}" for tag, score in zip(TAGS, error.scores, strict=True)
        )
        context = [f"> {error.before}", f"> **{error.text}**", f"> {error.after}"]
        parts.append(
            f"**{error.article}, sentence {error.index}**: person "
            f"{'+'.join(error.truth) or 'none'}, model {'+'.join(error.predicted) or 'none'} "
            f"({scores})\n\n" + "\n>\n".join(line for line in context if line != "> ") + "\n"
        )
    return "\n".join(parts)


def break_down(scored: Sequence[Scored], kinds: Mapping[str, str], title: str) -> Figures:
    """Scores by kind of article.

    Args:
        scored: labelled and tagged articles.
        kinds: of the articles' names; articles that are not there are left out.
        title: what the kinds are.

    Returns:
        A table with the F1 of each tag and of all, the largest kind first.
    """
    groups: dict[str, list[Scored]] = {}
    for labelled, tagged in scored:
        if labelled.article in kinds:
            groups.setdefault(kinds[labelled.article], []).append((labelled, tagged))
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = tuple((kind, str(len(those)), *_f1_row(those)) for kind, those in ordered)
    columns = (title, "Articles", "Finding", "Strength", "Recomm.", "Quote", "Micro F1")
    return Figures(f"By {title.lower()}", columns, rows, "F1; a dash where no sentence counts.")


def _f1_row(scored: Sequence[Scored]) -> list[str]:
    predictions = tag_predictions(scored)
    truth, predicted = predictions.truth, predictions.predicted
    columns = [[place] for place in range(len(TAGS))] + [list(range(len(TAGS)))]
    cells = []
    for chosen in columns:
        has, got = truth[:, chosen], predicted[:, chosen]
        f1 = f1_score(
            hits=int((has & got).sum()),
            misses=int((has & ~got).sum()),
            false_alarms=int((~has & got).sum()),
        )
        cells.append(two_places(f1) if (has | got).any() else "–")
    return cells


@dataclass(frozen=True)
class ArticleFindings:
    """What can be said of tagged articles beyond their tags' scores.

    Attributes:
        articles: their names.
        speakers: how well speakers were found.
        agreement: share of the sentences where quote tag and quotations agree.
        errors: the hardest errors.
        kinds: scores by kind of article.
    """

    articles: tuple[str, ...]
    speakers: SpeakerScores
    agreement: float
    errors: tuple[Difficulty, ...]
    kinds: tuple[Figures, ...]

    @property
    def tables(self) -> list[Figures]:
        """For the terminal and for Markdown."""
        return [speaker_table(self.speakers, self.agreement), *self.kinds]

    @property
    def content(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "articles": self.articles,
            "speakers": self.speakers,
            "speaker_accuracy": self.speakers.accuracy,
            "quotation_agreement": self.agreement,
            "hardest_errors": self.errors,
            "kinds": self.kinds,
        }


def study_articles(
    scored: Sequence[Scored], kinds: Mapping[str, Mapping[str, str]], errors: int = 30
) -> ArticleFindings:
    """Score speakers and quotations, find the hardest errors, and break the tags' scores down.

    Args:
        scored: labelled and tagged articles.
        kinds: by title ("Kind of outlet") the kind of each article whose kind is known.
        errors: how many of the hardest errors to keep.
    """
    return ArticleFindings(
        articles=tuple(labelled.article for labelled, _ in scored),
        speakers=score_speakers(scored),
        agreement=quotation_agreement([tagged for _, tagged in scored]),
        errors=tuple(hardest_errors(scored, errors)),
        kinds=tuple(break_down(scored, found, title) for title, found in kinds.items() if found),
    )
