"""Lines that belong to the page and not to the story, known by their wording alone.

Only whole, short lines are judged, by wordings that no story uses: a newsletter's sign-up, a
picture's credit, a share bar. A line that may be the story's is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["LONGEST_FURNITURE", "is_furniture_line", "trimmed_lines"]

LONGEST_FURNITURE = 220
"""Characters: a longer line is never judged by its wording."""

_FOLDS = str.maketrans(
    {**dict.fromkeys("’‘`", "'"), **dict.fromkeys("“”", '"'), "–": "-", "—": "-"}
)
_SPACE = re.compile(r"\s+")
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")

_ANYWHERE = (
    # cookie and privacy notices
    r"(?:we|this (?:web)?site|this page|this blog|our (?:web)?site|by (?:using|continuing"
    r"|carrying on"
    r"|staying|browsing)\b.{1,60}?)\b.{0,80}\bcookies?\b.{0,120}",
    r".{0,40}\b(?:uses?|sets?|stores?|accept|our) (?:\w+ ){0,3}cookies\b.{0,120}",
    r"(?:you have accepted cookies|(?:we've|we have) updated our (?:cookie|privacy) policy).{0,60}",
    r"cookies: .{1,40}|cookies on .{1,40}|cookie (?:policy|settings|preferences|notice)|manage "
    r"cookies",
    r"(?:we|our) .{0,40}\bpartners\b.{0,60}\b(?:store|access|process)\b.{0,60}\b(?:devices?|data"
    r"|browser|cookies)\b.{0,60}",
    r"(?:we (?:value|care about)|your) (?:your )?privacy(?:,? your call)?",
    # newsletters, subscriptions, apps
    r"sign(?:ing)? up (?:here|now|today|free|to our|for our|to the|for the|to your)\b.{0,120}",
    r"sign(?:ing)? up (?:to|for)\b.{0,90}\b(?:newsletters?|e-?mails?|alerts?|bulletins?|briefings?"
    r"|updates?|inbox|digest|notifications)\b.{0,60}|sign up",
    r"(?:click|tap) (?:here|below|the link)\b.{0,120}",
    r"thank you for (?:signing up|subscribing).{0,60}",
    r"(?:the|our|your) (?:[\w&']+ ){1,3}newsletter(?: (?:cut|delivers|straight|in your|to your|free"
    r"|every|keeps|brings)\b.{0,60}|[:-].{0,60})?",
    r"(?:get|receive|want) (?:the|our|all the)\b.{0,90}\b(?:newsletters?|inbox|e-?mails?|alerts?"
    r"|bulletins?|letterbox|app)\b(?!-).{0,60}",
    r"never miss (?:a|another)\b.{0,120}",
    r"(?:already )?subscrib(?:e|ers?)(?:\b[^.]{0,80})?|unsubscribe(?:\b.{0,60})?",
    r"sign up: .{1,90}|hover here to .{1,60}|view this e-?mail in your browser",
    r"get (?:breaking )?news on .{1,60}|(?:log|sign) in(?:(?: / | or )(?:register|subscribe"
    r"|sign up)\b.{0,40}| (?:to|for) (?:save|read|view|comment|your|continue|access|get|local|post)"
    r"\b.{0,60})?",
    r"register(?: now)?",
    r"download (?:the|our)\b.{0,60}\bapp\b.{0,60}",
    r"like us\? .{1,60}|support (?:our|local|independent) journalism\b.{0,80}",
    r"become a (?:member|subscriber|supporter)\b.{0,60}",
    r"(?:invalid email|something went wrong, please try again later\.?|story saved|more info)",
    r"we use your sign-?up to provide content.{0,140}",
    r"you can (?:unsubscribe at any time|find this story in my bookmarks).{0,100}",
    # video and adverts
    r"(?:date \S+ )?(?:watch more of our videos|visit shots!? now)\b.{0,100}",
    r"this video can ?not be played|media caption.{0,5}|play video|video (?:loading|unavailable)",
    r"(?:story|article) continues (?:below|after)\b.{0,40}|continue reading(?: below)?|scroll "
    r"(?:down )?to .{1,40}",
    r"(?:\W*\b(?:advert|advertisement|advertising|sponsored|promoted (?:stories|content)|ad|hide ad"
    r"|report this ad)\b\W*){1,3}",
    # sharing and following
    r"share (?:this|the) (?:story|article|page|post|news|link|with|on|via|by|notice|content)\b"
    r".{0,100}",
    r"share (?:this ?:|page|now|(?:this )?(?:on|by|via|with) (?:facebook|twitter|x|linkedin"
    r"|whatsapp|e-?mail|social|friends)\b).{0,100}|share this",
    r"find .{2,40} on (?:facebook|twitter|x|instagram)\b.{0,60}",
    r"(?:save|gift|bookmark) (?:article|story|page)\b.{0,60}",
    r"listen to this (?:page|article)\b.{0,40}",
    r"manage your (?:e-?mails?|alerts|subscription|account|cookies|preferences)\b.{0,40}",
    r"share ?[:|].{0,100}|click to share\b.{0,40}",
    r"(?:tweet|pin|post|print|e-?mail|save|send|bookmark|gift) (?:this|it)\b(?: \w+){0,3}",
    r"send (?:this )?(?:to|by) (?:a )?(?:friend|colleague|mate|printer|e-?mail)",
    r"(?:follow|like|find|join) (?:us|our|me)\b.{0,40}\bon\b.{0,80}",
    r"(?:follow|like) .{1,40} on (?:facebook|twitter|x|instagram|tiktok|whatsapp|linkedin|bluesky)"
    r"\b.{0,120}",
    r"join .{1,50} whatsapp (?:community|channel|group).{0,80}",
    r".{0,60}\bsend (?:us )?your story ideas\b.{0,80}",
    r"(?:got|have) a story\?.{0,100}",
    r"forward (?:this )?to a (?:friend|colleague)\b.{0,120}",
    # other stories
    r"(?:most|more) (?:read|popular|viewed|watched|commented)(?: (?:in|on|stories)\b.{0,40})?",
    r"(?:related|recommended|trending|latest|top|popular|more|other|similar)"
    r" (?:articles?|stories|story|content|topics?|news|links?|internet links|reading|posts?"
    r"|headlines)",
    r"(?:related|recommended|trending|editor'?s'? picks?|must reads?|in other news|up next"
    r"|don'?t miss"
    r"|around the web|elsewhere (?:today|on .{1,30}))",
    r"more (?:from|like this|on this story|stories like this)\b[^.]{0,40}|read more:",
    r"more in (?:this|news|sport|local|[\w']+ news)\b[^.]{0,30}",
    r"related topics: .{1,90}|advertisement(?:\.| -) (?:scroll|story|article|continue)\b.{0,40}",
    r"also (?:in|on|from) (?:the|this)\b[^.]{0,40}",
    # comments
    r"(?:view |show |read |all )?\(?(?:\d[\d,]* )?(?:comments|replies|responses)\)?(?: "
    r"?\(\d+\))?(?: closed)?",
    r"comments are (?:now )?(?:closed|moderated)\b.{0,60}",
    r"(?:have your say|join the (?:conversation|debate|discussion)|add (?:a|your) comment|leave "
    r"a (?:"
    r"comment|reply)|post (?:a )?comment|comment guidelines)\b[^.]{0,60}\.?",
    r"want to join the conversation\?.{0,100}|.{0,80}\b(?:tell|let) us (?:know )?in the "
    r"comments\b.{0,60}",
    r"comments: our rules|we want our comments to be a lively.{0,150}",
    # the small print
    r"(?:©|\(c\) ?(?:copyright|\d{4})|copyright\b|crown copyright\b).{0,150}",
    r".{0,80}\ball rights reserved\b.{0,60}",
    r".{0,90}\b(?:editors'? code(?: of practice)?|independent press standards organi[sz]ation"
    r"|press (?:regulator|standards scheme)|ipso (?:page|regulated))\b.{0,120}",
    r"(?:terms|privacy|accessibility|contact(?: us)?|about(?: us)?|cookies|complaints|careers|jobs)"
    r"(?: (?:of use|and conditions|& conditions|policy|notice|statement|the newsroom))?"
    r"(?: ?[|,·/] ?.{1,120}| (?:of use|and conditions|& conditions|policy|notice|statement))",
    r"(?:how to complain|report a (?:correction|problem)|advertise with us)\b.{0,60}",
    r"the .{2,30} is not responsible for the content of external sites\.?.{0,80}",
    r"all content is available under the open government licence.{0,60}",
    r"(?:powered|template|theme) by .{1,50}",
    # getting about the page
    r"skip to .{1,50}|(?:back|return) to (?:the )?(?:top|homepage|home)|(?:main )?menu|close"
    r"|search",
    r"(?:is this page useful\?|get e-?mails about this page|print this page|report a problem "
    r"with this"
    r" page).{0,60}",
    r"(?:\d{1,2}[ -]min(?:ute)?s? read)",
    r"(?:accept|reject|allow|agree|decline)(?: (?:all|and close|additional|cookies))?"
    r"(?: ?[|/]? ?(?:manage|more options|options|settings|reject(?: all)?|no thanks|find out "
    r"more))?",
    # credits of pictures
    r"[(\[]?(?:(?:image|picture|photo|photograph|pic|video)s?(?: (?:source|credit|by|from))?"
    r"|credit)"
    r" ?[:,] (?:[^\s.!?]+\.? ?){1,8}[)\]]?",
    r"\(?(?:image|picture|photo|photograph)s? (?:by|from|courtesy of) (?:[^\s.!?]+ ?){1,6}\)?",
    r"image source",
    r"\(?(?:getty images(?:/\w+)?|pa (?:media|wire|images)|press association|reuters|alamy|swns"
    r"|shutterstock|istock(?:photo)?|google (?:maps|street ?view)|adobe stock)\)?",
    r"(?:stock|file|library|generic) (?:image|photo|picture)s?\.?",
    r"view image in full ?screen|video ad feedback|loading(?:\.\.\.|…)",
    # what a page asks of its reader
    r"enter your e-?mail(?: address)?|your e-?mail(?: address)?|thanks for signing up\W*",
    r"(?:read|load|show|view|see) (?:more|less|all)|scroll down for more|(?:more|our) newsletters",
    r"comment now|get in touch(?: with us)?|reuse this content|hide ad|report ad|by taboola",
    r"(?:sponsored|promoted|partner) (?:links|content|stories)|topics|tags:?|what's on|local news",
    r"(?:stay|keep) up to date with (?:the )?(?:latest|all)\b.{0,60}",
    r"don'?t miss a (?:thing|beat|story)\b.{0,60}|want to see more (?:stories )?like this\?.{0,60}",
    r"(?:.{0,40}\b)?on freeview \d+\b.{0,40}|thank you for reading(?: .{1,30})?\.?",
    r"register for free\b.{0,60}|already (?:a (?:member|subscriber)|registered|have an account)\b"
    r".{0,60}",
    r"(?:published|last updated|updated|first published)(?:\W+\d{1,2}[:.]\d\d\W*)?",
    r"please enable javascript\b.{0,60}|your browser (?:does not|doesn't) support\b.{0,60}",
    r"buy us a coffee|donate|support us|support (?:quality )?journalism|contact us",
    r"to report an error\b.{0,60}|find out more about our newsletters?\.?",
    r"(?:your data will be used in accordance with|by (?:submitting|entering|providing|signing up)"
    r"\b.{1,60}\byou (?:agree|consent))\b.{0,120}",
    r"this article contains affiliate links\b.{0,100}|explore more on these topics",
    r"sign up to first edition|(?:after|skip past|before) newsletter promotion",
    r"(?:free|our|your) (?:daily|weekly|morning) newsletter|the story you need to know",
    r"follow (?:the )?[\w' ]{2,25} on|follow \w+ live",
    r"(?:add|make) .{1,40}\bpreferred source\b.{0,40}",
)
_WITHOUT_FULL_STOP = (
    r"(?:>+ ?)?(?:read (?:more|next|also)|also (?:read|see)|related|see also|don'?t miss|sponsored"
    r"|more on this story) ?[:|>] ?.{1,120}",
    r"(?:you (?:may|might)(?: also)? (?:like|want|fancy|be interested)|if you liked)\b.{0,60}",
    r"(?:watch|listen|video|podcast|gallery|in pictures) ?: ?.{1,90}",
)
"""Teasers of other stories: these begin a story's sentence too, which ends with a full stop."""

