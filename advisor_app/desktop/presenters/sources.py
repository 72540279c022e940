"""Sources and freshness: which numbers stand behind a fact, and how fresh an item is."""

from __future__ import annotations

from datetime import date, timedelta

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import Labels, Mark, SourceView
from advisor_app.domain.item import Certainty, Item, Source, SourceKind

OLD_DAYS = 365
DUE_DAYS = 30

_KINDS = {
    SourceKind.OFFICIAL: "amtlich",
    SourceKind.LAW: "Gesetz oder Richtlinie",
    SourceKind.CHAMBER: "Kammer",
    SourceKind.SECONDARY: "Sekundärquelle",
    SourceKind.OWN_KNOWLEDGE: "Fachwissen",
}
_CERTAINTY = {
    Certainty.A: ("rosette-discount-check", "ok"),
    Certainty.B: ("book", "text2"),
    Certainty.C: ("zoom-question", "warn"),
}


def certainty_mark(item: Item, labels: Labels) -> Mark:
    """Return how well an item is supported."""
    icon, tone = _CERTAINTY[item.review.certainty]
    return Mark(icon=icon, tone=tone, text=labels.label("certainties", item.review.certainty))


def ids_behind(item: Item, *paths: str) -> tuple[str, ...]:
    """Return the ids of the sources behind fields, in order and once each.

    A path is covered by itself, by a prefix (`amounts` for `amounts.rate_pct`) and by what lies below it.
    """
    found: dict[str, None] = {}
    for path in paths:
        for key, ids in (item.fact_sources or {}).items():
            if key == path or path.startswith(f"{key}.") or key.startswith(f"{path}."):
                found.update(dict.fromkeys(ids))
    return tuple(found)


def numbers(item: Item, ids: tuple[str, ...]) -> tuple[int, ...]:
    """Return the numbers of sources as they stand in the strip, counted from 1."""
    order = {source.id: index for index, source in enumerate(item.sources, 1)}
    return tuple(order[identifier] for identifier in ids if identifier in order)


def refs(item: Item, *paths: str) -> tuple[int, ...]:
    """Return the numbers of the sources behind fields."""
    return numbers(item, ids_behind(item, *paths))


def newest_as_of(item: Item, *paths: str) -> str:
    """Return the newest as-of date behind fields (of all sources if none is named), as it was written."""
    chosen = ids_behind(item, *paths) if paths else tuple(source.id for source in item.sources)
    dated = [source for source in item.sources if source.as_of and source.id in chosen]
    return max((source.as_of for source in dated), default="")


def item_as_of(item: Item) -> str:
    """Return the as-of date an item stands for: the newest of the sources its facts rest on."""
    behind = tuple(item.fact_sources or {})
    return (newest_as_of(item, *behind) if behind else "") or newest_as_of(item)


def stand_mark(item: Item, today: date) -> Mark:
    """Return the as-of date with its state: fresh, old (or soon due for a check), or to be checked."""
    shown = item_as_of(item)
    text = f"Stand {formatting.as_of(shown) or 'undatiert'}"
    due = formatting.earliest(item.review.review_by)
    if item.review.certainty is Certainty.C or (due is not None and due < today):
        return Mark(icon="zoom-question", tone="warn", text=text)
    first = formatting.earliest(shown)
    old = first is not None and (today - first).days > OLD_DAYS
    if old or (due is not None and due - today <= timedelta(days=DUE_DAYS)):
        return Mark(icon="progress", tone="warn", text=text)
    return Mark(icon="clock", tone="text3", text=text)


def source_views(item: Item) -> tuple[SourceView, ...]:
    """Return the sources of an item for the strip."""
    return tuple(_view(source, number) for number, source in enumerate(item.sources, 1))


def _view(source: Source, number: int) -> SourceView:
    read = f"gelesen {formatting.as_of(source.read_on)}" if source.read_on else "Adresse bekannt, nicht gelesen"
    return SourceView(
        number=number,
        id=source.id,
        title=source.title or formatting.host(source.url),
        address=formatting.host(source.url),
        url=source.url,
        stand=f"Stand {formatting.as_of(source.as_of)}" if source.as_of else "undatiert",
        detail=formatting.joined([_KINDS[source.kind], read]),
        read=bool(source.read_on),
    )


def checked_text(item: Item) -> str:
    """Return when an item was checked last."""
    return f"geprüft {formatting.as_of(item.review.checked_on)}"


def review_mark(item: Item, today: date) -> Mark:
    """Return when an item is checked again, marked if that day has passed."""
    due = formatting.earliest(item.review.review_by)
    shown = formatting.as_of(item.review.review_by)
    if due is not None and due < today:
        return Mark(icon="zoom-question", tone="warn", text=f"Prüfung seit {shown} überfällig")
    return Mark(icon="calendar-repeat", tone="text2", text=f"wieder am {shown}")
