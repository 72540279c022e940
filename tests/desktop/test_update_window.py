"""Updates in the real window: page, banner, foot, rail, options, sticks; the worker plays what a test says."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import thread_time
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from advisor_app.desktop import receiving as receiving_module
from advisor_app.desktop.app import Face, make_face
from advisor_app.desktop.network import NetworkState
from advisor_app.desktop.presenters.update_faults import Deed
from advisor_app.desktop.presenters.update_steps import Job
from advisor_app.desktop.receiving import Pace
from advisor_app.desktop.widgets.basics import Button
from advisor_app.errors import InputUnreadable, KnowledgeMissing, MaterialExpired, Offline
from advisor_app.updates.events import StepTold
from advisor_app.updates.model import Earlier, Step
from advisor_app.updates.policy import UpdatePolicy, load_policy
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.state import UpdateState
from tests.desktop.conftest import RESOURCES, TODAY, MemoryLibrary, dispose, programme
from tests.desktop.update_plays import CURRENT, FOUND, NOW, RESULT, SERVER, PlayDesk, step, told

ROOT = RESOURCES / "trust" / "root.json"
DOWNLOAD = step(Step.DOWNLOAD, 1_400_000, 2_100_000)


@pytest.fixture
def desk(tmp_path):
    return PlayDesk(tmp_path, root=ROOT)


@pytest.fixture
def libraries():
    """Those that were opened, and what the next one holds."""
    return [MemoryLibrary()]


@pytest.fixture
def updating(app, settings, desk, libraries, qtbot) -> Iterator[Any]:
    """A window that receives updates; each opening takes the next library, the last one again and again."""
    opened: list[MemoryLibrary] = []

    def open_library() -> MemoryLibrary:
        opened.append(libraries[min(len(opened), len(libraries) - 1)])
        return opened[-1]

    face = make_face(app, open_library, resources=RESOURCES, settings=settings, today=TODAY, updates=desk,
                     clock=lambda: NOW, first_page="search")  # fmt: skip
    face.window.resize(1366, 768)
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    rest(qtbot, face)
    yield face
    dispose(face)


def rest(qtbot, face: Face) -> None:
    qtbot.waitUntil(lambda: not face.runner.is_busy())
    qtbot.wait(5)


def room(face: Face) -> Any:
    """Return the part of the window that receives updates."""
    return face.window.updates


def page_of(face: Face) -> Any:
    face.window.show_freshness()
    return face.window.page("freshness")


def press(face: Face, deed: Deed) -> None:
    button = page_of(face).state.button(deed)
    assert button is not None, page_of(face).state.view
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def until_ended(qtbot, face: Face) -> Any:
    qtbot.waitUntil(lambda: room(face).receiving.run is None)
    rest(qtbot, face)
    return page_of(face).state.view


def run(qtbot, face: Face, desk: PlayDesk, *play: tuple[object, ...]) -> Any:
    desk.say(*play)
    room(face).receiving.start(Job())
    return until_ended(qtbot, face)


# The page


def test_ctrl_u_shows_how_things_stand(updating, desk, qtbot):
    desk.remember(
        TrustRoot.read(ROOT).channel, UpdateState(last_check=NOW - timedelta(minutes=18), expires="2026-12-07")
    )
    updating.window.updates.receiving.look()
    rest(qtbot, updating)
    QTest.keyClick(updating.window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    page = updating.window.page("freshness")
    assert page.isVisible()
    view = page.state.view
    assert view.title == "Inhaltsstand 20.11.2026"
    texts = [line.text for line in view.lines]
    assert "Zuletzt geprüft heute, 10:12" in texts
    assert "Geprüft wird nur, wenn Sie es auslösen" in texts
    assert "Signiert, Aktualität bestätigt bis 07.12.2026" in texts
    assert "Entwicklungs-Kanal, nicht für den Einsatz" in texts
    assert "zuletzt geprüft heute, 10:12" in updating.window.status_line.text
    assert page._shown.accessibleName() == "Angezeigt: Stand 20.11.2026"
    assert page._foot_text.text() == "Zuletzt erreichbar heute, 10:12. Ohne Netz gilt der Stand vom 20.11.2026."


def test_an_update_is_shown_step_by_step_and_can_be_left_alone(updating, desk, qtbot):
    desk.say(step(Step.CONNECT), step(Step.VERIFY), told(FOUND), DOWNLOAD, ("until_cancelled",))
    press(updating, Deed.CHECK)
    page = page_of(updating)
    qtbot.waitUntil(lambda: page.state.view.steps and page.state.view.steps[2].fraction is not None)
    titles = [entry.title for entry in page.state.view.steps]
    assert titles == ["Neuer Stand gefunden", "Signatur geprüft", "Wird geladen", "Einspielen"]
    assert page.state.view.steps[1].note == "2 von 3 Schlüsseln, gültig bis 07.12.2026"
    assert page.state.view.steps[2].note.startswith("1,4 von 2,1\u00a0MB")
    assert page.state.steps[2].meter.fraction == pytest.approx(2 / 3)
    assert page.state.view.sentence == "20.11.2026 → 23.11.2026 · 2,1\u00a0MB"
    press(updating, Deed.BACKGROUND)
    assert updating.window._stack.currentWidget() is updating.window.search
    assert "1,4 von 2,1" in updating.window.status_line.progress_text
    assert updating.window.status_line.progress.isVisible()
    rail = updating.window.rail._buttons["freshness"]
    assert "Wird geladen" in rail.accessibleName()
    press(updating, Deed.CANCEL)
    view = until_ended(qtbot, updating)
    assert view.title == "Abgebrochen"
    assert [line.text for line in view.lines] == ["Der Stand vom 20.11.2026 bleibt nutzbar."]
    assert not updating.window.status_line.progress.isVisible()


def test_background_leads_to_where_one_came_from(updating, desk, qtbot):
    updating.window.show_page("options")
    desk.say(step(Step.CONNECT), ("until_cancelled",))
    press(updating, Deed.CHECK)
    press(updating, Deed.BACKGROUND)
    assert updating.window._stack.currentWidget() is updating.window.page("options")


def test_nothing_new(updating, desk, qtbot, libraries):
    view = run(qtbot, updating, desk, told(CURRENT))
    assert view.title == "Nichts Neues"
    assert "23.11.2026" in view.sentence
    press(updating, Deed.DISMISS)
    assert page_of(updating).state.view.title == "Inhaltsstand 20.11.2026"


def test_a_fault_names_itself_and_what_helps(updating, desk, qtbot):
    view = run(qtbot, updating, desk, told(Offline(where="updates.example.org", reason="no route")), ("exit", 3))
    assert (view.title, view.icon) == ("Kein Netz", "wifi-off")
    assert "no route" in view.fine_print
    assert view.deeds == (Deed.RETRY, Deed.STICK, Deed.DISMISS)
    desk.say(told(CURRENT))
    press(updating, Deed.RETRY)
    assert until_ended(qtbot, updating).title == "Nichts Neues"


def test_a_fault_finds_the_reader_on_another_page(updating, desk, qtbot):
    desk.say(("sleep", 0.1), told(Offline(where="updates.example.org", reason="no route")), ("exit", 3))
    room(updating).check()
    qtbot.waitUntil(lambda: room(updating).receiving.run is None)
    assert updating.window.banner.isVisible()
    assert updating.window.banner.accessibleName().startswith("Kein Netz. ")
    updating.window.standing.follow_banner()
    assert updating.window.page("freshness").isVisible()
    assert not updating.window.banner.isVisible()
    assert page_of(updating).state.view.title == "Kein Netz"


def test_what_another_window_received_is_shown_here(updating, desk, qtbot, libraries):
    libraries.append(MemoryLibrary(as_of="2026-11-23"))
    run(qtbot, updating, desk, told(CURRENT))
    assert CURRENT.after != libraries[0].info().version
    assert "23.11.2026" in updating.window.status_line.text
    assert libraries[0].closed


def test_f6_goes_round_the_parts_of_the_page(updating):
    page = page_of(updating)
    page.show_tab("contents")
    places = []
    for _ in range(4):
        QTest.keyClick(updating.window, Qt.Key.Key_F6)
        places.append(QApplication.focusWidget())
    assert page._left.isAncestorOf(places[0])
    assert page._tabs.isAncestorOf(places[1])
    assert page._stack.isAncestorOf(places[2])
    assert places[3] is places[0]


def test_without_a_server_nothing_is_started(updating, desk, qtbot):
    desk.policy = UpdatePolicy()
    updating.window.updates.receiving.look()
    rest(qtbot, updating)
    assert page_of(updating).state.view.deeds == (Deed.OPTIONS, Deed.STICK)
    updating.window.updates.check()
    assert page_of(updating).state.view.title == "Kein Server eingerichtet"
    assert desk.asked() == []
    press(updating, Deed.OPTIONS)
    assert updating.window._stack.currentWidget() is updating.window.page("options")


def test_data_can_be_checked(updating, desk, qtbot):
    desk.say(told(CURRENT))
    QTest.mouseClick(page_of(updating).ways.repair, Qt.MouseButton.LeftButton)
    assert until_ended(qtbot, updating).title == "Daten geprüft, alles in Ordnung"
    assert desk.asked() == ["update", "--events", "--repair"]


def test_closing_the_window_ends_the_worker(updating, desk, qtbot):
    desk.say(step(Step.CONNECT), ("deaf", 30))
    updating.window.updates.check()
    qtbot.waitUntil(lambda: updating.window.updates.receiving.run.told is not None)
    updating.window.close()
    assert not updating.window.updates.receiving._process.is_running


# Other knowledge, the same reader


def test_the_reader_stays_where_he_is_when_the_knowledge_changes(updating, desk, qtbot, libraries):
    items = [programme(f"p-{number:02}", f"Programm {number}", summary="Zuschuss. " * 40) for number in range(60)]
    libraries[:] = [libraries[0], MemoryLibrary(items), MemoryLibrary(items[1:], as_of="2026-11-23")]
    run(qtbot, updating, desk, told(RESULT))
    window = updating.window
    window.show_page("search")
    window.search.ask_for("programm")
    rest(qtbot, updating)
    window.search.results.list.scrollToBottom()
    qtbot.waitUntil(lambda: window.search.results.model.rowCount() == 60)
    window.search.visit_item("p-40")
    rest(qtbot, updating)
    bar, reading = window.search.results.list.verticalScrollBar(), window.search.reading.area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    reading.setValue(reading.maximum() // 2)
    places = (bar.value(), reading.value())
    desk.say(told(RESULT))
    window.updates.check()
    qtbot.waitUntil(lambda: window.updates.receiving.run is None)
    rest(qtbot, updating)
    assert window.search.field.edit.text() == "programm"
    assert window.search.results.model.rowCount() == 59
    assert window.search.results.current_id() == "p-40"
    assert window.search.reading.view.id == "p-40"
    assert reading.value() == places[1]
    assert abs(bar.value() - places[0]) <= 1
    assert window.pill.button.accessibleName().startswith("Inhaltsstand 23.11.2026")
    assert libraries[1].closed
    assert not libraries[2].closed
    assert window.toast.text == "Neuer Inhaltsstand vom 23.11.2026"


def test_an_item_that_is_gone_is_told_and_closed(updating, desk, qtbot, libraries):
    libraries.append(MemoryLibrary([item for item in libraries[0].items(list(libraries[0]._items)).values()
                                    if item.id != "go-digital"]))  # fmt: skip
    updating.window.search.visit_item("go-digital")
    rest(qtbot, updating)
    desk.say(told(RESULT))
    updating.window.updates.check()
    qtbot.waitUntil(lambda: updating.window.toast.text == "Nicht mehr enthalten: go-digital")
    rest(qtbot, updating)
    assert updating.window.search.reading.view.id != "go-digital"


# Sticks


def file_data(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(kind: type, data: QMimeData) -> Any:
    where: Any = QPoint(300, 300) if kind is QDragEnterEvent else QPointF(300, 300)
    return kind(where, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def test_a_stick_is_dropped_onto_the_window(updating, desk, qtbot, tmp_path):
    bundle = tmp_path / "koffer.kbz"
    bundle.write_bytes(b"PK")
    desk.say(told(CURRENT))
    data = file_data(bundle)
    QApplication.sendEvent(updating.window.surface, drag(QDragEnterEvent, data))
    hint = updating.window.surface.drop_hint
    assert hint.isVisible()
    assert hint.geometry() == updating.window.centralWidget().rect()
    assert not updating.window.grab().isNull()
    QApplication.sendEvent(hint, drag(QDragEnterEvent, data))
    QApplication.sendEvent(hint, QDragLeaveEvent())
    assert not hint.isVisible()
    QApplication.sendEvent(updating.window.surface, drag(QDragEnterEvent, data))
    QApplication.sendEvent(hint, drag(QDropEvent, data))
    assert not hint.isVisible()
    assert updating.window.page("freshness").isVisible()
    until_ended(qtbot, updating)
    assert desk.asked() == ["update", "--events", "--from", str(bundle)]


def test_only_bundles_and_folders_are_taken(updating, tmp_path):
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "b.kbz").write_bytes(b"x")
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/koffer.kbz")])
    text = QMimeData()
    text.setText("koffer.kbz")
    refused = [file_data(tmp_path / "a.txt"), file_data(tmp_path / "gone.kbz"), web, text,
               file_data(tmp_path / "b.kbz", tmp_path)]  # fmt: skip
    for data in refused:
        QApplication.sendEvent(updating.window.surface, drag(QDragEnterEvent, data))
        assert not updating.window.surface.drop_hint.isVisible()
    folder = file_data(tmp_path)  # an event only points to its data
    QApplication.sendEvent(updating.window.surface, drag(QDragEnterEvent, folder))
    assert updating.window.surface.drop_hint.isVisible()


def test_an_expired_stick_asks_first(updating, desk, qtbot, tmp_path):
    desk.say(told(MaterialExpired(where="koffer.kbz", role="timestamp", expired_on="2026-10-12")), ("exit", 4))
    updating.window.updates.read_source(str(tmp_path))
    view = until_ended(qtbot, updating)
    assert view.title == "Abgelaufenen Stick trotzdem einlesen?"
    assert "12.10.2026" in view.sentence
    desk.say(told(replace(RESULT, source="koffer.kbz")))
    press(updating, Deed.ACCEPT_EXPIRED)
    assert until_ended(qtbot, updating).title == "Neuer Inhaltsstand eingespielt"
    assert desk.asked() == ["update", "--events", "--from", str(tmp_path), "--accept-expired"]


def test_file_or_folder_is_chosen_in_a_dialog(updating, desk, qtbot, tmp_path):
    desk.say(told(CURRENT))
    ways = page_of(updating).ways
    for choose, mode in ((ways.choose_file, QFileDialog.FileMode.ExistingFile),
                         (ways.choose_folder, QFileDialog.FileMode.Directory)):  # fmt: skip
        choose()
        dialog = ways.findChild(QFileDialog)
        assert dialog.fileMode() is mode
        dialog.fileSelected.emit(str(tmp_path))
        until_ended(qtbot, updating)
        assert desk.asked()[-1] == str(tmp_path)
        dialog.close()
        dialog.deleteLater()
        qtbot.wait(5)


# Earlier states

STATES = (
    Earlier(name="g41-a", version=41, as_of="2026-11-18", received_on="2026-11-22T08:00:00+00:00"),
    Earlier(name="g40-b", version=40, as_of="2026-11-11"),
)


class BackDesk(PlayDesk):
    """A desk that keeps states in memory: 42 is shown first."""

    def __init__(self, folder: Path, **others: Any) -> None:
        super().__init__(folder, **others)
        self.shown = Earlier(name="g42-c", version=42, as_of="2026-11-20")
        self.others = list(STATES)

    def earlier(self) -> tuple[Earlier, ...]:
        return tuple(sorted(self.others, key=lambda state: -state.version))

    def go_back(self, name: str) -> Earlier:
        target = next(state for state in self.others if state.name == name)
        self.others = [self.shown, *(state for state in self.others if state.name != name)]
        self.shown = target
        return target

    def status(self, now):
        return replace(super().status(now), held=42 if self.shown.version < 42 else 0)


@pytest.fixture
def back_desk(tmp_path):
    return BackDesk(tmp_path, root=ROOT)


class TestGoingBack:
    """Going back to an earlier state, and forth again."""

    @pytest.fixture
    def desk(self, back_desk):
        return back_desk

    def choose(self, face: Face, name: str) -> None:
        for _ in range(2):
            button = next(button for button in page_of(face).ways.findChildren(Button)
                          if button.property("state") == name and button.isVisible())  # fmt: skip
            button.click()

    def test_after_a_second_click_with_a_way_back(self, updating, desk, qtbot, libraries):
        libraries.append(MemoryLibrary(as_of="2026-11-11"))
        ways = page_of(updating).ways
        assert "Zurück zu 18.11. oder 11.11.2026" in ways.back.accessibleName()
        ways.back.click()
        self.choose(updating, "g40-b")
        qtbot.waitUntil(lambda: desk.shown.version == 40)
        rest(qtbot, updating)
        assert updating.window.toast.text == "Angezeigt wird der Stand vom 11.11.2026"
        assert "früherer Stand: 11.11.2026" in updating.window.banner.accessibleName()
        assert page_of(updating).state.view.deeds == (Deed.NEWEST,)
        updating.window.toast.undo()
        qtbot.waitUntil(lambda: desk.shown.version == 42)
        rest(qtbot, updating)
        assert not updating.window.banner.isVisible()

    def test_the_banner_leads_to_the_newest(self, updating, desk, qtbot):
        updating.window.updates.receiving.go_back("g41-a")
        qtbot.waitUntil(lambda: desk.shown.version == 41)
        rest(qtbot, updating)
        updating.window.standing.follow_banner()
        qtbot.waitUntil(lambda: desk.shown.version == 42)
        rest(qtbot, updating)

    def test_what_is_not_on_the_device_comes_from_the_server(self, updating, desk, qtbot):
        updating.window.updates.receiving.go_back("g41-a")
        qtbot.waitUntil(lambda: desk.shown.version == 41)
        rest(qtbot, updating)
        desk.others = []
        updating.window.updates.receiving.look()
        rest(qtbot, updating)
        desk.say(told(RESULT))
        updating.window.updates.go_to_newest()
        until_ended(qtbot, updating)
        assert desk.asked() == ["update", "--events"]


# By itself


class Wire(NetworkState):
    """A network that is what a test says."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.offline = self.metered = False

    def is_offline(self) -> bool:
        return self.offline

    def is_metered(self) -> bool:
        return self.metered


