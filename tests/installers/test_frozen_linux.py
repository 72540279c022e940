"""The frozen program for Linux, unpacked from its archive: it answers, paints, and carries no more than it needs."""

from __future__ import annotations

import json
import marshal
import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from advisor_app import __version__
from advisor_app.publishing.installers.contents import FORBIDDEN, SYSTEM_LIBRARIES
from advisor_app.publishing.installers.frozen_archive import modules_of
from tests.installers.programs import Program, clean_environment

MB = 1_000_000
WITHOUT_KNOWLEDGE_MB = 105
# Parts of the C library, which no program carries.
LIBC = re.compile(r"ld-linux-x86-64\.so\.2|lib(?:c|m|dl|rt|pthread|util|resolv)\.so\.\d")
ROOT = Path(__file__).resolve().parents[2]
PAINTED_S = 60
SCREEN = (1280, 800)


def test_version(program):
    assert program.run("--version").stdout == f"beratungskoffer {__version__}\n"


def test_search_finds_the_typed_words(program):
    found = json.loads(program.run("search", "Meisterprämie", "--json").stdout)
    assert found["hits"][0]["id"] == "meistergruendungspraemie-nrw"


def test_umlauts_arrive_whatever_the_locale(program):
    done = program.run("search", "Gütersloh", "--json", env={"LC_ALL": "C", "LANG": "C"})
    assert (done.returncode, json.loads(done.stdout)["query"]) == (0, "Gütersloh")


def test_show_prints_the_item_with_its_sources(program):
    shown = program.run("show", "meistergruendungspraemie-nrw")
    assert shown.returncode == 0
    assert "https://" in shown.stdout


def test_facets_and_status(program):
    facets = json.loads(program.run("facets", "--json").stdout)["facets"]
    status = json.loads(program.run("status", "--json").stdout)
    assert facets["kind"]["programme"] == status["items"]["programme"]


def test_help_is_made_of_docstrings(program):
    assert "Find programmes, topics, partners and events." in program.run("search", "--help").stdout


def test_the_self_test_passes(program):
    done = program.run("self-test", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, [check for check in told["checks"] if check["passed"] is False]) == (0, [])


def test_an_update_from_nothing_fails_with_a_fault_and_no_traceback(program, tmp_path):
    done = program.run("update", "--events", "--from", str(tmp_path))
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode not in (0, 1)
    assert events[-1]["event"] == "fault"
    assert "Traceback" not in done.stderr


def test_it_runs_from_a_place_that_nobody_may_write_and_through_a_link(program, tmp_path):
    link = tmp_path / "bin" / "beratungskoffer"
    link.parent.mkdir()
    link.symlink_to(program.executable)
    files = [path for path in (program.folder, *program.folder.rglob("*")) if path.is_dir() and not path.is_symlink()]
    for path in files:
        path.chmod(0o555)
    try:
        done = program.run("search", "Digitalisierung", "--json", start=link)
    finally:
        for path in files:
            path.chmod(0o755)
    assert json.loads(done.stdout)["total"] > 0


def test_its_start_scripts_leave_the_environment_alone(program):
    """PyInstaller's own script for Qt sets QT_PLUGIN_PATH, which a browser started from the window would inherit."""
    assert {name for name in modules_of(program.executable) if name.startswith("pyi_rth")} == set()


def test_no_module_of_the_admin_or_of_developers_is_inside(program):
    modules = set(modules_of(program.executable))
    files = {str(path.relative_to(program.internal)) for path in program.internal.rglob("*.so")}
    extensions = {file.partition(".")[0].replace("/", ".") for file in files}
    forbidden = [
        name for name in modules | extensions if any(name == no or name.startswith(f"{no}.") for no in FORBIDDEN)
    ]
    assert forbidden == []
    assert "advisor_app.desktop.main_window" in modules


def test_it_is_small(program):
    whole = _size(program.folder)
    knowledge = _size(program.internal / "knowledge")
    assert (whole - knowledge) / MB <= WITHOUT_KNOWLEDGE_MB


