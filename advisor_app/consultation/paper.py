"""A sheet as lines of a few kinds, set as plain text and as HTML for paper; both say the same in the same order.

Paper is white whatever the screen looks like, so the few greys stand here. What comes from outside is cleared of
control characters and escaped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import escape


class Kind(StrEnum):
    """What a line of a sheet is."""

    TITLE = "title"
    NOTE = "note"
    HEADING = "heading"
    POINT = "point"
    TEXT = "text"
    SMALL = "small"
    BOXES = "boxes"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Args:
        kind: what it is.
        text: what it says.
        right: what stands at its right edge.
        parts: answers to tick.
    """

    kind: Kind
    text: str = ""
    right: str = ""
    parts: tuple[str, ...] = ()


# Control characters, lone surrogates, and what ends a line: none of them may begin a line of its own.
_CLEARED = frozenset(("Cc", "Cs", "Zl", "Zp"))
_BOX = "\u2610"
_INDENT = "   "
# Room to write on, in letters.
_ROOM = 60
# Style of each kind of line. Type in points, as on paper; margins in pixels, the only unit that Qt knows for them.
_STYLES: Mapping[Kind, str] = {
    Kind.TITLE: "font-size:16pt; font-weight:600; margin-top:0; margin-bottom:3px",
    Kind.NOTE: "font-size:8.5pt; color:#444444; margin-top:0; margin-bottom:6px",
    Kind.HEADING: "font-size:12pt; font-weight:600; margin-top:18px; margin-bottom:5px",
    Kind.POINT: "font-size:10pt; font-weight:600; margin-top:10px; margin-bottom:2px",
    Kind.TEXT: "font-size:9.5pt; margin-top:0; margin-bottom:1px; margin-left:12px",
    Kind.SMALL: "font-size:8.5pt; color:#444444; margin-top:0; margin-bottom:1px; margin-left:12px",
    Kind.BOXES: "font-size:9.5pt; margin-top:3px; margin-bottom:2px; margin-left:12px",
    Kind.ROOM: "font-size:9.5pt; color:#777777; margin-top:9px; margin-bottom:6px; margin-left:12px",
}


def as_text(lines: Iterable[Line]) -> str:
    """Return a sheet as plain text."""
    return "".join(f"{row}\n" for line in lines for row in _rows(line))


def as_html(lines: Iterable[Line], title: str) -> str:
    """Return a sheet as a page of HTML in the little that Qt's rich text knows.

    Args:
        lines: the sheet.
        title: of the page.
    """
    body = "\n".join(_paragraph(line) for line in lines)
    head = f'<meta charset="utf-8"><title>{escape(_clear(title))}</title>'
    return f'<!DOCTYPE html>\n<html lang="de"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def _rows(line: Line) -> tuple[str, ...]:
    """Return the rows of plain text that a line takes."""
    told = " · ".join(_clear(part) for part in (line.text, line.right) if part)
    match line.kind:
        case Kind.TITLE:
            return told, "=" * len(told)
        case Kind.HEADING:
            return "", told, "-" * len(told)
        case Kind.POINT:
            return "", told
        case Kind.NOTE:
            return (told,)
    if line.kind is Kind.BOXES:
        told = "   ".join(f"[ ] {_clear(part)}" for part in line.parts)
    return (_INDENT + ("_" * _ROOM if line.kind is Kind.ROOM else told),)


def _paragraph(line: Line) -> str:
    style = _STYLES[line.kind]
    text = escape(_clear(line.text))
    if line.kind is Kind.BOXES:
        text = " &nbsp; &nbsp; ".join(f"{_BOX}&nbsp;{_unbroken(part)}" for part in line.parts)
    elif line.kind is Kind.ROOM:
        text = "_" * _ROOM
    if not line.right:
        return f'<p style="{style}">{text}</p>'
    # Qt forgets the margins of paragraphs at the edge of a cell: the table has them.
    left, right = (f'<p style="{style}">{one}</p>' for one in (text, _unbroken(line.right)))
    cells = f'<tr><td>{left}</td><td align="right">{right}</td></tr>'
    return f'<table width="100%" cellspacing="0" cellpadding="0" style="{style}">{cells}</table>'


def _unbroken(text: str) -> str:
    """Return a text that stays on one line."""
    return escape(_clear(text)).replace(" ", "&nbsp;")


def _clear(text: str) -> str:
    """Return a text on one line without control characters; no-break spaces stay."""
    plain = "".join(" " if unicodedata.category(char) in _CLEARED else char for char in text)
    return " ".join(part for part in plain.split(" ") if part)
