"""Rows of the result list, one shape for all four kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import programme_facts as key_facts
from advisor_app.desktop.presenters.others import served, when
from advisor_app.desktop.presenters.outside import PublicLabels, may_go_out
from advisor_app.desktop.presenters.sources import stand_mark
from advisor_app.desktop.presenters.topics_words import maturity_mark
from advisor_app.desktop.presenters.views import Labels, Mark, RowView
from advisor_app.domain import Event, Item, Partner, Programme, Topic, kind_of
from advisor_app.domain.programme import Level
from advisor_app.domain.window import WindowState
from advisor_app.search.model import Hit

_SHORT_NAME = 18


def present_row(item: Item, hit: Hit | None = None, *, labels: Labels, today: date, stale: bool = False) -> RowView:
    """Make the row of an item.

    Args:
        item: what was found, or is listed.
        hit: where and how it was found; None where nothing was searched for.
        labels: knows the words behind codes.
        today: the day freshness and windows are held against.
        stale: the knowledge as a whole is too old to promise anything.
    """
    base = RowView(
        id=item.id,
        kind=kind_of(item).value,
        title=item.title,
        title_marks=hit.title_marks if hit is not None and hit.title == item.title else (),
        meta=kind_label(item, labels),
        stand=stand_mark(item, today),
        snippet=hit.snippet.text if hit is not None else "",
        source_url=item.sources[0].url if item.sources else "",
    )
    row = _dressed(base, item, labels, today, stale=stale)
    return replace(row, outside=_outside(row, item, labels))


def _outside(row: RowView, item: Item, labels: Labels) -> str:
    """Return what a row says as it may leave the window, "" for one that stays; nobody who is not public is named."""
    if not may_go_out(item):
        return ""
    if isinstance(item, Event):
        return replace(row, meta=kind_label(item, PublicLabels(labels))).spoken
    return row.spoken


def kind_label(item: Item, labels: Labels) -> str:
    """Return what an item is, in one line."""
    if isinstance(item, Programme):
        types = formatting.listed([labels.label("funding_types", code) for code in item.funding_types[:2]])
        return formatting.joined([types, giver(item, labels), key_facts.audience(item, labels)])
    if isinstance(item, Topic):
        return formatting.joined(["Thema", labels.label("ris_fields", item.ris_field)])
    if isinstance(item, Partner):
        city = item.address.city if item.address else ""
        return formatting.joined([labels.label("partner_kinds", item.partner_kind), city])
    if isinstance(item, Event):
        organiser = labels.items((item.organiser,)).get(item.organiser)
        return formatting.joined(["Termin", organiser.title if organiser else ""])
    msg = f"no row for {type(item).__name__}"
    raise TypeError(msg)


def giver(item: Programme, labels: Labels) -> str:
    """Return who gives, short enough for a row: a long ministry is named by its level."""
    name = item.funder.name.split(" (")[0]
    if len(name) <= _SHORT_NAME:
        return name
    return "Land NRW" if item.level is Level.LAND else labels.label("levels", item.level)


def _dressed(base: RowView, item: Item, labels: Labels, today: date, *, stale: bool) -> RowView:
    if isinstance(item, Programme):
        return _programme(base, item, labels, today, stale=stale)
    if isinstance(item, Topic):
        return _topic(base, item, labels)
    if isinstance(item, Partner):
        return _partner(base, item, labels)
    if isinstance(item, Event):
        return _event(base, item, labels)
    return base


def _programme(base: RowView, item: Programme, labels: Labels, today: date, *, stale: bool) -> RowView:
    window = key_facts.window_mark(item, labels, today)
    if key_facts.state_of(item, today) is WindowState.CLOSED:
        since = formatting.as_of((item.valid_to or item.window.open_to)[:7])
        onward = next((code for code in item.successor if code != "none"), "")
        badge = Mark(icon="arrow-right", tone="accent", text="Nachfolger ansehen") if onward else None
        return replace(base, cap=f"beendet {since}".strip(), badge=badge, state=window, muted=True,
                       onward=onward)  # fmt: skip
    part = key_facts.share(item)
    # A share that a bank lends would read like a grant rate here.
    rate = part.text if part.label in (key_facts.RATE, key_facts.GUARANTEE) else ""
    cap, noun, _ = key_facts.cap(item)
    of = {key_facts.COUNTED: "Kosten ", key_facts.CREDIT: "Kredit "}.get(noun, "")
    limited = f"{of}bis {cap}" if cap else ""
    shown = (rate, limited) if rate else (limited, "")
    if key_facts.window_capped(item, today, stale=stale):
        window = _capped_window(window, beside_check=key_facts.start_capped(item, stale=stale))
    badge = key_facts.start_mark(item, labels, stale=stale)
    return replace(base, figure=shown[0], cap=shown[1], badge=badge, state=window)


def _capped_window(window: Mark, *, beside_check: bool) -> Mark:
    """Return the window of a row in old knowledge; the row says "Stand prüfen" once."""
    if beside_check:
        return Mark(icon=window.icon, tone="text2", text=key_facts.last_known(window.text))
    return key_facts.check_mark()


def _topic(base: RowView, item: Topic, labels: Labels) -> RowView:
    badge = maturity_mark(item.maturity, labels, filled=True)
    programmes = len(item.related.programmes)
    state = Mark(icon="file-text", tone="text2", text=formatting.count(programmes, "Programm", "Programme"))
    return replace(base, badge=badge, state=state if programmes else None)


def _partner(base: RowView, item: Partner, labels: Labels) -> RowView:
    areas = served(item, labels)
    area = areas[0] if len(areas) == 1 else formatting.count(len(areas), "Gebiet", "Gebiete") if areas else ""
    themes = formatting.listed([labels.label("themes", code) for code in item.competences[:2]])
    badge = Mark(icon="map-pin", tone="info", text=area, filled=True) if area else None
    state = Mark(icon="bulb", tone="text2", text=themes) if themes else None
    return replace(base, badge=badge, state=state)


def _event(base: RowView, item: Event, labels: Labels) -> RowView:
    badge = Mark(icon="calendar-event", tone="info", text=labels.label("event_formats", item.format), filled=True)
    place = item.place.name if item.place else "Online" if item.online else ""
    state = Mark(icon="map-pin", tone="text2", text=place) if place else None
    shown = when(item)
    if not item.starts_at and not item.cancelled:
        state = Mark(icon="calendar-repeat", tone="text2", text=shown) if shown else state
        shown = ""
    return replace(base, figure=shown, badge=badge, state=state, muted=item.cancelled)
