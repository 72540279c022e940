"""The list of verdicts in a window: painted from what is measured, held in place, reached by keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QProxyStyle, QStyle
from pytestqt.qtbot import QtBot

from advisor_app.consultation.findings import Adviser
from advisor_app.consultation.session import Session
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.result_delegate import row_height, tip
from advisor_app.desktop.pages.check.result_list import VerdictList
from advisor_app.desktop.pages.check.result_panel import ResultPanel
from advisor_app.desktop.presenters.check_choice import OUTCOME, Choice
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.presenters.check_results import present_results
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Appearance, Theme
from advisor_app.domain.profile import FactValue, Known, Profile
from advisor_app.matching.verdict import Outcome
from tests.desktop.check_world import FITTING, OPEN, PROGRAMMES, many, profile, view_of, words
from tests.desktop.lone_page import bring_up, lone_tools

SIGNED = FactValue(possible=Known(True))


@pytest.fixture
def tools(theme: Theme, settings: WindowSettings) -> Iterator[PageTools]:
    with lone_tools(theme, settings) as tools:
        yield tools


@pytest.fixture
def panel(tools: PageTools, qtbot: QtBot) -> ResultPanel:
    panel = ResultPanel(tools=tools)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    bring_up(panel, qtbot)
    return panel


def entries(panel: ResultPanel) -> list[str]:
    keys = [panel.list.verdicts.key(number) for number in range(panel.list.verdicts.rowCount())]
    return [f"#{key.value}" if isinstance(key, Outcome) else str(key) for key in keys]


def place_of(panel: ResultPanel, programme_id: str) -> QRect:
    found = panel.list.verdicts
    return panel.list.visualRect(found.index(found.find(programme_id)))


def head_rect(panel: ResultPanel, outcome: Outcome) -> QRect:
    found = panel.list.verdicts
    return panel.list.visualRect(found.index(found.find(outcome)))


def on_screen(view: VerdictList) -> list[str]:
    """Return the ids of the rows that stand in sight as a whole."""
    room = view.viewport().rect()
    model = view.verdicts
    keys = ((number, model.key(number)) for number in range(model.rowCount()) if not model.is_head(number))
    return [str(key) for number, key in keys if room.contains(view.visualRect(model.index(number)))]


# What is shown


def test_what_fits_comes_first_and_what_does_not_is_closed(panel):
    panel.show_view(view_of())
    assert entries(panel) == [
        "#passend", "fit", "#herstellbar", "todo", "#offen", "open", "ruleless", "#stand_pruefen", "#nicht_passend",
    ]  # fmt: skip


def test_rows_are_as_high_as_their_reasons_and_follow_one_another(panel, theme):
    panel.show_view(view_of())
    assert place_of(panel, "open").height() == row_height(2, theme)
    assert place_of(panel, "fit").height() == row_height(2, theme)
    assert place_of(panel, "ruleless").height() == row_height(1, theme)
    assert place_of(panel, "ruleless").top() == place_of(panel, "open").bottom() + 1
    assert place_of(panel, "open").top() == head_rect(panel, Outcome.OPEN).bottom() + 1


def test_a_title_has_its_own_line_where_the_figure_leaves_it_no_room(panel, theme):
    panel.show_view(view_of())
    model = panel.list.verdicts
    lines = {one: max(len(model.row(model.find(one)).reasons), 1) for one in ("open", "ruleless")}
    assert place_of(panel, "open").height() == row_height(lines["open"], theme)
    theme.set_zoom(2.0)
    panel.resize(760, 2000)
    assert place_of(panel, "open").height() == row_height(lines["open"] + 1, theme)
    # Without a figure nothing moves, nor where there is room.
    assert place_of(panel, "ruleless").height() == row_height(lines["ruleless"], theme)
    panel.resize(1900, 2000)
    assert place_of(panel, "open").height() == row_height(lines["open"], theme)


def test_every_place_of_a_row_leads_to_it_and_the_gap_to_nothing(panel):
    panel.show_view(view_of())
    box = place_of(panel, "open")
    for point in (box.topLeft(), box.center(), box.bottomRight()):
        assert panel.list.indexAt(point).row() == panel.list.verdicts.find("open")
    assert not panel.list.indexAt(head_rect(panel, Outcome.OPEN).topLeft() - QPoint(0, 3)).isValid()
    assert not panel.list.indexAt(QPoint(2, box.center().y())).isValid()


def test_only_what_is_on_screen_is_made(panel, qtbot):
    view = view_of(many(20_000))
    panel.show_view(view)
    panel.list.viewport().repaint()
    assert len(view.words._rows) < 40
    panel.list.scrollToBottom()
    panel.list.viewport().repaint()
    assert len(view.words._rows) < 80
    assert on_screen(panel.list)[-1] == entries(panel)[-2]


def test_opening_and_answering_take_no_longer_for_thousands(panel):
    few, plenty = painted(panel, 200), painted(panel, 20_000)
    # Guessing heights and resetting the model grow with the number of rows; painting, which is most, must not.
    assert plenty < 3 * few


def painted(panel: ResultPanel, count: int) -> float:
    """Return how long the window's thread takes from a check to its paint; the quickest of several."""
    view, answer = answered(count)
    after = answer("company.legal_kind", FactValue(possible=Known("gewerblich")))
    times = []
    for number in range(8):
        started = time.thread_time()
        panel.show_view((view, after)[number % 2])
        panel.list.viewport().repaint()
        times.append(time.thread_time() - started)
    return min(times)


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST])
def test_words_and_cards_are_painted_in_every_look(panel, theme, appearance):
    theme.choose(appearance)
    panel.show_view(view_of())
    picture = panel.grab().toImage()
    tokens = theme.tokens
    assert {tokens.bg.lower(), tokens.surface.lower(), tokens.line.lower()} <= colours(picture)
    assert tokens.text.lower() in colours(picture)