class TestByItself:
    """Checks that nobody asked for."""

    @pytest.fixture
    def desk(self, tmp_path):
        return PlayDesk(tmp_path, root=ROOT, policy=UpdatePolicy(endpoint=SERVER))

    @pytest.fixture
    def wire(self, updating):
        wire = Wire()
        updating.window.updates.receiving.use_network(wire)
        return wire

    @pytest.fixture(autouse=True)
    def no_pause(self, monkeypatch):
        monkeypatch.setattr(receiving_module, "_PAUSE_S", 0.0)

    @pytest.fixture
    def libraries(self, desk):
        # Nothing is due before a test says so.
        desk.remember(TrustRoot.read(ROOT).channel, UpdateState(last_attempt=NOW, last_check=NOW))
        return [MemoryLibrary()]

    def due(self, desk):
        day_before = NOW - timedelta(days=2)
        desk.remember(TrustRoot.read(ROOT).channel, UpdateState(last_attempt=day_before, last_check=day_before))

    def done(self, desk, *, fault=""):
        return desk.remember(TrustRoot.read(ROOT).channel,
                             UpdateState(last_attempt=NOW, last_check=NOW, last_fault=fault))  # fmt: skip

    def test_one_that_is_due_runs_quietly(self, updating, desk, qtbot):
        desk.say(step(Step.CONNECT), ("sleep", 0.2), told(Offline(where="x", reason="y")), ("exit", 3))
        self.due(desk)
        updating.window.updates.receiving.look()
        qtbot.waitUntil(lambda: updating.window.updates.receiving.run is not None)
        self.done(desk, fault="offline")
        view = until_ended(qtbot, updating)
        assert desk.asked() == ["update", "--events", "--scheduled"]
        assert view.title == "Inhaltsstand 20.11.2026"
        assert "Letzter Versuch heute, 10:30: Kein Netz" in [line.text for line in view.lines]
        assert not updating.window.toast.isVisible()
        assert not updating.window.banner.isVisible()

    @pytest.mark.parametrize("hindrance", ["offline", "metered"])
    def test_it_waits_for_a_network_that_is_there_and_free(self, updating, desk, wire, qtbot, hindrance):
        setattr(wire, hindrance, True)
        desk.say(told(CURRENT))
        self.due(desk)
        updating.window.updates.receiving.look()
        rest(qtbot, updating)
        assert desk.asked() == []
        setattr(wire, hindrance, False)
        wire.changed.emit()
        qtbot.waitUntil(lambda: desk.asked() == ["update", "--events", "--scheduled"])
        self.done(desk)
        until_ended(qtbot, updating)

    def test_metered_networks_can_be_allowed(self, updating, desk, wire, qtbot):
        wire.metered = True
        desk.policy = replace(desk.policy, metered=True)
        desk.say(told(CURRENT))
        self.due(desk)
        updating.window.updates.receiving.look()
        qtbot.waitUntil(lambda: bool(desk.asked()))
        self.done(desk)
        until_ended(qtbot, updating)

    def test_one_that_cannot_remember_does_not_try_all_the_time(self, updating, desk, qtbot, monkeypatch):
        monkeypatch.setattr(receiving_module, "_PAUSE_S", 300.0)
        desk.say(("exit", 1))
        self.due(desk)
        started: list[object] = []
        updating.window.updates.receiving._process.failed.connect(started.append)
        updating.window.updates.receiving.look()
        qtbot.waitUntil(lambda: len(started) == 1)
        qtbot.wait(300)
        assert len(started) == 1


