"""Briefs of invented units, built by hand, for the tests of rendering and of the index."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.schema import (
    TAGS,
    AddressedRecommendations,
    Article,
    ArticleReference,
    Brief,
    BriefQuote,
    BriefStatement,
    Evidence,
    Fact,
    Inspection,
    Origin,
    PartRating,
    Quotation,
    SentenceReference,
    SentenceTags,
    Tag,
    TaggedArticle,
)
from pipeline.segmentation import segment

F, S, R, Q = TAGS

_GAZETTE = """Probation unit in Marlow Vale rated inadequate

By Iris Penhale

Published 18 July 2024, 6:00 am

Probation services in Marlow Vale have been rated 'Inadequate' by HM Inspectorate of Probation.

Sign up to our daily newsletter

Inspectors visited Marlow Vale Probation Delivery Unit (PDU) in May 2024. It was last inspected \
in 2022, when it was rated 'Requires improvement'.

Staff were overstretched, and home visits were missed in 14 of the 40 cases that inspectors read. \
Vacancies among probation officers stood at 38 per cent. Risk assessments were often incomplete, \
and information about children at risk was not sought from the council. Managers seldom checked \
the quality of case records. Unpaid work was cancelled at short notice on one day in four.

However, links with the local police were strong. Peer mentors helped people on probation to keep \
their appointments. New officers said they felt welcome and well trained.

Chief Inspector of Probation Martin Jones said: “It was deeply troubling to find so many people \
supervised without a proper look at the risk that they pose. Leaders here know what has to change. \
They must now be given the staff to do it.”

The report makes six recommendations. The unit must fill its vacancies by the spring and check \
every assessment of a person who may pose a risk to children. It should also review how it shares \
information with the council.

A spokesperson for the Probation Service said: “We have already recruited 22 officers in the area \
and are bringing down caseloads.”
"""

_HERALD = """‘Too few officers’: watchdog criticises Marlow Vale probation

A probation unit that supervises 2,100 people requires improvement, the watchdog said on Friday.

HM Inspectorate of Probation published its report on Marlow Vale Probation Delivery Unit on 19 \
July. It made seven recommendations. Inspectors found that high caseloads left officers little \
time for the work that matters. Too many assessments lacked detail.

They praised the unit's resettlement work.

