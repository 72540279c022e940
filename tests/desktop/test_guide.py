"""The way from page to page, and reading beside a picture."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.knowledge_page import KnowledgePage, PageTools
from advisor_app.desktop.page_stack import ENTRIES
from advisor_app.desktop.widgets.rail import HEIGHT, WORD_FROM, Rail
from tests.desktop.conftest import MemoryLibrary

SECURITY, TOPIC, CHAMBER = "mid-digitale-sicherheit", "it-sicherheit", "ihk-mittleres-ruhrgebiet"


class PlainVisitPage(KnowledgePage):
    """The least a page needs."""

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("plain", "Probe", tools=tools, parent=parent)
        self.shown: list[str] = []
        self.add_visit("Probe", self)

    def refresh(self) -> None:
        self.ask(lambda library: library.info().as_of, self.shown.append)


@pytest.fixture
def page(face, qtbot, library):
    page = PlainVisitPage(tools=face.window.tools)
    qtbot.addWidget(page)
    page.use(library)
    qtbot.waitUntil(lambda: bool(page.shown))
    return page


def read(page, qtbot, item_id):
    qtbot.waitUntil(lambda: page.visit.pane.view is not None and page.visit.pane.view.id == item_id)


def test_reading_has_its_own_way_back_and_forth(page, qtbot):
    for item_id in (SECURITY, TOPIC, CHAMBER):
        page.visit.visit(item_id)
        read(page, qtbot, item_id)
    page.visit.go_back()
    read(page, qtbot, TOPIC)
    page.visit.go_forth()
    read(page, qtbot, CHAMBER)
    page.visit.go_back()
    read(page, qtbot, TOPIC)
    page.visit.visit(SECURITY)
    read(page, qtbot, SECURITY)
    page.visit.go_forth()
    assert page.item_id == SECURITY


def test_back_from_the_first_leaves(page, qtbot):
    page.visit.visit(SECURITY)
    read(page, qtbot, SECURITY)
    with qtbot.waitSignal(page.visit.left):
        page.visit.go_back()
    assert page.item_id == ""
    assert not page.step_out()


def test_escape_closes_the_sources_first(page, qtbot):
    page.visit.visit(SECURITY)
    read(page, qtbot, SECURITY)
    page.visit.pane.strip.set_open(open_=True)
    assert page.step_out()
    assert page.visit.is_open
    assert page.step_out()
    assert not page.visit.is_open


def test_what_is_gone_in_new_knowledge_is_told_and_closed(page, qtbot):
    page.visit.visit(SECURITY)
    read(page, qtbot, SECURITY)
    with qtbot.waitSignal(page.said) as said:
        page.use(MemoryLibrary(items=()))
    assert SECURITY in said.args[0]
    assert not page.visit.is_open


def test_without_a_library_nothing_is_asked(page, qtbot):
    page.shown.clear()
    page.let_go()
    page.refresh()
    page.visit.visit(SECURITY)
    qtbot.wait(30)
    assert page.shown == []
    assert page.visit.pane.view is None


def test_pages_that_are_not_seen_wait_for_new_knowledge(face, qtbot, library):
    window = face.window
    with qtbot.waitSignal(window.library_opened):
        window.show()
    window.show_page("marked")
    page = window.page("marked")
    assert page.library is library
    window.show_page("search")
    newer = MemoryLibrary()
    window._stack.take_library(newer)
    assert page.library is None
    window.show_page("marked")
    assert page.library is newer


def test_a_search_from_elsewhere_can_be_typed_on(face, qtbot):
    window = face.window
    with qtbot.waitSignal(window.library_opened):
        window.show()
    window.show_page("marked")
    window.guide.search_for("erp")
    assert window._stack.shown == "search"
    assert window.search.field.edit.text() == "erp"
    assert window.search.field.edit.cursorPosition() == 3
    assert window.search.field.edit.selectedText() == ""


def test_a_page_outside_the_rail_marks_no_entry(face, qtbot):
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    face.window.show_page("marked")
    assert not any(button.isChecked() for button in face.window.rail._buttons.values())


@pytest.mark.parametrize(("height", "zoom"), [(900, 1.0), (640, 1.0), (480, 1.0), (640, 2.0), (480, 2.0)])
def test_every_entry_of_the_rail_has_its_place_at_any_height(theme, qtbot, height, zoom):
    theme.set_zoom(zoom)
    rail = Rail(ENTRIES, theme=theme)
    qtbot.addWidget(rail)
    rail.resize(rail.width(), height)
    rail.show()
    qtbot.waitUntil(lambda: rail.height() == height)
    buttons = list(rail._buttons.values())

    def have_room() -> bool:
        places = [button.geometry() for button in buttons]
        apart = all(upper.bottom() < lower.top() for upper, lower in pairwise(places))
        return apart and places[-1].bottom() <= height

    qtbot.waitUntil(have_room)
    if height == 900:
        assert buttons[0].height() == HEIGHT >= WORD_FROM
