"""How updates are shown: page, banner, foot, rail; and the reader who stays where he was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.presenters.update_faults import Deed
from advisor_app.errors import Offline
from advisor_app.updates.model import Step
from advisor_app.updates.policy import UpdatePolicy
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.state import UpdateState
from tests.desktop.conftest import MemoryLibrary, programme
from tests.desktop.update_plays import CURRENT, FOUND, NOW, RESULT, step, told
from tests.desktop.updates.acts import DOWNLOAD, ROOT, page_of, press, rest, room, run, until_ended


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
