"""Crashes: what is left of one, who is told, and that a report names nobody."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from advisor_app.desktop.crash_dialog import CrashDialog
from advisor_app.desktop.crash_file import NAME, CrashFile
from advisor_app.desktop.messages import MessageCentre
from advisor_app.desktop.start import Start
from advisor_app.desktop.start_room import StartRoom
from advisor_app.desktop.widgets.basics import Button
from advisor_app.knowledge.privacy import Discretion
from advisor_app.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
CLIENT = "Zahnradwerk Österholz"
# A crash that is meant leaves no image of the memory behind.
CRASH = (
    "import ctypes, sys\n"
    "if sys.platform != 'win32':\n    import resource\n    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
    "from pathlib import Path\nfrom advisor_app.desktop.crash_file import CrashFile\n"
    "file = CrashFile(Path(sys.argv[1]))\nfile.arm()\n"
    "if sys.argv[2] == 'crash':\n    ctypes.string_at(0)\nfile.disarm()\n"
)


def run(folder: Path, how: str) -> int:
    return subprocess.run([sys.executable, "-c", CRASH, str(folder), how], cwd=ROOT, check=False).returncode


def test_a_crash_is_found_once_and_a_good_end_leaves_nothing(tmp_path):
    assert run(tmp_path, "well") == 0
    assert not (tmp_path / NAME).exists()
    assert CrashFile(tmp_path).take() == ""
    assert run(tmp_path, "crash") != 0
    left = CrashFile(tmp_path).take()
    assert left.startswith("Beratungskoffer ")
    assert "string_at" in left
    assert CrashFile(tmp_path).take() == ""


def test_a_run_that_was_killed_is_no_crash(tmp_path):
    (tmp_path / NAME).write_text("Beratungskoffer 0.1.0, Python 3.11, Linux\n", encoding="utf-8")
    assert CrashFile(tmp_path).take() == ""


def test_where_nothing_can_be_written_the_program_goes_without(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    file = CrashFile(tmp_path / "file")
    assert file.take() == ""
    file.arm()
    file.disarm()


@pytest.fixture
def centre(app, theme, tmp_path, qtbot):
    """Tells faults of a window of its own."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.show()
    made = MessageCentre(theme=theme, log_file=tmp_path / "koffer.log", parent_widget=window)
    made.discretion = Discretion(home=str(tmp_path), user="erika", host="nb17")
    made.find_help = lambda: "it@ihk.example, 0208 1234"
    made.install()
    yield made
    made.remove()


def dialog() -> CrashDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, CrashDialog)
    return found


def shown() -> str:
    box = dialog().findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    return box.toPlainText()


def look_up(text: str) -> None:
    raise LookupError(f"no region for {text} in {os.sep}home")


def bug(text: str) -> BaseException:
    try:
        look_up(text)
    except LookupError as exc:
        return exc
    raise AssertionError


def test_a_report_holds_neither_searches_nor_names(centre, tmp_path):
    centre.keep_private(CLIENT)
    logging.getLogger("advisor_app.x").warning("slow answer to %s in %s", CLIENT, tmp_path / "erika" / "index")
    centre.show_bug(bug(CLIENT))
    text = shown()
    for word in ("Zahnradwerk", "Österholz", "erika", "nb17", str(tmp_path)):
        assert word not in text
        assert word not in (tmp_path / "koffer.log").read_text(encoding="utf-8")
    assert "LookupError: no region for … in" in text
    assert "slow answer to … in ~" in text
    assert "test_crash_report.py" in text
    dialog().accept()


def test_what_was_typed_first_is_still_left_out_after_many_searches(centre, tmp_path):
    centre.keep_private(CLIENT)
    for number in range(2000):
        centre.keep_private(f"suche {number}")
    logging.getLogger("advisor_app.x").warning("slow answer to %s", CLIENT)
    assert "slow answer to …" in (tmp_path / "koffer.log").read_text(encoding="utf-8")


def test_the_report_is_copied_and_saved_as_it_is_shown(centre, tmp_path):
    centre.show_bug(bug("x"))
    text, box = shown(), dialog()
    box.copy_report()
    assert QGuiApplication.clipboard().text() == text
    box.save_report(str(tmp_path / "bericht.txt"))
    assert (tmp_path / "bericht.txt").read_text(encoding="utf-8") == text + "\n"
    box.save_report(str(tmp_path / "no" / "folder.txt"))
    assert "gelingt dort nicht" in box._told.text()
    box.accept()


def test_who_helps_is_named_and_the_keyboard_reaches_everything(centre, qtbot):
    centre.show_bug(bug("x"))
    box = dialog()
    labels = [child.text() for child in box.findChildren(type(box._told))]
    assert "Hilfe in Ihrem Haus: it@ihk.example, 0208 1234" in labels
    qtbot.waitUntil(box.go_on.hasFocus)
    reached = []
    for _ in range(6):
        QTest.keyClick(box, Qt.Key.Key_Tab)
        widget = box.focusWidget()
        assert widget is not None
        reached.append(widget.text().strip("\u00a0") if isinstance(widget, Button) else widget.accessibleName())
    assert {"Bericht", "Bericht kopieren", "Als Datei speichern", "Neu starten"} <= set(reached)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()


def test_a_restart_is_asked_for_and_a_second_bug_is_only_written_down(centre, tmp_path):
    asked: list[bool] = []
    centre.restart_wanted.connect(lambda: asked.append(True))
    centre.show_bug(bug("x"))
    first = dialog()
    centre.show_bug(ZeroDivisionError())
    assert dialog() is first
    assert "ZeroDivisionError" in (tmp_path / "koffer.log").read_text(encoding="utf-8")
    first.restart.click()
    assert asked == [True]


def test_the_start_tells_of_the_last_crash_and_shows_its_report(face, qtbot, tmp_path):
    (tmp_path / NAME).write_text("Beratungskoffer 0.1.0\nFatal Python error: Aborted\n", encoding="utf-8")
    workspace = replace(Workspace.locate(tmp_path), resources=tmp_path)
    face.window.show()
    qtbot.waitUntil(lambda: face.window.search.results.model.rowCount() > 0)
    StartRoom(window=face.window, runner=face.runner, start=Start(usual=workspace))
    assert "Beim letzten Mal ist das Programm abgestürzt" in face.window.banner.accessibleName()
    face.window.banner.link_clicked.emit(0)
    assert "Fatal Python error: Aborted" in shown()
    dialog().accept()
    assert face.window.banner_box.isHidden()
    qtbot.waitUntil(lambda: not face.runner.is_busy())


def test_the_last_crash_is_offered_as_a_report(centre, tmp_path):
    assert not centre.watch_for_crashes()
    centre.remove()
    (tmp_path / NAME).write_text(
        f'Beratungskoffer 0.1.0\nFatal Python error: Aborted\n\n  File "{tmp_path}/advisor_app/x.py", line 3 in f\n',
        encoding="utf-8",
    )
    assert centre.watch_for_crashes()
    centre.show_last_crash()
    text = shown()
    assert "Fatal Python error: Aborted" in text
    assert '  File "advisor_app/x.py", line 3 in f' in text
    assert str(tmp_path) not in text
    assert not dialog().restart.isVisible()
    dialog().accept()
