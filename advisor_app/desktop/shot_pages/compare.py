"""Pictures of programmes side by side."""

from __future__ import annotations

from datetime import date

from advisor_app.desktop.app import Face
from advisor_app.desktop.pages.compare.page import ComparePage
from advisor_app.desktop.shot_kit import Act, Shot, in_all_looks, page, then

_THREE = ("mid-digitale-sicherheit", "kfw-511-512", "bafa-unternehmensberatung")
_ALIKE = ("mid-digitale-sicherheit", "mid-digitalisierung")


def _with(*ids: str) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("compare")
        if isinstance(shown, ComparePage):
            shown.show_programmes(ids)

    return act


def _differences(face: Face) -> None:
    shown = face.window.page("compare")
    if isinstance(shown, ComparePage):
        shown.only.setChecked(True)


def _add(face: Face) -> None:
    shown = face.window.page("compare")
    if isinstance(shown, ComparePage):
        shown.pick_another()


def _compare(*ids: str) -> Act:
    return then(page("compare"), _with(*ids))


SHOTS: tuple[Shot, ...] = (
    *in_all_looks("compare", _compare(*_THREE)),
    Shot(name="compare-none", act=page("compare")),
    Shot(name="compare-one", act=_compare(_THREE[0])),
    Shot(name="compare-one-200-compact", act=_compare(_THREE[0]), size=(1024, 640), zoom=2.0),
    Shot(name="compare-four", act=_compare(*_THREE, "go-digital")),
    Shot(name="compare-differences", act=then(_compare(*_ALIKE), _differences)),
    Shot(name="compare-add", act=then(_compare(*_THREE), _add)),
    Shot(name="compare-add-compact", act=then(_compare(*_THREE), _add), size=(1024, 640)),
    Shot(name="compare-stale", act=_compare(*_THREE), day=date(2027, 1, 11)),
)
