"""Compare ways to summarise an inspection's articles with the analysts' summaries: totals only.

Extracts (LEAD-3, and LexRank and TextRank of sumy, of as many sentences as a brief's summary
has), the writer's base model and the writer asked for a whole summary, and this design. Of an
inspection without a brief this design's summary is empty and counts as one.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

import torch
from evaluate_briefs import articles_of, matching
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words
from transformers import AutoModel, AutoModelForCausalLM, AutoTokenizer

from pipeline.base_weights import dequantize_gguf
from pipeline.briefs.decoding import GreedyDecoder, choose_precision
from pipeline.briefs.making import context_of
from pipeline.briefs.verification import VerificationContext, find_problems
from pipeline.briefs.wording import words_of
from pipeline.briefs.writer import Writer, WritingTask, merged_model, prompt_of
from pipeline.config import load_base_weights, load_profiles, load_settings, project_folder
from pipeline.evaluation.summaries import ROUGE, copied_share, lead, mean_rouge
from pipeline.evaluation.tables import Figures, print_tables, two_places
from pipeline.evaluation.writing import write_report
from pipeline.labels import (
    GoldBrief,
    GoldInspection,
    read_briefs,
    read_inspections,
    read_splits,
)
from pipeline.runner import Pipeline, rating_names
from pipeline.schema import Article, Brief, Origin, SentenceReference
from pipeline.segmentation import segment
from pipeline.terminal import print_message, quiet_libraries

_ROOT = project_folder()
_SENTENCES = 4
"""Of a brief's summary, and so of each extract but LEAD-3."""
_MOST_TOKENS = 160
_LONGEST_PROMPT = 1500
_ROWS = 8
"""Whole articles that are summarised together: their keys and values take much memory."""
_PROMPT = (
    "<|im_start|>user\nSummarise this article about an inspection of a public service in four "
    "sentences.\n\n{}<|im_end|>\n<|im_start|>assistant\n"
)


@dataclass
class Summary:
    """A summary of one inspection's articles.

    Attributes:
        sentences: its sentences.
        cited: for each sentence what it is checked against.
        fallen_back: how many were copied because nothing written passed.
    """

    sentences: Sequence[str] = ()
    cited: Sequence[Sequence[str]] = ()
    fallen_back: int = 0


@dataclass
class Subject:
    """An inspection of the split: what is summarised, and how an analyst did it."""

    reference: str
    unit: str
    sentences: tuple[str, ...]
    context: VerificationContext
    summaries: dict[str, Summary] = field(default_factory=dict)


def main() -> None:
    """Summarise in all ways, measure, print and write the table."""
    options = _options()
    quiet_libraries()
    if options.threads:
        torch.set_num_threads(options.threads)
    settings = load_settings()
    pipeline = _Timed(settings)
    golds = _golds(set(read_splits(_ROOT / "data/labels/splits.json")[options.split]))
    golds = golds[: options.limit]
    names = sorted(set().union(*map(articles_of, golds)))
    run = pipeline.make_briefs(_ROOT / "data" / "raw" / name for name in names)
    ratings = rating_names(load_profiles(_ROOT / settings.inspectorates.folder))
    facts = read_inspections(_ROOT / "data/labels/inspections.jsonl")
    sources = {
        SentenceReference(article=one.article.name, index=sentence.index): sentence.text
        for one in run.tagged
        for sentence in one.sentences
        if not sentence.furniture
    }
    subjects = [_subject(gold, facts, run.briefs, sources, ratings) for gold in golds]
    speeds = {"this design": pipeline.speed}
    for name, extract in _extracts().items():
        for subject in subjects:
            chosen = extract(subject.sentences)
            subject.summaries[name] = Summary(chosen, [[sentence] for sentence in chosen])
    base = dequantize_gguf(
        load_base_weights(_ROOT / settings.models.base_weights)["writer"],
        _ROOT / settings.models.base,
    )
    untrained = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    asked = [_PROMPT.format("\n".join(subject.sentences)) for subject in subjects]
    speeds["base model, whole"] = _whole(subjects, "base model, whole", untrained, base, asked)
    trained = merged_model(_ROOT / settings.models.writer, base)
    asked = [
        prompt_of(WritingTask(about=s.unit, slot="summary", sources=s.sentences)) for s in subjects
    ]
    speeds["writer, whole"] = _whole(subjects, "writer, whole", trained, base, asked)
    table, content = _measure(subjects, speeds, _Embedder(settings.models.base))
    print_tables([table])
    write_report(options.output, title=table.title, tables=[table], content={"ways": content})
    print_message(f"[green]✓[/] written: {options.output}")


