"""The size class as it leaves the window: as text, as a table for Word and Outlook, and for paper with the picture."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_size_views import NOTHING, CountRow, SizeView

PURPOSE = "Vorbereitung der KMU-Erklärung"
RESERVE = (
    "Das ist nicht die KMU-Erklärung selbst: Die gibt das Unternehmen gegenüber dem Fördergeber ab, auf dessen "
    "Vordruck und mit den Zahlen des letzten Jahresabschlusses. Ob sie zutrifft, prüft der Fördergeber."
)
_HEADS = ("Wer", "Wie es zählt", "Anteil", "Beschäftigte", "Jahresumsatz", "Bilanzsumme", "Grundlage")


def twin(view: SizeView) -> str:
    """Return the picture in words: a line for every box, indented behind the one it was told under."""
    return "\n".join(f"{formatting.NBSP * 4 * len(box.path)}{box.spoken}" for box in view.boxes)


def as_text(view: SizeView) -> str:
    """Return all of it as plain text; columns are parted by tabulators."""
    lines = [
        f"{PURPOSE}: {view.company}",
        f"Größenklasse: {view.answer}",
        view.because,
        "",
        "Beteiligungen",
        *(f"{'  ' * len(box.path)}- {box.spoken}" for box in view.boxes),
        "",
        "Rechnung",
        "\t".join(_HEADS),
        *("\t".join(flat(cell) for cell in _cells(row)) for row in view.rows),
        "",
        "Grenzen (Beschäftigte, und dazu Umsatz oder Bilanzsumme)",
        *(f"{row.label}: {row.value}; kleinst / klein / mittel {row.limit}; also {row.level}" for row in view.limits),
        "",
        *(f"{notice.title}: {notice.text}" for notice in view.notices),
        "",
        *foot(view),
    ]
    return "\n".join(lines) + "\n"


def foot(view: SizeView) -> Iterator[str]:
    """Yield what stands below: what it rests on, when it was worked out, what it is not."""
    asked = f"Angaben vom {view.as_of}" if view.as_of else ""
    yield formatting.joined([view.source, asked, f"gerechnet am {formatting.as_of(view.today)}"])
    yield RESERVE


def as_html(view: SizeView, picture: str = "") -> str:
    """Return all of it as HTML.

    Args:
        view: the size class.
        picture: an `img` element, "" for none; the picture in words stands below it.
    """
    spoken = "".join(f"<li>{escape(box.spoken)}</li>" for box in view.boxes)
    notices = "".join(
        f"<li><b>{escape(formatting.sentence(notice.title))}</b> {escape(notice.text)}</li>" for notice in view.notices
    )
    return (
        f"<html><body><h2>{PURPOSE}</h2><p>{escape(view.company)}</p>"
        f"<h3>{escape(view.answer)}</h3><p>{escape(view.because)}</p>"
        f"{f'<p>{picture}</p>' if picture else ''}<ul>{spoken}</ul>"
        f"<h4>Rechnung</h4>{count_table(view)}<h4>Grenzen</h4>{limit_table(view)}"
        f"{f'<h4>Zu beachten</h4><ul>{notices}</ul>' if notices else ''}"
        f"{''.join(f'<p><small>{escape(line)}</small></p>' for line in foot(view))}</body></html>"
    )


def count_table(view: SizeView, *, ruled: bool = True) -> str:
    """Return the calculation as an HTML table.

    Args:
        view: the size class.
        ruled: with lines between the cells, for other programs and paper.
    """
    heads = ("Wer", "Anteil", "Beschäftigte", "Jahresumsatz", "Bilanzsumme")
    head = "".join(f'<th align="{_side(place)}">{escape(words)}</th>' for place, words in enumerate(heads))
    return _table(head, "".join(_row(row) for row in view.rows), ruled=ruled)


def count_list(view: SizeView) -> str:
    """Return the calculation as paragraphs, where a table has no room."""
    return "".join(_paragraph(row) for row in view.rows)


def _paragraph(row: CountRow) -> str:
    amounts = (f"Beschäftigte {row.headcount}", f"Umsatz {row.turnover}", f"Bilanzsumme {row.balance}")
    counted = formatting.joined([row.weight, *amounts]) if row.headcount != NOTHING else ""
    lines = [f"<b>{escape(row.name)}</b>", escape(formatting.joined([row.how, row.source])), escape(counted)]
    return f"<p>{'<br>'.join(line for line in lines if line)}</p>"


def limit_table(view: SizeView, *, ruled: bool = True) -> str:
    """Return the limits as an HTML table; see `count_table`."""
    heads = ("", "Hier", "Grenzen kleinst / klein / mittel", "Also")
    head = "".join(f'<th align="left">{words}</th>' for words in heads)
    rows = "".join(
        f"<tr><td>{escape(row.label)}</td><td><b>{escape(row.value)}</b></td><td>{escape(row.limit)}</td>"
        f"<td>{escape(row.level)}</td></tr>"
        for row in view.limits
    )
    return _table(head, rows, ruled=ruled)


def _table(head: str, rows: str, *, ruled: bool) -> str:
    lines = 'border="1" cellpadding="4" style="border-collapse: collapse"' if ruled else ""
    return f'<table {lines} cellspacing="0" width="100%"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(row: CountRow) -> str:
    bold = ' style="font-weight: 600"' if row.is_sum else ""
    how = formatting.joined([row.how, row.source])
    who = f'<td{bold} valign="top">{escape(row.name)}<br><span class="note"><small>{escape(how)}</small></span></td>'
    cells = (
        f'<td align="right" valign="top"{bold}>{escape(words)}</td>'
        for words in (row.weight, row.headcount, row.turnover, row.balance)
    )
    return f"<tr>{who}{''.join(cells)}</tr>"


def _cells(row: CountRow) -> tuple[str, ...]:
    return (row.name, row.how, row.weight, row.headcount, row.turnover, row.balance, row.source)


def flat(text: str) -> str:
    """Return a text that does not leave its cell; nothing in it is taken for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line[:1] in ("=", "+", "-", "@") else line


def _side(place: int) -> str:
    return "right" if place else "left"