# Options


def form_of(face: Face) -> Any:
    face.window.show_page("options")
    page: Any = face.window.page("options")
    return page.form


def type_into(edit: QLineEdit, text: str) -> None:
    edit.setText(text)
    edit.editingFinished.emit()


def test_settings_take_effect_and_are_kept(updating, desk, settings, qtbot):
    type_into(form_of(updating).edits["endpoint"], "https://neu.example.org/kb/")
    assert desk.policy.endpoint == "https://neu.example.org/kb/"
    form = form_of(updating)
    next(button for button in form.findChildren(Button) if button.accessibleName().endswith("Von selbst")).click()
    rest(qtbot, updating)
    form = form_of(updating)
    next(button for button in form.findChildren(Button) if button.accessibleName() == "Proxy: Keiner").click()
    rest(qtbot, updating)
    kept = load_policy(settings.file, ())
    assert (kept.endpoint, kept.proxy, kept.check) == ("https://neu.example.org/kb/", "none", True)


def test_what_makes_no_sense_is_said_and_not_kept(updating, desk, settings):
    form = form_of(updating)
    edit = form.edits["endpoint"]
    type_into(edit, "ftp://x")
    assert "https://updates.example.org/kb/" in edit.accessibleDescription()
    assert desk.policy.endpoint == SERVER
    assert not settings.file.exists()
    next(button for button in form.findChildren(Button) if button.accessibleName() == "Proxy: Adresse").click()
    type_into(form.edits["proxy"], "proxy ohne Schema")
    assert form.edits["proxy"].accessibleDescription()
    type_into(form.edits["proxy"], "http://proxy.example.org:8080")
    assert desk.policy.proxy == "http://proxy.example.org:8080"


