"""Starts that are not like others, through the program's own way in: what the window says and what can be done."""

from __future__ import annotations

import signal
import sqlite3
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from advisor_app.__main__ import WindowCall, main, window_call
from advisor_app.desktop.instance import LOCK, InstanceLock
from advisor_app.desktop.presenters.notice import SAFE_MODE, Deed, present_missing
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Appearance
from advisor_app.desktop.widgets.basics import Button
from advisor_app.errors import EnvironmentFault
from advisor_app.workspace import Workspace
from tests.desktop.starting import do, opened, press, process, silent, source_of, told, until, visit
from tests.makers import programme
from tests.stores import fill

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture
def places(tmp_path, monkeypatch, app) -> Workspace:
    """An installation whose knowledge holds one programme."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    workspace = Workspace(data_dir=tmp_path / "data", seed=tmp_path / "seed", kb=None, resources=RESOURCES)
    fill(workspace.seed_store(), [programme("mitgebracht", "Mitgebracht")], version=1)
    return workspace


def receive(workspace: Workspace, version: int = 2):
    return fill(workspace.own_store(), [programme("empfangen", "Empfangen")], version=version)


def shows(item_id: str):
    def step(window):
        return opened(window) and item_id in window.keeper.library.items(("mitgebracht", "empfangen"))

    return until(step)


# What asks for the window


@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        ([], WindowCall()),
        (["--data-dir", "d"], WindowCall(data_dir=Path("d"))),
        (["--data-dir=d", "--safe-mode"], WindowCall(data_dir=Path("d"), safe=True)),
        (["/stick/Stand.KBZ"], WindowCall(source="/stick/Stand.KBZ")),
        (["/stick/Stände/"], WindowCall(source="/stick/Stände")),
        (["--safe-mode", "/a.kbz", "--data-dir", "d"], WindowCall(data_dir=Path("d"), safe=True, source="/a.kbz")),
        (["file:///stick/M%C3%BCnster%20%23%201.kbz"], WindowCall(source="/stick/Münster # 1.kbz")),
        (["FILE://localhost/stick/a.kbz"], WindowCall(source="/stick/a.kbz")),
        (["file:///stick/%FF.kbz"], WindowCall(source="/stick/\udcff.kbz")),
        (["search", "kfw"], None),
        (["--data-dir", "d", "status"], None),
        (["--data-dir"], None),
        (["--help"], None),
        (["status"], None),
        (["/a.kbz", "/b.kbz"], None),
    ],
)
def test_what_asks_for_the_window(arguments, call):
    assert window_call(arguments) == call


def test_relative_paths_are_those_of_where_one_stands(tmp_path, monkeypatch):
    (tmp_path / "search").mkdir()
    monkeypatch.chdir(tmp_path)
    assert window_call(["stand.kbz"]) == WindowCall(source=str(tmp_path / "stand.kbz"))
    assert window_call(["."]) == WindowCall(source=str(tmp_path))
    assert window_call(["./search"]) == WindowCall(source=str(tmp_path / "search"))
    assert window_call(["search"]) is None


def test_where_one_stands_may_be_gone(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert window_call(["stand.kbz"]) == WindowCall(source="stand.kbz")


def test_a_missing_file_is_also_told_to_the_terminal(tmp_path, monkeypatch, capsys, places):
    monkeypatch.setattr(Workspace, "locate", classmethod(lambda _cls, _dir=None: places))
    monkeypatch.setattr("advisor_app.desktop.start.start", lambda *_args, **_more: 0)
    assert main([str(tmp_path / "fort.kbz")]) == 0
    assert capsys.readouterr().err == f"advisor-app: {tmp_path / 'fort.kbz'}: there is no such file or folder\n"


# The usual start


def test_a_usual_start_says_nothing_and_lets_go_at_the_end(places):
    visit(places, shows("mitgebracht"), silent)
    assert (places.data_dir / LOCK).read_bytes() == b"0"
    assert places.settings_file.is_file()
    lock = InstanceLock(places.data_dir)
    assert lock.take()
    lock.release()
    assert not [path for path in places.data_dir.parent.iterdir() if path.is_socket()]


# Files that are handed over


@pytest.mark.qt_log_ignore("QProcess: Destroyed while process", extend=True)  # closed in the midst of it
def test_a_file_that_was_handed_over_is_read(places, tmp_path):
    bundle = tmp_path / "Münster.kbz"
    bundle.write_bytes(b"")
    visit(places, until(lambda window: source_of(window) == str(bundle)), source=str(bundle))


def test_a_file_that_is_gone_is_told_in_one_sentence(places, tmp_path):
    visit(places, told("fort.kbz gibt es nicht"), press("Verstanden"), silent, source=str(tmp_path / "fort.kbz"))


def test_in_safe_mode_a_file_is_not_read_and_that_is_told(places, tmp_path):
    bundle = tmp_path / "a.kbz"
    bundle.write_bytes(b"")
    visit(places, told("a.kbz wurde nicht eingelesen"), press("Verstanden"), told("Abgesicherter Modus"), safe=True,
          source=str(bundle))  # fmt: skip


# Knowledge that cannot be opened


def test_received_knowledge_that_is_damaged_gives_way_until_it_is_mended(places):
    database = receive(places).database
    whole = database.read_bytes()
    database.write_bytes(b"x" * len(whole))
    visit(
        places,
        told("Die empfangenen Inhalte lassen sich nicht lesen", "mitgelieferte Stand vom 23.11.2026", "Reparieren"),
        shows("mitgebracht"),
        do(lambda _window: database.write_bytes(whole)),
        press("Erneut versuchen"),
        shows("empfangen"),
        silent,
    )


def ended(window) -> bool:
    return window.updates.receiving.ending is not None


def test_the_repair_is_offered_and_leads_to_its_page(places):
    receive(places).database.write_bytes(b"x" * 5000)
    visit(
        places,
        until(lambda window: window.updates is not None),
        press("Reparieren"),
        # Nobody set up a server: that is told where it can be helped.
        until(ended),
        until(lambda window: window.page("freshness").isVisible()),
    )


def set_format(database: Path, number: int) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(number),))
    connection.close()


@pytest.mark.parametrize(
    ("number", "words"),
    [(99, "sind neuer als dieses Programm"), (0, "haben ein älteres Format")],
)
def test_received_knowledge_of_another_format_gives_way(places, number, words):
    database = receive(places).database
    set_format(database, number)
    visit(places, told(words, "23.11.2026"), shows("mitgebracht"))
    assert database.is_file()


def test_damaged_knowledge_of_the_installation_gives_way_to_received(places):
    receive(places)
    fill(places.seed_store(), [programme("mitgebracht", "Neuer")], version=3).database.write_bytes(b"x" * 5000)
    visit(places, told("Die mitgelieferten Inhalte lassen sich nicht lesen"), shows("empfangen"), press("Verstanden"),
          silent)  # fmt: skip


def test_without_any_readable_knowledge_the_pane_leads_to_new(places):
    for store in (places.own_store(), places.seed_store()):
        fill(store, [programme()], version=5).database.write_bytes(b"x" * 5000)
    visit(places, until(lambda window: window.search.results.fault.isVisible()))
    # It was shown, so the start came to its end.
    assert (places.data_dir / LOCK).read_bytes() == b"0"


# Safe mode


def test_safe_mode_reads_and_writes_nothing_of_the_users(places):
    receive(places)
    settings = WindowSettings(places.settings_file)
    settings.appearance = Appearance.DARK
    settings.save()
    before = {path: path.stat().st_mtime_ns for path in places.data_dir.rglob("*")}
    looks: list[Appearance] = []
    visit(
        places,
        told("Abgesicherter Modus"),
        shows("mitgebracht"),
        do(lambda window: looks.append(window._theme.appearance)),
        do(lambda window: window.look.choose_zoom(1.5)),
        safe=True,
    )
    assert looks == [Appearance.SYSTEM]
    assert {path: path.stat().st_mtime_ns for path in places.data_dir.rglob("*")} == before


def toast(text: str):
    return until(lambda window: window.toast.isVisible() and text in window.toast.text)


def test_safe_mode_puts_settings_and_knowledge_aside_and_back(places):
    receive(places)
    WindowSettings(places.settings_file).save()
    kept: list[list[str]] = []
    names = do(lambda _window: kept.append(sorted(path.name for path in places.data_dir.iterdir())))
    visit(
        places,
        press("Einstellungen zurücksetzen"),
        toast("settings-20"),
        names,
        press("Einstellungen zurücksetzen"),
        toast("keine eigenen Einstellungen"),
        press("Empfangene Inhalte beiseitelegen"),
        toast("knowledge-20"),
        names,
        do(lambda window: window.toast.undo()),
        toast("wieder an seinem Platz"),
        safe=True,
    )
    assert not any(name in kept[0] for name in ("settings.ini",))
    assert "knowledge" not in kept[1]
    assert places.own_store().current() is not None
    assert InstanceLock(places.data_dir).unfinished == 0
    visit(places, shows("empfangen"), silent)


def test_safe_mode_touches_nothing_while_another_window_is_open(places):
    WindowSettings(places.settings_file).save()
    lock = InstanceLock(places.data_dir)
    assert lock.take()
    visit(places, press("Einstellungen zurücksetzen"), told("Es ist noch ein anderes Fenster offen"),
          press("Verstanden"), told("Abgesicherter Modus"), safe=True)  # fmt: skip
    lock.release()
    assert places.settings_file.is_file()


# Starts that came to nothing


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a process that is killed outright")
def test_after_two_starts_that_came_to_nothing_the_safe_mode_is_offered(places):
    receive(places)
    for number in (b"1", b"2"):
        killed = process(places)
        limit = time.monotonic() + 10
        while not ((places.data_dir / LOCK).is_file() and (places.data_dir / LOCK).read_bytes() == number):
            assert time.monotonic() < limit
            time.sleep(0.001)
        killed.kill()
        killed.communicate()
    seen = visit(places, told("Abgesicherter Modus"), shows("mitgebracht"), answer="Abgesichert starten")
    assert "Die letzten Starts kamen nicht ans Ziel" in seen.asked[0]
    # The next one is a new try.
    assert visit(places, shows("empfangen"), silent, answer="Normal starten").asked == []


def test_whoever_insists_starts_as_usual_and_is_asked_again_if_that_fails_too(places):
    places.data_dir.mkdir()
    (places.data_dir / LOCK).write_bytes(b"2")
    counted: list[bytes] = []
    visit(places, shows("mitgebracht"), silent, answer="Normal starten")
    (places.data_dir / LOCK).write_bytes(b"2")
    lock = InstanceLock(places.data_dir)
    lock.take()
    counted.append((places.data_dir / LOCK).read_bytes())
    lock.release()
    assert counted == [b"3"]


# Settings


def test_settings_of_a_newer_version_are_kept(places):
    places.data_dir.mkdir()
    places.settings_file.write_text("[look]\nappearance = dark\nmotion = none\n[neu]\nschlüssel = wert\n", "utf-8")
    visit(places, silent)
    text = places.settings_file.read_text("utf-8")
    assert "motion = none" in text
    assert "[neu]\nschlüssel = wert" in text


def test_settings_that_cannot_be_read_are_kept_aside(places):
    places.data_dir.mkdir()
    places.settings_file.write_bytes(b"\xff\xfe[look\n")
    visit(places, silent)
    assert (places.data_dir / "settings.unlesbar.ini").read_bytes() == b"\xff\xfe[look\n"
    assert "[window]" in places.settings_file.read_text()
    assert places.settings_file.stat().st_mode & 0o077 == 0


def test_what_somebody_just_did_is_answered_although_a_fault_stands(face):
    face.window.show()
    standing, banner = face.window.standing, face.window.banner
    standing.show_fault(EnvironmentFault(path="/x", reason="voll", remedy="Platz schaffen"))
    standing.show_notice(SAFE_MODE)
    assert "/x" in banner.accessibleName()
    standing.show_notice(present_missing(Path("/stick/a.kbz"), safe=False))
    assert "a.kbz" in banner.accessibleName()
    standing.show_notice(None)
    assert "/x" in banner.accessibleName()


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)  # offscreen
def test_more_ways_out_are_in_a_menu_that_keys_reach(face, qtbot):
    face.window.show()
    answered: list[object] = []
    face.window.standing.notice_answered.connect(answered.append)
    face.window.standing.show_notice(SAFE_MODE)
    banner = face.window.banner
    (button,) = (one for one in banner.findChildren(Button) if one.accessibleName() == "Weitere Schritte")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert banner.more is not None
    qtbot.waitUntil(banner.more.isVisible)
    QTest.keyClick(banner.more, Qt.Key.Key_Down)
    QTest.keyClick(banner.more, Qt.Key.Key_Return)
    assert answered == [Deed.RESET]