def test_everything_may_be_read_and_only_programs_be_started(program):
    modes = {path: path.stat().st_mode & 0o777 for path in program.folder.rglob("*") if path.is_file()}
    assert {path.name for path, mode in modes.items() if mode == 0o755} == {"beratungskoffer"}
    assert {mode for path, mode in modes.items() if path != program.executable} == {0o644}


def test_nothing_tells_where_it_was_built(program):
    """Python's own library names the folder it was installed to; the checkout and the builder's folders are nowhere."""
    contents = {
        str(path.relative_to(program.folder)): path.read_bytes()
        for path in program.folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
    code = _code_of(program.executable.read_bytes())
    told = [name for name, data in (contents | code).items() if str(ROOT).encode() in data]
    if sys.base_prefix != "/usr":
        told += [name for name, data in code.items() if sys.base_prefix.encode() in data]
    assert told == []


def test_it_asks_the_system_for_no_other_libraries_than_those_named(program):
    inside = {path.name for path in program.internal.rglob("*") if ".so" in path.name}
    wanted: dict[str, str] = {}
    for path in [program.executable, *(p for p in program.internal.rglob("*") if ".so" in p.name)]:
        told = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=True).stdout
        for words in map(str.split, told.splitlines()):
            if words[:1] == ["NEEDED"] and words[1] not in inside and not LIBC.fullmatch(words[1]):
                wanted[words[1]] = path.name
    assert set(wanted) <= SYSTEM_LIBRARIES, wanted


def test_every_library_finds_what_it_is_linked_with(program):
    missing = {}
    for path in program.internal.rglob("*.so*"):
        env = {**clean_environment(), "LD_LIBRARY_PATH": str(program.internal)}
        told = subprocess.run(["ldd", path], env=env, capture_output=True, text=True, check=False).stdout
        lost = [line.split()[0] for line in told.splitlines() if "not found" in line]
        if lost:
            missing[path.name] = lost
    assert missing == {}


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="Xvfb is needed")
def test_the_window_really_paints(program, tmp_path):
    image = QImage(str(_screenshot(program, tmp_path)))
    assert (image.width(), image.height()) == SCREEN
    colours = {image.pixel(x, y) for x in range(0, SCREEN[0], 8) for y in range(0, SCREEN[1], 8)}
    assert len(colours) > 20, "the window is empty"


def _screenshot(program: Program, folder: Path) -> Path:
    """Start the window on a virtual screen, wait until something is painted, and return a picture of the screen."""
    picture = folder / "screen.png"
    script = (
        'openbox & "$1" --data-dir "$2" & sleep 1\n'
        "for i in $(seq 60); do\n"
        '  import -window root "$3" 2>/dev/null && [ "$(stat -c %s "$3")" -gt 20000 ] && break\n'
        "  sleep 0.5\n"
        "done\n"
        "sleep 2\n"
        'import -window root "$3"\n'
        "kill %2 %1\n"
    )
    screen = f"-screen 0 {SCREEN[0]}x{SCREEN[1]}x24"
    words = [
        "xvfb-run",
        "-a",
        "-s",
        screen,
        "bash",
        "-c",
        script,
        "sh",
        *map(str, (program.executable, program.data, picture)),
    ]
    env = {key: value for key, value in clean_environment().items() if key not in ("WAYLAND_DISPLAY", "DISPLAY")}
    subprocess.run(words, env=env, timeout=PAINTED_S * 2, check=False, stdout=subprocess.DEVNULL)
    return picture


def _code_of(executable: bytes) -> dict[str, bytes]:
    """Return the compiled modules inside an executable: PyInstaller 6 keeps them compressed one by one."""
    start = executable.rindex(b"PYZ\0")
    (table,) = struct.unpack_from("!i", executable, start + 8)
    modules = marshal.loads(executable[start + table :])
    return {
        name: zlib.decompress(executable[start + place : start + place + size])
        for name, (_kind, place, size) in modules
        if size
    }


def _size(folder: Path) -> int:
    return sum(os.lstat(path).st_size for path in folder.rglob("*") if path.is_file())