def colours(picture: QImage) -> set[str]:
    return {
        picture.pixelColor(across, down).name()
        for down in range(picture.height())
        for across in range(20, min(picture.width(), 330))
    }


@pytest.mark.parametrize(("size", "zoom"), [((1024, 640), 2.0), ((380, 500), 1.0), ((300, 300), 2.0)])
def test_it_can_be_used_in_little_room_and_large(panel, theme, qtbot, size, zoom):
    theme.set_zoom(zoom)
    panel.resize(*size)
    panel.show_view(view_of())
    panel.grab()
    view = panel.list
    assert view.horizontalScrollBar().maximum() == 0
    assert view.visualRect(view.verdicts.index(0)).right() < view.viewport().width()
    panel.list.make_current("ruleless")
    assert view.viewport().rect().contains(place_of(panel, "ruleless").center())
    assert panel.minimumSizeHint().width() <= 300 * zoom


def test_a_tip_says_all_of_a_row():
    view = view_of()
    row = view.words.row(view.check.by_id["fit"], view.check.profile)
    assert "Betrieb des Handwerks" in tip(row)
    assert "Laufend" in tip(row)


# Groups


def test_a_group_is_opened_and_closed_by_its_head(panel, qtbot):
    panel.show_view(view_of())
    head = head_rect(panel, Outcome.FAILS)
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=head.center())
    assert "fail" in entries(panel)
    assert panel.list.verdicts.entry(panel.list.currentIndex().row()).group is Outcome.FAILS
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Left)
    assert "fail" not in entries(panel)
    qtbot.keyClick(panel.list, Qt.Key.Key_Right)
    qtbot.keyClick(panel.list, Qt.Key.Key_Right)
    assert "fail" in entries(panel)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert "fail" not in entries(panel)


def test_what_was_opened_stays_open_after_an_answer(panel):
    adviser, session = Adviser.of(PROGRAMMES, words().today), Session(given=profile())
    findings = adviser.first(session)
    panel.show_view(present_results(findings, words()))
    panel.toggle(Outcome.FAILS)
    panel.toggle(Outcome.OPEN)
    findings = adviser.next(findings, session.answered("project.months", FactValue(possible=Known(3))))
    panel.show_view(present_results(findings, words()))
    assert "fail" in entries(panel)
    assert "open" not in entries(panel)


def test_a_group_that_is_asked_for_is_shown_open(panel):
    panel.show_view(view_of())
    panel.filter.choose(Choice(chosen={OUTCOME: frozenset({"nicht_passend"})}))
    assert entries(panel) == ["#nicht_passend", "fail"]


# Keys


def test_keys_lead_through_heads_and_rows_and_enter_opens(panel, qtbot):
    panel.show_view(view_of())
    panel.take_focus()
    assert panel.list.currentIndex().row() == 0
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert panel.current_id == "fit"
    with qtbot.waitSignal(panel.programme_chosen) as told:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert told.args == ["fit"]
    qtbot.keyClick(panel.list, Qt.Key.Key_End)
    assert panel.list.verdicts.entry(panel.list.currentIndex().row()).group is Outcome.FAILS
    qtbot.keyClick(panel.list, Qt.Key.Key_Home)
    assert panel.list.currentIndex().row() == 0


def test_the_left_key_leads_from_a_row_to_its_group(panel, qtbot):
    panel.show_view(view_of())
    panel.list.make_current("ruleless")
    qtbot.keyClick(panel.list, Qt.Key.Key_Left)
    assert panel.list.currentIndex().row() == panel.list.verdicts.find(Outcome.OPEN)


def test_pages_go_by_what_has_room_and_all_is_seen(panel, qtbot):
    panel.show_view(view_of(many(300, outcome=(OPEN, FITTING))))
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Home)
    seen: set[str] = set()
    for _ in range(200):
        seen.update(on_screen(panel.list))
        before = panel.list.currentIndex().row()
        qtbot.keyClick(panel.list, Qt.Key.Key_PageDown)
        if panel.list.currentIndex().row() == before:
            break
    seen.update(on_screen(panel.list))
    assert len(seen) == 300


def test_a_click_opens_a_row(panel, qtbot):
    panel.show_view(view_of())
    with qtbot.waitSignal(panel.programme_chosen) as told:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place_of(panel, "open").center())
    assert told.args == ["open"]
    assert panel.current_id == "open"


