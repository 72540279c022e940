"""One window per data folder: the lock, the doorbell, and real processes that race, hang and are killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtCore import Qt

from advisor_app.desktop import handover
from advisor_app.desktop.doorbell import Answer, Doorbell, ring
from advisor_app.desktop.front import bring_to_front
from advisor_app.desktop.instance import LOCK, InstanceLock, addresses
from advisor_app.desktop.request import LIMIT, Request
from advisor_app.workspace import Workspace
from tests.desktop.starting import ROOT, do, opened, process, source_of, told, until, visit
from tests.makers import programme
from tests.stores import fill

RESOURCES = ROOT / "resources"
quiet = pytest.mark.qt_log_ignore(
    "This plugin does not support raise", "QProcess: Destroyed while process", extend=True
)  # offscreen, and closed in the midst of an update
posix = pytest.mark.skipif(os.name == "nt", reason="sockets and signals as on Unix")


@pytest.fixture
def folder(tmp_path_factory, monkeypatch) -> Iterator[Path]:
    """A data folder whose window listens in a folder of the test's own; an address must not be long."""
    # The names that pytest gives grow with every run on a machine.
    place = tmp_path_factory.getbasetemp().parents[-3]
    with TemporaryDirectory(prefix="bk", dir=place, ignore_cleanup_errors=True) as home:
        monkeypatch.setenv("XDG_RUNTIME_DIR", home)
        yield Path(home, "data")


@pytest.fixture
def places(folder, app) -> Workspace:
    """An installation whose knowledge holds one programme."""
    workspace = Workspace(data_dir=folder, seed=folder.parent / "seed", kb=None, resources=RESOURCES)
    fill(workspace.seed_store(), [programme("mitgebracht", "Mitgebracht")], version=1)
    return workspace


# The lock


def test_a_lock_is_had_once(folder):
    first, second = InstanceLock(folder), InstanceLock(folder)
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


HOLD = "import sys; from pathlib import Path; from advisor_app.desktop.instance import InstanceLock; \
print(InstanceLock(Path(sys.argv[1])).take(), flush=True); sys.stdin.read()"


def test_the_lock_of_a_killed_process_is_free(folder):
    lock = InstanceLock(folder)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "True"
        assert not lock.take()
        holder.kill()
    assert lock.take()
    assert lock.unfinished == 1
    lock.release()


def test_starts_that_came_to_nothing_are_counted(folder):
    for expected in range(12):
        lock = InstanceLock(folder)
        assert lock.take()
        assert lock.unfinished == min(expected, 9)
        lock.release()
    lock = InstanceLock(folder)
    lock.take()
    lock.settle()
    lock.release()
    (folder / LOCK).write_bytes((folder / LOCK).read_bytes() + b"?")
    lock.take()
    assert lock.unfinished == 0
    lock.release()


@pytest.mark.parametrize("content", [b"", b"x", b"-3", b"\xff"])
def test_nonsense_in_the_lock_counts_as_nothing(folder, content):
    folder.mkdir()
    (folder / LOCK).write_bytes(content)
    lock = InstanceLock(folder)
    assert lock.take()
    assert lock.unfinished == 0
    lock.release()


@pytest.mark.skipif(os.name == "nt", reason="rights as on Unix")
def test_nobody_else_may_read_what_is_made(folder):
    lock = InstanceLock(folder)
    lock.take()
    lock.release()
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / LOCK).stat().st_mode & 0o077 == 0


# What is handed over


@pytest.mark.parametrize("request_", [Request(), Request(source="/stick/Münster \udcff\n.kbz", token="a-b_TIME3")])
def test_a_request_arrives_as_it_was(request_):
    line = request_.encode()
    assert line.count(b"\n") == 1
    assert Request.decode(line) == request_


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"version": 2, "source": "", "token": ""}',
        b'{"version": 1, "source": 3, "token": ""}',
        b'{"version": 1, "source": ""}',
        b'{"version": 1, "source": "a\\u0000b", "token": ""}',
    ],
)
def test_what_is_no_request_is_none(line):
    assert Request.decode(line) is None


@posix
def test_addresses_are_the_folders_own_and_short_enough(folder, monkeypatch):
    first = addresses(folder)
    assert first == addresses(folder / ".." / folder.name)
    assert not set(first) & set(addresses(folder.parent / "other"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder.parent / ("long" * 30)))
    (folder.parent / ("long" * 30)).mkdir()
    for address in addresses(folder):
        assert len(os.fsencode(address)) < 100
        assert Path(address).parent.stat().st_mode & 0o077 == 0


@posix
def test_a_folder_that_somebody_else_prepared_is_not_used(folder, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(folder.parent))
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    ready = folder.parent / f"beratungskoffer-{os.getuid()}"
    ready.mkdir(mode=0o777)
    ready.chmod(0o777)
    assert addresses(folder) == ()
    ready.chmod(0o700)
    assert len(addresses(folder)) == 1


@posix
def test_a_runtime_folder_that_others_may_write_to_is_not_used(folder, monkeypatch):
    shared = folder.parent / "shared"
    shared.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(shared))
    for mode, used in ((0o1777, False), (0o770, False), (0o700, True)):
        shared.chmod(mode)
        assert any(Path(address).parent == shared for address in addresses(folder)) is used


# The doorbell


@pytest.fixture
def bell(app, folder):
    """A doorbell that listens, and what it heard."""
    bell = Doorbell()
    heard: list[Request] = []
    bell.rung.connect(heard.append)
    assert bell.listen(addresses(folder))
    yield bell, heard
    bell.close()
    bell.deleteLater()


