"""What lies on the way to the first paint. Whoever adds to it makes every start slower, and says so here."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

OTHERS = {"PySide6", "shiboken6", "shibokensupport", "signature_bootstrap"}
# The program's own modules that may be imported before the window is painted.
ALLOWED = {
    "advisor_app": "__main__ desktop errors installation knowledge search workspace",
    "advisor_app.desktop": (
        "app client_room client_view clock crash_file fault_words formatting guide icons instance jobs keeper "
        "knowledge_page look main_window "
        "marks messages page_makers page_stack pages quick settings shortcuts standing start stylesheet surface theme "
        "widgets"
    ),
    "advisor_app.desktop.pages": "start",
    "advisor_app.desktop.pages.start": "page shell",
    "advisor_app.desktop.widgets": "basics flow meter rail search_field status_line",
    "advisor_app.knowledge": "log",
    "advisor_app.search": "library",
}
# Parts of the standard library and of Qt that take milliseconds and that the first picture does not need.
TOO_SLOW = {
    "asyncio", "concurrent.futures", "ctypes", "decimal", "email", "hashlib", "html", "http", "platform",
    "PySide6.QtDBus", "PySide6.QtNetwork", "PySide6.QtPrintSupport", "sqlite3", "ssl", "subprocess", "unicodedata",
    "uuid", "xml",
}  # fmt: skip


@pytest.fixture(scope="module")
def imported(root, tmp_path_factory) -> set[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("COVERAGE_PROCESS_START", None)
    probe = [sys.executable, "-m", "tests.benchmarks.window_probe", str(tmp_path_factory.mktemp("data")), "0"]
    done = subprocess.run(probe, cwd=root, env=environment, check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout)["modules"])


def test_only_what_the_first_picture_needs_is_imported_before_it(imported):
    allowed = {"advisor_app"} | {f"{room}.{name}" for room, names in ALLOWED.items() for name in names.split()}
    own = {name for name in imported if name.partition(".")[0] == "advisor_app"}
    assert sorted(own - allowed) == []


def test_nothing_of_the_check_is_imported_before_the_first_picture(imported):
    rooms = ("consultation", "matching", "content", "domain")
    assert sorted(name for name in imported if name.startswith(tuple(f"advisor_app.{room}" for room in rooms))) == []


def test_no_library_but_qt_is_imported_before_the_first_picture(imported):
    # Tests themselves, and what an editable installation or Debian puts into every start of Python.
    ours = {"advisor_app", "tests", "_distutils_hack", "_virtualenv", "sitecustomize"}
    found = {name.partition(".")[0] for name in imported if not name.startswith(("__", "_editable"))}
    assert sorted(found - ours - OTHERS - sys.stdlib_module_names) == []


def test_nothing_slow_is_imported_before_the_first_picture(imported):
    assert sorted(imported & TOO_SLOW) == []


def test_the_list_names_nothing_that_is_no_longer_imported(imported):
    gone = {f"{room}.{name}" for room, names in ALLOWED.items() for name in names.split()} - imported
    assert sorted(gone) == []
