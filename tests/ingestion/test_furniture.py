"""Lines that are page furniture by their wording, and lines that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingestion.furniture import is_furniture_line, trimmed_lines


@pytest.mark.parametrize(
    "line",
    [
        "Sign up to our daily newsletter",
        "The i newsletter cut through the noise",
        " date 2024-07-18 Watch more of our videos on ShotsTV.com",
        "Visit Shots! now",
        "Picture: Ian Hope/PA Wire",
        "(Image: Getty)",
        "Image source, PA Media",
        "Photo by Ann Lee",
        "Share this article",
        "SHARE | TWEET | COMMENTS (14)",
        "Facebook Twitter WhatsApp",
        "Follow us on Facebook",
        "Read more: Swan stops traffic",
        "READ NEXT: Why is the lido shut?",
        "Related stories",
        "Most read",
        "More on this story",
        "87 comments",
        "Have your say in the comments.",
        "© 2024 Fell Newspapers Ltd. All rights reserved",
        "Crown copyright",
        "Skip to main content",
        "Back to top",
        "Click here to subscribe",
        "Download our free app for the latest news",
        "This website uses cookies. Accept | Reject",
        "Advertisement",
        "Article continues below",
        "Home > News > Crime",
        "Home | News | Sport | What's On",
        "Home  News  Sport  Obituaries",
        "Menu",
        "5 min read",
        "We want our comments to be a lively and valuable part of our community",
        "ADVERTISEMENT",
        "Image source, Getty Images",
        "Getty Images",
        "(PA Media)",
        "File photo",
        "View image in fullscreen",
        "Enter your email address",
        "Thanks for signing up!",
        "Read more",
        "Load more",
        "Comment now",
        "Get in touch",
        "By taboola",
        "Stay up to date with the latest news",
        "Don’t miss a thing from Marlow",
        "and on Freeview 262 or Freely 565",
        "Already have an account? Log in",
        "Published",
        "Last updated",
        "Please enable JavaScript to read on",
        "Your data will be used in accordance with our privacy policy",
        "By submitting your email you agree to our terms",
        "Skip past newsletter promotion",
        "Add Marlow Today as a preferred source on Google",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Staff overstretched",
        "Staffing: Good | Leadership: Inadequate | Services: Requires improvement",
        "Related: inspectors found that staff were overstretched and under-trained.",
        "Share of cases judged good: 40%",
        "Watch: staff were told to keep one, but inspectors found that nobody did.",
        "Comments made by inspectors were blunt.",
        "The newsletter for victims was praised by inspectors.",
        "Follow-up work was poor.",
        "More than half of the files were incomplete.",
        "Related work with families was good.",
        "Picture a prison where nobody is unlocked before noon.",
        "Image and reality differ at the unit, the inspection found.",
        "Read the full report at www.example.org/report",
        "Education",
        "Leadership",
        "Recommendations",
        "The report makes four recommendations",
        "By Una Frith, home affairs correspondent",
        "Friday, 3rd May 2019, 7:00 am",
        "Leaders share a clear vision",
        "Photo: inspectors found mould in the cells",
        "Our partners told us they could not access or store records",
        "The weekly newsletter for victims was praised",
        "Get more officers into the app-based training",
        "Sign in to the building was lax",
        "Signing up to courses took months",
        "Share with partners was weak",
        "Share on release plans: few",
        "More in custody than before",
        "More from inspectors on staffing",
        "Also in the inspection report, four recommendations",
        "Local crime",
        "Courts",
        "By Una Frith Local Democracy Reporter",
        "Published by HM Inspectorate of Probation",
        "Topics covered by the inspection",
        "Get in touch more often, officers were told",
        "Follow the plan, unit told",
        "Read more widely, school told by Ofsted",
        "Support us, staff tell leaders",
        "Thank you for keeping us safe, residents said",
        "Pictured: staff who were rated ‘Inadequate’ by inspectors",
        "Contact with offenders",
        "Stay up to date with training, staff told",
        "Donate food, officers urge",
        "Reuters was told that staff were late",
        "Print, post and email were all unreliable, and officers missed letters about court dates.",
    ],
)
def test_the_story(line: str) -> None:
    assert not is_furniture_line(line)


def test_long_lines_are_never_judged_by_their_wording() -> None:
    assert not is_furniture_line("Sign up to our newsletter " + "and go on " * 40)


def test_lines_are_trimmed_and_empty_ones_left_out() -> None:
    text = " one \r\n\n\t\ntwo"
    assert [text[start:end] for start, end in trimmed_lines(text)] == ["one", "two"]


@given(st.text())
def test_lines_of_any_text(text: str) -> None:
    for start, end in trimmed_lines(text):
        line = text[start:end]
        assert line == line.strip() != ""
        is_furniture_line(line)
