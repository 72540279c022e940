"""A comparison as it leaves the window: as text for a clipboard, as a table for Word and Outlook, as pages to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.compare import (
    GAPS,
    LIKENESS_WORDS,
    Cell,
    CompareView,
    Likeness,
    Row,
    present_comparison,
)
from advisor_app.desktop.presenters.outside import part
from advisor_app.desktop.presenters.views import Library

_SIGN = {Likeness.DIFFERENT: "≠ ", Likeness.GAPS: "? "}
_RESERVE = "Ob gefördert wird, entscheidet der Fördergeber."


@dataclass(frozen=True, slots=True)
class Leaving:
    """A comparison as it may leave the window: the columns that anybody may see, and the titles of those that stay."""

    view: CompareView = field(default_factory=CompareView)
    kept: tuple[str, ...] = ()


def present_leaving(library: Library, ids: Sequence[str], today: date) -> Leaving:
    """Make the comparison that may leave, held against each other without those that stay; meant for a worker thread.

    Args:
        library: the knowledge.
        ids: of what is compared.
        today: the day that windows and freshness are held against.
    """
    outside = part(library, ids)
    return Leaving(present_comparison(outside.library, ids, today), outside.kept)


def as_text(view: CompareView, *, only_differences: bool = False) -> str:
    """Return the comparison with tabulators between the columns; spreadsheets take it over cell by cell."""
    lines = [["", "", *(column.title for column in view.columns)]]
    lines += [
        [row.label, LIKENESS_WORDS[row.likeness], *(_plain(cell) for cell in row.cells)]
        for row in view.shown(only_differences=only_differences)
    ]
    told = ["\t".join(_flat(part) for part in line) for line in lines]
    return "\n".join((*told, "", *foot_lines(view))) + "\n"


def foot_lines(view: CompareView) -> tuple[str, ...]:
    """Return what stands below the table: the age of the knowledge, what is open, where it is from."""
    lines = _standing_lines(view)
    for column in view.columns:
        lines += [f"{column.title}, offen: {gap}" for gap in column.gaps]
    for column in view.columns:
        lines += [f"{column.title}, Quelle: {source}" for source in column.sources]
    return tuple(lines)


def _standing_lines(view: CompareView) -> list[str]:
    lines = [f"{view.standing}. {_RESERVE}"]
    if view.stale:
        lines.append("Der Stand ist alt: Was erlaubt oder offen war, heißt hier „Stand prüfen“.")
    return lines


def as_table(view: CompareView, *, only_differences: bool = False) -> str:
    """Return the comparison as an HTML table that Word and Outlook take over as one."""
    return f"<html><body>{_table(view, only_differences=only_differences)}{_foot(view)}</body></html>"


def as_print(view: CompareView, *, only_differences: bool = False) -> str:
    """Return the comparison as HTML for paper; what is open stands below the table in full, so not within it."""
    told = replace(view, rows=tuple(row for row in view.rows if row.label != GAPS))
    heading = "<h3>Programme im Vergleich</h3>"
    return f"<html><body>{heading}{_table(told, only_differences=only_differences)}{_foot(view)}</body></html>"


def _table(view: CompareView, *, only_differences: bool) -> str:
    share = 82 // max(len(view.columns), 1)
    head = "".join(
        f'<th align="left" valign="top" width="{share}%">{escape(column.title)}<br>'
        f"<small>{escape(formatting.joined([column.meta, column.state.text]))}</small></th>"
        for column in view.columns
    )
    body = "".join(_html_row(row) for row in view.shown(only_differences=only_differences))
    return (
        '<table border="1" cellspacing="0" cellpadding="4" width="100%" style="border-collapse: collapse">'
        f'<thead><tr><th align="left" width="18%"></th>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def _html_row(row: Row) -> str:
    words = f"<br><small>{escape(_SIGN.get(row.likeness, '') + LIKENESS_WORDS[row.likeness])}</small>"
    cells = "".join(f'<td valign="top">{_html_cell(row, cell)}</td>' for cell in row.cells)
    return f'<tr><td valign="top"><b>{escape(row.label)}</b>{words}</td>{cells}</tr>'


def _html_cell(row: Row, cell: Cell) -> str:
    text = escape(cell.text)
    if row.likeness in _SIGN and not cell.missing:
        text = f"<b>{text}</b>"
    notes = [cell.note, "Quellen widersprechen sich" if cell.disputed else ""]
    return "<br>".join([text, *(f"<small>{escape(note)}</small>" for note in notes if note)])


def _foot(view: CompareView) -> str:
    standing = "".join(f"<p><small>{escape(line)}</small></p>" for line in _standing_lines(view))
    gaps = [(column.title, column.gaps) for column in view.columns if column.gaps]
    sources = [(column.title, column.sources) for column in view.columns if column.sources]
    return standing + _notes(GAPS, gaps) + _notes("Quellen", sources)


def _notes(heading: str, notes: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return notes below each other, under the programmes they belong to."""
    told = "".join(
        f"<p><small><b>{escape(title)}</b><br>{'<br>'.join(escape(line) for line in lines)}</small></p>"
        for title, lines in notes
    )
    return f"<p><b>{escape(heading)}</b></p>{told}" if told else ""


def _plain(cell: Cell) -> str:
    disputed = "Quellen widersprechen sich" if cell.disputed else ""
    remark = "; ".join(part for part in (cell.note, disputed) if part)
    return f"{cell.text} ({remark})" if remark else cell.text


def _flat(text: str) -> str:
    """Return a text that does not leave its cell; nothing in it is taken for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line[:1] in ("=", "+", "-", "@") else line
