"""Markdown of texts -> safe HTML for reading, and plain words for searching."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from re import Match
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.inlinepatterns import InlineProcessor

from advisor_app.content.citations import PATTERN

SOURCE_SCHEME = "source:"
_NO_BREAK_SPACE = "\u00a0"
_BEFORE_CITATION = re.compile(rf"[ \n]+(?={PATTERN})")
_LINK = re.compile(r"(?:https?://[^/\s]+\.[^\s]*|mailto:[^@\s]+@[^@\s]+|tel:\+?[\d-]+)")
_TAGS = frozenset(
    "a p br strong em ul ol li h3 h4 blockquote code pre hr table thead tbody tr th td sub sup".split(),  # noqa: SIM905
)
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = frozenset({"http", "https", "mailto", "tel", SOURCE_SCHEME.rstrip(":")})
_EXTENSIONS = ("sane_lists", "tables")
# Above reference links (170) and below code spans (190): `[q1]` is a citation, in code it is not.
_PRIORITY = 175


class _Citations(InlineProcessor):
    """Turns `[q1]` into a numbered link, if the item has such a source."""

    def __init__(self, sources: Sequence[str]) -> None:
        super().__init__(PATTERN)
        self._numbers = {source: number for number, source in enumerate(sources, 1)}

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        """Return the link and the span it replaces."""
        number = self._numbers.get(m.group(1))
        if number is None:
            return None, None, None
        link = Element("a", href=SOURCE_SCHEME + m.group(1))
        link.text = f"[{number}]"
        return link, m.start(0), m.end(0)


def render(text: str, sources: Sequence[str] = ()) -> str:
    """Return safe HTML of a Markdown text.

    Args:
        text: Markdown; raw HTML, images and links other than http, https, mailto and tel do not survive.
        sources: ids of the item's sources in their order: `[q2]` becomes `<a href="source:q2">[2]</a>`, held to the
            word before it by a no-break space.
    """
    known = frozenset(sources)
    converter = markdown.Markdown(extensions=list(_EXTENSIONS))
    converter.inlinePatterns.register(_Citations(sources), "citation", _PRIORITY)
    converted = converter.convert(_BEFORE_CITATION.sub(_NO_BREAK_SPACE, text))

    def attribute(tag: str, name: str, value: str) -> str | None:
        """Let links pass that lead somewhere allowed."""
        if (tag, name) != ("a", "href"):
            return value
        if value.startswith(SOURCE_SCHEME):
            return value if value.removeprefix(SOURCE_SCHEME) in known else None
        return value if _LINK.fullmatch(value) else None

    return nh3.clean(
        converted,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )


_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)\s*>", re.DOTALL | re.IGNORECASE), " "),
    (re.compile(r"<((?:https?://|mailto:|tel:)[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), " "),
    (re.compile(r"^ {0,3}(?:#{1,6} +|> ?|[-*+] +|\d+[.)] +)", re.MULTILINE), ""),
    (re.compile(r"^ *\|?(?: *:?-{2,}:? *\|?)+ *$", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"), r"\1"),
    (re.compile(r"`+([^`\n]+)`+"), r"\1"),
    (re.compile(rf"[ \n]*{PATTERN}"), ""),
    (re.compile(r"(?<!\\)(?:\*\*|\*)(?=\S)(.+?)(?<=\S)(?<!\\)\*{1,2}", re.DOTALL), r"\1"),
    (re.compile(r"(?<![\w\\])_{1,2}(?=\S)(.+?)(?<=\S)_{1,2}(?!\w)", re.DOTALL), r"\1"),
    (re.compile(r"(?<!\\)\|"), " "),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>])"), r"\1"),
)
_SPACE = re.compile(r"\s+")


def plain_text(text: str) -> str:
    """Return the words of a Markdown text on one line, without markup, addresses of links and citations.

    Works by patterns, not by rendering: it runs over every section of a knowledge base.
    """
    for pattern, replacement in _WORDS:
        text = pattern.sub(replacement, text)
    return _SPACE.sub(" ", html.unescape(text)).strip()
