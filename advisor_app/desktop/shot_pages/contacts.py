"""Pictures of the ways to hand contacts on."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea

from advisor_app.desktop.app import Face
from advisor_app.desktop.shot_kit import Act, Shot, in_all_looks, settle, then
from advisor_app.desktop.widgets.contact_actions import ContactActions


def _read(item_id: str) -> Act:
    def act(face: Face) -> None:
        face.window.guide.show_item(item_id)

    return act


def _actions(face: Face) -> ContactActions | None:
    return face.window.search.findChild(ContactActions)


def _in_sight(face: Face) -> None:
    actions = _actions(face)
    area = face.window.search.reading.area
    if actions is not None and isinstance(area, QScrollArea):
        area.ensureWidgetVisible(actions, 0, 40)


def _square(face: Face) -> None:
    settle()
    actions = _actions(face)
    if actions is not None:
        actions.show_square()


SHOTS = (
    *in_all_looks("contacts", then(_read("nrwbank"), _in_sight)),
    *in_all_looks("contacts-square", then(_read("nrwbank"), _square)),
    Shot(name="contacts-event", act=then(_read("meistertag-nrw"), _in_sight)),
)
