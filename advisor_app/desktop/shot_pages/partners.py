"""Pictures of the page of partners."""

from __future__ import annotations

from advisor_app.desktop.app import Face
from advisor_app.desktop.pages.partners.page import PartnersPage
from advisor_app.desktop.presenters.partners_map import MapMode
from advisor_app.desktop.shot_kit import Act, Shot, in_all_looks, page, then


def _do(step: str, *values: object) -> Act:
    """Do something on the page, by the name of its slot."""

    def act(face: Face) -> None:
        shown = face.window.page("partners")
        if isinstance(shown, PartnersPage):
            getattr(shown, step)(*values)

    return act


def _typed(text: str) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("partners")
        if isinstance(shown, PartnersPage):
            shown.field.edit.setFocus()
            shown.field.edit.setText(text)
            shown.suggest(text)

    return act


_OPEN = page("partners")
_WITTEN = then(_OPEN, _do("look_up", "Witten"))
_POINTS = then(_OPEN, _do("choose_mode", MapMode.SPOTS))
SHOTS = (
    *in_all_looks("partners", _WITTEN),
    *in_all_looks("partners-overview", _OPEN),
    *in_all_looks("partners-points", _POINTS),
    *in_all_looks("partners-list", then(_WITTEN, _do("show_list"))),
    Shot(name="partners-district", act=then(_OPEN, _do("choose_district", "05954"))),
    Shot(name="partners-typing", act=then(_OPEN, _typed("wi"))),
    Shot(name="partners-asks", act=then(_OPEN, _do("look_up", "40721"))),
    Shot(name="partners-unknown", act=then(_OPEN, _do("look_up", "Halle (Saale)"))),
    Shot(name="partners-events", act=then(_OPEN, _do("choose_mode", MapMode.EVENTS))),
    Shot(
        name="partners-filtered",
        act=then(_OPEN, _do("choose_group", "science"), _do("toggle_filter", "competence", "ki")),
    ),
    Shot(name="partners-reading", act=then(_WITTEN, _do("read", "ihk-mittleres-ruhrgebiet"))),
    Shot(name="partners-compact-side", act=then(_WITTEN, _do("show_side")), size=(900, 640)),
)
