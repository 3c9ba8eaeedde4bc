"""Pages → visible lines, and which of them are the story."""

from __future__ import annotations

from pathlib import Path

from pipeline.ingestion import read_article
from pipeline.ingestion.pages import join_lines, parse_page, visible_lines

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Carrow prison praised | Fell Echo</title>
<meta property="og:site_name" content="Fell Echo">
<meta property="article:published_time" content="2023-06-05T23:01:00Z"></head>
<body class="has-cookie-banner">
<div id="cookie-banner">
<p>We would like to remember what you read. It helps us a great deal.</p></div>
<header><a href="/">Fell Echo</a><nav><ul><li>News</li><li>Sport</li></ul></nav></header>
<main><article>
<h1>Carrow prison praised</h1>
<p class="standfirst">Inspectors call workshops a model for others</p>
<p class="byline">By <a href="/staff/7">Una Frith</a></p>
<div class="share-links"><a>Share</a><a>Tweet</a></div>
<figure><img src="x.jpg"><figcaption>The gate lodge at Carrow</figcaption></figure>
<p>HMP Carrow is a calm and purposeful prison, HM Inspectorate of Prisons said on Tuesday.</p>
<p>Its inspectors, who came in March, found men out of their cells for nine hours a day:</p>
<ul><li>workshops were busy</li><li>teaching was good</li></ul>
<div class="newsletter-promo"><p>Never miss a story: our morning email is free of charge.</p></div>
<h2>Too many drugs</h2>
<blockquote><p>“The drugs are coming over the wall,” said the chief inspector, Ada Lund.</p>
<footer>Ada Lund</footer></blockquote>
<table><tr><td>Safety</td><td>Reasonably good</td></tr></table>
<p>It holds 700 men.</p>
</article>
<aside><h3>Related stories</h3>
<p><a href="/2">Swan stops traffic on the bypass for a second day running.</a></p></aside>
</main><footer><p>© 2023 Fell Newspapers. We follow the rules of the press regulator.</p></footer>
</body></html>"""


def _text(markup: str) -> str:
    return join_lines(visible_lines(parse_page(markup, "page")))[0]


def _split(folder: Path, page: str) -> tuple[list[str], list[str]]:
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    article = read_article(path)
    furniture = [span.text for span in article.furniture]
    starts = {span.start_char for span in article.furniture}
    main, place = [], 0
    for line in article.text.split("\n"):
        if line and place not in starts:
            main.append(line)
        place += len(line) + 1
    return main, furniture


def test_blocks_are_set_apart_and_breaks_are_newlines() -> None:
    markup = (
        "<body><h1>One</h1><p>two <b>th</b>ree<br>four<br><br>five</p>six<div>seven</div></body>"
    )
    assert _text(markup) == "One\n\ntwo three\nfour\n\nfive\n\nsix\n\nseven"


def test_white_space_collapses_and_entities_resolve() -> None:
    assert _text("<p> a&nbsp;&amp;\n\n b &#8220;c&rdquo; so\u00adft</p>") == "a & b “c” soft"


def test_hidden_things_are_left_out() -> None:
    markup = (
        "<p>seen<script>x</script><!-- y --></p><style>z</style><noscript>n</noscript>"
        "<template><p>t</p></template><p hidden>h</p><p style='display: none'>d</p>tail"
        "<dialog>closed</dialog><svg><text>g</text></svg>"
    )
    assert _text(markup) == "seen\n\ntail"


def test_neighbours_set_apart_by_style_alone_do_not_run_together() -> None:
    markup = "<p><a>News</a><a>Sport</a> <span>Una Frith</span><span>Reporter</span></p>"
    assert _text(markup) == "News Sport Una Frith Reporter"


def test_a_drop_cap_belongs_to_its_word() -> None:
    assert _text("<p><span class=cap>T</span><span>he</span> end</p>") == "The end"


def test_preformatted_lines_stay_lines() -> None:
    assert _text("<pre>one\n<b>two</b>\nthree</pre>") == "one\ntwo\nthree"


def test_table_rows_are_lines() -> None:
    markup = "<table><tr><td>Staffing</td><td>Good</td></tr><tr><td>Work</td></tr></table>"
    assert _text(markup) == "Staffing Good\n\nWork"


def test_starts_point_to_the_lines() -> None:
    lines = visible_lines(parse_page("<p>one<br>two</p><p>three</p>", "page"))
    text, starts = join_lines(lines)
    assert [text[start : start + len(line.text)] for start, line in zip(starts, lines, strict=True)]
    assert starts == (0, 4, 9)


def test_story_and_furniture_are_told_apart(tmp_path: Path) -> None:
    main, furniture = _split(tmp_path, PAGE)
    assert main == [
        "Carrow prison praised",
        "Inspectors call workshops a model for others",
        "By Una Frith",
        "The gate lodge at Carrow",
        "HMP Carrow is a calm and purposeful prison, HM Inspectorate of Prisons said on Tuesday.",
        "Its inspectors, who came in March, found men out of their cells for nine hours a day:",
        "workshops were busy",
        "teaching was good",
        "Too many drugs",
        "“The drugs are coming over the wall,” said the chief inspector, Ada Lund.",
        "Ada Lund",
        "Safety Reasonably good",
        "It holds 700 men.",
    ]
    assert furniture == [
        "We would like to remember what you read. It helps us a great deal.",
        "Fell Echo",
        "News",
        "Sport",
        "Share Tweet",
        "Never miss a story: our morning email is free of charge.",
        "Related stories",
        "Swan stops traffic on the bypass for a second day running.",
        "© 2023 Fell Newspapers. We follow the rules of the press regulator.",
    ]


def test_a_page_says_its_title_outlet_and_date(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    article = read_article(path)
    assert article.title == "Carrow prison praised"
    assert article.outlet == "Fell Echo"
    assert article.date == "2023-06-06"  # 23:01 UTC is past midnight in a British summer


def test_a_wrapper_with_a_telling_name_loses_no_story(tmp_path: Path) -> None:
    page = PAGE.replace("<main>", '<form class="social-layout"><main>').replace(
        "</main>", "</main></form>"
    )
    assert _split(tmp_path, page)[0] == _split(tmp_path, PAGE)[0]


def test_the_name_of_the_site_is_no_headline(tmp_path: Path) -> None:
    page = PAGE.replace('<a href="/">Fell Echo</a>', '<h1><a href="/">Fell Echo</a></h1>').replace(
        "<h1>Carrow prison praised</h1>", "<h2>Carrow prison praised</h2>"
    )
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    assert read_article(path).title == "Carrow prison praised"


def test_a_list_at_the_end_of_the_story_is_the_storys(tmp_path: Path) -> None:
    page = PAGE.replace("<p>It holds 700 men.</p>", "<h2>Tasks</h2><ul><li>mend the wall</li></ul>")
    assert _split(tmp_path, page)[0][-2:] == ["Tasks", "mend the wall"]


def test_a_list_of_links_within_the_story_is_furniture(tmp_path: Path) -> None:
    link = "<p><a href='/9'>Man held after a crash on the bypass near Fell End</a></p><p>It holds"
    furniture = _split(tmp_path, PAGE.replace("<p>It holds", link))[1]
    assert "Man held after a crash on the bypass near Fell End" in furniture


def test_without_a_top_heading_the_last_one_above_the_story_is_the_headline(tmp_path: Path) -> None:
    page = PAGE.replace("<h1>Carrow prison praised</h1>", "<h2>A calm and busy place</h2>")
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    assert read_article(path).title == "A calm and busy place"
