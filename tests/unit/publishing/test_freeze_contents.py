"""What belongs in a frozen program."""

from __future__ import annotations

import subprocess
import sys

import pytest

from advisor_app.publishing.installers.contents import FORBIDDEN, belongs, is_loaded_by_itself, living, same_names


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6\\Qt6Core.dll",
        "libxcb-cursor.so.0",
        "markdown-3.11.3.dist-info/entry_points.txt",
        "numpy.libs/libscipy_openblas64_-32a4b2a6.so",
        "base_library.zip",
    ],
)
def test_what_the_client_needs_belongs(name):
    assert belongs(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6\\plugins\\tls\\qschannelbackend.dll",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "PySide6/Qt/translations/assistant_de.qm",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "PySide6\\opengl32sw.dll",
        "libGL.so.1",
        "libfontconfig.so.1",
        "cryptography-50.0.2.dist-info/RECORD",
        "markdown-3.11.3.dist-info/RECORD",
        "PySide6/QtCore.pyi",
    ],
)
def test_what_it_does_not_need_stays_outside(name):
    assert not belongs(name)


def test_the_admins_side_is_forbidden():
    assert {"advisor_app.publishing", "advisor_app.terminal.admin", "pydantic", "tkinter", "unittest", "pip"} <= {
        *FORBIDDEN
    }


def test_profiles_can_be_read_without_what_is_forbidden():
    code = "import sys, advisor_app.terminal.app, advisor_app.terminal.check_run\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"yaml", "advisor_app.content.yaml_data", "advisor_app.matching.rulebook"} <= loaded
    assert {name for name in loaded if name.startswith(("advisor_app", "yaml", "pydantic"))} & set(FORBIDDEN) == set()


def test_a_library_lives_as_long_as_something_needs_it():
    needs = {
        "plugin": ["gui", "libc.so.6"],
        "gui": ["core"],
        "core": ["icu", "gui"],
        "dbus": ["systemd"],
    }
    found = living(["gui", "core", "icu", "dbus", "systemd"], ["plugin"], lambda name: needs.get(name, []))
    assert found == {"gui", "core", "icu"}


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so", "EXTENSION", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", "BINARY", True),
        ("libpython3.11.so.1.0", "BINARY", True),
        ("PySide6/Qt/lib/libQt6Core.so.6", "BINARY", False),
    ],
)
def test_modules_and_plugins_are_loaded_by_themselves(name, kind, expected):
    assert is_loaded_by_itself(name, kind) is expected


def test_libraries_are_found_whatever_the_case_of_their_name():
    assert same_names(["PySide6\\Qt6Core.dll"])["qt6core.dll"] == "PySide6\\Qt6Core.dll"
