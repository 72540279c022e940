"""Texts become safe HTML for reading and plain words for searching."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.content.markdown import plain_text, render

SAFE_LINK = re.compile(r"https?://[^/]+\..+|mailto:.+@.+|tel:\+?[\d-]+|source:q[12]")


class Elements(HTMLParser):
    """Collects which tags and attributes a text really has."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_markdown_becomes_html():
    assert render("Ein **Wort** und *noch* eines.\n\n- a\n- b") == (
        "<p>Ein <strong>Wort</strong> und <em>noch</em> eines.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"
    )
    assert "<td>1</td>" in render("| a | b |\n|---|---|\n| 1 | 2 |")


def test_citations_are_numbered_by_the_order_of_the_sources_and_do_not_wrap():
    assert render("Satz. [q2] Noch\n[q1]", ["q1", "q2"]) == (
        '<p>Satz.&nbsp;<a href="source:q2">[2]</a> Noch&nbsp;<a href="source:q1">[1]</a></p>'
    )


def test_several_citations_may_follow_each_other():
    assert render("Satz [q1][q2].", ["q1", "q2"]).count('href="source:') == 2
    assert plain_text("Satz [q1][q2].") == "Satz."


def test_unknown_citations_and_citations_in_code_stay_as_they_are():
    assert "<a" not in render("Satz [q3] und `[q1]` und [x]", ["q1"])


@pytest.mark.parametrize("target", ["https://b.de/x?y=1&z=2", "http://b.de", "mailto:info@b.de", "tel:+49211-1234"])
def test_allowed_links_survive(target):
    assert f'href="{html.escape(target)}"' in render(f"[Text]({target})")


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "source:q1",
        "vbscript:x",
        "/pfad",
        "pfad.html",
        "//b.de",
        "#anker",
        "https://",
    ],
)
def test_other_links_lose_their_target_and_keep_their_words(target):
    rendered = render(f"[Text]({target})")
    assert "href" not in rendered
    assert "Text" in rendered


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://b.de/x.png)",
        "<style>p{}</style>",
        "<iframe src=https://b.de></iframe>",
        '<p onclick="x()">y</p>',
        '<a href="https://b.de" style="color:red" onmouseover="x()">y</a>',
        "<svg><script>alert(1)</script></svg>",
        '[x](https://b.de "a\\" onclick=\\"x()")',
    ],
)
def test_nothing_active_survives(attack):
    rendered = render(f"vorher {attack} nachher\n\n{attack}")
    reader = Elements()
    reader.feed(rendered)
    assert reader.tags <= {"p", "a"}
    assert reader.attributes <= {"href", "title"}
    assert "vorher" in rendered


@given(st.text(alphabet=st.sampled_from("[]()<>!*_`#-|q12ahrefscipt:/.\"'&;=\\ \n"), max_size=120))
def test_rendered_text_holds_allowed_links_only_and_never_fails(text):
    rendered = render(text, ["q1", "q2"])
    assert all(SAFE_LINK.match(html.unescape(target)) for target in re.findall(r'href="([^"]*)"', rendered))
    again = nh3.clean(rendered, url_schemes={"http", "https", "mailto", "tel", "source"}, link_rel=None)
    assert again == rendered
    assert "\n" not in plain_text(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ein **Wort** und *noch* _eines_ mit `Code`.", "Ein Wort und noch eines mit Code."),
        ("# Titel\n\n- eins [q1]\n- zwei\n1. drei", "Titel eins zwei drei"),
        ("> Zitat\n\nAbsatz", "Zitat Absatz"),
        ('Siehe [die Seite](https://b.de/a_(b) "T") und <https://b.de>.', "Siehe die Seite und https://b.de."),
        ("| a | b |\n|:--|--:|\n| 1 | 2 |", "a b 1 2"),
        ("KfW_511 und snake_case_wort bleiben, 3 * 4 auch.", "KfW_511 und snake_case_wort bleiben, 3 * 4 auch."),
        ("50&nbsp;% &amp; mehr \\*", "50 % & mehr *"),
        ("Text <b>fett</b><script>alert(1)</script> Ende", "Text fett Ende"),
        ("Satz. [q1] Weiter [q12].", "Satz. Weiter."),
        ("![Bild](https://b.de/x.png)", "Bild"),
        ("", ""),
    ],
)
def test_plain_text_keeps_the_words(text, words):
    assert plain_text(text) == words


def test_plain_text_and_rendered_text_have_the_same_words(root):
    """On the real texts the quick way and the thorough way agree."""
    for path in sorted((root / "kb").glob("*/*.md"))[::7]:
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        visible = html.unescape(nh3.clean(render(body), tags=set()))
        assert re.sub(r"\s*\[q\d+\]", "", " ".join(visible.split())) == plain_text(body), path.name


def test_reading_markdown_needs_neither_pydantic_nor_yaml():
    code = "import advisor_app.content.markdown, sys; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"pydantic", "yaml", "msgspec"}.isdisjoint(done.stdout.split())