def test_what_it_fixed_is_locked(updating, desk, tmp_path, qtbot):
    admin = tmp_path / "policy.ini"
    admin.write_text("[updates]\nendpoint = https://fest.example.org/kb/\ncheck = off\n", encoding="utf-8")
    desk.policy = load_policy(tmp_path / "none.ini", (admin,))
    updating.window.updates.receiving.look()
    rest(qtbot, updating)
    form = form_of(updating)
    assert set(form.locked) == {"endpoint", "check"}
    assert set(form.edits) == {"mirrors", "proxy"}
    assert (form.locked["endpoint"].text(), form.locked["check"].text()) == (
        "https://fest.example.org/kb/",
        "Nur auf Wunsch",
    )
    assert not [button for button in form.findChildren(Button) if "Von selbst" in button.accessibleName()]
    words = [label.text() for label in form.findChildren(type(form._faults["proxy"]))]
    assert words.count(f"Festgelegt von Ihrer IT (Richtlinie {admin})") == 2
    assert "Entwicklungs-Kanal, nicht für den Einsatz" in words
    type_into(form.edits["mirrors"], "https://spiegel.example.org/kb/")
    assert desk.policy.endpoint == "https://fest.example.org/kb/"
    assert desk.policy.mirrors == ("https://spiegel.example.org/kb/",)