class _Timed(Pipeline):
    """The pipeline, with a watch on its writer: tokens, and processor seconds for them."""

    tokens = 0
    spent = 0.0

    def load_writer(self) -> Writer:
        """The writer, loaded and verified; every call of it is timed."""
        writer = super().load_writer()
        write, tokenizer = writer.write, writer.tokenizer

        def timed(*arguments: Any) -> list[tuple[str, ...]]:  # noqa: ANN401
            begun = time.process_time()
            found = write(*arguments)
            self.spent += time.process_time() - begun
            self.tokens += sum(len(tokenizer(text)["input_ids"]) for one in found for text in one)
            return found

        writer.write = timed  # type: ignore[method-assign]
        return writer

    @property
    def speed(self) -> float:
        """Tokens a processor second."""
        return self.tokens / self.spent if self.spent else 0.0


def _golds(chosen: set[str]) -> list[GoldBrief]:
    briefs = read_briefs(_ROOT / "data/labels/briefs.jsonl")
    written = (one for one in briefs if any(point.text for point in one.summary))
    return [one for one in written if articles_of(one) <= chosen]


def _subject(
    gold: GoldBrief,
    facts: Sequence[GoldInspection],
    briefs: Sequence[Brief],
    sources: Mapping[SentenceReference, str],
    ratings: Sequence[str],
) -> Subject:
    stated = [fact for fact in facts if fact.inspection == gold.inspection]
    brief = matching(stated, briefs)
    units = [fact.value("unit") or "" for fact in stated]
    names = articles_of(gold)
    inspectorates = [fact.value("inspectorate") or "" for fact in stated]
    subject = Subject(
        reference=" ".join(point.text for point in gold.summary if point.text),
        unit=max(units, key=len),
        sentences=tuple(text for place, text in sources.items() if place.article in names),
        context=VerificationContext(names=(*units, *inspectorates), ratings=tuple(ratings)),
    )
    if brief is not None:
        subject.context = context_of(brief.inspection, ratings)
        subject.summaries["this design"] = Summary(
            [statement.text for statement in brief.summary],
            [[sources[source] for source in x.sources] for x in brief.summary],
            sum(statement.origin is Origin.COPIED for statement in brief.summary),
        )
    return subject


def _extracts() -> dict[str, Callable[[Sequence[str]], Sequence[str]]]:
    return {
        "LEAD-3": lambda sentences: lead(sentences, 3),
        "LexRank": lambda sentences: _extracted(LexRankSummarizer, sentences),
        "TextRank": lambda sentences: _extracted(TextRankSummarizer, sentences),
    }


class _Words:
    """What sumy asks of a tokenizer; the sentences are split already."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(words_of(text))


def _extracted(kind: Any, sentences: Sequence[str]) -> list[str]:  # noqa: ANN401
    """The sentences that sumy's summariser chooses, headings left out as for the lead."""
    known = list(dict.fromkeys(lead(sentences, len(sentences))))
    parts = [Sentence(text, _Words()) for text in known]
    summarizer = kind(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    chosen = summarizer(ObjectDocumentModel([Paragraph(parts)]), _SENTENCES)
    return [str(sentence) for sentence in chosen]


def _whole(
    subjects: Sequence[Subject],
    name: str,
    model: Any,  # noqa: ANN401
    base: Path,
    prompts: Sequence[str],
) -> float:
    """Ask a model for whole summaries; gives the tokens that it wrote a processor second."""
    tokenizer = AutoTokenizer.from_pretrained(base)
    decoder = GreedyDecoder(
        model.eval(), choose_precision(), tokenizer.get_vocab()["<|im_end|>"], _ROWS
    )
    ids = [_cut(tokenizer(text, add_special_tokens=False)["input_ids"]) for text in prompts]
    begun = time.process_time()
    written = decoder.decode(ids, _MOST_TOKENS)
    spent = time.process_time() - begun
    for subject, tokens in zip(subjects, written, strict=True):
        text = tokenizer.decode(tokens, skip_special_tokens=True).strip()
        found = segment(Article(name="summary", text=text)) if text else ()
        sentences = [" ".join(sentence.text.split()) for sentence in found]
        subject.summaries[name] = Summary(sentences, [subject.sentences] * len(sentences))
    print_message(f"{name}: {len(prompts)} summaries in {spent:.0f} CPU seconds")
    return sum(map(len, written)) / spent


def _cut(tokens: list[int]) -> list[int]:
    """A long prompt without its middle: beginning and end hold the turns of the conversation."""
    half = _LONGEST_PROMPT // 2
    return tokens if len(tokens) <= _LONGEST_PROMPT else [*tokens[:half], *tokens[-half:]]


class _Embedder:
    """Mean of the last hidden states of the tagger's base encoder, length 1."""

    def __init__(self, base: Path) -> None:
        folder = base / "all-MiniLM-L6-v2"
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self._model = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()

    def likeness(self, first: str, second: str) -> float:
        """Cosine between two texts; 0 where one is empty."""
        if not first or not second:
            return 0.0
        read = self._tokenizer(
            [first, second], padding=True, truncation=True, max_length=256, return_tensors="pt"
        )
        with torch.inference_mode():
            states = self._model(**read).last_hidden_state
        mask = read["attention_mask"][..., None]
        means = torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=1)
        return float(means[0] @ means[1])


