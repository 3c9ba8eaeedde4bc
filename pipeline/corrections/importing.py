"""A person's answers, checked against the articles, into a file of corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from pipeline.corrections.records import Answer, CorrectedArticle, Correction, text_hash
from pipeline.errors import LabelError
from pipeline.labels import LabelledSentence
from pipeline.schema import TAGS, Tag, TaggedArticle

__all__ = ["Import", "import_answers", "read_corrections", "write_corrections"]

_Key = tuple[str, int]


@dataclass
class Import:
    """What became of answers.

    Attributes:
        articles: the corrected articles, the older corrections among them, by name.
        taken: how many sentences were taken in.
        changed: how many of them carry other tags than the model gave.
        problems: a message for each answer that was not taken.
    """

    articles: dict[str, CorrectedArticle]
    taken: int = 0
    changed: int = 0
    problems: list[str] = field(default_factory=list)


def import_answers(
    answers: Iterable[Answer],
    articles: Mapping[str, TaggedArticle],
    *,
    file: str,
    before: Sequence[CorrectedArticle] = (),
    held_back: Mapping[str, str],
) -> Import:
    """Take in answers that still fit; report the others.

    Args:
        answers: from a file.
        articles: the articles as they are now, tagged, by name.
        file: name of the file, for the record.
        before: earlier corrections. A person's newer answer replaces their older one; where two
            people differ, the earlier correction stays and the conflict is reported.
        held_back: of the articles that nothing may be trained on, the name by the hash of the
            text.
    """
    done = Import(articles={article.article: article for article in before})
    for key, given in _by_sentence(answers).items():
        latest = _latest_of_each(given)
        problem = next(
            (found for a in latest if (found := _misfit(a, articles, held_back))), None
        ) or _disagreement(latest)
        if problem is None:
            problem = _take(done, latest[-1], articles[key[0]], file)
        if problem is not None:
            done.problems.append(problem)
    return done


def read_corrections(path: Path) -> list[CorrectedArticle]:
    """Read a file of corrections; one that does not exist yet holds none.

    Raises:
        LabelError: a line breaks the schema.
    """
    if not path.exists():
        return []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        return [CorrectedArticle.model_validate_json(line) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise LabelError(
            f"{path} is no file of corrections: {error}. Restore it, or import again."
        ) from error


def write_corrections(articles: Iterable[CorrectedArticle], path: Path) -> None:
    """Write a file of corrections in one step, an article a line, sorted by name."""
    ordered = sorted(articles, key=lambda article: article.article)
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.name}.part")
    scratch.write_text("".join(f"{a.model_dump_json()}\n" for a in ordered), encoding="utf-8")
    scratch.replace(path)


def _by_sentence(answers: Iterable[Answer]) -> dict[_Key, list[Answer]]:
    grouped: dict[_Key, list[Answer]] = {}
    for answer in answers:
        grouped.setdefault((answer.question.article, answer.question.index), []).append(answer)
    return grouped


def _latest_of_each(answers: Sequence[Answer]) -> list[Answer]:
    latest = {answer.by: answer for answer in sorted(answers, key=lambda answer: answer.at)}
    return list(latest.values())


def _misfit(
    answer: Answer, articles: Mapping[str, TaggedArticle], held_back: Mapping[str, str]
) -> str | None:
    """Why an answer cannot be taken, or None."""
    asked, where = answer.question, answer.where
    now = articles.get(asked.article)
    if now is None:
        return f"{where}: found no article {asked.article}. Import where it was exported."
    digest = text_hash(now.article.text)
    if digest in held_back or asked.article in held_back.values():
        return f"{where}: {asked.article} is in the test split, which nothing is trained on."
    if digest != asked.article_sha256:
        return f"{where}: {asked.article} was altered since it was exported. Export it again."
    sentence = now.sentences[asked.index] if asked.index < len(now.sentences) else None
    if (
        sentence is None
        or (sentence.start_char, sentence.end_char) != (asked.start_char, asked.end_char)
        or _letters(sentence.text) != _letters(asked.text)
    ):
        return (
            f"{where}: sentence {asked.index} of {asked.article} is not the one that was exported "
            f"({asked.text[:60]!r}). Export it again."
        )
    unknown = sorted(set(answer.tags) - set(TAGS))
    if unknown:
        return f"{where}: tags {', '.join(unknown)}, expected some of {', '.join(TAGS)}."
    if answer.speaker and Tag.QUOTE not in answer.tags:
        return f"{where}: a speaker, {answer.speaker!r}, but no quote. Tag it, or clear the name."
    return None


def _letters(text: str) -> str:
    """Without what a spreadsheet may change: white space and control characters."""
    return "".join(character for character in text if character.isprintable() and character != " ")


def _disagreement(answers: Sequence[Answer]) -> str | None:
    said = {(frozenset(answer.tags), answer.speaker) for answer in answers}
    if len(said) < 2:
        return None
    views = "; ".join(f"{a.by}: {', '.join(a.tags) or 'no tag'}" for a in answers)
    return f"{answers[0].where}: people disagree ({views}). Settle it, and import again."


def _take(done: Import, answer: Answer, article: TaggedArticle, file: str) -> str | None:
    """Put an answer among the corrections; what hinders it is returned."""
    older = done.articles.get(article.article.name)
    if older is not None and older.text != article.article.text:
        return f"{answer.where}: earlier corrections of {older.article} are of another text."
    index = answer.question.index
    labels = LabelledSentence(
        **article.sentences[index].model_dump(),
        tags=tuple(tag for tag in TAGS if tag in answer.tags),
        speaker=answer.speaker,
    )
    conflict = _conflict(older, labels, answer)
    if conflict:
        return conflict
    correction = Correction(
        index=index,
        by=answer.by,
        at=answer.at,
        file=file,
        model=answer.question.model,
        was=answer.question.tags,
        origin=answer.question.origin,
    )
    try:
        new = _corrected(older, article, labels, correction)
    except ValidationError as error:
        return f"{answer.where}: {error.errors()[0]['msg']}. Correct it, and import again."
    done.articles[new.article] = new
    done.taken += 1
    done.changed += set(labels.tags) != set(answer.question.tags)
    return None


def _conflict(
    older: CorrectedArticle | None, labels: LabelledSentence, answer: Answer
) -> str | None:
    earlier = (
        next((c for c in older.corrections if c.index == labels.index), None) if older else None
    )
    if older is None or earlier is None or earlier.by == answer.by:
        return None
    before = older.sentences[labels.index]
    if (before.tags, before.speaker) == (labels.tags, labels.speaker):
        return None
    return (
        f"{answer.where}: {answer.by} says {', '.join(labels.tags) or 'no tag'}, but {earlier.by} "
        f"said {', '.join(before.tags) or 'no tag'} ({earlier.file}). The earlier one stays; "
        "settle it between you."
    )


def _corrected(
    older: CorrectedArticle | None,
    article: TaggedArticle,
    labels: LabelledSentence,
    correction: Correction,
) -> CorrectedArticle:
    sentences = list(older.sentences if older else _as_tagged(article))
    sentences[labels.index] = labels
    kept = [c for c in (older.corrections if older else ()) if c.index != labels.index]
    return CorrectedArticle(
        article=article.article.name,
        text=article.article.text,
        date=article.article.date,
        sentences=tuple(sentences),
        corrections=tuple(sorted([*kept, correction], key=lambda c: c.index)),
    )


def _as_tagged(article: TaggedArticle) -> Iterable[LabelledSentence]:
    for sentence, given in zip(article.sentences, article.tags, strict=True):
        tags = tuple(tag for tag in TAGS if tag in given.tags)
        yield LabelledSentence(**sentence.model_dump(), tags=tags)