RING = "import sys; from pathlib import Path; from advisor_app.desktop.doorbell import ring; \
from advisor_app.desktop.instance import addresses; \
from advisor_app.desktop.request import Request; \
print(ring(addresses(Path(sys.argv[1])), Request(source=sys.argv[2]), patience_ms=9000))"


def test_the_doorbell_hears_and_answers(bell, folder, qtbot):
    _, heard = bell
    command = [sys.executable, "-c", RING, str(folder), "/stick/Münster.kbz"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        qtbot.waitUntil(lambda: other.poll() is not None, timeout=20_000)
        assert other.communicate()[0] == f"{Answer.TAKEN}\n"
    assert heard == [Request(source="/stick/Münster.kbz")]


def test_nobody_listens(folder, app):
    assert ring(addresses(folder), Request(), patience_ms=100) is Answer.NOBODY


@posix
def test_visitors_who_talk_nonsense_or_nothing_do_no_harm(bell, folder, qtbot):
    _, heard = bell
    (address, *_) = addresses(folder)
    for said in (b"", b"GET / HTTP/1.1\n", b"x" * (LIMIT + 10), b"\n\n\n", b'{"version": 9}\n'):
        answer = ask(address, said, qtbot)
        assert not answer or json.loads(answer) == {"version": 1, "taken": False}
    line = Request(source="/a").encode()
    assert json.loads(ask(address, line[:9], qtbot, line[9:])) == {"version": 1, "taken": True}
    assert heard == [Request(source="/a")]


def ask(address: str, said: bytes, qtbot, more: bytes = b"") -> bytes:
    """Say something at the door, in one breath or two, and return the answer, if there is one."""
    with socket.socket(socket.AF_UNIX) as visitor:
        visitor.connect(address)
        visitor.setblocking(False)
        for part in (said, more):
            with suppress(OSError):
                visitor.sendall(part)
            qtbot.wait(20)
        try:
            return visitor.recv(1000)
        except OSError:
            return b""


@posix
def test_one_who_does_not_answer_is_not_waited_for(folder, app):
    (address, *_) = addresses(folder)
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(address)
        mute.listen()
        began = time.monotonic()
        assert ring(addresses(folder), Request(), patience_ms=150) is Answer.SILENT
        assert time.monotonic() - began < 2


@posix
def test_what_a_killed_window_left_is_no_obstacle(folder, bell):
    (address, *_) = addresses(folder.parent / "another")
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(address)
    again = Doorbell()
    assert again.listen([address]) == address
    assert Path(address).stat().st_mode & 0o077 == 0
    again.close()
    again.deleteLater()


# Windows


@quiet
def test_a_second_start_brings_the_window_to_the_front_and_hands_over(places, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "mine")
    bundle = tmp_path / "b.kbz"
    bundle.write_bytes(b"")
    second: list[subprocess.Popen[str]] = []
    visit(
        places,
        opened,
        do(lambda window: window.setWindowState(Qt.WindowState.WindowMinimized)),
        do(lambda _window: second.append(process(places, str(bundle)))),
        until(lambda window: not window.isMinimized()),
        until(lambda window: source_of(window) == str(bundle)),
        until(lambda _window: second[0].poll() is not None),
    )
    out, err = second[0].communicate()
    assert (second[0].returncode, out, err) == (0, "", "")


@quiet
def test_the_desktops_token_reaches_qt(face, monkeypatch):
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    bring_to_front(face.window, "token-1")
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "token-1"
    bring_to_front(face.window, "a\nb")
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "token-1"
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN")


@posix
def test_of_ten_starts_at_once_one_is_the_window(places):
    starts = [process(places) for _ in range(10)]
    try:
        limit = time.monotonic() + 40
        while len(running := [one for one in starts if one.poll() is None]) > 1 and time.monotonic() < limit:
            time.sleep(0.01)
        assert len(running) == 1
        for one in starts:
            if one is not running[0]:
                assert (one.returncode, *one.communicate()) == (0, "", "")
        running[0].send_signal(signal.SIGKILL)
    finally:
        for one in starts:
            one.kill()
            one.communicate()


@posix
def test_a_window_that_hangs_is_told_and_the_safe_mode_is_a_way(places, monkeypatch, capfd):
    monkeypatch.setattr(handover, "ANSWER_MS", 100)
    hanging = process(places)
    try:
        limit = time.monotonic() + 20
        while not any(Path(address).exists() for address in addresses(places.data_dir)):
            assert time.monotonic() < limit
            time.sleep(0.01)
        hanging.send_signal(signal.SIGSTOP)
        seen = visit(places, told("Abgesicherter Modus"), answer="Abgesichert öffnen")
        assert "antwortet nicht" in seen.asked[0]
        assert "does not answer" in capfd.readouterr().err
        assert not places.settings_file.exists()
    finally:
        hanging.kill()
        hanging.communicate()


def test_a_start_waits_for_a_window_that_closes_and_takes_its_place(places):
    lock = InstanceLock(places.data_dir)
    assert lock.take()
    lock.settle()
    threading.Timer(0.3, lock.release).start()
    visit(places, opened)


def test_where_nothing_can_be_locked_windows_open_all_the_same(places):
    places.data_dir.write_text("a file where the folder should be")
    visit(places, told("Einstellungen werden nicht behalten"), opened)