def _measure(
    subjects: Sequence[Subject], speeds: Mapping[str, float], embedder: _Embedder
) -> tuple[Figures, list[dict[str, Any]]]:
    rows: list[tuple[str, ...]] = []
    content: list[dict[str, Any]] = []
    for name in (*_extracts(), *speeds):
        summaries = [subject.summaries.get(name, Summary()) for subject in subjects]
        texts = [" ".join(summary.sentences) for summary in summaries]
        found = mean_rouge(summaries=texts, references=[s.reference for s in subjects])
        found["similarity"] = fmean(
            embedder.likeness(text, subject.reference)
            for text, subject in zip(texts, subjects, strict=True)
        )
        sentences = sum(len(summary.sentences) for summary in summaries)
        found["supported"] = _supported(subjects, summaries) / max(1, sentences)
        found["copied"] = sum(
            len(summary.sentences)
            * copied_share(sentences=summary.sentences, source=subject.sentences)
            for summary, subject in zip(summaries, subjects, strict=True)
        ) / max(1, sentences)
        found["fallen_back"] = sum(one.fallen_back for one in summaries) / max(1, sentences)
        found["sentences"] = sentences / len(subjects)
        found["tokens_a_cpu_second"] = speeds.get(name, 0.0)
        content.append({"way": name, **found})
        rows.append(
            (
                name,
                *(two_places(found[key]) for key in (*ROUGE, "similarity", "supported", "copied")),
                two_places(found["fallen_back"]) if name == "this design" else "",
                f"{found['sentences']:.1f}",
                f"{speeds[name]:.0f}" if name in speeds else "",
            )
        )
    columns = (
        "Way", "ROUGE-1", "ROUGE-2", "ROUGE-L", "Similarity", "Supported", "Copied",
        "Fallen back", "Sentences", "Tokens/CPU s",
    )  # fmt: skip
    title = f"Summaries of {len(subjects)} inspections against the analysts'"
    return Figures(title, columns, tuple(rows), note=_NOTE), content


_NOTE = (
    "Similarity: cosine of mean MiniLM embeddings. Supported: share of the sentences that pass "
    "every exact check, against the sentences that they cite, or all sentences of the articles "
    "where they cite none. Copied: share that stands in the articles word for word. Fallen back: "
    "copied because nothing written passed."
)


def _supported(subjects: Sequence[Subject], summaries: Sequence[Summary]) -> int:
    return sum(
        sentence in cited or not find_problems(sentence, cited, subject.context)
        for subject, summary in zip(subjects, summaries, strict=True)
        for sentence, cited in zip(summary.sentences, summary.cited, strict=True)
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("development", "test"), default="test")
    parser.add_argument("--limit", type=int, help="compare on the first so many inspections")
    parser.add_argument("--threads", type=int, help="of the models, instead of one a core")
    output = _ROOT / "out" / "evaluation" / "summaries"
    parser.add_argument("--output", type=Path, default=output)
    return parser.parse_args()


if __name__ == "__main__":
    main()