“The team in the courts is a model for others,” the report said.
"""

_TAGS: Mapping[str, tuple[Tag, ...]] = {
    "Probation unit in Marlow Vale rated": (F,),
    "have been rated 'Inadequate'": (F,),
    "Staff were overstretched": (F,),
    "Vacancies among": (F,),
    "Risk assessments were": (F,),
    "Managers seldom": (F,),
    "Unpaid work was": (F,),
    "links with the local police": (S,),
    "Peer mentors": (S,),
    "New officers": (S,),
    "deeply troubling": (F, Q),
    "Leaders here know": (F, Q),
    "They must now": (R, Q),
    "six recommendations": (R,),
    "must fill its vacancies": (R,),
    "It should also": (R,),
    "already recruited": (Q,),
    "requires improvement, the watchdog": (F,),
    "seven recommendations": (R,),
    "high caseloads": (F,),
    "Too many assessments": (F,),
    "They praised": (S,),
    "a model for others": (S, Q),
}


def tagged(
    article: Article,
    tags: Mapping[str, tuple[Tag, ...]] | None = None,
    speakers: Mapping[str, str | None] | None = None,
) -> TaggedArticle:
    """An article whose sentences holding a key of ``tags`` carry those tags."""
    sentences = segment(article)
    chosen = [
        next((given for part, given in (tags or {}).items() if part in sentence.text), ())
        for sentence in sentences
    ]
    return TaggedArticle(
        article=article,
        sentences=sentences,
        tags=tuple(
            SentenceTags(scores={tag: float(tag in given) for tag in TAGS}, tags=given)
            for given in chosen
        ),
        quotations=tuple(
            quotation(article, words, speaker) for words, speaker in (speakers or {}).items()
        ),
    )


def quotation(article: Article, words: str, speaker: str | None) -> Quotation:
    start = article.text.index(words)
    end = start + len(words)
    touched = tuple(s.index for s in segment(article) if s.start_char < end and start < s.end_char)
    return Quotation(start_char=start, end_char=end, text=words, sentences=touched, speaker=speaker)


def cite(article: TaggedArticle, *parts: str) -> tuple[SentenceReference, ...]:
    """References to the sentences that hold these words."""
    return tuple(
        SentenceReference(
            article=article.article.name,
            index=next(s.index for s in article.sentences if part in s.text),
        )
        for part in parts
    )


def fact(value: str | int, article: TaggedArticle, words: str) -> Fact:
    start = article.article.text.index(words)
    evidence = Evidence(
        article=article.article.name, start_char=start, end_char=start + len(words), text=words
    )
    return Fact(value=value, evidence=(evidence,))


def copied(article: TaggedArticle, part: str) -> BriefStatement:
    sources = cite(article, part)
    text = " ".join(article.sentences[sources[0].index].text.split())
    return BriefStatement(text=text, sources=sources, origin=Origin.COPIED)


def written(text: str, *sources: SentenceReference) -> BriefStatement:
    return BriefStatement(text=text, sources=sources, origin=Origin.WRITTEN)


def reference(article: TaggedArticle) -> ArticleReference:
    found = article.article
    return ArticleReference(
        article=found.name, title=found.title, outlet=found.outlet, date=found.date
    )


def gazette() -> TaggedArticle:
    bare = Article(name="gazette.txt", text=_GAZETTE)
    start = _GAZETTE.index("Sign up")
    article = Article(
        name="gazette.txt",
        text=_GAZETTE,
        title="Probation unit in Marlow Vale rated inadequate",
        outlet="Marlow Vale Gazette",
        date="2024-07-18",
        furniture=(bare.span(start, start + len("Sign up to our daily newsletter")),),
    )
    first = _GAZETTE.index("It was deeply troubling")
    last = _GAZETTE.index("staff to do it.") + len("staff to do it.")
    spokesperson = (
        "We have already recruited 22 officers in the area and are bringing down caseloads."
    )
    return tagged(
        article,
        _TAGS,
        {_GAZETTE[first:last]: "Martin Jones", spokesperson: "Probation Service spokesperson"},
    )


def herald() -> TaggedArticle:
    article = Article(
        name="herald.html",
        text=_HERALD,
        title="‘Too few officers’: watchdog criticises Marlow Vale probation",
        outlet="County Herald",
        date="2024-07-19",
    )
    return tagged(article, _TAGS, {"The team in the courts is a model for others,": "the report"})


def full_brief() -> tuple[Brief, dict[str, TaggedArticle]]:
    """Two articles that disagree on the rating, its date and the number of recommendations."""
    one, two = gazette(), herald()
    inspection = Inspection(
        facts={
            "unit": fact(
                "Marlow Vale Probation Delivery Unit", one, "Marlow Vale Probation Delivery Unit"
            ),
            "unit_type": fact("probation delivery unit", one, "Probation Delivery Unit (PDU)"),
            "inspectorate": fact(
                "HM Inspectorate of Probation", one, "HM Inspectorate of Probation"
            ),
            "overall_rating": fact("Inadequate", one, "have been rated 'Inadequate'"),
            "previous_rating": fact(
                "Requires improvement", one, "when it was rated 'Requires improvement'"
            ),
            "previous_date": fact("2022", one, "last inspected in 2022"),
            "inspected": fact("2024-05", one, "in May 2024"),
            "published": fact("2024-07-18", one, "Published 18 July 2024"),
            "recommendations": fact(6, one, "six recommendations"),
            "chief_inspector": fact("Martin Jones", one, "Martin Jones"),
        },
        conflicts={
            "overall_rating": (fact("Requires improvement", two, "requires improvement"),),
            "published": (fact("2024-07-19", two, "on 19 July"),),
            "recommendations": (fact(7, two, "seven recommendations"),),
        },
        sentences={
            "gazette.txt": tuple(range(len(one.sentences))),
            "herald.html": tuple(range(len(two.sentences))),
        },
    )
    quote = next(q for q in one.quotations if q.speaker == "Martin Jones")
    brief = Brief(
        inspection=inspection,
        summary=(
            written(
                "Marlow Vale Probation Delivery Unit was rated Inadequate, having required "
                "improvement in 2022.",
                *cite(one, "have been rated", "It was last inspected"),
            ),
            written(
                "Officers carried too many cases, over a third of their posts were vacant and home "
                "visits were missed.",
                *cite(one, "Staff were overstretched", "Vacancies among"),
                *cite(two, "high caseloads"),
            ),
            copied(one, "Risk assessments were"),
            written(
                "Work with the police and in the courts was strong.",
                *cite(one, "links with the local"),
                *cite(two, "a model for others"),
            ),
            written(
                "The unit was told to fill its vacancies by the spring.",
                *cite(one, "must fill its vacancies"),
            ),
        ),
        findings=(
            copied(one, "Staff were overstretched"),
            copied(one, "Vacancies among"),
            copied(one, "Risk assessments were"),
            copied(one, "Managers seldom"),
            copied(one, "Unpaid work was"),
            copied(two, "high caseloads"),
        ),
        strengths=(
            copied(one, "links with the local"),
            copied(one, "Peer mentors"),
            copied(one, "New officers"),
            copied(two, "They praised"),
        ),
        recommendations=(
            copied(one, "six recommendations"),
            copied(one, "must fill its vacancies"),
            copied(one, "It should also"),
        ),
        quotes=(
            BriefQuote(
                text=quote.text,
                speaker=quote.speaker,
                sources=tuple(
                    SentenceReference(article="gazette.txt", index=i) for i in quote.sentences
                ),
            ),
            BriefQuote(
                text="The team in the courts is a model for others,",
                speaker="the report",
                sources=cite(two, "a model for others"),
            ),
            BriefQuote(
                text=one.quotations[1].text,
                speaker="Probation Service spokesperson",
                sources=cite(one, "already recruited"),
            ),
        ),
        articles=(reference(one), reference(two)),
        version="0.1.0",
        models={"tagger": "3f9a2c417be0", "writer": "b81d06e3a5f2"},
        made_at="2024-07-20T09:30:00+00:00",
    )
    return brief, {"gazette.txt": one, "herald.html": two}


def detailed_brief() -> tuple[Brief, dict[str, TaggedArticle]]:
    """The full brief with a score, the rating of a part and an addressee's recommendations."""
    brief, articles = full_brief()
    one = articles["gazette.txt"]
    told = written("The Probation Service should fund more posts.", *cite(one, "six recomm"))
    inspection = brief.inspection.model_copy(
        update={
            "details": {"score": fact("9 out of 36", one, "have been rated 'Inadequate'")},
            "parts": (PartRating(part="staffing", rating=fact("Inadequate", one, "Staff were")),),
            "addressed": (
                AddressedRecommendations(
                    addressee="the Probation Service", number=fact(4, one, "six recommendations")
                ),
            ),
        }
    )
    update = {"inspection": inspection, "recommendations": (*brief.recommendations, told)}
    return brief.model_copy(update=update), articles


def sparse_brief(
    unit: str = "HMP Thornley Moor", text: str | None = None, name: str = "note.txt"
) -> tuple[Brief, dict[str, TaggedArticle]]:
    """One article without title, outlet or date; nothing is known but the unit."""
    text = text if text is not None else f"Inspectors have been to {unit}.\nCells were cold.\n"
    article = tagged(Article(name=name, text=text), {"cold": (F,)})
    evidence = Evidence(article=name, **article.sentences[0].model_dump(include=_SPAN))
    brief = Brief(
        inspection=Inspection(
            facts={"unit": Fact(value=unit, evidence=(evidence,))}, sentences={name: (0,)}
        ),
        findings=(copied(article, article.sentences[-1].text),),
        quotes=(
            BriefQuote(text=article.sentences[0].text, speaker=None, sources=cite(article, "")),
        ),
        articles=(reference(article),),
        version="0.1.0",
        made_at="2024-07-20T09:30:00+00:00",
    )
    return brief, {name: article}


_SPAN = {"start_char", "end_char", "text"}