# Around


def test_freshness_that_nobody_confirms_is_said_aloud(updating, desk, qtbot):
    desk.remember(TrustRoot.read(ROOT).channel, UpdateState(last_check=NOW - timedelta(days=30), expires="2026-11-01"))
    updating.window.updates.receiving.look()
    rest(qtbot, updating)
    assert "Aktualität nicht mehr bestätigt seit 01.11.2026" in updating.window.banner.accessibleName()
    lines = page_of(updating).state.view.lines
    assert next(line for line in lines if line.icon == "calendar-x").tone == "warn"


def test_a_policy_that_cannot_be_read_is_told_and_work_goes_on(app, settings, qtbot, tmp_path):
    def make_desk() -> PlayDesk:
        raise InputUnreadable(file=tmp_path / "policy.ini", place="line 3", remedy="mend it")

    face = make_face(
        app, MemoryLibrary, resources=RESOURCES, settings=settings, today=TODAY, updates=make_desk, first_page="search"
    )
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    rest(qtbot, face)
    assert "policy.ini: line 3" in face.window.banner.accessibleName()
    page = page_of(face)
    assert page._stack.currentWidget() is page.contents
    dispose(face)


@pytest.mark.parametrize("late", [False, True], ids=["desk-first", "fault-first"])
def test_a_device_without_knowledge_says_where_it_comes_from(app, settings, qtbot, desk, late):
    gate = Event()

    def open_library() -> MemoryLibrary:
        raise KnowledgeMissing(path="/nowhere")

    def make_desk() -> Any:
        gate.wait(5)
        return desk

    updates = make_desk if late else desk
    face = make_face(
        app, open_library, resources=RESOURCES, settings=settings, today=TODAY, updates=updates, first_page="search"
    )
    fault = face.window.search.results.fault
    face.window.show()
    qtbot.waitUntil(fault.isVisible)
    gate.set()
    rest(qtbot, face)
    qtbot.wait(200)
    assert fault.isVisible()
    assert "USB-Stick" in fault._sentence.text()
    fault.updates.click()
    assert page_of(face).state.view.title == "Noch keine Inhalte"
    dispose(face)


