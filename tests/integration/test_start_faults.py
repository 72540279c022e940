"""Data folders that refuse: the window opens on whatever can be read, says what does not work, and nothing is lost."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from platformdirs import user_data_path

from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.storage import Trouble, find_trouble, not_kept
from advisor_app.desktop.theme import Appearance
from advisor_app.installation import user_data
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.workspace import Workspace
from tests.desktop.starting import ROOT, do, opened, press, silent, told, until, visit
from tests.makers import programme
from tests.stores import fill

pytestmark = pytest.mark.skipif(os.name == "nt", reason="file systems as on Linux")
Mount = Callable[..., Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts small file systems of memory; takes root."""
    with ExitStack() as stack:

        def make(size: str = "4m") -> Path:
            place = tmp_path / "disk"
            place.mkdir()
            order = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
            if os.geteuid() != 0 or subprocess.run(order, capture_output=True, check=False).returncode:
                pytest.skip("mounting takes root")
            stack.callback(subprocess.run, ["umount", "-l", str(place)], check=True)
            return place

        yield make


@pytest.fixture
def seed(tmp_path: Path, qapp) -> Path:
    """The knowledge of an installation."""
    fill(KnowledgeStore(tmp_path / "seed"), [programme("mitgebracht", "Mitgebracht")], version=1)
    return tmp_path / "seed"


@pytest.fixture(autouse=True)
def at_once(monkeypatch) -> None:
    """Whether anything can be kept is tried without a pause."""
    monkeypatch.setattr("advisor_app.desktop.start_room._PROBE_MS", 10)


def places(data_dir: Path, seed: Path) -> Workspace:
    return Workspace(data_dir=data_dir, seed=seed, kb=None, resources=ROOT / "resources")


def receive(workspace: Workspace):
    return fill(workspace.own_store(), [programme("empfangen", "Empfangen")], version=2)


def shows(item_id: str):
    def step(window):
        return opened(window) and window.keeper.library.item(item_id) is not None

    return until(step)


def read_only(folder: Path, stack: ExitStack) -> None:
    """Let nobody write: by the file system for root, by rights for others."""
    if os.geteuid() == 0:
        subprocess.run(["mount", "--bind", "-o", "ro", str(folder), str(folder)], check=True)
        stack.callback(subprocess.run, ["umount", "-l", str(folder)], check=True)
    else:
        folder.chmod(0o500)
        stack.callback(folder.chmod, 0o700)


def test_a_folder_that_may_only_be_read_is_read(tmp_path, seed):
    workspace = places(tmp_path / "data", seed)
    receive(workspace)
    settings = WindowSettings(workspace.settings_file)
    settings.appearance = Appearance.CONTRAST
    settings.save()
    looks: list[object] = []
    with ExitStack() as stack:
        read_only(workspace.data_dir, stack)
        visit(
            workspace,
            told("Nur lesen", str(workspace.data_dir)),
            shows("empfangen"),
            do(lambda window: looks.append(window._theme.appearance)),
            until(lambda window: window.updates is not None and not window.updates.receiving.may_write),
            press("Erneut versuchen"),
            told("Nur lesen"),
            press("Verstanden"),
            silent,
        )
    assert looks == [Appearance.CONTRAST]


def test_a_lost_index_is_made_anew_although_nothing_can_be_kept(tmp_path, seed):
    workspace = places(tmp_path / "data", seed)
    shutil.rmtree(receive(workspace).index)
    with ExitStack() as stack:
        read_only(workspace.data_dir, stack)
        visit(workspace, told("Nur lesen"), shows("empfangen"))


def test_a_full_disk_is_told_and_room_is_noticed(seed, mount):
    disk = mount("256k")
    workspace = places(disk / "data", seed)
    ballast = disk / "ballast"

    def fill_up() -> None:
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))

    fill_up()
    visit(
        workspace,
        shows("mitgebracht"),
        told("Kein Platz", str(workspace.data_dir)),
        do(lambda _window: ballast.unlink()),
        press("Erneut versuchen"),
        silent,
    )
    assert workspace.settings_file.is_file()


def test_a_folder_in_the_place_of_the_settings_is_told(tmp_path, seed):
    workspace = places(tmp_path / "data", seed)
    (workspace.settings_file / "mine").mkdir(parents=True)
    visit(workspace, told("Einstellungen werden nicht behalten", "ein Ordner statt einer Datei"), shows("mitgebracht"))
    assert (workspace.settings_file / "mine").is_dir()


def test_a_file_on_the_way_to_the_folder_is_told(tmp_path, seed):
    (tmp_path / "file").write_text("mine")
    visit(places(tmp_path / "file" / "data", seed), told("ist kein Ordner"), shows("mitgebracht"))
    assert (tmp_path / "file").read_text() == "mine"


def nobody(monkeypatch) -> None:
    """Be a user whom the system knows nothing of."""
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr("os.getuid", lambda: 2_000_000_000)


def test_without_a_home_the_window_works_for_this_session(tmp_path, seed, monkeypatch):
    nobody(monkeypatch)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    found = Workspace.locate()
    assert found.passing
    assert found.data_dir.parent == tmp_path / "scratch"
    visit(places(found.data_dir, seed).apart(found.data_dir), told("Nur für diese Sitzung"), shows("mitgebracht"))


def test_without_a_home_and_without_any_folder_to_write_to_it_still_opens(tmp_path, seed, monkeypatch):
    nobody(monkeypatch)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    found = Workspace.locate()
    visit(places(found.data_dir, seed).apart(found.data_dir), told("Nur für diese Sitzung"), shows("mitgebracht"))


def test_data_lie_where_the_system_says(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert Workspace.locate().data_dir == tmp_path / "xdg" / "beratungskoffer"
    assert Workspace.locate(tmp_path / "own").data_dir == tmp_path / "own"


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"XDG_DATA_HOME": "/somewhere/else"},
        {"XDG_DATA_HOME": "relative"},
        {"XDG_DATA_HOME": ""},
        {"HOME": "/home/käthe"},
        {"HOME": "relative"},
        {"HOME": ""},
    ],
)
def test_the_users_folder_is_the_one_that_other_programs_have(environment, monkeypatch):
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert user_data() == user_data_path("beratungskoffer", appauthor=False)


def test_data_of_a_portable_program_lie_beside_it(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(tmp_path / "beratungskoffer"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert Workspace.locate().data_dir == tmp_path / "xdg" / "beratungskoffer"
    (tmp_path / "portable.ini").write_text("")
    assert Workspace.locate().data_dir == tmp_path / "Daten"
    assert Workspace.locate().installation.portable_data == tmp_path / "Daten"
    assert Workspace.locate(tmp_path / "own").data_dir == tmp_path / "own"


def test_a_folder_that_leads_in_circles_is_no_bug(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    place = Workspace.locate(tmp_path / "loop").data_dir
    trouble = find_trouble(place, place / "settings.ini")
    assert trouble is not None


@pytest.mark.parametrize(
    ("number", "trouble"),
    [(errno.EROFS, Trouble.READ_ONLY), (errno.EDQUOT, Trouble.FULL), (errno.EIO, Trouble.OTHER)],
)
def test_what_the_system_says_is_told_apart(tmp_path, number, trouble):
    found = not_kept(OSError(number, os.strerror(number), str(tmp_path / "x")), tmp_path)
    assert (found.trouble, found.path, found.reason) == (trouble, tmp_path, os.strerror(number))