_WORDING = re.compile("|".join(f"(?:{pattern})" for pattern in _ANYWHERE))
_TEASER = re.compile("|".join(f"(?:{pattern})" for pattern in _WITHOUT_FULL_STOP))

_SECTIONS = frozenset(
    "home news sport sports weather business politics opinion video pictures jobs courts crime "
    "what's "
    "on notices announcements puzzles subscribe login account uk world local tv radio travel "
    "lifestyle "
    "entertainment comment letters podcasts newsletters menu search contact about".split()
)
_SHARING = frozenset(
    "share tweet post email e-mail print save copy link facebook twitter whatsapp linkedin x "
    "reddit "
    "messenger pinterest instagram bluesky mastodon tumblr comment comments flipboard".split()
)
_WORD = re.compile(r"[\w'-]+")
_BREADCRUMB = re.compile(r"[\w&'. -]{2,40}(?:\s*[>›»]\s*[\w&'. -]{2,60}){1,6}")
_PART_BREAK = re.compile(r"\s*[|·•]\s*|\s*:\s+|\s{2,}|\s/\s")
_RATING = re.compile(
    r"\b(?:good|outstanding|inadequate|poor|satisfactory|adequate|requires|effective|\d{4})\b"
)
# Words of a story about an inspection: with one of them a line is a teaser at most.
_JUDGING = re.compile(
    r"inspect(?:or|ion|ed)|\brated\b|\bgraded\b|inadequate|requires improvement|ofsted|watchdog"
)


