"""The start page in a real window: typing, cards, ways on, keys, room."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea

from advisor_app.desktop.pages.start.page import EXAMPLES, StartPage
from advisor_app.desktop.pages.start.tiles import Tile
from advisor_app.desktop.shot_samples import FEED
from advisor_app.desktop.widgets.basics import Button
from advisor_app.domain.item import Certainty
from advisor_app.domain.programme import Window, WindowModel
from tests.desktop.conftest import ITEMS, REVIEW, MemoryLibrary, programme
from tests.desktop.lone_page import bring_up, lone_tools

DATED = (
    *ITEMS,
    programme("frist", "Eine Frist", window=Window(model=WindowModel.SINGLE, dates=("2026-12-31",))),
    programme("stichtag", "Ein Stichtag", window=Window(model=WindowModel.CUTOFFS, dates=("2026-12-31", "2027-01-15"))),
    programme("unsicher", "Unsicheres", review=replace(REVIEW, certainty=Certainty.C)),
)


@pytest.fixture
def tools(theme, settings):
    with lone_tools(theme, settings) as tools:
        yield tools


@pytest.fixture
def bare(tools, qtbot):
    """The page before there is any knowledge."""
    page = StartPage(tools=tools)
    qtbot.addWidget(page)
    page.resize(1282, 743)
    bring_up(page, qtbot)
    return page


@pytest.fixture
def page(bare, qtbot):
    bare.use(MemoryLibrary(DATED))
    qtbot.waitUntil(lambda: bare.content is not None and not bare.tools.runner.is_busy())
    return bare


def test_the_check_is_one_click_away(page, qtbot):
    with qtbot.waitSignal(page.page_wanted) as wanted:
        page.check.click()
    assert wanted.args == ["check"]
    page.resize(400, 640)
    assert (page.check.text().strip(), page.check.accessibleName()) == ("", "Fördercheck beginnen")


def button(page, words):
    QApplication.processEvents()
    return next(one for one in page.findChildren(Button) if one.isVisible() and words in one.text())


def bottoms(page):
    return [part.mapTo(page, part.rect().bottomLeft()).y() for part in (page.field, page.dates, page.tiles)]


# Before there is knowledge


def test_field_and_empty_cards_stand_before_there_is_any_knowledge(bare):
    assert bare.content is None
    assert bare.field.isVisible()
    assert bare.dates.isVisible()
    assert bare.findChildren(Tile) == []


def test_nothing_moves_when_the_content_comes(bare, qtbot):
    before = bottoms(bare)
    bare.use(MemoryLibrary(DATED))
    qtbot.waitUntil(lambda: bare.content is not None)
    QApplication.processEvents()
    assert bottoms(bare) == before


def test_shapes_show_only_after_a_while_and_go_with_the_content(bare, qtbot):
    empty = bare.dates.grab().toImage()
    bare.show_loading()
    assert bare.dates.grab().toImage() != empty
    bare.use(MemoryLibrary(DATED))
    qtbot.waitUntil(lambda: bare.content is not None)
    bare.show_loading()
    filled = bare.dates.grab().toImage()
    bare.dates.set_loading(loading=True)
    assert bare.dates.grab().toImage() == filled


def test_knowledge_that_cannot_be_opened_is_told_in_the_first_card(bare):
    bare.show_fault("Die Inhalte fehlen", "Eine neue Installation stellt sie her.")
    QApplication.processEvents()
    words = [label.text() for label in bare.dates.findChildren(type(bare.topics_title)) if label.isVisible()]
    assert "Die Inhalte fehlen" in words


# Asking


def test_the_first_letter_leads_to_the_search(page, qtbot):
    with qtbot.waitSignal(page.search_wanted) as told:
        QTest.keyClicks(page.field.edit, "c")
    assert told.args == ["c"]
    assert page.field.edit.text() == ""


def test_typing_goes_on_in_the_search_without_losing_a_letter(face, qtbot):
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    face.window.show_page("start")
    start = face.window.page("start")
    start.take_focus()
    for letter in "digital":
        # Each key goes to where the cursor is, as on a real keyboard.
        QTest.keyClicks(face.window.focusWidget(), letter)
    field = face.window.search.field.edit
    assert field.text() == "digital"
    assert field.cursorPosition() == len("digital")
    assert face.window.search.isVisible()


def test_enter_leads_to_the_search_too(page, qtbot):
    with qtbot.waitSignal(page.search_wanted) as told:
        QTest.keyClick(page.field.edit, Qt.Key.Key_Return)
    assert told.args == [""]


def test_spaces_alone_are_no_question(page, qtbot):
    with qtbot.assertNotEmitted(page.search_wanted):
        QTest.keyClicks(page.field.edit, "  ")


def test_examples_are_searched_for(page, qtbot):
    asked: list[str] = []
    page.search_wanted.connect(asked.append)
    for chip in page.chips:
        chip.click()
    assert tuple(asked) == EXAMPLES


# Cards


def test_the_list_shows_the_chosen_day_and_opens_what_happens(page, qtbot):
    dates = page.content.dates
    assert [dates.list.model().index(row, 0).data() for row in range(2)] == ["Eine Frist", "Ein Stichtag"]
    dates.timeline.setFocus()
    QTest.keyClick(dates.timeline, Qt.Key.Key_End)
    assert dates.list.model().rowCount() == 1
    with qtbot.waitSignal(page.item_wanted) as told:
        dates.list.setFocus()
        QTest.keyClick(dates.list, Qt.Key.Key_Return)
    assert told.args == ["stichtag"]


@pytest.mark.parametrize(
    ("words", "target"),
    [("Alle 3", "events"), ("Themen", "topics"), ("Beendete Programme", "ended"), ("Nach Neuem", "freshness")],
)
def test_ways_on(page, qtbot, words, target):
    with qtbot.waitSignal(page.page_wanted) as told:
        (button(page, "1\u00a0Thema") if words == "Themen" else button(page, words)).click()
    assert told.args == [target]


def test_news_come_before_or_after_the_content(bare, qtbot):
    bare.show_news(FEED, since="18.11.")
    bare.use(MemoryLibrary(DATED))
    qtbot.waitUntil(lambda: bare.content is not None)
    assert bare.news.title.text() == "Neu seit Ihrem Besuch am 18.11."
    assert button(bare, "Alle 7").isVisible()
    bare.show_news(None)
    assert bare.news.title.text() == "Was sich geändert hat"
    assert bare.content.panes()[1][1] is button(bare, "Nach Neuem")


def test_a_tile_opens_its_topic(page, qtbot):
    tile = next(one for one in page.findChildren(Tile) if one.isVisible())
    assert tile.accessibleName() == "IT-Sicherheit für KMU, 1\u00a0Programm"
    with qtbot.waitSignal(page.item_wanted) as told:
        tile.setFocus()
        QTest.keyClick(tile, Qt.Key.Key_Space)
    assert told.args == ["it-sicherheit"]


@pytest.mark.qt_log_ignore("does not support")
def test_what_wants_to_be_checked_is_named_and_can_be_opened(page, qtbot):
    button(page, "1\u00a0Eintrag prüfen").click()
    menu = next(one for one in page.findChildren(QMenu) if one.isVisible())
    assert menu.actions()[0].text() == "Unsicheres – ungesichert"
    with qtbot.waitSignal(page.item_wanted) as told:
        menu.actions()[0].trigger()
    assert told.args == ["unsicher"]
    with qtbot.waitSignal(page.page_wanted) as way:
        menu.actions()[-1].trigger()
    assert way.args == ["freshness"]
    menu.close()


def test_other_knowledge_keeps_the_chosen_day(page, qtbot):
    page.content.dates.timeline.setFocus()
    QTest.keyClick(page.content.dates.timeline, Qt.Key.Key_End)
    chosen = page.content.dates.timeline.day
    page.use(MemoryLibrary(DATED[:-1]))
    qtbot.waitUntil(lambda: not page.tools.runner.is_busy())
    assert page.content.dates.timeline.day == chosen
    assert not any("prüfen" in one.text() for one in page.findChildren(Button) if one.isVisible())


def test_a_day_without_anything_says_so(bare, qtbot):
    bare.use(MemoryLibrary(ITEMS))
    qtbot.waitUntil(lambda: bare.content is not None)
    assert button(bare, "Kalender").isVisible()
    assert not bare.content.dates.list.isVisible()


# Keys and room


def test_tab_goes_from_top_to_bottom(page):
    page.show_news(FEED, since="18.11.")
    page.field.edit.setFocus()
    seen: list[int] = []
    before = None
    while (focused := page.focusWidget()) is not before and len(seen) < 20:
        seen.append(focused.mapTo(page, focused.rect().topLeft()).y())
        before = focused
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        if page.focusWidget() in (page.check, page.field.edit):
            break
    # Field and examples, then the cards: what stands to the right may begin higher than what was before it.
    assert len(seen) >= 12
    assert max(seen[:5]) < min(seen[5:])
    assert seen[-1] == max(seen)


def test_f6_goes_through_the_parts(page):
    page.show_news(FEED, since="18.11.")
    page.take_focus()
    visited = []
    for _ in range(6):
        page.next_pane()
        visited.append(type(QApplication.focusWidget()).__name__)
    assert visited == ["Timeline", "LineList", "Tile", "Button", "QLineEdit", "Timeline"]


@pytest.mark.parametrize(
    ("size", "zoom"), [((940, 615), 1.0), ((1356, 875), 2.0), ((856, 590), 2.0), ((600, 440), 1.0)]
)
def test_nothing_is_cut_off_where_there_is_little_room(page, theme, size, zoom):
    page.show_news(FEED, since="18.11.2026")
    page.tools.theme.set_zoom(zoom)
    page.resize(*size)
    QApplication.processEvents()
    area = page.findChild(QScrollArea)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    assert page.minimumSizeHint().width() <= size[0]
    columns = {card.x() for card in (page.dates, page.news)}
    assert len(columns) == (2 if size[0] / zoom >= 860 else 1)


def test_the_page_is_refreshed_without_growing(page, qtbot):
    def count():
        QApplication.sendPostedEvents(None, 52)
        return len(page.findChildren(object))

    page.use(MemoryLibrary(DATED))
    qtbot.waitUntil(lambda: not page.tools.runner.is_busy())
    before = count()
    for _ in range(10):
        page.use(MemoryLibrary(DATED))
        qtbot.waitUntil(lambda: not page.tools.runner.is_busy())
    assert count() == before
