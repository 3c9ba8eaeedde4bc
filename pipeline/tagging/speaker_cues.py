"""The cues beside a quotation that tell who speaks it, as patterns."""

from __future__ import annotations

import re

from pipeline.tagging.speaker_inspectorates import INSPECTORATE_NAME
from pipeline.tagging.speech_grammar import SPEECH_VERB

__all__ = [
    "ACCORDING",
    "ACCORDING_BEFORE",
    "DEFINITE",
    "ENDS_IN_VERB",
    "HEADLINE_CREDIT",
    "HEADLINE_END",
    "HEADLINE_SOURCE",
    "HOW_PUT",
    "INVERTED",
    "IN_THE_VIEW",
    "NEW_SUBJECT",
    "ONES_OWN",
    "PLURAL_VERB",
    "POSSESSIVE_PRONOUN",
    "QUOTED_AS",
    "SET_OUT",
    "SOMEBODYS_WORDS",
    "SOURCE_FIRST",
    "VERB_FIRST",
]

VERB_FIRST = re.compile(rf"[\s,—–-]*(?:\w+ly\s+|also\s+)?{SPEECH_VERB.pattern}\s+(?=\S)")
ACCORDING = re.compile(
    r"[\s,]*(?:according to|in the words of|(?:is|was) the (?:verdict|view) of)\s+",
    re.IGNORECASE,
)
ACCORDING_BEFORE = re.compile(r"\b(?:according to|in the words of)\s+", re.IGNORECASE)
QUOTED_AS = re.compile(
    r"\b(?:quotes|quoted|cites|cited|records|recorded)\s+(?!as\b)(?P<who>[^,.;:]{2,60}?)\s+(?:as\s+)?"
    r"(?:saying|telling|reporting|describing)\b|"
    r"(?P<whom>[^,.;:]{2,60}?)\s+(?:is|was|are|were)\s+(?:quoted|cited|recorded|reported)\s+as\s+"
    r"(?:saying|telling|describing)\b"
)
"""Somebody whose words another hands on ("the report quotes a victim as saying")."""
TOLD_BY = re.compile(
    r"\b(?:told|informed|warned|asked|advised|described|called|branded|labelled|praised|criticised|"
    r"hailed|condemned|dismissed) by\s+(?P<who>[^,.;:]{2,60}?)"
    r"(?:\s+(?:that|to|as|for)(?:\s+(?:having|being|an?|the))?)?\s*[:,]?\s*$"
)
"""Who says what somebody is told ("Mr Ray was told by Ms Lee: …")."""
POINT = re.compile(r"\s*(?:[•·▪●◦*–—-]|&bull;|\d{1,2}[.)])\s")
"""What a point of a list begins with."""
PASSIVE_LEAD = re.compile(
    r"\b(?:(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?(?:called|branded|labelled|deemed|judged|dubbed|"
    r"described as|praised as|told|told that|told it|told they)|told (?:it|they)|"
    r"(?<!what )(?:branded|labelled|deemed|dubbed|described as))(?:\s+(?:an?|the))?\s*$"
)
BY_AFTER = re.compile(r"\s*,?\s*by\s+(?P<who>(?:the |an? )?[^,.;:“”‘\"\n]{2,60})")
"""Who says what something "was called" or "told", after the quotation."""
FROM_WHOM = re.compile(
    r"(?:(?:A|The) )?(?:quote|comment|statement|response|message|reaction) (?:from|by) ",
    re.IGNORECASE,
)
"""What stands before a name and a colon."""
SPOKE_THEN = re.compile(r"\s(?:was|were) (?:speaking|talking|responding|replying)\b")
"""After the name of somebody whom the sentence before had speaking ("a minister has said")."""
SIGNED = re.compile(r"\s*[–—-]\s*(?=[A-Z])")
"""Between a pull quote and who said it."""
INVERTED = re.compile(
    r"(?:^|,)\s*(?:says|said|writes|wrote|adds|added|notes|noted|warns|warned|finds|found|concludes|"
    r"concluded)\s+(?=(?:the|an?|one|another)\s|[A-Z])(?P<who>[^,;:]{2,60})[,:]"
)
"""A credit in the midst of a sentence ("As a result, says the report, …")."""
POSSESSIVE_PRONOUN = re.compile(r"(?:in\s+)?(his|her)\s", re.IGNORECASE)
ENDS_IN_VERB = re.compile(rf"{SPEECH_VERB.pattern}(?:\s\w+){{0,2}}\.$")
NEW_SUBJECT = re.compile(r"\w(?!.*\b(?:and|but|or)\s+(?:\w+ly\s+)?$)", re.DOTALL)
"""Words before a verb that do not end in a conjunction: the verb has a subject of its own."""
HEADLINE_CREDIT = re.compile(
    r"\s*[,:–—-]\s*(?P<who>[^,.:;“”‘\"]{3,60}?)\s+"
    r"(?:find|finds|found|say|says|said|warn|warns|hear|hears|tell|tells|conclude|concludes)\s*"
)
"""A credit that ends a headline, in the words of headlines (“…, inspectors find”)."""
HEADLINE_END = re.compile(
    r"[^“”‘\"]*?[,:–—-]\s*(?:find|finds|found|say|says|said|warn|warns|hear|hears|conclude|concludes)\s"
    r"(?P<who>[^,.;:“”‘\"]{2,60})"
)
"""A headline's last words ("‘Shocking’ failings at unit, says MP")."""
HEADLINE_SOURCE = re.compile(
    rf"\s*[:–—|-]\s*(?:the\s)?(?P<who>{INSPECTORATE_NAME.pattern}|"
    r"(?:joint |new |prison |probation |police |school |schools |care )?"
    r"(?:inspectors|inspectorate|inspection|watchdog|report)\b)"
    r"(?![’']|\s(?:chief|boss|head|report|grade|rating))[^“”‘\"]*",
    re.IGNORECASE,
)
"""Who is named after a headline's quotation ("‘…’: Ofsted slams council", "‘…’ – inspectors")."""
HEADLINE_REACTION = re.compile(
    r"\s*[:–—-]\s*(?P<who>(?:[\w’'-]+ ){1,6}?)(?:pays|hits|speaks|slams|hails|welcomes|reacts|"
    r"responds|apologises|admits|vows|calls|blasts|praises|tells|reveals|demands|warns|says)\b[^“”‘\"]*"
)
"""Who reacts after a headline's quotation ("“It’s the staff” – head of unit pays tribute")."""
SOURCE_FIRST = re.compile(
    rf"(?P<who>{INSPECTORATE_NAME.pattern}|"
    r"(?:[A-Z][a-z]+ )?(?:[Ii]nspectors|[Ww]atchdog|[Rr]eport))\s*:\s*"
)
"""Who is named before it ("Ofsted: ‘…’")."""
HOW_PUT = re.compile(
    r"\s*(?:is|was) how\s+(?P<who>[^,.;:]{2,60}?)\s+(?:puts?|describes?|described|summed|sums?)\b"
)
"""A credit that takes the quotation for its subject ("… is how the report puts it")."""
PLURAL_VERB = re.compile(
    r"[\s,]*(?:they|(?:the )?inspectors) (?P<verb>write|add|find|conclude|warn)\b"
)
DEFINITE = re.compile(r"the\s", re.IGNORECASE)
SOMEBODYS_WORDS = re.compile(
    r"\b(?:he|she|they|i|we|his|her|who|letter|e-?mail|poster|sign|card|slogan|motto|banner|song|"
    r"so-called|known as|named|nicknamed|entitled|titled|promise[sd]?|pledge[sd]?|vow(?:s|ed)?|"
    r"website|manifesto|charter)\b",
    re.IGNORECASE,
)
"""Words of a sentence that makes its quotation likely somebody else's than the report's."""
IN_THE_VIEW = re.compile(r"(?:For|To) (?P<who>(?:the )?[A-Z][^,.;:]{2,60}),")
"""Whose view a sentence gives ("For the union, the report is …")."""
ONES_OWN = re.compile(
    r"\b(?:he|she|i|we|his|her|letter|e-?mail|poster|sign|card|slogan|motto|banner|so-called|"
    r"known as|named|nicknamed|entitled|titled)\b",
    re.IGNORECASE,
)
"""Words before a quotation that make it likely somebody else's than its sentence's subject's."""
SET_OUT = re.compile(
    r"So (?:says|said|begins|concludes|ends|wrote|writes|ran|runs)\s+"
    r"(?:the \w+ (?:by|of|from)\s+)?|The words (?:of|are those of|belong to)\s+|"
    r"Thus\s+|(?:With|In) (?:those|these) words,?\s+|"
    r"That(?:[’']s| is| was)\s+(?=(?:[Cc]hief |[A-Z][\w ]{2,40} on\b))|"
    r"(?:That|This)(?:[’']s| is| was) how\s+|"
    r"(?:That|This|Those|These)(?:[’']s| was| is| were| are) (?:how\s+|(?:the |a )?(?:\w+ ){0,2}"
    r"(?:words?|message|verdict|view|warning|conclusion|judg\w+|plea|assessment|summary|claim|"
    r"opinion|reaction|response|answer|reply|description|complaint|admission|promise) "
    r"(?:of|from|by)\s+)"
)
