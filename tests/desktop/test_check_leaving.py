"""What is open on the page of the check when the reader goes on elsewhere."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.pages.check.leaves import ACCOUNT, FAULTS, READING, REASON, SHEET, SIZE, WHAT_IF, Place
from advisor_app.desktop.pages.check.reason_parts import DeedButton
from advisor_app.domain.eligibility import Rule
from advisor_app.domain.profile import Profile
from tests.desktop.check_pages import HIDDEN, LIBRARY, SMALL, STAFF, Desk, active_window, check_page, told
from tests.desktop.check_world import SOUND
from tests.desktop.conftest import MemoryLibrary, programme


@pytest.fixture
def desk(open_face, qtbot, tmp_path) -> Desk:
    window = active_window(open_face, MemoryLibrary(LIBRARY), qtbot)
    return Desk(check_page(window, qtbot.waitUntil), qtbot.waitUntil, tmp_path)


def test_a_programme_that_vanished_is_told(desk):
    desk.open(desk.file("a", 1))
    desk.page.leaves.explain("klein")
    desk.rest()
    desk.page.use(MemoryLibrary((HIDDEN,), as_of="2026-11-23"))
    desk.rest()
    assert desk.page.leaves.place is None
    assert "Nicht mehr enthalten: Zuschuss Klein" in desk.said


@pytest.mark.parametrize(("leaf", "prints"), [(REASON, True), (SHEET, True), (SIZE, True), (ACCOUNT, True),
                                              (WHAT_IF, False)])  # fmt: skip
def test_what_is_printed_is_what_is_seen(desk, leaf, prints):
    desk.open(desk.file("a", 1))
    assert desk.page.bar.print.isVisible()
    desk.page.leaves.open_leaf(leaf, "klein" if leaf == REASON else "")
    desk.rest()
    assert desk.page.leaves.place == Place(leaf, "klein" if leaf == REASON else "")
    assert desk.page.bar.print.isVisible() is not prints
    desk.page.leaves.leave_all()
    assert desk.page.bar.print.isVisible()


def test_readings_and_faults_outlive_a_client(desk, tmp_path):
    desk.open(desk.file("a", 1))
    desk.page.read("klein")
    desk.rest()
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: profile/1\nfacts: [", encoding="utf-8")
    desk.open(bad)
    desk.page.begin_anew()
    desk.rest()
    for leaf in (READING, FAULTS):
        assert leaf in desk.page.leaves._panels
    desk.page.read("klein")
    desk.rest()
    assert desk.page.leaves.place == Place(READING)


def test_what_is_typed_is_taken_along_to_what_is_opened_next(desk):
    desk.open(desk.file("a", 1))
    desk.page.edit_fact(STAFF)
    desk.rest()
    desk.type("47")
    desk.page.open_leaf(SHEET)
    desk.rest()
    assert desk.given.known(STAFF) == 47
    assert desk.page.leaves.place == Place(SHEET)


def test_what_is_typed_is_saved_and_outlives_a_look_at_a_programme(desk):
    file = desk.file("a", 1)
    desk.open(file)
    desk.page.edit_fact(STAFF)
    desk.rest()
    desk.type("46")
    desk.page.filing.save()
    desk.rest()
    assert "headcount: {value: 46" in file.read_text(encoding="utf-8")
    desk.page.edit_fact(STAFF)
    desk.rest()
    desk.type("45")
    desk.page.results.programme_chosen.emit("klein")
    desk.rest()
    assert desk.given.known(STAFF) == 45
    assert desk.page.leaves.place == Place(REASON, "klein")


def test_what_is_typed_and_says_nothing_holds_the_reader(desk):
    desk.open(desk.file("a", 1))
    desk.page.edit_fact(STAFF)
    desk.rest()
    desk.type("viele")
    desk.page.open_leaf(SHEET)
    desk.rest()
    assert desk.page.leaves.place is None
    assert desk.page.editor.fault.text()
    assert desk.page.arrangement.editing


def test_after_another_page_the_editor_has_the_keys_again(desk):
    desk.open(desk.file("a", 1))
    desk.page.edit_fact(STAFF)
    desk.rest()
    window = desk.page.window()
    for name in ("search", "check"):
        window.guide.show_page(name)
        desk.rest()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert desk.page.editor.isAncestorOf(focused)


def test_a_step_is_told_as_it_was_written(desk):
    desk.page.course.give_title("<b>Fett</b><img src=x>")
    desk.rest()
    assert "<b>" not in desk.page.bar.undo.toolTip()
    assert "&lt;b&gt;" in desk.page.bar.undo.toolTip()


def test_escape_leaves_the_words_of_a_filter_before_the_page(desk):
    desk.open(desk.file("a", 1))
    desk.page.results.filter.words.edit.setFocus()
    desk.type("gibtsnicht")
    assert desk.page.step_out()
    assert desk.page.results.filter.words.edit.text() == ""
    desk.type("klein")
    desk.page.course.load(Profile(facts={STAFF: told(2)}), "")
    desk.rest()
    assert desk.page.results.filter.words.edit.text() == ""


@pytest.mark.parametrize("facts", [{}, {"insolvency": told(value=True)}])
def test_a_client_is_offered_no_button_that_does_nothing(open_face, qtbot, tmp_path, facts):
    healthy = programme("gesund", "Zuschuss Gesund", eligibility=Rule(all=(SMALL, SOUND)))
    window = active_window(open_face, MemoryLibrary((healthy,)), qtbot)
    desk = Desk(check_page(window, qtbot.waitUntil), qtbot.waitUntil, tmp_path)
    desk.open(desk.file("a", 1, **facts))
    desk.page.leaves.explain("gesund")
    desk.rest()

    def deeds() -> bool:
        buttons = desk.page.leaves.panel(REASON).findChildren(DeedButton)
        return any(button.isVisible() and "Insolvenz" in button.accessibleName() for button in buttons)

    assert deeds()
    desk.page.tools.client.toggle()
    desk.rest()
    assert desk.page.leaves.place == Place(REASON, "gesund")
    assert not deeds()
