"""Whether every text becomes HTML that is safe to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html.parser import HTMLParser

from advisor_app.content.markdown import render
from advisor_app.domain.checks import CheckFailed
from advisor_app.knowledge.generations import Generation
from advisor_app.knowledge.reader import KnowledgeReader

Render = Callable[[str, Sequence[str]], str]

_TAGS = frozenset(
    "a p br strong em ul ol li h3 h4 blockquote code pre hr table thead tbody tr th td sub sup".split()  # noqa: SIM905
)
_ADDRESSES = ("http://", "https://", "mailto:", "tel:", "source:")
# What must never get through, whatever the texts at hand happen to hold.
_HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) <a href='data:x'>b</a>"
    "\n\n<iframe src='https://example.org'></iframe>\n\n- **fett** [q1]"
)


class _Tags(HTMLParser):
    """Collects what must not stand in HTML that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag and its attributes."""
        if tag not in _TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ("href", "title", "start"):
                self.faults.append(f"{tag} {name}=")
            if name == "href" and not (value or "").startswith(_ADDRESSES):
                self.faults.append(f"a link to {value}")


def check_rendering(generation: Generation, render: Render = render) -> str:
    """Turn every text of every item into HTML and look through it: known tags, safe links, no script.

    Args:
        generation: the knowledge.
        render: turns Markdown, with the ids of its sources, into HTML.
    """
    html = render(_HOSTILE, ["q1"])
    if (faults := _faults_in(html)) or "<strong>fett</strong>" not in html or "source:q1" not in html:
        raise CheckFailed(f"a hostile text is not made safe: {', '.join(faults) or html}")
    with KnowledgeReader(generation.database) as reader:
        items = list(reader.items())
    sections = 0
    for item in items:
        for section in item.body:
            html = render(section.markdown, [source.id for source in item.sources])
            if faults := _faults_in(html):
                raise CheckFailed(f"{item.id}, '{section.heading}': {', '.join(faults)}")
            if section.markdown.strip() and not html.strip():
                raise CheckFailed(f"{item.id}, '{section.heading}': nothing is left of the text")
            sections += 1
    return f"{sections} texts of {len(items)} entries, all of them safe HTML"


def _faults_in(html: str) -> list[str]:
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return parser.faults