def test_a_desk_that_comes_late_finds_pages_that_are_open(app, settings, qtbot, desk):
    gate = Event()

    def make_desk() -> Any:
        gate.wait(5)
        return desk

    face = make_face(
        app, MemoryLibrary, resources=RESOURCES, settings=settings, today=TODAY, updates=make_desk, first_page="search"
    )
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    assert room(face) is None
    assert page_of(face)._updates is False
    gate.set()
    rest(qtbot, face)
    assert face.window._stack.currentWidget() is face.window.page("freshness")
    assert page_of(face).state.view.title == "Inhaltsstand 20.11.2026"
    dispose(face)


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("size", [(1024, 640), (1366, 768)])
def test_the_page_finds_room(updating, desk, qtbot, zoom, size):
    window = updating.window
    window.look.choose_zoom(zoom)
    window.resize(*size)
    desk.say(step(Step.CONNECT), told(FOUND), DOWNLOAD, ("until_cancelled",))
    window.updates.check()
    page = page_of(updating)
    qtbot.waitUntil(lambda: len(page.state.view.steps) == 4)
    for tab in ("state", "changes", "contents"):
        page.show_tab(tab)
        qtbot.wait(5)
        assert window.minimumSizeHint().width() <= 1024
        assert window.minimumSizeHint().height() <= 640
        assert (window.width(), window.height()) == size
    window.updates.receiving.cancel()
    until_ended(qtbot, updating)


