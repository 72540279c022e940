"""What the reader marked, as rows, and what can be done with all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.outside import part
from advisor_app.desktop.presenters.results import is_stale
from advisor_app.desktop.presenters.rows import present_row
from advisor_app.desktop.presenters.views import Library, RowView
from advisor_app.domain import Kind

# So many programmes stand side by side at most.
COMPARED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedView:
    """The marked items.

    Args:
        rows: those that the library holds, in the order in which they were marked.
        programmes: ids of the programmes among them.
        partners: ids of the partners among them.
        gone: ids that the library does not hold.
        headline: how many of which kind.
        plain: those that may leave the window as text, with the source of each, and how many stay; "" if all stay.
        kept: titles of those that stay.
    """

    rows: tuple[RowView, ...]
    programmes: tuple[str, ...]
    partners: tuple[str, ...]
    gone: tuple[str, ...]
    headline: str
    plain: str
    kept: tuple[str, ...]


def present_marked(ids: Sequence[str], library: Library, today: date) -> MarkedView:
    """Make the view; meant for a worker thread.

    Args:
        ids: the marked ids.
        library: where they are looked up.
        today: the day freshness and windows are held against.
    """
    items, outside = library.items(ids), part(library, ids)
    stale = is_stale(library, today)
    given = [present_row(item, labels=outside.library, today=today, stale=stale) for item in outside.items.values()]
    rows = tuple(present_row(item, labels=library, today=today, stale=stale) for item in items.values())
    return MarkedView(
        rows=rows,
        programmes=tuple(row.id for row in rows if row.kind == Kind.PROGRAMME),
        partners=tuple(row.id for row in rows if row.kind == Kind.PARTNER),
        gone=tuple(item_id for item_id in ids if item_id not in items),
        headline=_headline(rows),
        plain=_plain(given, len(outside.kept)),
        kept=outside.kept,
    )


def _headline(rows: Sequence[RowView]) -> str:
    words = {
        Kind.PROGRAMME: ("Programm", "Programme"),
        Kind.TOPIC: ("Thema", "Themen"),
        Kind.PARTNER: ("Partner", "Partner"),
        Kind.EVENT: ("Termin", "Termine"),
    }
    counts = {kind: sum(row.kind == kind for row in rows) for kind in words}
    return formatting.joined([formatting.count(count, *words[kind]) for kind, count in counts.items() if count])


def _plain(rows: Sequence[RowView], kept: int) -> str:
    """Return rows as text; how many others there are is told, what they are is not."""
    if not rows:
        return ""
    stay = "bleibt" if kept == 1 else "bleiben"
    more = f"{formatting.count(kept, 'Eintrag', 'Einträge')} nur für das Netzwerk {stay} im Beratungskoffer"
    return "\n".join([*map(_line, rows), *([more] if kept else [])])


def _line(row: RowView) -> str:
    figure = formatting.joined([row.figure, row.cap])
    return formatting.joined([row.title, row.meta, figure, row.stand.text, row.source_url])
