"""The real window around its pages: rail, foot, look, room, opening, faults, closing."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QDesktopServices, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from advisor_app.desktop import shot_kit, shots
from advisor_app.desktop.app import make_face
from advisor_app.desktop.crash_dialog import CrashDialog
from advisor_app.desktop.fault_words import words_for
from advisor_app.desktop.links import is_allowed
from advisor_app.desktop.page_makers import MAKERS
from advisor_app.desktop.page_stack import ABOUT, FRESHNESS, OPTIONS, SEARCH
from advisor_app.desktop.pages.search.result_panel import Shown
from advisor_app.desktop.theme import Appearance
from advisor_app.errors import EnvironmentFault, KnowledgeDamaged, KnowledgeMissing
from tests.desktop.conftest import RESOURCES, TODAY, MemoryLibrary, dispose
from tests.desktop.window.acts import dialog, idle, press, rows, type_text


def test_the_rail_opens_pages_and_escape_returns(window):
    for number, page in enumerate(window.rail.pages(), 1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert window._stack.currentWidget() is window.page(page)
    press(window, Qt.Key.Key_Escape)
    assert window._stack.currentWidget() is window.page("start")


def test_freshness_leads_to_the_entries(window, qtbot):
    window.show_freshness()
    button = next(button for button in window.page("freshness").findChildren(QPushButton)
                  if button.accessibleName() == "1 Partner ansehen")  # fmt: skip
    button.click()
    idle(qtbot, window)
    assert window._stack.currentWidget() is window.search
    assert rows(window) == ["ihk-mittleres-ruhrgebiet"]


def test_the_status_line_tells_counts_and_age(window):
    assert "3\u00a0Programme" in window.status_line.text
    assert "20.11.2026, vor 3\u00a0Tagen" in window.status_line.text
    assert window.banner_box.isHidden()


def test_stale_knowledge_is_said_aloud(open_face, qtbot):
    old = MemoryLibrary(as_of="2026-10-20")
    face = open_face(lambda: old)
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    assert face.window.banner.isVisible()
    assert "34 Tage alt" in face.window.banner.accessibleName()


def test_keys_overview_opens(window):
    press(window, Qt.Key.Key_F1)
    assert isinstance(dialog(), QDialog)
    assert dialog().windowTitle() == "Tasten"
    dialog().accept()


def test_zoom_and_appearance_are_kept(window, settings):
    press(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    window.look.choose_appearance(Appearance.DARK)
    assert (settings.zoom, settings.appearance) == (1.12, Appearance.DARK)
    press(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert settings.zoom == 1.0


# Dark takes as much room as light; high contrast has wider lines.
@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.CONTRAST])
def test_every_page_fits_into_1024_by_640(window, qtbot, zoom, appearance):
    window.look.choose_appearance(appearance)
    window.look.choose_zoom(zoom)
    window.resize(1024, 640)
    for page in (*MAKERS, SEARCH, FRESHNESS, OPTIONS, ABOUT):
        window.show_page(page)
        idle(qtbot, window)
        assert window.minimumSizeHint().width() <= 1024, page
        assert window.minimumSizeHint().height() <= 640, page
        assert (window.width(), window.height()) == (1024, 640)
        assert not window.grab().isNull()


def test_a_picture_of_a_screen_can_be_taken(app, library, tmp_path, monkeypatch):
    monkeypatch.setattr(shot_kit, "_SETTLE_MS", 30)
    wanted = next(shot for shot in shots.SHOTS if shot.name == "keys")
    target = shots.take(app, replace(wanted, size=(1024, 640)), lambda: library, resources=RESOURCES, folder=tmp_path)
    assert QImage(str(target)).size().toTuple() == (1024, 640)
    assert library.closed


def test_loading_shapes_appear_only_if_opening_takes_a_while(open_face, library, qtbot):
    library.gate.clear()
    face = open_face(lambda: library)
    results = face.window.search.results
    with qtbot.waitSignal(face.window.first_painted):
        face.window.show()
    assert results.shown is Shown.NOTHING
    qtbot.waitUntil(lambda: face.window.search.results.shown is Shown.LOADING)
    type_text(face.window, "ihk")
    with qtbot.waitSignal(face.window.library_opened):
        library.gate.set()
    idle(qtbot, face.window)
    assert rows(face.window) == ["ihk-mittleres-ruhrgebiet"]


def test_missing_knowledge_is_told_and_can_be_tried_again(open_face, library, qtbot, tmp_path):
    there: list[bool] = []

    def open_library():
        if not there:
            raise KnowledgeMissing(path=tmp_path)
        return library

    face = open_face(open_library)
    face.window.show()
    results, fault = face.window.search.results, face.window.search.results.fault
    qtbot.waitUntil(lambda: results.shown is Shown.FAULT)
    assert "advisor-admin build" in fault._sentence.text()
    there.append(True)
    with qtbot.waitSignal(face.window.library_opened):
        fault.findChildren(QPushButton)[0].click()
    assert results.shown is Shown.HITS


def test_a_bug_gives_a_report_to_copy(window, qtbot, library, caplog):
    library.fault = ZeroDivisionError("bug")
    window.search.ask_for("erp")
    idle(qtbot, window)
    assert isinstance(dialog(), CrashDialog)
    dialog().copy_report()
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()
    dialog().accept()
    assert "bug" in caplog.text


def test_unhandled_exceptions_are_caught_while_the_window_runs(window, caplog):
    before = sys.excepthook
    window.messages.install()
    sys.excepthook(ValueError, ValueError("x"), None)
    assert isinstance(dialog(), CrashDialog)
    dialog().accept()
    window.messages.remove()
    assert sys.excepthook is before


def test_every_fault_has_words():
    for fault in (KnowledgeMissing(path="p"), KnowledgeDamaged(path="p", reason="r"), EnvironmentFault(path="p")):
        title, sentence = words_for(fault)
        assert title != words_for(RuntimeError())[0]
        assert "p" in sentence
        assert "{" not in sentence


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://example.org", True),
        ("mailto:a@example.org", True),
        ("tel:+492340", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("C:/x.exe", False),
        ("", False),
    ],
)
def test_only_harmless_links_leave_the_window(address, allowed):
    assert is_allowed(address) is allowed


def test_a_link_in_the_text_opens_outside(window, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: [*map(opened.append, [url.toString()])])
    window.search.reading.follow("https://example.org")
    window.search.reading.follow("file:///etc/passwd")
    assert opened == ["https://example.org"]


def test_everything_that_takes_the_focus_has_a_name(window):
    for page in window.rail.pages():
        window.show_page(page)
        for widget in window.page(page).findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.parent():
                interface = QAccessible.queryAccessibleInterface(widget)
                named = interface.text(QAccessible.Text.Name) or widget.parent().accessibleName()
                assert named, (page, widget, widget.objectName())


def test_pane_widths_and_geometry_come_back(window, open_face, library, qtbot):
    window.search.arrangement.splitter.moveSplitter(500, 1)
    left = window.search.arrangement.splitter.sizes()[0]
    assert left > 480
    window.close()
    again = open_face(lambda: library)
    again.window.resize(1366, 768)
    again.window.show()
    qtbot.wait(20)
    assert abs(again.window.search.arrangement.splitter.sizes()[0] - left) <= 2


def test_closing_lets_go_of_the_library(window, library):
    window.close()
    assert library.closed


def test_windows_leave_nothing_behind(app, settings, qtbot):
    def one() -> Any:
        library = MemoryLibrary()
        face = make_face(app, lambda: library, resources=RESOURCES, settings=settings, today=TODAY, first_page="search")
        with qtbot.waitSignal(face.window.library_opened):
            face.window.show()
        idle(qtbot, face.window)
        dispose(face)
        return weakref.ref(face.window)

    gc.collect()
    before = len(QApplication.allWidgets())
    kept = [one() for _ in range(5)]
    qtbot.wait(20)
    gc.collect()
    assert [window for window in kept if window() is not None] == []
    assert len(QApplication.allWidgets()) <= before


def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path):
    script = f"""
import sys
from datetime import date
from pathlib import Path
from advisor_app.desktop.app import run_window
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QTimer
def painted():
    heavy = ("sqlalchemy", "whoosh", "numpy", "markdown", "pydantic", "msgspec", "yaml", "nh3", "typer", "rich")
    print([name for name in heavy if name in sys.modules])
    QTimer.singleShot(0, QApplication.quit)
def library():
    from advisor_app.errors import KnowledgeMissing
    raise KnowledgeMissing(path="nowhere")
sys.exit(run_window(library, resources=Path({str(RESOURCES)!r}), settings_file=Path({str(tmp_path / "s.ini")!r}),
                    on_first_paint=painted))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, cwd=RESOURCES.parent,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