def test_letters_are_left_to_the_page(panel, qtbot):
    panel.show_view(view_of())
    panel.list.make_current("fit")
    qtbot.keyClick(panel.list, Qt.Key.Key_N)
    assert panel.current_id == "fit"


# Staying where one is


def answered(count: int = 200) -> tuple[ResultsView, Callable[[str, FactValue], ResultsView]]:
    """Return a view of open programmes, and what makes the view after an answer."""
    shown, adviser = words(), Adviser.of(many(count, outcome=(OPEN, OPEN, FITTING)), words().today)
    session = Session(given=Profile())
    findings = adviser.first(session)

    def answer(fact: str, value: FactValue) -> ResultsView:
        return present_results(adviser.next(findings, session.answered(fact, value)), shown)

    return present_results(findings, shown), answer


def test_an_answer_moves_rows_and_the_chosen_one_stays_where_it_was(panel):
    view, answer = answered()
    panel.show_view(view)
    panel.list.verticalScrollBar().setValue(4_000)
    # Every third programme leaves the group.
    chosen = next(one for one in on_screen(panel.list)[2:] if int(one[2:]) % 3 != 2)
    panel.list.make_current(chosen)
    before = place_of(panel, chosen).top()
    panel.show_view(answer("company.legal_kind", FactValue(possible=Known("gewerblich"))))
    assert panel.current_id == chosen
    assert place_of(panel, chosen).top() == before
    assert len(on_screen(panel.list)) > 3
    assert panel.list.verdicts.rowCount() < 200


def test_what_is_on_screen_stays_where_no_row_is_chosen(panel):
    view, answer = answered()
    panel.show_view(view)
    panel.list.verticalScrollBar().setValue(4_000)
    before = {one: place_of(panel, one).top() for one in on_screen(panel.list)}
    panel.show_view(answer("project.months", FactValue(possible=Known(3))))
    assert {one: place_of(panel, one).top() for one in on_screen(panel.list)} == before


def test_at_the_top_the_reader_stays_at_the_top(panel):
    view, answer = answered()
    panel.show_view(view)
    panel.show_view(answer("company.legal_kind", FactValue(possible=Known("gewerblich"))))
    assert panel.list.verticalOffset() == 0


def test_a_chosen_row_that_goes_into_a_closed_group_is_no_longer_current(panel):
    view, answer = answered(3)
    panel.show_view(view)
    panel.list.make_current("p-00002")
    panel.show_view(answer("company.legal_kind", FactValue(possible=Known("gewerblich"))))
    assert panel.current_id == ""
    assert panel.show_programme("p-00002")
    assert panel.current_id == "p-00002"


@pytest.mark.parametrize("steps", [[37] * 60, [400] * 20, [-53] * 60])
def test_scrolling_moves_what_is_on_screen_by_as_much(panel, steps):
    view, _ = answered(300)
    panel.show_view(view)
    bar = panel.list.verticalScrollBar()
    bar.setValue(0 if steps[0] > 0 else bar.maximum())
    for step in steps:
        before = {one: place_of(panel, one).top() for one in on_screen(panel.list)}
        value = bar.value()
        bar.setValue(value + step)
        moved = {place_of(panel, one).top() - before[one] for one in on_screen(panel.list) if one in before}
        if 0 < bar.value() < bar.maximum():
            assert moved <= {-step}


def test_a_larger_look_keeps_the_place(panel, theme):
    panel.show_view(view_of(many(300, outcome=(OPEN,))))
    panel.list.verticalScrollBar().setValue(5_000)
    first = on_screen(panel.list)[0]
    theme.set_zoom(1.5)
    assert place_of(panel, first).top() < panel.list.viewport().height() / 2


def test_moved_rows_come_in_softly_where_the_system_lets_things_move(panel, qtbot):
    view, answer = answered()
    panel.show_view(view)
    after = answer("company.legal_kind", FactValue(possible=Known("gewerblich")))
    panel.show_view(after)
    gone, stayed = after.groups[Outcome.FAILS][0], after.groups[Outcome.OPEN][0]
    assert panel.list.fade.strength(gone) < panel.list.fade.strength(stayed) == 1.0
    qtbot.waitUntil(lambda: panel.list.fade.strength(gone) == 1.0, timeout=1000)


class StillStyle(QProxyStyle):
    """A desktop that asks for no movement."""

    def styleHint(self, hint: QStyle.StyleHint, *rest: Any) -> int:  # noqa: N802 - Qt calls it
        return 0 if hint is QStyle.StyleHint.SH_Widget_Animation_Duration else super().styleHint(hint, *rest)


def test_nothing_fades_where_the_system_asks_for_no_movement(panel, app):
    view, answer = answered()
    panel.show_view(view)
    app.setStyle(StillStyle("Fusion"))
    after = answer("company.legal_kind", FactValue(possible=Known("gewerblich")))
    panel.show_view(after)
    assert panel.list.fade.strength(after.groups[Outcome.FAILS][0]) == 1.0
    app.setStyle("Fusion")
