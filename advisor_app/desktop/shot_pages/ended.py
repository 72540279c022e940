"""Pictures of what has ended."""

from __future__ import annotations

from advisor_app.desktop.app import Face
from advisor_app.desktop.pages.ended.page import EndedPage
from advisor_app.desktop.shot_kit import Act, Shot, in_all_looks, page, then


def _choose(item_id: str) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("ended")
        if isinstance(shown, EndedPage):
            entries = shown.entries
            entries.list.setCurrentIndex(entries.model.index(entries.model.find(item_id), 0))

    return act


def _open(face: Face) -> None:
    shown = face.window.page("ended")
    if isinstance(shown, EndedPage):
        shown.open_chosen()


def _ask(text: str) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("ended")
        if isinstance(shown, EndedPage):
            shown.entries.field.edit.setText(text)

    return act


def _read(item_id: str) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("ended")
        if isinstance(shown, EndedPage):
            shown.read(item_id)

    return act


_CHOSEN = then(page("ended"), _choose("go-digital"))
SHOTS: tuple[Shot, ...] = (
    *in_all_looks("ended", _CHOSEN),
    Shot(name="ended-similar", act=then(page("ended"), _choose("ressource-nrw"))),
    Shot(name="ended-soon", act=then(page("ended"), _choose("invest"))),
    Shot(name="ended-found", act=then(page("ended"), _ask("godigital"))),
    Shot(name="ended-nothing", act=then(page("ended"), _ask("Wasserstoffzug"))),
    Shot(name="ended-detail-200-compact", act=then(_CHOSEN, _open), size=(1024, 640), zoom=2.0),
    Shot(name="ended-reading", act=then(_CHOSEN, _read("mid-digitalisierung")), size=(1440, 900)),
)
