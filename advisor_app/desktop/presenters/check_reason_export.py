"""The explanation as it leaves the window: plain text for a clipboard, HTML for paper.

Both are made of a view from which whatever may not leave was left out before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from advisor_app.consultation.report import WITHOUT_SENSITIVE
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_reason_views import AidLine, CalcLine, LeadPoint, LineView, ReasonView
from advisor_app.documents.leaving import one_line

QUESTION = "Darf ich schon unterschreiben?"
_INDENT = "  "
# Paper is white whatever the screen looks like. Qt knows points for letters and nothing but pixels for margins.
_STEP = 14
_TITLE = "font-size:16pt; font-weight:600; margin-top:0; margin-bottom:3px"
_HEADING = "font-size:12pt; font-weight:600; margin-top:16px; margin-bottom:5px"
_STRONG = "font-size:9.5pt; font-weight:600; margin-top:3px; margin-bottom:0"
_TEXT = "font-size:9.5pt; margin-top:3px; margin-bottom:0"
_NOTE = "font-size:8.5pt; color:#444444; margin-top:0; margin-bottom:1px"
_SMALL = "font-size:8.5pt; color:#444444; margin-top:4px; margin-bottom:0"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a document: its words, how far it is moved in, what stands at the right, what is said below it."""

    text: str
    depth: int = 0
    amount: str = ""
    note: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a document with its heading."""

    heading: str
    lines: tuple[_Line, ...]


def as_text(view: ReasonView, *, with_sensitive: bool) -> str:
    """Return the explanation as plain text.

    Args:
        view: without what may not leave.
        with_sensitive: delicate facts were left in.
    """
    told = [one_line(view.title), formatting.joined([view.outcome.text, view.window.text, view.stand.text])]
    for part in _parts(view):
        told += ["", part.heading]
        for line in part.lines:
            indent = _INDENT * line.depth
            told.append(indent + one_line(": ".join(piece for piece in (line.text, line.amount) if piece)))
            if line.note:
                told.append(f"{indent}{_INDENT}{one_line(line.note)}")
    told += ["", *map(one_line, _table_text(view)), "", *map(one_line, _source_lines(view))]
    told += ["", *_foot(view, with_sensitive=with_sensitive)]
    return "\n".join(told) + "\n"


def as_html(view: ReasonView, *, with_sensitive: bool) -> str:
    """Return the explanation as HTML for paper.

    Args:
        view: without what may not leave.
        with_sensitive: delicate facts were left in.
    """
    head = formatting.joined([view.outcome.text, view.window.text, view.stand.text])
    parts = "".join(
        _paragraph(_HEADING, part.heading) + "".join(_html_line(line) for line in part.lines) for part in _parts(view)
    )
    sources = "".join(_paragraph(_SMALL, line) for line in _source_lines(view))
    foot = "".join(_paragraph(_SMALL, line) for line in _foot(view, with_sensitive=with_sensitive))
    body = (
        f"{_paragraph(_TITLE, view.title)}{_paragraph(_STRONG, head)}{parts}{_table_html(view)}"
        f"{_paragraph(_HEADING, 'Quellen')}{sources}{foot}"
    )
    return f"<html><body>{body}</body></html>"


def _paragraph(style: str, text: str) -> str:
    return f'<p style="{style}">{_safe(text)}</p>'


def _parts(view: ReasonView) -> Iterator[_Part]:
    lead = view.lead
    told = tuple(_Line(text) for text in (lead.sentence, lead.rest) if text)
    yield _Part(lead.heading, (*told, *(_point(point) for point in lead.points)))
    if view.every:
        yield _Part("Bedingungen", tuple(_condition(line) for line in view.every))
    estimate = view.estimate
    figure = _Line(estimate.figure or "nicht zu beziffern", strong=True, note=estimate.stand)
    notes = tuple(_Line(note) for note in estimate.notes)
    yield _Part("Was es bringen kann", (figure, *_calculation(estimate.calc), *notes))
    aid = tuple(line for one in view.aid.lines for line in _aid(one))
    barred = tuple(_Line(f"Nicht zusammen mit {link.title}") for link in view.aid.barred)
    yield _Part("Beihilfe und Kombination", (*aid, *barred))


def _point(point: LeadPoint) -> _Line:
    return _Line(f"– {point.text}", depth=point.depth, note=point.note)


def _condition(line: LineView) -> _Line:
    ref = f"[{line.ref}]" if line.ref else ""
    note = formatting.joined([line.told, line.remark, f"{ref} {line.stand}".strip()])
    return _Line(f"{line.sign.text}: {line.text}", depth=line.depth, note=note, strong=line.group)


def _aid(line: AidLine) -> Iterator[_Line]:
    yield _Line(line.label, amount=line.value, note=formatting.joined([line.note, line.source]))
    yield from _calculation(line.calc)


def _calculation(calc: Sequence[CalcLine]) -> tuple[_Line, ...]:
    return tuple(_Line(one.text, depth=1, amount=one.amount, note=one.source) for one in calc)


def _html_line(line: _Line) -> str:
    inset = f"; margin-left:{line.depth * _STEP}px"
    text = ": ".join(piece for piece in (line.text, line.amount) if piece)
    below = f"; margin-left:{line.depth * _STEP + _STEP}px"
    note = _paragraph(_NOTE + below, line.note) if line.note else ""
    return _paragraph((_STRONG if line.strong else _TEXT) + inset, text) + note


def _table_text(view: ReasonView) -> Iterator[str]:
    start = view.start
    yield QUESTION
    yield start.signature.answer
    yield start.signature.sentence
    for row in start.rows:
        by_answer: dict[str, list[str]] = {}
        for stage, mark in zip(start.stages, row.answers, strict=True):
            by_answer.setdefault(mark.text, []).append(stage)
        told = [f"{answer} ({', '.join(stages)})" for answer, stages in by_answer.items()]
        yield f"{row.act}: {'; '.join(told)}"
    yield start.note


def _table_html(view: ReasonView) -> str:
    start = view.start
    head = "".join(f'<th align="left">{_safe(stage)}</th>' for stage in ("", *start.stages))
    rows = "".join(
        f"<tr><td>{_safe(row.act)}</td>{''.join(f'<td>{_safe(mark.text)}</td>' for mark in row.answers)}</tr>"
        for row in start.rows
    )
    answer = _paragraph(_STRONG, start.signature.answer) + _paragraph(_TEXT, start.signature.sentence)
    table = (
        '<table border="1" cellspacing="0" cellpadding="3" width="100%" style="border-collapse: collapse">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    return f"{_paragraph(_HEADING, QUESTION)}{answer}{table}{_paragraph(_SMALL, start.note)}"


def _source_lines(view: ReasonView) -> Iterator[str]:
    for source in view.sources:
        yield f"[{source.number}] {formatting.joined([source.title, source.stand, source.detail, source.url])}"


def _foot(view: ReasonView, *, with_sensitive: bool) -> Iterator[str]:
    yield f"Beratungskoffer, {view.standing}."
    if not with_sensitive:
        yield WITHOUT_SENSITIVE


def _safe(text: str) -> str:
    """Return a text for HTML, without control characters."""
    return escape(one_line(text))
