"""Rules about words: headings, lengths, links and citations in the running text (rule 11, part of 16)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from advisor_app.content.citations import CITATION
from advisor_app.content.collection import Collection, Entry
from advisor_app.content.faults import error, nearest, shown, suggestion, warning
from advisor_app.domain import Kind, kind_of
from advisor_app.errors import Problem

MAX_SECTION = 4000
MAX_SENTENCE_WORDS = 45
_HTML = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--)>?")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:|tel:)[^<>\s]+>")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_IMAGE = re.compile(r"!\[")
_ALLOWED = re.compile(r"(?:https?://[^/\s]+\.[^/\s]+|mailto:[^@\s]+@[^@\s]+|tel:\+?[\d-]+)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„])|\n\s*\n|\n\s*[-*\d]+[.)]?\s")


@dataclass(frozen=True, slots=True)
class Headings:
    """Headings of a kind in their order; the first `required` of them must be there."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """Return all headings in their order."""
        return self.required + self.optional


HEADINGS: Mapping[Kind, Headings] = {
    Kind.PROGRAMME: Headings(
        ("Für wen?", "Was wird gefördert?", "Wie wird gefördert?", "Besonderheiten"),
        ("Was wird nicht gefördert?", "So läuft der Antrag"),
    ),
    Kind.TOPIC: Headings(
        ("Worum geht es?", "Woran erkenne ich den Bedarf?", "Erster Schritt", "Stolpersteine"),
    ),
    Kind.PARTNER: Headings(("Wer ist das?", "Wobei hilft die Stelle?"), ("Zuständigkeit",)),
    Kind.EVENT: Headings(("Worum geht es?", "Für wen?"), ("Anmeldung",)),
}


def headings(content: Collection) -> Iterator[Problem]:
    """Required headings are there, in order, none twice, none unknown, none empty."""
    for entry in content.entries:
        wanted = HEADINGS[kind_of(entry.item)]
        given = [section.heading for section in entry.item.body]
        yield from _unknown_or_twice(entry, wanted, given)
        missing = [name for name in wanted.required if name not in given]
        unknown = [name for name in given if name not in wanted.order]
        # A misspelt heading is one fault: it is unknown, and therefore another one is missing.
        if len(missing) > len(unknown):
            yield entry.error(("body",), "heading_missing", f"heading missing: {', '.join(f'## {m}' for m in missing)}")
        known = [name for name in dict.fromkeys(given) if name in wanted.order]
        if known != sorted(known, key=wanted.order.index):
            order = ", ".join(name for name in wanted.order if name in known)
            yield _at(entry, given.index(known[0]), "heading_order", f"headings stand in the wrong order; use: {order}")


def section_lengths(content: Collection) -> Iterator[Problem]:
    """No section is empty or longer than a reader takes in; no sentence runs on."""
    for entry in content.entries:
        for index, section in enumerate(entry.item.body):
            length = len(section.markdown.strip())
            if not length:
                yield _at(entry, index, "section_empty", f"nothing stands under ## {section.heading}; write it")
            if length > MAX_SECTION:
                yield _at(entry, index, "section_long", f"section has {length} characters, allowed are {MAX_SECTION}")
            longest = max((len(part.split()) for part in _SENTENCE_END.split(section.markdown)), default=0)
            if longest > MAX_SENTENCE_WORDS:
                message = f"a sentence has {longest} words; {MAX_SENTENCE_WORDS} are enough, split it"
                line = entry.document.headings[index]
                yield warning(entry.file, line, "body", "sentence_long", message)


def summary_sentence(content: Collection) -> Iterator[Problem]:
    """A summary is a full sentence on one line."""
    for entry in content.entries:
        summary = entry.item.summary
        if not summary.rstrip().endswith((".", "!", "?")) or summary[:1].islower():
            yield entry.error(("summary",), "summary_sentence", "must be a full sentence that ends with a full stop")


def markup(content: Collection) -> Iterator[Problem]:
    """Texts hold Markdown only: no HTML, no images, and links only to the web, mail and phone."""
    for entry in content.entries:
        for index, section in enumerate(entry.item.body):
            for offset, line in enumerate(section.markdown.split("\n"), 1):
                for code, message in _markup_faults(line):
                    yield _at(entry, index, code, message, offset)


def citations(content: Collection) -> Iterator[Problem]:
    """Every `[q1]` in the text names a source of the item."""
    for entry in content.entries:
        known = {source.id for source in entry.item.sources}
        for index, section in enumerate(entry.item.body):
            for offset, line in enumerate(section.markdown.split("\n"), 1):
                for cited in CITATION.findall(line):
                    if cited not in known:
                        message = f"[{cited}] is no source of this item; {suggestion(cited, known)}"
                        yield _at(entry, index, "unknown_source", message, offset)


def _unknown_or_twice(entry: Entry, wanted: Headings, given: list[str]) -> Iterator[Problem]:
    for index, name in enumerate(given):
        if name not in wanted.order:
            near = nearest(name, wanted.order)
            remedy = f'did you mean "## {near}"?' if near else f"use: {', '.join(wanted.order)}"
            yield _at(entry, index, "heading_unknown", f"unknown heading {shown(name)}; {remedy}")
        elif name in given[:index]:
            yield _at(entry, index, "heading_twice", f"heading {shown(name)} stands twice; join the sections")


def _markup_faults(line: str) -> Iterator[tuple[str, str]]:
    bare = _AUTOLINK.sub("", line)
    if found := _HTML.search(bare):
        yield "html_in_text", f"HTML {shown(found.group())} is not allowed; use Markdown"
    if _IMAGE.search(line):
        yield "image_in_text", "images are not allowed in texts; describe it in words"
    for target in _LINK.findall(line):
        if not _ALLOWED.match(target):
            yield "link_form", f"link to {shown(target)} is not allowed; use https, http, mailto or tel"


def _at(entry: Entry, section: int, code: str, message: str, offset: int = 0) -> Problem:
    return error(entry.file, entry.document.headings[section] + offset, "body", code, message)