def is_furniture_line(line: str) -> bool:
    """Whether a line is page furniture by its wording; False when in doubt."""
    if len(line) > LONGEST_FURNITURE:
        return False
    folded = _SPACE.sub(" ", line).strip().translate(_FOLDS).casefold()
    if not folded:
        return False
    if not _JUDGING.search(folded) and _WORDING.fullmatch(folded):
        return True
    if not folded.endswith(".") and (_TEASER.fullmatch(folded) or _BREADCRUMB.fullmatch(folded)):
        return True
    return _is_word_list(folded) or _is_menu(line)


def _is_word_list(folded: str) -> bool:
    """Whether a line holds nothing but names of share buttons, or of a site's sections."""
    words = [word for word in _WORD.findall(folded) if not word.isdigit()]
    if not words:
        return False
    if all(word in _SHARING for word in words):
        return len(words) > 1 or words[0] not in {"x", "link", "post", "save", "print", "comment"}
    listed = all(word in _SECTIONS | _SHARING for word in words)
    return listed and (len(words) > 2 or words == ["home", "news"])


def _is_menu(line: str) -> bool:
    """Whether a line lists places to go: the home page, or several of a site's usual sections."""
    parts = [part for part in _PART_BREAK.split(line.strip().casefold()) if part]
    if len(parts) < 3 or any(len(part.split()) > 4 for part in parts):
        return False
    if _RATING.search(line.casefold()) or any(mark in line for mark in ".!?"):
        return False
    usual = [part for part in parts if _SECTIONS.intersection(_WORD.findall(part))]
    return parts[0] == "home" or len(usual) >= 2


def trimmed_lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line of ``text`` that holds anything, without its outer white space."""
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            yield start, end
