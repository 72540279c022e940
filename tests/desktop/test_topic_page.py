"""The page of topics in a real window: looking, choosing, reading, filtering, keys, little room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.pages.topics.filter_bar import LIST, NETWORK
from advisor_app.desktop.pages.topics.lists import ENTRY_ROLE
from advisor_app.desktop.pages.topics.page import TopicsPage
from advisor_app.desktop.presenters.topics_network import Tie
from advisor_app.desktop.reading.cards import RelatedRow
from advisor_app.desktop.theme import Appearance
from advisor_app.domain.item import Related
from advisor_app.domain.topic import Maturity
from tests.desktop.conftest import MemoryLibrary
from tests.desktop.lone_page import bring_up
from tests.makers import partner, programme, topic

TOPICS = (
    topic("ki", "KI", maturity=Maturity.PILOTREIF, ris_field="a", synonyms=("Lernende Systeme",),
          related=Related(topics=("robotik",), programmes=("zim", "igf"), partners=("owl",))),
    topic("robotik", "Robotik", maturity=Maturity.STAND_DER_TECHNIK, ris_field="b",
          related=Related(programmes=("zim", "igf"), partners=("owl",))),
    topic("laser", "Laser", ris_field="b", related=Related(programmes=("igf",))),
    topic("allein", "Allein", maturity=Maturity.BEOBACHTEN, ris_field="c"),
)  # fmt: skip
ITEMS = (*TOPICS, programme("zim", "ZIM"), programme("igf", "IGF"), partner("owl", "its OWL"))


def settled(page, qtbot):
    qtbot.waitUntil(lambda: page._index is not None and not page.tools.runner.is_busy())


@pytest.fixture
def page(face, qtbot):
    page = TopicsPage(tools=face.window.tools)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    bring_up(page, qtbot)
    page.use(MemoryLibrary(ITEMS))
    settled(page, qtbot)
    return page


def titles(lines):
    return [lines.line_model.data(lines.line_model.index(row), 0) for row in range(lines.line_model.rowCount())]


def spot(page, topic_id):
    return page.picture.point_of(topic_id).toPoint()


def hover(page, point):
    # A real pointer would arrive when the display likes.
    nothing = Qt.MouseButton.NoButton
    place = QPointF(page.picture.mapToGlobal(point))
    moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(point), place, nothing, nothing, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page.picture, moved)


def lit_pixels(page):
    pixmap = QPixmap(page.picture.size())
    pixmap.fill(page.tools.theme.colour("surface"))
    page.picture.render(pixmap)
    image, accent = pixmap.toImage(), page.tools.theme.colour("accent").rgb()
    return sum(image.pixel(x, y) == accent for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))


def middle_of(page, one, two):
    tie = next(tie for tie in page.picture.view.ties if set(tie.ends) == {one, two})
    points = page.picture._curve(tie)[1]
    return QPointF(*points[len(points) // 2]).toPoint()


# Looking


def test_it_shows_all_topics_and_the_strongest_ties(page):
    assert {row.id for row in page.picture.view.nodes} == {"ki", "robotik", "laser", "allein"}
    assert page.filters.headline.text() == "4\u00a0Themen"
    lines = page.side.ties.list.line_model.lines
    assert lines[0].ends == ("ki", "robotik")
    assert all(isinstance(tie, Tie) for tie in lines)


def test_a_topic_under_the_mouse_lights_up_with_its_ties(page):
    before = lit_pixels(page)
    hover(page, spot(page, "laser"))
    assert page.picture.lit == "laser"
    assert lit_pixels(page) > before
    assert titles(page.side.ties.list) == ["KI", "Robotik"]
    QApplication.sendEvent(page.picture, QEvent(QEvent.Type.Leave))
    assert page.picture.lit == ""


def test_a_topic_without_ties_says_so(page):
    hover(page, spot(page, "allein"))
    assert "Kein anderes Thema" in page.side.ties._note.text()


def test_a_tie_can_be_clicked_and_tells_everything_that_is_shared(page, qtbot):
    point = middle_of(page, "ki", "robotik")
    assert page.picture.tie_at(QPointF(point)).ends == ("ki", "robotik")
    qtbot.mouseClick(page.picture, Qt.MouseButton.LeftButton, pos=point)
    assert page.side.ties.tie.ends == ("ki", "robotik")
    rows = [row.link.id for row in page.side.ties.findChildren(RelatedRow) if row.isVisible()]
    assert rows == ["igf", "zim", "owl", "ki", "robotik"]


def test_the_words_of_a_tie_open_it_and_lead_on(page, qtbot):
    page.picture.choose("ki")
    page.look_at("ki")
    lines = page.side.ties.list
    lines.tell_wanted(lines.line_model.index(0))
    assert page.side.ties.tie.second.id == "robotik"
    row = next(row for row in page.side.ties.findChildren(RelatedRow) if row.link.id == "owl")
    row.click()
    qtbot.waitUntil(lambda: page.item_id == "owl")
    assert page.step_out()
    assert page.side.ties.tie is not None
    assert page.step_out()
    assert page.side.ties.tie is None
    assert titles(lines) == ["Robotik", "Laser"]


# Reading


def test_a_click_opens_the_topic_beside_the_picture(page, qtbot):
    qtbot.mouseClick(page.picture, Qt.MouseButton.LeftButton, pos=spot(page, "robotik"))
    qtbot.waitUntil(lambda: page.visit is not None and page.visit.pane.view is not None)
    assert page.visit.pane.view.id == "robotik"
    assert page.side.shows_visit
    assert page.picture.isVisible()
    page.side.ties_tab.click()
    assert titles(page.side.ties.list) == ["KI", "Laser"]
    page.side.reading_tab.click()
    assert page.side.shows_visit


def test_the_picture_follows_what_is_read(page, qtbot):
    page.open_topic("robotik")
    settled(page, qtbot)
    page.visit.visit("ki")
    qtbot.waitUntil(lambda: page.picture.lit == "ki")


def test_escape_goes_out_step_by_step(page, qtbot):
    page.open_topic("robotik")
    settled(page, qtbot)
    assert page.step_out()
    assert not page.side.shows_visit
    assert page.picture.lit == "robotik"
    assert page.step_out()
    assert page.picture.lit == ""
    assert not page.step_out()


# Keys


def test_arrows_move_along_and_enter_opens(page, qtbot):
    page.picture.setFocus(Qt.FocusReason.TabFocusReason)
    first = page.picture.lit
    assert first
    seen = {first}
    for _ in range(3):
        QTest.keyClick(page.picture, Qt.Key.Key_Down)
        seen.add(page.picture.lit)
    assert len(seen) > 1
    at = next(row for row in page.picture.view.nodes if row.id == page.picture.lit)
    assert at.title in page.picture.accessibleName()
    page.picture.choose("robotik")
    QTest.keyClick(page.picture, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.item_id == "robotik")


def test_the_picture_tells_a_screen_reader_where_the_keys_are(page):
    page.picture.choose("robotik")
    assert page.picture.accessibleName().startswith("Netz der Themen: Robotik, stand_der_technik, b, 2\u00a0Programme")
    page.picture.choose("")
    assert page.picture.accessibleName() == "Netz der Themen"


def test_from_the_field_arrows_move_and_enter_opens(page, qtbot):
    page.take_focus()
    QTest.keyClicks(page.filters.field.edit, "o")
    settled(page, qtbot)
    QTest.keyClick(page.filters.field.edit, Qt.Key.Key_Down)
    assert page.picture.lit in {"robotik", "ki"}
    at = page.picture.lit
    QTest.keyClick(page.filters.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.item_id == at)


def test_f6_goes_round(page):
    page.take_focus()
    focused = []
    for _ in range(3):
        page.next_pane()
        focused.append(QApplication.focusWidget())
    assert focused == [page.picture, page.side.ties.list, page.filters.field.edit]


# Filtering


def test_text_and_maturity_filter_picture_and_list(page, qtbot):
    page.filters.field.edit.setText("lernend")
    settled(page, qtbot)
    assert page.picture.view.found == {"ki"}
    assert page.picture.lit == "ki"
    assert page.filters.headline.text() == "1 von 4\u00a0Themen"
    page.filters.field.edit.setText("")
    page.filters.chips["beobachten"].click()
    settled(page, qtbot)
    assert page.picture.view.found == {"allein"}
    page.filters.chips["beobachten"].click()
    settled(page, qtbot)
    assert len(page.picture.view.found) == 4


def test_nothing_found_says_what_was_asked_and_leads_back(page, qtbot):
    page.filters.field.edit.setText("zauberei")
    settled(page, qtbot)
    assert page._nothing_words.text() == "Kein Thema mit „zauberei“"
    assert page.reset.isVisible()
    page.reset.click()
    settled(page, qtbot)
    assert page.picture.isVisible()
    assert len(page.picture.view.found) == 4


def test_no_topics_at_all(face, qtbot):
    page = TopicsPage(tools=face.window.tools)
    qtbot.addWidget(page)
    page.show()
    page.use(MemoryLibrary(()))
    settled(page, qtbot)
    assert page._nothing_words.text() == "Das Wissen enthält noch keine Themen."
    assert not page.reset.isVisible()


# The list


def test_the_list_is_grouped_and_says_the_same(page, qtbot):
    page.filters.modes[LIST].click()
    assert page.list.isVisible()
    assert titles(page.list) == ["a (1)", "KI", "b (2)", "Laser", "Robotik", "c (1)", "Allein"]
    page.list.setCurrentIndex(page.list.line_model.index(4))
    assert titles(page.side.ties.list) == ["KI", "Laser"]
    spoken = page.list.line_model.data(page.list.line_model.index(4), Qt.ItemDataRole.AccessibleTextRole)
    assert "2\u00a0Programme" in spoken
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.item_id == "robotik")
    page.filters.modes[NETWORK].click()
    assert page.picture.isVisible()


def test_names_of_fields_cannot_be_chosen(page):
    assert not page.list.line_model.flags(page.list.line_model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    page.list.setCurrentIndex(page.list.line_model.index(1))
    page.list.step_by(1)
    assert page.list.line_model.data(page.list.currentIndex(), ENTRY_ROLE).id == "laser"


# Room and looks


def test_in_little_room_one_part_takes_the_place_of_the_other(page, qtbot):
    page.resize(940, 560)
    QApplication.processEvents()
    assert page.picture.isVisible()
    assert not page.side.isVisible()
    hover(page, spot(page, "laser"))
    assert page._legend.text().startswith("Laser hängt mit 2\u00a0Themen zusammen, am engsten mit")
    page.open_topic("robotik")
    settled(page, qtbot)
    assert page.side.isVisible()
    assert not page.picture.isVisible()
    page.step_out()
    assert page.picture.isVisible()


@pytest.mark.parametrize("look", [Appearance.DARK, Appearance.CONTRAST])
def test_every_look_and_size_fits(page, look):
    theme = page.tools.theme
    theme.choose(look)
    theme.set_zoom(2.0)
    page.resize(856, 590)
    assert page.minimumSizeHint().width() <= 856
    assert page.minimumSizeHint().height() <= 590
    assert not page.grab().isNull()


def test_another_library_keeps_choice_and_filters(page, qtbot):
    page.filters.field.edit.setText("o")
    settled(page, qtbot)
    page.open_topic("robotik")
    settled(page, qtbot)
    page.use(MemoryLibrary((*ITEMS, topic("neu", "Robo neu", ris_field="b"))))
    qtbot.waitUntil(lambda: len(page.picture.view.nodes) == 5 and not page.tools.runner.is_busy())
    assert page.picture.view.found == {"robotik", "neu"}
    assert page.item_id == "robotik"
    assert page.picture.lit == "robotik"


def test_a_fault_is_passed_on(page, qtbot):
    class Broken(MemoryLibrary):
        def outlines(self):
            raise OSError("kaputt")

    with qtbot.waitSignal(page.failed) as told:
        page.use(Broken(ITEMS))
    assert isinstance(told.args[0], OSError)
