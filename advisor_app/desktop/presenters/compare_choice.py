"""What can be added to a comparison: what was marked, what is related, or what a search finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.results import is_stale
from advisor_app.desktop.presenters.rows import present_row
from advisor_app.desktop.presenters.views import Library, RowView
from advisor_app.domain.programme import Programme
from advisor_app.search.model import Hit, SearchRequest, Snippet

FOUND = 30
_RELATED = 12
_NO_SUCCESSOR = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """Rows to choose from, what they are, and which of the marked programmes are not compared yet."""

    heading: str
    rows: tuple[RowView, ...]
    marked: tuple[str, ...]


def present_choice(
    library: Library, text: str, *, taken: Sequence[str], marks: Sequence[str], today: date
) -> ChoiceView:
    """Make the view; meant for a worker thread.

    Args:
        library: the knowledge.
        text: what is looked for; "" offers what was marked and what is related.
        taken: ids of the programmes that are compared already.
        marks: ids of everything that was marked.
        today: the day windows and freshness are held against.
    """
    marked = tuple(
        code for code, item in library.items(tuple(marks)).items() if isinstance(item, Programme) and code not in taken
    )
    if text.strip():
        return _found(library, text, taken=taken, marked=marked, today=today)
    related = tuple(code for code in _related(library, taken) if code not in marked)
    words = [word for word, codes in (("gemerkt", marked), ("verwandt", related)) if codes]
    heading = f"{formatting.listed(words).capitalize()}" if words else ""
    return ChoiceView(heading=heading, rows=_rows(library, (*marked, *related), today), marked=marked)


def _found(library: Library, text: str, *, taken: Sequence[str], marked: tuple[str, ...], today: date) -> ChoiceView:
    request = SearchRequest(text=text, filters={"kind": ("programme",)}, limit=FOUND, snippets=0)
    ids = tuple(hit.id for hit in library.search(request).hits if hit.id not in taken)
    heading = formatting.count(len(ids), "Programm", "Programme") if ids else "Nichts gefunden"
    return ChoiceView(heading=heading, rows=_rows(library, ids, today), marked=marked)


def _related(library: Library, taken: Sequence[str]) -> tuple[str, ...]:
    """Return what the programmes that are compared point to, or share topics with; the nearest first."""
    items = [item for item in library.items(tuple(taken)).values() if isinstance(item, Programme)]
    topics = {code for item in items for code in item.related.topics}
    weights = Counter(code for item in items for code in (*item.related.programmes, *item.successor) if code)
    named = Counter({code: 10 * count for code, count in weights.items() if code != _NO_SUCCESSOR})
    if topics:
        for other in library.outlines().programmes:
            shared = len(topics.intersection(other.related.topics))
            if shared:
                named[other.id] += shared
    return tuple(code for code, _ in named.most_common() if code not in taken)[:_RELATED]


def _rows(library: Library, ids: Sequence[str], today: date) -> tuple[RowView, ...]:
    stale = is_stale(library, today)
    return tuple(
        present_row(item, _as_hit(item), labels=library, today=today, stale=stale)
        for item in library.items(tuple(ids)).values()
        if isinstance(item, Programme)
    )


def _as_hit(item: Programme) -> Hit:
    return Hit(id=item.id, kind="programme", title=item.title, score=0.0, snippet=Snippet(text=""))
