"""The Python for Windows that is put together on Linux: which packages it gets and how wheels are unpacked."""

from __future__ import annotations

import zipfile

import pytest

from advisor_app.errors import StepFailed
from advisor_app.publishing.installers import windows_python as room
from advisor_app.publishing.installers.windows_python import requirements_for_windows, unpack_wheel
from tests.installers.windows_setups import order_of

LOCK = r"""# header
alpha==1.0 \
    --hash=sha256:aa \
    --hash=sha256:ab
only-windows==2 ; sys_platform == 'win32' \
    --hash=sha256:bb
only-mac==3 ; sys_platform == 'darwin' \
    --hash=sha256:cc
numpy==2.4.6 ; python_full_version < '3.12' \
    --hash=sha256:dd
numpy==2.5.5 ; python_full_version >= '3.12' \
    --hash=sha256:ee
"""


@pytest.fixture
def windows_order(root, tmp_path):
    return order_of(root, tmp_path, "1.2.3")


def test_markers_are_held_against_windows_and_not_against_this_machine():
    chosen = requirements_for_windows(LOCK)
    assert chosen.splitlines() == [
        "alpha==1.0 \\",
        "    --hash=sha256:aa \\",
        "    --hash=sha256:ab",
        "only-windows==2 \\",
        "    --hash=sha256:bb",
        "numpy==2.4.6 \\",
        "    --hash=sha256:dd",
    ]


def test_real_lock_gives_every_package_once_and_what_freezing_on_windows_needs(root):
    chosen = requirements_for_windows((root / "build" / "lock" / "installer.txt").read_text(encoding="utf-8"))
    names = [line.partition("==")[0] for line in chosen.splitlines() if not line.startswith(" ")]
    assert len(names) == len(set(names))
    assert {"pyinstaller", "pefile", "pywin32-ctypes", "colorama", "PySide6-Essentials".lower()} <= set(names)
    assert "macholib" not in names


def test_interpreter_is_pinned_by_hash(root):
    pinned = (root / "build" / "installer" / "windows" / "python.txt").read_text(encoding="utf-8")
    assert "panda3d==" in pinned
    assert pinned.count("--hash=sha256:") == 1


def test_wheel_is_unpacked_where_python_looks(tmp_path):
    wheel = tmp_path / "thing-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in (
            "thing/__init__.py",
            "thing-1.dist-info/METADATA",
            "thing-1.data/purelib/pure.py",
            "thing-1.data/platlib/native.pyd",
            "thing-1.data/scripts/thing.exe",
            "thing-1.data/headers/thing.h",
        ):
            archive.writestr(name, name)
    target = tmp_path / "site-packages"
    unpack_wheel(wheel, target)
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert found == {"thing/__init__.py", "thing-1.dist-info/METADATA", "pure.py", "native.pyd"}


@pytest.mark.parametrize("name", ["../evil.py", "/etc/evil.py", "C:/evil.py", "thing\\..\\..\\evil.py"])
def test_wheel_that_leads_out_of_its_folder_is_refused(tmp_path, name):
    wheel = tmp_path / "evil-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(zipfile.ZipInfo("placeholder"), "")
        entry = zipfile.ZipInfo("x")
        entry.filename = name
        archive.writestr(entry, "")
    with pytest.raises(StepFailed):
        unpack_wheel(wheel, tmp_path / "deep" / "site-packages")
    assert not list(tmp_path.rglob("evil.py"))


def test_damaged_wheel_is_told(tmp_path):
    wheel = tmp_path / "half-1-py3-none-any.whl"
    wheel.write_bytes(b"PK\x03\x04 half")
    with pytest.raises(StepFailed) as raised:
        unpack_wheel(wheel, tmp_path)
    assert wheel.name in str(raised.value.details["reason"])


def test_another_python_is_told_before_anything_is_fetched(root, windows_order, monkeypatch):
    monkeypatch.setattr(room, "LINE", (3, 99))
    with pytest.raises(StepFailed) as raised:
        room.windows_python(windows_order, progress=lambda *_told: None, cancelled=lambda: False)
    assert "3.99" in str(raised.value.details["remedy"])
    assert not (windows_order.work / "windows").exists()
