"""Pictures of the start page."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QScrollArea

from advisor_app.desktop import shot_samples as samples
from advisor_app.desktop.app import Face
from advisor_app.desktop.pages.start.page import StartPage
from advisor_app.desktop.shot_kit import Shot, in_all_looks, page, then

_SINCE = "18.11."


def _news(face: Face) -> None:
    shown = face.window.page("start")
    if isinstance(shown, StartPage):
        shown.show_news(samples.FEED, since=_SINCE)


def _down(face: Face) -> None:
    for area in face.window.page("start").findChildren(QScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


_START = then(page("start"), _news)
SHOTS: tuple[Shot, ...] = (
    *in_all_looks("start", _START),
    Shot(name="start-nothing-received", act=page("start")),
    Shot(name="start-down-compact", act=then(_START, _down), size=(1024, 640)),
    Shot(name="start-down-200-compact", act=then(_START, _down), size=(1024, 640), zoom=2.0),
    Shot(name="start-stale", act=then(_START, _down), day=date(2027, 4, 20)),
)
