"""Pictures of the calendar."""

from __future__ import annotations

from datetime import date

from advisor_app.desktop.app import Face
from advisor_app.desktop.pages.events.page import EventsPage
from advisor_app.desktop.pages.events.top_bar import AGENDA, UNDATED
from advisor_app.desktop.shot_kit import Act, Shot, in_all_looks, page, then


def _day(day: date) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("events")
        if isinstance(shown, EventsPage):
            shown.choose_day(day)

    return act


def _mode(mode: str) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("events")
        if isinstance(shown, EventsPage):
            shown.show_mode(mode)

    return act


def _filter(*wanted: tuple[str, str]) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("events")
        if isinstance(shown, EventsPage):
            for facet, code in wanted:
                shown.toggle_filter(facet, code)

    return act


def _read(item_id: str) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("events")
        if isinstance(shown, EventsPage):
            shown.open_item(item_id)

    return act


_MONTH = then(page("events"), _day(date(2026, 12, 31)))
_AGENDA = then(page("events"), _mode(AGENDA))
SHOTS: tuple[Shot, ...] = (
    *in_all_looks("events-month", _MONTH),
    *in_all_looks("events-agenda", _AGENDA),
    Shot(name="events-undated", act=then(page("events"), _mode(UNDATED))),
    Shot(name="events-reading", act=then(_MONTH, _read("klimaanpassung-unternehmen-nrw")), size=(1440, 900)),
    Shot(name="events-reading-compact", act=then(_MONTH, _read("bafa-ebn")), size=(1024, 640)),
    Shot(name="events-nothing", act=then(_MONTH, _filter(("kind", "lottery"), ("theme", "ki")))),
    Shot(name="events-filtered", act=then(_AGENDA, _filter(("kind", "programme_end"), ("future", "")))),
)
