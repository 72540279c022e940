"""Pictures of what is marked."""

from __future__ import annotations

from advisor_app.desktop.app import Face
from advisor_app.desktop.shot_kit import Shot, in_all_looks, page, then

_IDS = ("mid-digitale-sicherheit", "zim-einzel", "ihk-mittleres-ruhrgebiet", "robotik", "go-digital")


def _mark(face: Face) -> None:
    face.window.tools.marks.replace(_IDS)


SHOTS = (*in_all_looks("marked", then(_mark, page("marked"))), Shot(name="marked-empty", act=page("marked")))
