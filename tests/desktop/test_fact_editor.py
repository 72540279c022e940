"""The editor of a fact in a real window: clicks, keys, and what they answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.pages.check.editors_choice import ChoiceButton
from advisor_app.desktop.pages.check.editors_search import SearchEditor
from advisor_app.desktop.pages.check.editors_written import WrittenEditor
from advisor_app.desktop.pages.check.fact_editor import FactEditor
from advisor_app.desktop.pages.check.place_choice import PlaceChoice
from advisor_app.desktop.presenters.check_editor import EditorTables
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button
from advisor_app.domain.profile import UNKNOWN, Absent, AnyOf, FactValue, Interval, Known, Possible, Provenance
from tests.desktop.lone_editor import editor_tables, lone_editor


@pytest.fixture(scope="module")
def tables() -> EditorTables:
    return editor_tables()


class Answers(QObject):
    """What an editor said."""

    def __init__(self, editor: FactEditor) -> None:
        super().__init__(editor)
        self.given: list[tuple[str, FactValue]] = []
        self.left = 0
        self.forms: list[str] = []
        self.read: list[str] = []
        editor.answered.connect(lambda fact, value: self.given.append((fact, value)))
        editor.left.connect(self.count)
        editor.records_wanted.connect(self.forms.append)
        editor.read_wanted.connect(self.read.append)

    def count(self) -> None:
        self.left += 1

    @property
    def possible(self) -> Possible:
        assert len(self.given) == 1
        return self.given[0][1].possible


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme, settings: WindowSettings) -> Iterator[FactEditor]:
    with lone_editor(theme, settings, qtbot, height=360) as made:
        yield made


def begin(editor: FactEditor, fact: str, value: FactValue = UNKNOWN, options: Sequence[Possible] = ()) -> Answers:
    editor.edit(fact, value, options)
    editor.take_focus()
    QApplication.processEvents()
    return Answers(editor)


def click(editor: FactEditor, words: str, qtbot: QtBot) -> None:
    QApplication.processEvents()
    found = [
        button for button in editor.findChildren(Button) if button.accessibleName() == words and button.isVisible()
    ]
    assert len(found) == 1, words
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def write(qtbot: QtBot, text: str, *, enter: bool = True) -> None:
    focused = QApplication.focusWidget()
    assert isinstance(focused, QWidget)
    qtbot.keyClicks(focused, text)
    if enter:
        qtbot.keyClick(focused, Qt.Key.Key_Return)


def searching(editor: FactEditor) -> SearchEditor:
    assert isinstance(editor.editor, SearchEditor)
    return editor.editor


def test_a_bracket_answers_with_one_click(editor, qtbot):
    told = begin(editor, "company.headcount")
    click(editor, "10 bis unter 50", qtbot)
    assert told.given == [("company.headcount", FactValue(possible=Interval(10, 49.99), as_of="2026-11-23"))]
    assert editor.fact == ""


@pytest.mark.parametrize(
    ("fact", "text", "expected"),
    [
        ("company.headcount", "38", Known(38)),
        ("company.turnover_eur", "6,2 Mio", Known(6_200_000)),
        ("company.headcount", "ab 250", Interval(250, None)),
        ("company.founded_on", "2015", Interval("2015-01-01", "2015-12-31")),
        ("project.start_planned", "03/2027", Interval("2027-03-01", "2027-03-31")),
    ],
)
def test_what_is_written_is_taken_with_enter(editor, qtbot, fact, text, expected):
    told = begin(editor, fact)
    write(qtbot, text)
    assert told.possible == expected


def test_a_span_has_fields_of_its_own(editor, qtbot):
    told = begin(editor, "company.headcount", FactValue(possible=Known(38)))
    written = editor.editor
    assert isinstance(written, WrittenEditor)
    written.low.setFocus()
    write(qtbot, "30", enter=False)
    assert written.exact.text() == ""
    written.high.setFocus()
    write(qtbot, "45")
    assert told.possible == Interval(30, 45)


def test_what_is_known_stands_ready_and_enter_keeps_it(editor, qtbot):
    before = FactValue(possible=Interval(30, 45), provenance=Provenance.ASSUMED, as_of="2026-10-01", note="geschätzt")
    told = begin(editor, "company.headcount", before)
    write(qtbot, "")
    assert told.given == [("company.headcount", before)]


def test_a_new_value_is_of_today_unless_somebody_says_otherwise(editor, qtbot):
    before = FactValue(possible=Known(38), provenance=Provenance.DOCUMENT, as_of="2026-10-01")
    told = begin(editor, "company.headcount", before)
    write(qtbot, "40")
    assert told.given[0][1] == FactValue(possible=Known(40), provenance=Provenance.DOCUMENT, as_of="2026-11-23")


def test_origin_day_and_note_are_taken_along(editor, qtbot):
    told = begin(editor, "company.balance_eur")
    write(qtbot, "1,2 Mio", enter=False)
    assert not editor.origin.day.isVisible()
    qtbot.mouseClick(editor.origin.fold, Qt.MouseButton.LeftButton)
    click(editor, "Beleg", qtbot)
    editor.origin.day.setText("31.12.2025")
    editor.origin.note.setFocus()
    write(qtbot, "Jahresabschluss")
    assert told.given[0][1] == FactValue(
        possible=Known(1_200_000), provenance=Provenance.DOCUMENT, as_of="2025-12-31", note="Jahresabschluss"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [("viele", "Eine Zahl oder eine Spanne"), ("-3", "nie kleiner"), ("", "Noch ist nichts gewählt")],
)
def test_what_cannot_be_is_told_and_nothing_is_answered(editor, qtbot, text, words):
    told = begin(editor, "company.headcount")
    write(qtbot, text)
    assert words in editor.fault.text()
    assert editor.fault.isVisible()
    assert told.given == []
    write(qtbot, "1", enter=False)
    assert not editor.fault.isVisible()


def test_a_day_that_is_none_keeps_the_answer_back(editor, qtbot):
    told = begin(editor, "project.order_signed")
    editor.origin.day.setText("neulich")
    click(editor, "Ja", qtbot)
    assert told.given == []
    assert "Stand" in editor.fault.text()
    assert editor.origin.day.isVisible()


@pytest.mark.parametrize(("key", "expected"), [("j", Known(True)), ("n", Known(False)), ("w", Absent.UNKNOWN)])
def test_yes_and_no_have_keys(editor, qtbot, key, expected):
    told = begin(editor, "project.order_signed")
    qtbot.keyClicks(QApplication.focusWidget(), key)
    assert told.possible == expected


def test_letters_are_letters_where_text_is_typed(editor, qtbot):
    told = begin(editor, "company.wz_codes")
    write(qtbot, "w", enter=False)
    assert told.given == []


def test_arrows_move_between_answers_and_enter_takes_one(editor, qtbot):
    told = begin(editor, "project.order_signed")
    first = QApplication.focusWidget()
    assert isinstance(first, ChoiceButton)
    qtbot.keyClick(first, Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert told.possible == Known(True)


@pytest.mark.parametrize(
    ("button", "expected"), [("Weiß ich noch nicht", Absent.UNKNOWN), ("Keine Angabe", Absent.DECLINED)]
)
def test_nobody_has_to_answer(editor, qtbot, button, expected):
    told = begin(editor, "company.in_difficulty")
    click(editor, button, qtbot)
    assert told.possible is expected


def test_one_of_several_may_be_right(editor, qtbot):
    told = begin(editor, "company.legal_form")
    click(editor, "Eine von mehreren, welche ist offen", qtbot)
    click(editor, "GmbH", qtbot)
    click(editor, "UG", qtbot)
    assert told.given == []
    click(editor, "Übernehmen", qtbot)
    assert told.possible == AnyOf(("gmbh", "ug"))


def test_several_answers_hold_at_once(editor, qtbot):
    told = begin(editor, "project.kind", FactValue(possible=Known(("energie",))))
    click(editor, "Investition", qtbot)
    click(editor, "Übernehmen", qtbot)
    assert told.possible == Known(("investition", "energie"))


def test_a_place_is_found_by_its_beginning_and_names_its_chamber(editor, qtbot):
    told = begin(editor, "company.seat_ags")
    write(qtbot, "5845")
    search = searching(editor)
    assert not search.codes
    write(qtbot, "2")
    assert search.codes == ("05954036",)
    chamber = [link for link in editor.findChildren(Button) if link.property("item") and link.isVisible()]
    assert [link.accessibleName() for link in chamber] == ["IHK Mittleres Ruhrgebiet"]
    qtbot.mouseClick(chamber[0], Qt.MouseButton.LeftButton)
    assert told.read == [chamber[0].property("item")]
    qtbot.keyClick(search.field.edit, Qt.Key.Key_Return)
    assert told.possible == Known("05954036")


def test_a_doubtful_postal_code_is_asked_back(editor, qtbot):
    told = begin(editor, "company.seat_ags")
    write(qtbot, "40721")
    search = searching(editor)
    assert isinstance(search, PlaceChoice)
    assert not search.codes
    assert "zwei Kreisen" in search.question.text()
    assert search.offers.codes == ("05111000", "05158016")
    qtbot.keyClick(search.field.edit, Qt.Key.Key_Down)
    qtbot.keyClick(search.field.edit, Qt.Key.Key_Down)
    qtbot.keyClick(search.field.edit, Qt.Key.Key_Return)
    assert search.codes == ("05158016",)
    assert not search.question.isVisible()
    click(editor, "Übernehmen", qtbot)
    assert told.possible == Known("05158016")


def test_what_is_typed_but_not_chosen_is_neither_lost_nor_guessed(editor, qtbot):
    told = begin(editor, "company.seat_ags", FactValue(possible=Known("05914000")))
    write(qtbot, "40721", enter=False)
    click(editor, "Übernehmen", qtbot)
    assert told.given == []
    assert "„40721“ ist noch nicht gewählt" in editor.fault.text()
    searching(editor).field.clear()
    write(qtbot, "58452", enter=False)
    click(editor, "Übernehmen", qtbot)
    assert told.possible == Known("05954036")


def test_which_of_two_municipalities_may_stay_open(editor, qtbot):
    told = begin(editor, "company.seat_ags")
    write(qtbot, "40721")
    click(editor, "Einer davon, welcher ist offen", qtbot)
    click(editor, "Übernehmen", qtbot)
    assert told.possible == AnyOf(("05111000", "05158016"))
    again = begin(editor, "company.seat_ags", told.given[0][1])
    click(editor, "Übernehmen", qtbot)
    assert again.possible == told.given[0][1].possible


def test_a_place_outside_is_its_state(editor, qtbot):
    told = begin(editor, "company.seat_ags")
    write(qtbot, "Hessen")
    click(editor, "Übernehmen", qtbot)
    assert told.possible == Known("06")


def test_several_places(editor, qtbot):
    told = begin(editor, "company.site_ags")
    write(qtbot, "Witten")
    write(qtbot, "Bochum")
    assert searching(editor).codes == ("05954036", "05911000")
    click(editor, "Witten, entfernen", qtbot)
    write(qtbot, "")
    assert told.possible == Known(("05911000",))


def test_an_industry_is_found_by_what_the_company_does(editor, qtbot):
    told = begin(editor, "company.wz_codes")
    write(qtbot, "Tischlerei")
    search = searching(editor)
    assert search.codes == ("43.32.0",)
    write(qtbot, "softwarehaus", enter=False)
    assert search.offers.codes[0] == "62.01.9"
    qtbot.keyClick(search.field.edit, Qt.Key.Key_Escape)
    assert editor.step_out()
    assert search.field.edit.text() == ""
    write(qtbot, "")
    assert told.possible == Known(("43.32.0",))


def test_a_coarse_industry_can_be_told_more_exactly(editor, qtbot):
    begin(editor, "company.wz_codes", FactValue(possible=Known(("28",))))
    search = searching(editor)
    assert search.offers.codes[:2] == ("28.1", "28.2")


def test_the_classification_can_be_gone_down_and_the_finer_code_takes_the_place_of_the_coarser(editor, qtbot):
    told = begin(editor, "company.wz_codes")
    search = searching(editor)
    assert search.offers.codes[:3] == ("A", "B", "C")
    for code in ("C", "25", "25.6"):
        search.choose(code)
    assert search.codes == ("25.6",)
    assert search.offers.codes == ("25.61", "25.62")
    search.choose("62.01")
    click(editor, "Übernehmen", qtbot)
    assert told.possible == Known(("25.6", "62.01"))


def test_themes_are_offered_before_anything_is_typed(editor, qtbot, tables):
    told = begin(editor, "project.themes")
    search = searching(editor)
    assert set(search.offers.codes) == set(tables.names.themes)
    write(qtbot, "Chatbot")
    assert search.codes == ("ki",)
    click(editor, "Übernehmen", qtbot)
    assert told.possible == Known(("ki",))


def test_words_without_a_table_become_codes(editor, qtbot):
    told = begin(editor, "project.partners")
    write(qtbot, "Ruhr-Uni")
    click(editor, "Übernehmen", qtbot)
    assert told.possible == Known(("ruhr_uni",))
    told = begin(editor, "project.other_funding")
    click(editor, "Keine andere Förderung", qtbot)
    assert told.possible == Known(())


def test_holdings_have_a_form_of_their_own(editor, qtbot):
    told = begin(editor, "company.related")
    assert not editor.taker.isVisible()
    click(editor, "Beteiligungen eintragen", qtbot)
    assert told.forms == ["company.related"]
    click(editor, "Keine ab 25\u00a0%", qtbot)
    assert told.possible == Known(())


def test_leaving_changes_nothing(editor):
    told = begin(editor, "company.headcount", FactValue(possible=Known(38)))
    assert editor.step_out()
    assert (told.given, told.left, editor.fact) == ([], 1, "")
    assert not editor.step_out()