def test_the_pace_tells_the_seconds_left():
    pace = Pace()
    assert pace.seconds_left(0, 1000, 0.0) == 0.0
    assert pace.seconds_left(100, 1000, 2.0) == pytest.approx(18.0)
    assert pace.seconds_left(100, 1000, 30.0) == 0.0


def test_no_step_of_an_update_holds_the_window_up(updating, desk, qtbot):
    page_of(updating)
    # How long a page takes that is shown for the first time is another question.
    rest(qtbot, updating)
    receiving = updating.window.updates.receiving
    steps = [FOUND, *(StepTold(step=name, done=done, total=100) for name in Step for done in range(0, 100, 5))]

    def play() -> Iterator[float]:
        desk.say(("until_cancelled",))
        receiving.start(Job(source="x"))
        yield longest_turn()
        for event in steps:
            yield longest_turn(receiving.note_found if event is FOUND else receiving.note_step, event)
        receiving.cancel()
        until_ended(qtbot, updating)
        rest(qtbot, updating)

    # All else that a machine does can only add to it, also to the time of one thread: the quietest of three counts.
    plays = [list(play()) for _ in range(3)]
    slowest = max(map(min, zip(*plays, strict=True)))
    assert slowest < 0.016, f"{slowest * 1000:.1f} ms"


