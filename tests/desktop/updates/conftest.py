"""A window that receives updates; what its worker plays is said by the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from advisor_app.desktop.app import make_face
from advisor_app.desktop.settings import WindowSettings
from tests.desktop.conftest import RESOURCES, TODAY, MemoryLibrary, dispose
from tests.desktop.update_plays import NOW, PlayDesk
from tests.desktop.updates.acts import ROOT, rest


@pytest.fixture
def desk(tmp_path: Path) -> PlayDesk:
    """A desk whose worker plays what was said last."""
    return PlayDesk(tmp_path, root=ROOT)


@pytest.fixture
def libraries() -> list[MemoryLibrary]:
    """Those that are opened one after the other, the last one again and again."""
    return [MemoryLibrary()]


@pytest.fixture
def updating(
    app: QApplication, settings: WindowSettings, desk: PlayDesk, libraries: list[MemoryLibrary], qtbot: QtBot
) -> Iterator[Any]:
    """A window that receives updates; each opening takes the next library."""
    opened: list[MemoryLibrary] = []

    def open_library() -> MemoryLibrary:
        opened.append(libraries[min(len(opened), len(libraries) - 1)])
        return opened[-1]

    face = make_face(app, open_library, resources=RESOURCES, settings=settings, today=TODAY, updates=desk,
                     clock=lambda: NOW, first_page="search")  # fmt: skip
    face.window.resize(1366, 768)
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    rest(qtbot, face)
    yield face
    dispose(face)
