"""Word lists from which true and false claims are made to train the support model."""

from __future__ import annotations

__all__ = [
    "ACTORS",
    "ADDITIONS",
    "ANTONYMS",
    "DENIALS",
    "FEELINGS",
    "MONTHS",
    "NUMBERS",
    "PAST",
    "PEOPLE",
    "SCALES",
    "STRENGTHENED",
    "SYNONYMS",
    "TRANSITIVES",
    "VERBS",
]


def _pairs(text: str) -> dict[str, str]:
    """Words and what stands in their place, of "a>b; c>d"."""
    return dict(tuple(part.strip().split(">")) for part in text.split(";"))  # type: ignore[misc]


def _list(text: str) -> tuple[tuple[str, str], ...]:
    """As :func:`_pairs`, where a word may have several in its place."""
    return tuple(tuple(part.strip().split(">")) for part in text.split(";"))  # type: ignore[misc]


def _both_ways(text: str) -> dict[str, str]:
    pairs = _pairs(text)
    return {**{there: here for here, there in pairs.items()}, **pairs}


NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
MONTHS = (
    "January February March April May June July August September October November December"
).split()
SCALES = (
    ("Outstanding", "Good", "Requires improvement", "Inadequate"),
    ("outstanding", "good", "requires improvement", "inadequate"),
    ("outstanding", "good", "requires improvement", "inadequate", "adequate"),
    ("good", "reasonably good", "not sufficiently good", "poor"),
    ("excellent", "good", "adequate", "weak", "unsatisfactory"),
)
ACTORS = (
    ("inspectors", "the inspectorate", "the watchdog", "assessors"),
    ("staff", "officers", "practitioners", "case managers", "nurses", "social workers", "teachers"),
    ("managers", "leaders", "senior managers", "the board", "governors", "directors"),
    ("ministers", "the government", "the council", "councillors"),
    ("the police", "magistrates", "the courts", "partner agencies", "local charities"),
    ("children", "young people", "parents", "families", "residents", "patients", "prisoners"),
    ("victims", "offenders", "people on probation", "volunteers", "the union"),
)
"""Who acts or is acted on; those of one line may mean the same people."""
FEELINGS = (
    "concerned alarmed worried impressed pleased encouraged disappointed dismayed surprised "
    "troubled shocked satisfied confident frustrated reassured struck heartened angry"
).split()
VERBS = "said warned concluded noted added wrote found reported argued".split()
TRANSITIVES = _pairs(
    "praised>praised; criticised>criticised; supported>supported; challenged>challenged; "
    "trusted>trusted; briefed>briefed; ignored>ignored; supervised>supervised; "
    "consulted>consulted; trained>trained; warned>warned; thanked>thanked; blamed>blamed; "
    "helped>helped; visited>visited; knew>known; saw>seen; left>left; let down>let down; "
    "replaced>replaced; threatened>threatened; assaulted>assaulted; overruled>overruled; "
    "listened to>listened to; complained about>complained about; spoke well of>spoken well of"
)
"""Past tense of a deed that one group does to another, and its participle."""
ANTONYMS = _both_ways(
    "improved>worsened; improving>worsening; improvement>decline; rose>fell; risen>fallen; "
    "rising>falling; increased>decreased; increase>decrease; increasing>decreasing; grew>shrank; "
    "more>fewer; better>worse; best>worst; stronger>weaker; strong>weak; strongest>weakest; "
    "strengths>weaknesses; well>badly; high>low; higher>lower; highest>lowest; early>late; "
    "quickly>slowly; quick>slow; prompt>belated; promptly>late; clear>unclear; safe>unsafe; "
    "praised>criticised; praise>criticism; praising>criticising; above>below; before>after; "
    "always>never; often>rarely; regularly>seldom; most>few; experienced>inexperienced; "
    "larger>smaller; largest>smallest; longer>shorter; long>short; full>empty; "
    "effective>ineffective; consistent>inconsistent; consistently>patchily; "
    "reliable>unreliable; sufficient>insufficient; adequate>inadequate; adequately>inadequately; "
    "satisfied>dissatisfied; welcomed>rejected; positive>negative; easy>hard; open>closed; "
    "started>stopped; calm>tense; clean>dirty; stable>unstable; skilled>unskilled; "
    "appropriate>inappropriate; accurate>inaccurate; complete>incomplete; present>missing; "
    "motivated>demoralised; majority>minority; with>without; over>under; careful>careless; "
    "thorough>superficial; good>poor; excellent>dreadful; enough>too little; up>down; "
    "kept>missed; passed>failed; opened>closed; inside>outside; first>last; new>old; "
    "confident>unsure; proud>ashamed; friendly>hostile; warm>cold; settled>unsettled; "
    "respectful>rude; supportive>unsupportive; lively>dull; timely>late; healthy>unhealthy; "
    "recruited>dismissed; gained>lost; reduced>increased; cut>raised; busy>quiet"
)
DENIALS = _pairs(
    "no>some; never>often; nobody>everybody; no one>everyone; none>all; nothing>everything; "
    "neither>both; without>with; few>many; too few>enough; too little>enough; little>much; "
    "rarely>usually; seldom>usually; hardly>clearly; barely>comfortably; scarcely>clearly; "
    "failed to>managed to; failing to>managing to; fails to>manages to; fail to>manage to; "
    "unable to>able to; lack of>wealth of; lacked>had; lacks>has; lacking>present; "
    "not enough>enough; fell short>were good enough; fell short of>met; far from>close to; "
    "missed>kept; refused to>agreed to; shortage of>surplus of; stopped>went on; cannot>can; "
    "can't>can; didn't>did; wasn't>was; weren't>were; isn't>is; aren't>are; hadn't>had; "
    "hasn't>has; haven't>have; couldn't>could; won't>will; not always>always; not all>all; "
    "not yet>already; no longer>still; unaware>aware; denied>granted"
)
"""Denials, and what asserts in their place."""
STRENGTHENED = _pairs(
    "some>all; many>all; most>all; several>all; half of>most of; a third of>most of; "
    "often>always; sometimes>always; usually>always; occasionally>often; nearly all>all; "
    "almost all>all; some of>all of; too many>many; may>will; might>will; could>will; "
    "should>did; must>now; needs to>has begun to; need to>have begun to; at least>exactly; "
    "fewer than>more than; less than>more than; more than>fewer than; up to>more than; "
    "nearly>more than; almost>more than; about>more than; just>well over; a few>most; "
    "a number of>all; in part>entirely; partly>entirely; largely>entirely; mostly>entirely; "
    "generally>always; risked>suffered; was urged to>has begun to; was told to>has begun to; "
    "were urged to>have begun to; were told to>have begun to; plans to>has begun to"
)
"""Words of degree, doubt and duty, and what overstates them."""
PAST = _pairs(
    "have>had; be>was; do>did; know>knew; make>made; take>took; give>gave; keep>kept; see>saw; "
    "get>got; go>went; come>came; find>found; feel>felt; meet>met; hold>held; hear>heard; "
    "tell>told; say>said; leave>left; lead>led; read>read; write>wrote; think>thought; "
    "understand>understood; put>put; set>set; bring>brought; show>showed; speak>spoke; run>ran; "
    "begin>began; become>became; build>built; send>sent; spend>spent; lose>lost; pay>paid; "
    "teach>taught; seek>sought; rise>rose; fall>fell; grow>grew; draw>drew; work>worked; "
    "attend>attended; check>checked; share>shared; consider>considered; receive>received; "
    "use>used; ask>asked; help>helped; visit>visited; record>recorded; address>addressed; "
    "provide>provided; ensure>ensured; support>supported; assess>assessed; need>needed; "
    "protect>protected; manage>managed; reach>reached; apply>applied; act>acted; want>wanted; "
    "review>reviewed; plan>planned; follow>followed; complete>completed; improve>improved; "
    "include>included; appear>appeared; explain>explained; agree>agreed; involve>involved"
)
SYNONYMS = _list(
    "said>stated; found>discovered; "
    "The inspectors>Inspectors; per cent>%; %>per cent; not enough>too little; "
    "too little>not enough; praised>commended; commended>praised; "
    "criticised>faulted; rated>graded; graded>rated; judged>rated; marked>graded; poor>weak; "
    "insufficient>not enough; jail>prison; prison>jail; help>support; "
    "began>started; quick>swift; swift>quick; seldom>rarely; rarely>seldom; absent>missing; "
    "nobody>no one; no-one>nobody; lacked>did not have; did not have>lacked; big>large; "
    "young people>youngsters; youngsters>young people; wasn't>was not; didn't>did not; "
    "weren't>were not; isn't>is not; should>ought to; must>has to; also>too; "
    "a third>one third; out of ten>in ten; in ten>out of ten; nearly>almost; "
    "almost>nearly; fewer than>under; more than>over; urged>called on; "
    "told to>asked to; asked to>told to; bosses>managers; kids>children; children>young people; "
    "people on probation>those on probation; are>were; were>are; is>was; was>is; has>had; "
    "have>had; had>has; singled out>picked out; picked out>singled out; excellent>very good; "
    "cases>case files; files>cases; recommendations>proposals; "
    "include>among them are; lack of>shortage of; shortage of>lack of; failed to>did not; "
    "did not>failed to; outstanding>exceptional; get>receive; got>received; keep>maintain; "
    "kept>maintained; start>begin; enough>sufficient; sufficient>enough; hard>difficult; "
    "checked>examined; examined>looked at; looked at>examined; chief inspector>head inspector; "
    "noted>observed; shown>seen; rose>went up; "
    "rose>climbed; fell>went down; doubled>went up twofold; across>throughout"
)
"""Wordings that say the same, or so nearly that a summary may use them."""
ADDITIONS = (
    "for the second consecutive year; for the third year running; despite extra funding; "
    "since the last inspection; as a result of poor leadership; because of staff shortages; "
    "in recent years; as the law demands; in line with national standards; since the pandemic; "
    "leaving the public at risk; and morale was low; which inspectors called unacceptable; "
    "for the first time in a decade; although numbers had doubled; owing to budget cuts; "
    "in every part of the area; after repeated warnings; compared with the national average; "
    "and this had improved since; with the support of the council; under a new manager; "
    "to the satisfaction of inspectors; as was the case last year; to reduce reoffending; "
    "because managers did not check; without any training; by the end of the year; "
    "which put children in danger; and more money is promised; on a daily basis; "
    "according to senior staff; despite having been told to act; to a high standard; "
    "as part of a national programme; while costs went on rising; with immediate effect; "
    "which was described as good practice; at short notice; before the report came out; "
    "within the next six months; in all of the cases seen; and this is a common practice; "
    "having a tendency to overlook risk; across the country; to meet rising demand"
).split("; ")
"""What a small model likes to add."""
PEOPLE = (
    "Martin Hale; Dawn Ferris; Joan Akers; Peter Lomas; Amina Rashid; Colin Tate; Ruth Ogden; "
    "Helen Marsh; Daniel Pryce; Sunita Rao; Gareth Bevan; Moira Keane; Ian Sproat; Leila Haddad"
).split("; ")