def longest_turn(note: Callable[..., None] = lambda: None, *told: object) -> float:
    """Tell the window something; return the longest time for which it then took no key, in seconds.

    That is the time this thread was at work: what other programs on the machine do is not the window's fault. What is
    laid out has the next layer laid out in the next turn, so there are several.
    """
    turns = []
    for number in range(6):
        begin = thread_time()
        if not number:
            note(*told)
        QApplication.processEvents()
        turns.append(thread_time() - begin)
    return max(turns)


def test_what_is_under_way_is_said_without_laying_the_window_out(updating, desk, qtbot):
    line = updating.window.status_line
    desk.say(step(Step.CONNECT), told(FOUND), DOWNLOAD, ("until_cancelled",))
    updating.window.updates.check()
    qtbot.waitUntil(lambda: "geladen" in line.progress_text)
    label = line._progress_text
    width = label.width()
    assert width >= label.fontMetrics().horizontalAdvance(label.text())
    line.show_progress(("Kurz", 0.5))
    assert (label.text(), label.width()) == ("Kurz", width)
    long = "Was viel mehr Worte braucht, bekommt auch mehr Platz"
    line.show_progress((long, 0.5))
    assert label.width() >= label.fontMetrics().horizontalAdvance(long)
    updating.window.look.choose_zoom(1.5)
    assert label.text() == long
    assert label.width() >= label.fontMetrics().horizontalAdvance(long)
    updating.window.updates.receiving.cancel()
    until_ended(qtbot, updating)
    assert label.isHidden()
