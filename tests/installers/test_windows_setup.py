"""Setup and portable archive for Windows, tried in wine: installed, used, looked at, updated and removed again."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_app import __version__
from tests.installers.windows_machine import WindowsMachine, wait_until, windows_machine
from tests.installers.windows_setups import SetupMaker

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Beratungskoffer"
NAME = "Beratungskoffer"
# A window whose knowledge is open has far more colours than one that is still waiting for it.
COLOURS = 400
BACKGROUND = 0.6


@pytest.fixture(scope="module")
def machine(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsMachine]:
    if not shutil.which("makensis") or not Path("/usr/lib/wine").is_dir():
        pytest.skip("wine or NSIS is not installed")
    folder = tmp_path_factory.mktemp("windows")
    with windows_machine(folder, root / "build" / "installer" / "windows" / "wine_gaps.c") as made:
        yield made
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def setups(root: Path, tmp_path_factory: pytest.TempPathFactory) -> SetupMaker:
    return SetupMaker(checkout=root, folder=tmp_path_factory.mktemp("setups"))


@pytest.fixture(scope="module")
def installed(machine: WindowsMachine, artefacts: Path) -> Iterator[Path]:
    """Return the folder of the real program, installed for one user."""
    setup = newest(artefacts, "beratungskoffer-*-windows-x86_64-setup.exe")
    assert machine.run(setup, "/S", limit_s=600).status == 0
    yield machine.local / "Programs" / NAME
    uninstall(machine, machine.local / "Programs" / NAME)


@pytest.fixture
def clean(machine: WindowsMachine) -> Iterator[WindowsMachine]:
    """Lend a machine on which nothing is installed, and leave it so."""
    yield machine
    programs = (machine.local / "Programs" / NAME, machine.program_files / NAME)
    for left in (*programs, machine.common / NAME, machine.local / "beratungskoffer"):
        shutil.rmtree(left, ignore_errors=True)
    for root in ("HKCU", "HKLM"):
        machine.run("reg", "delete", rf"{root}\{UNINSTALL}", "/f")


def newest(artefacts: Path, pattern: str) -> Path:
    found = sorted(artefacts.glob(pattern))
    if not found:
        pytest.skip("there is nothing for Windows among the installers")
    return found[-1]


def uninstall(machine: WindowsMachine, folder: Path, *words: str) -> int:
    """Uninstall without questions and wait: the uninstaller itself goes on in a copy."""
    status = machine.run(folder / "uninstall.exe", "/S", *words).status
    wait_until(lambda: not folder.exists(), limit_s=30)
    return status


def log_of(machine: WindowsMachine) -> str:
    return (machine.home / "Temp" / "beratungskoffer-setup.log").read_bytes().decode("utf-16")


# The real program


def test_setup_installs_for_one_user_without_questions(machine, installed):
    told = machine.registry(rf"HKCU\{UNINSTALL}")
    assert (told["DisplayName"], told["DisplayVersion"], told["Publisher"]) == (NAME, __version__, NAME)
    assert told["QuietUninstallString"].endswith('uninstall.exe" /S')
    # Kilobytes, as Windows shows them in its list of programs.
    assert 60_000 < int(told["EstimatedSize"], 16) < 200_000
    assert (machine.start_menu / f"{NAME}.lnk").is_file()
    command = machine.registry(r"HKCU\Software\Classes\Beratungskoffer.Bundle\shell\open\command")["(Default)"]
    assert command.endswith('beratungskoffer.exe" "%1"')
    assert {path.name for path in installed.iterdir()} >= {"beratungskoffer.exe", "advisor-app.exe", "_internal"}


def test_nothing_of_the_building_machine_is_in_the_program(installed):
    names = {path.name.lower() for path in installed.rglob("*")}
    assert not {name for name in names if name.startswith("api-ms-win") or name in {"ucrtbase.dll", "icuuc.dll"}}


def test_terminal_twin_answers_through_a_pipe(machine, installed):
    assert machine.run(installed / "advisor-app.exe", "--version").text == f"beratungskoffer {__version__}\n"
    found = machine.run(installed / "advisor-app.exe", "search", "Gütersloh", "--json")
    assert (found.status, json.loads(found.text)["query"]) == (0, "Gütersloh")


def test_program_passes_its_own_test(machine, installed):
    ended = machine.run(installed / "advisor-app.exe", "self-test", "--json")
    told = json.loads(ended.text)
    assert [check for check in told["checks"] if check["passed"] is False] == []
    assert (ended.status, told["passed"]) == (0, True)


def test_window_shows_the_knowledge(machine, installed, tmp_path):
    data = machine.local / "Daten für Ümläute"
    process = machine.start(installed / "beratungskoffer.exe", "--data-dir", machine.path(data))
    try:
        wait_until(lambda: _colours(machine) > COLOURS)
    finally:
        machine.picture().save(str(tmp_path / "window.png"))
        end(machine, process)
    assert data.is_dir()


def test_windowed_program_is_the_worker_of_updates(machine, installed, tmp_path):
    ended = machine.run(
        installed / "beratungskoffer.exe",
        *("--data-dir", machine.path(tmp_path / "data"), "update", "--events", "--from", machine.path(tmp_path)),
    )
    events = [json.loads(line) for line in ended.text.splitlines()]
    assert events
    assert ended.status != 0
    assert all(isinstance(event, dict) for event in events)


def test_portable_archive_keeps_its_data_beside_it(machine, artefacts, tmp_path):
    with zipfile.ZipFile(newest(artefacts, "beratungskoffer-*-windows-x86_64.zip")) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "beratungskoffer"
    process = machine.start(folder / "beratungskoffer.exe")
    try:
        wait_until((folder / "Daten").is_dir)
        wait_until(lambda: _colours(machine) > COLOURS)
    finally:
        end(machine, process)
    assert "tragbar für Windows" in (folder / "LIESMICH.txt").read_text(encoding="utf-8")


def end(machine: WindowsMachine, process: subprocess.Popen[bytes]) -> None:
    machine.run("taskkill", "/F", "/IM", "beratungskoffer.exe")
    process.communicate(timeout=60)
    wait_until(lambda: _colours(machine) < COLOURS)


def _colours(machine: WindowsMachine) -> int:
    image = machine.picture()
    return len({image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)})


# The setup itself, around a stand-in


def test_upgrade_leaves_nothing_of_the_old_version_and_all_of_the_user(clean, setups):
    data = clean.local / "beratungskoffer" / "settings.ini"
    data.parent.mkdir(parents=True, exist_ok=True)
    data.write_text("[own]", encoding="utf-8")
    assert clean.run(setups.setup("0.9.0"), "/S").status == 0
    assert clean.run(setups.setup("0.10.0"), "/S").status == 0
    program = clean.local / "Programs" / NAME
    assert [path.name for path in (program / "_internal").glob("only-in-*")] == ["only-in-0.10.0"]
    assert clean.registry(rf"HKCU\{UNINSTALL}")["DisplayVersion"] == "0.10.0"
    assert {path.name for path in program.parent.iterdir()} == {NAME}
    assert uninstall(clean, program) == 0
    assert data.read_text(encoding="utf-8") == "[own]"
    assert clean.registry(rf"HKCU\{UNINSTALL}") == {}
    assert not (clean.start_menu / f"{NAME}.lnk").exists()
    assert clean.registry(r"HKCU\Software\Classes\Beratungskoffer.Bundle\shell\open\command") == {}
    assert clean.registry(r"HKCU\Software\Classes\.kbz") == {}


def test_older_version_is_refused_unless_it_is_meant(clean, setups):
    assert clean.run(setups.setup("0.10.0"), "/S").status == 0
    assert clean.run(setups.setup("0.9.0"), "/S").status == 11
    current = clean.local / "Programs" / NAME / "_internal" / "knowledge" / "current"
    assert current.read_text(encoding="utf-8") == "0.10.0"
    assert clean.run(setups.setup("0.9.0"), "/S", "/Force").status == 0
    assert current.read_text(encoding="utf-8") == "0.9.0"


def test_running_program_is_closed_and_replaced(clean, setups):
    assert clean.run(setups.setup("0.9.0"), "/S").status == 0
    program = clean.local / "Programs" / NAME
    process = clean.start(program / "beratungskoffer.exe")
    assert clean.run(setups.setup("0.10.0"), "/S").status == 0
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert (program / "_internal" / "only-in-0.10.0").is_file()


def test_program_that_does_not_close_is_left_alone(clean, setups):
    assert clean.run(setups.setup("0.9.0"), "/S").status == 0
    program = clean.local / "Programs" / NAME
    process = clean.start(program / "advisor-app.exe", "stubborn")
    try:
        assert clean.run(setups.setup("0.10.0"), "/S").status == 10
        assert "still running" in log_of(clean).lower()
        assert (program / "_internal" / "only-in-0.9.0").is_file()
        assert {path.name for path in program.parent.iterdir()} == {NAME}
        here = clean.registry(rf"HKCU\{UNINSTALL}")["InstallLocation"]
        assert clean.run(program / "uninstall.exe", "/S", f"_?={here}").status == 10
        assert (program / "beratungskoffer.exe").is_file()
    finally:
        clean.run("taskkill", "/F", "/IM", "advisor-app.exe")
        process.communicate(timeout=60)


@pytest.mark.parametrize("switched", [False, True], ids=["unpacking", "switching"])
def test_setup_that_was_killed_is_taken_up(clean, setups, switched):
    """What a kill leaves: half a new program beside the old one, or the old one put aside and none in its place."""
    assert clean.run(setups.setup("0.9.0"), "/S").status == 0
    program = clean.local / "Programs" / NAME
    shutil.copytree(program, program.with_name(f"{NAME}.new"))
    (program.with_name(f"{NAME}.new") / "beratungskoffer.exe").unlink()
    if switched:
        program.rename(program.with_name(f"{NAME}.old"))
    assert clean.run(setups.setup("0.10.0"), "/S").status == 0
    assert {path.name for path in program.parent.iterdir()} == {NAME}
    assert [path.name for path in (program / "_internal").glob("only-in-*")] == ["only-in-0.10.0"]


def test_folder_with_other_things_is_refused(clean, setups):
    foreign = clean.wine.drive / "Eigenes"
    (foreign / "Fotos").mkdir(parents=True)
    assert clean.run(setups.setup("0.9.0"), "/S", r"/D=C:\Eigenes").status == 13
    assert [path.name for path in foreign.iterdir()] == ["Fotos"]
    portable = clean.wine.drive / "Tragbar"
    shutil.copytree(setups.folder / "0.9.0" / "program", portable)
    (portable / "portable.ini").touch()
    assert clean.run(setups.setup("0.9.0"), "/S", r"/D=C:\Tragbar").status == 13


def test_folder_can_be_chosen_and_changed(clean, setups):
    assert clean.run(setups.setup("0.9.0"), "/S", r"/D=C:\Werkzeug-für-alle\BK").status == 0
    chosen = clean.wine.drive / "Werkzeug-für-alle" / "BK"
    assert (chosen / "beratungskoffer.exe").is_file()
    assert clean.run(setups.setup("0.10.0"), "/S").status == 0
    assert (chosen / "_internal" / "only-in-0.10.0").is_file()
    assert clean.run(setups.setup("0.10.0"), "/S", r"/D=C:\Anderswo").status == 0
    assert not chosen.exists()
    assert uninstall(clean, clean.wine.drive / "Anderswo") == 0


def test_for_all_users_with_a_policy(clean, setups, tmp_path):
    policy = tmp_path / "house.ini"
    policy.write_text("[updates]\nendpoint = https://example.org/\n", encoding="utf-8")
    words = ("/S", "/AllUsers", f"/POLICY={clean.path(policy)}")
    assert clean.run(setups.setup("0.9.0"), *words).status == 0
    program = clean.program_files / NAME
    assert (program / "beratungskoffer.exe").is_file()
    assert clean.registry(rf"HKLM\{UNINSTALL}")["InstallLocation"] == rf"C:\Program Files\{NAME}"
    assert (clean.common / NAME / "policy.ini").read_bytes() == policy.read_bytes()
    assert list(clean.common.rglob(f"Start Menu/Programs/{NAME}.lnk"))
    # A second one beside it, for this user only, has to be meant.
    assert clean.run(setups.setup("0.10.0"), "/S").status == 12
    assert uninstall(clean, program) == 0
    assert (clean.common / NAME / "policy.ini").is_file()
    assert clean.registry(rf"HKLM\{UNINSTALL}") == {}


def test_policy_needs_all_users_and_a_file(clean, setups, tmp_path):
    policy = tmp_path / "house.ini"
    policy.touch()
    assert clean.run(setups.setup("0.9.0"), "/S", f"/POLICY={clean.path(policy)}").status == 3
    assert clean.run(setups.setup("0.9.0"), "/S", "/AllUsers", r"/POLICY=C:\none.ini").status == 3
    assert not (clean.program_files / NAME).exists()


def test_purge_removes_the_users_data(clean, setups):
    data = clean.local / "beratungskoffer"
    data.mkdir(parents=True, exist_ok=True)
    assert clean.run(setups.setup("0.9.0"), "/S").status == 0
    assert uninstall(clean, clean.local / "Programs" / NAME, "/PURGE") == 0
    wait_until(lambda: not data.exists())
