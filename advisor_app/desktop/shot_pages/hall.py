"""Pictures of the hall and of the window turned round to a client."""

from __future__ import annotations

from PySide6.QtCore import Qt

from advisor_app.desktop.app import Face
from advisor_app.desktop.shot_kit import Act, Shot, in_all_looks, settle, then
from advisor_app.desktop.theme import Appearance


def _hall(item_id: str, *, turns: int = 0, dark: bool = False) -> Act:
    """Read an item in the hall, in a window of the size of the picture: the screen has another one."""

    def act(face: Face) -> None:
        window = face.window
        window.guide.show_item(item_id)
        settle()
        size = window.size()
        window.client.toggle_hall()
        settle()
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(size)
        sheet = window.client.hall.sheet
        if sheet is not None:
            for _ in range(turns):
                sheet.turn_on()
            if dark:
                sheet.toggle_light()

    return act


def _marked(*ids: str) -> Act:
    def act(face: Face) -> None:
        face.window.tools.marks.add(ids)

    return act


def _client(face: Face) -> None:
    face.window.client.view.toggle()


def _search(text: str) -> Act:
    def act(face: Face) -> None:
        face.window.show_page("search")
        face.window.search.field.edit.setText(text)

    return act


_SECURITY = "mid-digitale-sicherheit"
_PROGRAMME = then(_marked("mid-digitalisierung", _SECURITY, "bafa-ebn"), _hall(_SECURITY))

SHOTS = (
    *(shot for shot in in_all_looks("hall", _PROGRAMME) if not shot.name.endswith(("-dark", "-contrast"))),
    Shot(name="hall-dark", act=_hall(_SECURITY, dark=True), appearance=Appearance.DARK),
    Shot(name="hall-contrast", act=_hall(_SECURITY, dark=True), appearance=Appearance.CONTRAST),
    Shot(name="hall-large", act=_PROGRAMME, size=(1920, 1080)),
    Shot(name="hall-may", act=_hall("forschungszulage")),
    Shot(name="hall-unclear", act=_hall("kfw-513-514")),
    Shot(name="hall-ended", act=_hall("go-digital")),
    Shot(name="hall-topic", act=_hall("cybersicherheit", turns=1)),
    Shot(name="hall-topic-compact", act=_hall("cybersicherheit", turns=1), size=(1024, 640)),
    Shot(name="hall-partner", act=_hall("nrwbank")),
    Shot(name="hall-partner-card", act=_hall("nrwbank", turns=2), size=(1024, 640)),
    Shot(name="hall-event", act=_hall("meistertag-nrw")),
    *in_all_looks("client-view", then(_search("it sicherheit"), _client)),
)
