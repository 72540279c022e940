"""The line of days: where bubbles stand, how a day is chosen, what is said aloud."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from advisor_app.desktop.widgets.timeline import Span, Stop, Timeline, spread
from tests.desktop.lone_page import bring_up

TODAY = date(2026, 11, 23)
SPAN = Span(first=TODAY, last=TODAY + timedelta(days=60), months=((date(2026, 12, 1), "Dezember"),))
PLACES = st.lists(st.floats(min_value=0, max_value=1000), min_size=1, max_size=60).map(sorted)


def stop(days, count=1, tone="info"):
    day = TODAY + timedelta(days=days)
    return Stop(day=day, count=count, tone=tone, label=f"{day.day}.{day.month}.", spoken=f"{day}: {count}")


@pytest.fixture
def line(theme, qtbot):
    line = Timeline("Fristen", theme=theme)
    qtbot.addWidget(line)
    line.resize(560, line.height())
    bring_up(line, qtbot)
    line.show_stops((stop(7), stop(8), stop(38, 5, "warn"), stop(58)), SPAN)
    return line


# Where things are


@given(PLACES, st.data())
def test_neighbours_never_overlap_while_there_is_room(places, data):
    radii = data.draw(st.lists(st.floats(min_value=1, max_value=20), min_size=len(places), max_size=len(places)))
    found = spread(places, radii, low=-2000, high=3000, gap=3)
    assert found == sorted(found)
    for number in range(len(found) - 1):
        assert found[number + 1] - found[number] >= radii[number] + radii[number + 1] + 3 - 1e-6


@given(PLACES, st.floats(min_value=1, max_value=30))
def test_nothing_reaches_beyond_the_ends_even_without_room(places, radius):
    found = spread(places, [radius] * len(places), low=0, high=1000, gap=2)
    assert min(found) >= radius - 1e-6
    assert max(found) <= 1000 - radius + 1e-6


@given(st.lists(st.floats(min_value=10, max_value=990), min_size=1, max_size=8, unique=True).map(sorted))
def test_what_lies_apart_stays_where_it_is(places):
    apart = [place for number, place in enumerate(places) if number == 0 or place - places[number - 1] > 50]
    if all(right - left > 50 for left, right in pairwise(apart)):
        assert spread(apart, [5.0] * len(apart), low=0, high=1000, gap=3) == pytest.approx(apart)


def test_nothing_needs_no_place():
    assert spread([], [], low=0, high=10, gap=1) == []


def test_a_bubble_is_as_large_as_there_is_much_and_stands_at_its_day(line):
    first, _, fullest, last = line.bubbles()
    assert fullest.radius > first.radius
    assert first.x < fullest.x < last.x
    share = (fullest.x - first.x) / (last.x - first.x)
    assert share == pytest.approx((38 - 7) / (58 - 7), abs=0.02)


def test_sixty_days_find_room_side_by_side(line):
    line.show_stops(tuple(stop(days, 3) for days in range(61)), SPAN)
    bubbles = line.bubbles()
    assert len(bubbles) == 61
    for left, right in pairwise(bubbles):
        assert right.x - left.x >= left.radius + right.radius - 0.5
    assert bubbles[0].x - bubbles[0].radius >= 0
    assert bubbles[-1].x + bubbles[-1].radius <= line.width()
    assert line.grab().toImage().size().width() == 560


def test_labels_do_not_lie_over_each_other_and_the_chosen_one_is_there(line):
    line.choose(TODAY + timedelta(days=8))
    labels = dict(line.labels())
    assert 1 in labels
    assert 0 not in labels
    areas = list(labels.values())
    assert not any(one.intersects(other) for one in areas for other in areas if one is not other)


# Choosing


def test_the_fullest_day_is_chosen_first_and_stays_when_other_days_come(line):
    assert line.day == TODAY + timedelta(days=38)
    line.choose(TODAY + timedelta(days=8))
    line.show_stops((stop(8), stop(20, 9)), SPAN)
    assert line.day == TODAY + timedelta(days=8)
    line.show_stops((stop(20, 9),), SPAN)
    assert line.day == TODAY + timedelta(days=20)
    line.show_stops((), SPAN)
    assert line.day is None


def test_a_click_chooses_a_day(line, qtbot):
    target = line.bubbles()[0]
    with qtbot.waitSignal(line.day_chosen) as told:
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(round(target.x), 52))
    assert told.args == [target.stop.day]
    with qtbot.assertNotEmitted(line.day_chosen):
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))


def test_arrow_keys_walk_through_the_days(line):
    line.setFocus()
    walked = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(line, key)
        walked.append((line.day - TODAY).days)
    assert walked == [7, 8, 38, 58, 58, 38]


def test_a_day_without_anything_cannot_be_chosen(line, qtbot):
    with qtbot.assertNotEmitted(line.day_chosen):
        line.choose(TODAY)
    assert line.day == TODAY + timedelta(days=38)


# Said and shown


def test_the_chosen_day_is_said_aloud_with_its_place(line):
    assert line.accessibleName() == "Fristen: 2026-12-31: 5 (3 von 4)"
    line.show_stops((), SPAN)
    assert line.accessibleName() == "Fristen"


@pytest.mark.qt_log_ignore("does not support raise")
def test_the_tooltip_says_what_happens_on_a_day(line):
    target = line.bubbles()[2]
    spot = QPoint(round(target.x), 52)
    QApplication.sendEvent(line, QHelpEvent(QEvent.Type.ToolTip, spot, line.mapToGlobal(spot)))
    assert QToolTip.text() == target.stop.spoken
    assert line.stop_at(QPointF(300, 52)) == -1


def test_the_focus_ring_comes_with_the_keyboard_only(line):
    line.setFocus(Qt.FocusReason.MouseFocusReason)
    plain = line.grab().toImage()
    line.clearFocus()
    line.setFocus(Qt.FocusReason.TabFocusReason)
    assert line.grab().toImage() != plain


def test_it_grows_with_the_zoom(line, theme):
    before = line.bubbles()[2].radius
    theme.set_zoom(2.0)
    assert line.height() == 208
    assert line.bubbles()[2].radius == pytest.approx(2 * before)
