"""The editor of a fact by itself, as the page that has the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from pytestqt.qtbot import QtBot

from advisor_app.desktop.pages.check.fact_editor import FactEditor
from advisor_app.desktop.presenters.check_editor import EditorTables
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from tests.desktop.conftest import RESOURCES, TODAY, MemoryLibrary
from tests.desktop.lone_page import bring_up, lone_tools


@cache
def editor_tables() -> EditorTables:
    """Return what is looked up in, read once; frozen, so that tests may share it."""
    return EditorTables.of(MemoryLibrary(), RESOURCES / "geodata", TODAY)


@contextmanager
def lone_editor(theme: Theme, settings: WindowSettings, qtbot: QtBot, *, height: int) -> Iterator[FactEditor]:
    """Give an editor 900 pixels wide."""
    with lone_tools(theme, settings) as tools:
        made = FactEditor(tools=tools)
        qtbot.addWidget(made)
        made.use(editor_tables())
        made.resize(900, height)
        bring_up(made, qtbot)
        yield made
