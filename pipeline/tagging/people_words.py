"""Words that tell people from places and organisations, and what sex a name or title gives."""

from __future__ import annotations

__all__ = [
    "DROPPED_TITLES",
    "FEMALE_ROLES",
    "FEMALE_TITLES",
    "KEPT_TITLES",
    "MALE_ROLES",
    "MALE_TITLES",
    "NO_ROLES",
    "OCCUPATIONS",
    "ORGANISATIONS",
    "PEERAGES",
    "POSTNOMINALS",
    "PREPOSITIONS",
    "ROLES",
    "STARTERS",
    "SURNAMES_TOO",
    "TITLES",
]


def _lexicon(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


MALE_TITLES = _lexicon("mr sir lord fr father brother")
FEMALE_TITLES = _lexicon("mrs ms miss dame lady baroness sister")
MALE_ROLES = _lexicon("father husband brother dad grandfather uncle chairman spokesman widower")
FEMALE_ROLES = _lexicon("mother wife sister mum grandmother aunt chairwoman spokeswoman widow")
PEERAGES = _lexicon("lord lady baroness")
DROPPED_TITLES = _lexicon("dr prof professor cllr coun councillor")
KEPT_TITLES = _lexicon("dame sir lord lady baroness")
TITLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | _lexicon(
        "mx dr prof professor cllr coun councillor rev revd reverend canon judge sgt sergeant pc "
        "insp supt superintendent det dc ds di dci capt captain major colonel col hon "
        "brigadier commodore admiral lieutenant commander cc dcc acc ch con asst cfo dcfo bishop "
        "rabbi imam"
    )
)
POSTNOMINALS = _lexicon("mp qc kc obe mbe cbe jp am ms msp mla td pcc phd cb kcb dbe kbe frs")
ROLES = _lexicon(
    "chief inspector inspectors minister secretary director governor chairman chairwoman chair "
    "head officer manager president leader mayor commissioner constable deputy assistant "
    "regional executive prime shadow former acting spokesman spokeswoman spokesperson general "
    "headteacher principal editor reporter correspondent coroner sheriff chaplain matron lead"
)
NO_ROLES = _lexicon(
    "answer letter number order matter paper power water winter summer quarter chapter corner "
    "register folder poster banner other either neither rather whether however further later "
    "newsletter counter shelter computer centre center tower border danger anger cover cancer "
    "dinner supper river layer offer poker gender disorder door floor error corridor sector "
    "factor mirror doctor's restaurant grant warrant plant list wrist summary library boundary "
    "salary human roman german woman's september october november december never ever over under "
    "after former remainder character transfer weather newspaper improper proper minor major prior "
    "interior exterior relevant significant important constant instant distant voluntary "
    "necessary primary secondary temporary military contrary head-on ahead instead lower upper "
    "higher better larger smaller longer shorter greater stronger poorer fewer"
)
"""Words that end as those for offices do, but are none."""
OCCUPATIONS = _lexicon(
    "builder firefighter "
    "parent patient reader caller "
    "supervisor shopkeeper teacher resident campaigner worker farmer plumber driver "
    "baker nurse solicitor barrister pensioner retired dad mum father mother grandmother "
    "grandfather recorder warden owner landlord landlady neighbour student pupil prisoner "
    "inmate lawyer doctor surgeon midwife carer volunteer trainee governor apprentice local "
    "town village former ex-prisoner ex-offender founder organiser trustee author professor "
    "analyst"
)
ORGANISATIONS = _lexicon(
    "council prison prisons service services probation unit inspectorate trust hospital school "
    "college academy university house street road lane court crown ministry department office "
    "police constabulary authority union association board committee company ltd plc centre "
    "home care quality commission region division county borough city north south east west "
    "northern southern eastern western midlands england wales scotland ireland britain uk "
    "london hm hmp hmyoi yoi hmi hmip hmpps pdu crc nps yos yot yjs team teams partnership "
    "group foundation society institute party parliament government justice youth offending her "
    "his majesty's national community rehabilitation fire rescue ambulance health nhs daily "
    "times post gazette news mercury journal herald echo guardian report review act bill code "
    "spring summer autumn winter january february march april june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday "
    "christmas easter covid ofsted estyn cqc children's social work workers bank hall park "
    "square avenue hub gate library church chapel castle bridge river valley labour "
    "conservative conservatives liberal democrats tory green welsh english scottish british "
    "irish north-east north-west victims domestic abuse good outstanding inadequate requires "
    "improvement chancellor commons lords senedd treasury whitehall westminster photo picture "
    "image pictured photograph pa wire getty read more share tweet comment comments facebook "
    "twitter whatsapp email reject accept cookies subscribe newsletter print instagram linkedin "
    "solutions network alliance federation women men families voices rights futures holdings "
    "league greater charity related advertisement radio tv television bbc itv online live "
    "university magistrates"
)
SURNAMES_TOO = _lexicon(
    "church hall park green lane street bank west north east bridge castle chapel court house "
    "school winter summer spring march may cross school rivers banks england ireland wales "
    "london crown wire rose post bill power"
)
"""Words for places and bodies that are surnames as well."""
STARTERS = _lexicon(
    "the a an it its he she they we i you this that these those there in on at by for from with "
    "but and or so yet as when while after before since if although though however meanwhile "
    "his her their our my one some many most more all both each not no what who where why how "
    "yesterday today asked last then now here earlier later even only also to of new accepting "
    "speaking writing responding"
)
PREPOSITIONS = _lexicon("in at near of from to by for with into through around outside the")
