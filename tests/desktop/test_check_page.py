"""The page of the check in a real window: answers, keys, the way back, the client view, new knowledge."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.main_window import MainWindow
from advisor_app.desktop.pages.check.leaves import ACCOUNT, FAULTS, READING, REASON, SHEET, SIZE, Place
from advisor_app.desktop.pages.check.page import CheckPage
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.item import Visibility
from advisor_app.domain.profile import Absent, Interval, Known, Profile
from advisor_app.domain.programme import Programme
from advisor_app.matching.verdict import Outcome
from tests.desktop.check_pages import active_window, check_page, rest, told
from tests.desktop.conftest import MemoryLibrary, programme

KEY = Qt.Key


def rule(name: str, fact: str, op: Op, value: float) -> Rule:
    return Rule(id=name, fact=fact, op=op, value=value, text=name.title(), src="q1")


STAFF = programme(
    "klein", "Zuschuss Klein", eligibility=Rule(all=(
        rule("klein", "company.headcount", Op.LT, 50), rule("beginn", "project.order_signed", Op.EQ, value=False))),
)  # fmt: skip
HEALTHY = programme(
    "gesund", "Zuschuss Gesund", eligibility=Rule(all=(
        rule("gesund", "company.insolvency", Op.EQ, value=False), rule("staff", "company.headcount", Op.GE, 1))),
)  # fmt: skip
HIDDEN = programme("intern", "Zuschuss Intern", visibility=Visibility.NETWORK,
                   eligibility=rule("jung", "company.headcount", Op.LT, 10))  # fmt: skip
ALL = (STAFF, HEALTHY, HIDDEN)


@pytest.fixture
def window(open_face, qtbot) -> MainWindow:
    return active_window(open_face, MemoryLibrary(ALL), qtbot)


@pytest.fixture
def page(window, qtbot) -> CheckPage:
    return check_page(window, qtbot.waitUntil)


def press(page: CheckPage, key: Qt.Key, wait: Callable[..., None], modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or page, key, modifier)
    rest(page.window(), wait)


def outcomes(page: CheckPage) -> dict[str, Outcome]:
    shown = page.course.last
    assert shown is not None
    return {one.programme_id: one.outcome for one in shown.stand.findings.check.in_order}


def known(page: CheckPage, fact: str) -> object:
    return page.course.session.given.value(fact).possible


def load(page: CheckPage, wait: Callable[..., None], **facts: object) -> None:
    values = {name.replace("__", "."): told(value) for name, value in facts.items()}
    page.course.load(Profile(title="Muster GmbH", facts=values), "")
    rest(page.window(), wait)


def test_it_begins_with_what_it_does_and_the_first_question(page):
    assert page.arrangement.beginning.isVisible()
    assert page.arrangement.beginning.first.hasFocus()
    assert not page.results.isVisible()
    assert page.question.view.fact == "company.headcount"
    assert "3\u00a0Programme geprüft mit 0\u00a0Angaben, Stand 20.11.2026" in page.bar.counts


def test_a_number_answers_with_its_bracket_and_the_verdicts_follow(page, qtbot):
    keys = {answer.text: answer.key for answer in page.question.view.answers}
    press(page, KEY(ord(keys["Ab 50"])), qtbot.waitUntil)
    assert known(page, "company.headcount") == Interval(50, None)
    assert outcomes(page) == {"klein": Outcome.FAILS, "gesund": Outcome.OPEN, "intern": Outcome.FAILS}
    assert page.results.isVisible()
    assert not page.arrangement.beginning.isVisible()


def test_yes_no_and_not_known_have_keys(page, qtbot):
    load(page, qtbot.waitUntil, company__headcount=12)
    assert page.question.view.fact == "project.order_signed"
    press(page, KEY.Key_W, qtbot.waitUntil)
    assert page.course.session.put_off == ("project.order_signed",)
    assert page.question.view.fact == "company.insolvency"
    press(page, KEY.Key_Z, qtbot.waitUntil, Qt.KeyboardModifier.ControlModifier)
    assert page.question.view.fact == "project.order_signed"
    press(page, KEY.Key_N, qtbot.waitUntil)
    assert known(page, "project.order_signed") == Known(value=False)
    assert outcomes(page)["klein"] is Outcome.FITS


def test_letters_are_typed_where_one_types(page, qtbot):
    load(page, qtbot.waitUntil, company__headcount=12)
    page.facts.rename()
    for key in (KEY.Key_J, KEY.Key_N, KEY.Key_W, KEY.Key_1):
        press(page, key, qtbot.waitUntil)
    assert page.facts.field.text().casefold() == "jnw1"
    assert known(page, "project.order_signed") is Absent.UNKNOWN
    press(page, KEY.Key_Return, qtbot.waitUntil)
    assert page.course.session.given.title.casefold() == "jnw1"


def test_a_step_is_taken_back_and_again_by_keys_and_buttons(page, qtbot):
    load(page, qtbot.waitUntil, company__headcount=12)
    press(page, KEY.Key_J, qtbot.waitUntil)
    assert known(page, "project.order_signed") == Known(value=True)
    assert "Auftrag" in page.bar.undo.toolTip()
    page.bar.undo.click()
    rest(page.window(), qtbot.waitUntil)
    assert known(page, "project.order_signed") is Absent.UNKNOWN
    press(page, KEY.Key_Y, qtbot.waitUntil, Qt.KeyboardModifier.ControlModifier)
    assert known(page, "project.order_signed") == Known(value=True)
    assert not page.bar.redo.isEnabled()


def test_a_row_opens_the_editor_and_its_answer_comes_back(page, qtbot):
    page.facts.list.choose("company.headcount")
    page.facts.list.setFocus()
    press(page, KEY.Key_Return, qtbot.waitUntil)
    assert page.editor.isVisible()
    assert page.editor.fact == "company.headcount"
    assert not page.question.isVisible()
    page.editor.answered.emit("company.headcount", told(7))
    rest(page.window(), qtbot.waitUntil)
    assert page.question.isVisible()
    assert outcomes(page)["intern"] is Outcome.FITS


def test_while_a_fact_is_edited_no_key_answers_the_question(page, qtbot):
    load(page, qtbot.waitUntil, company__headcount=12)
    page.edit_fact("company.seat_ags")
    rest(page.window(), qtbot.waitUntil)
    page.facts.list.setFocus()
    press(page, KEY.Key_J, qtbot.waitUntil)
    assert known(page, "project.order_signed") is Absent.UNKNOWN
    press(page, KEY.Key_Escape, qtbot.waitUntil)
    assert page.question.isVisible()


@pytest.mark.parametrize(("fact", "leaf"), [("company.related", SIZE), ("company.sme_class", SIZE),
                                            ("company.deminimis_grants", ACCOUNT)])  # fmt: skip
def test_facts_with_a_form_of_their_own_open_it(page, qtbot, fact, leaf):
    page.edit_fact(fact)
    rest(page.window(), qtbot.waitUntil)
    assert page.leaves.place == Place(leaf)
    assert page.leaves.panel(leaf).isVisible()


@pytest.mark.parametrize("back", ["Escape", "Left"])
def test_every_leaf_has_a_way_back(page, qtbot, back):
    load(page, qtbot.waitUntil, company__headcount=12)
    page.leaves.explain("klein")
    rest(page.window(), qtbot.waitUntil)
    page.read("klein")
    rest(page.window(), qtbot.waitUntil)
    way = []
    modifier = Qt.KeyboardModifier.AltModifier if back == "Left" else Qt.KeyboardModifier.NoModifier
    while page.leaves.place is not None:
        way.append(page.leaves.place.leaf)
        press(page, KEY.Key_Escape if back == "Escape" else KEY.Key_Left, qtbot.waitUntil, modifier)
    assert way == [READING, REASON]
    assert page.results.isVisible()
    assert page.window().page("check").isVisible()


def test_the_sheet_is_always_in_reach(page, qtbot):
    assert "Angaben fehlen" in page.facts.sheet.text()
    page.facts.sheet.click()
    rest(page.window(), qtbot.waitUntil)
    assert page.leaves.place == Place(SHEET)


def test_a_leaf_follows_every_answer(page, qtbot):
    page.open_leaf(SIZE)
    rest(page.window(), qtbot.waitUntil)
    panel = page.leaves.panel(SIZE)
    before = panel.view.answer
    page.course.answer("company.headcount", told(400))
    rest(page.window(), qtbot.waitUntil)
    assert panel.view.answer != before


def test_a_founder_finds_person_and_project_first(page, qtbot):
    headings = [line.label for line in page.facts.list.facts.lines if not line.fact]
    assert headings[0] == "Betrieb"
    page.arrangement.beginning.founder.click()
    rest(page.window(), qtbot.waitUntil)
    headings = [line.label for line in page.facts.list.facts.lines if not line.fact]
    assert headings[0] != "Betrieb"


def test_a_client_sees_what_is_public_and_nothing_delicate(page, qtbot):
    load(page, qtbot.waitUntil, company__headcount=12, company__insolvency=True, project__order_signed=False)
    assert outcomes(page) == {"klein": Outcome.FITS, "gesund": Outcome.FAILS, "intern": Outcome.FAILS}
    page.tools.client.toggle()
    rest(page.window(), qtbot.waitUntil)
    assert outcomes(page) == {"klein": Outcome.FITS, "gesund": Outcome.OPEN}
    assert page.question.view.fact == ""
    page.facts.toggle_others()
    assert not {line.fact for line in page.facts.list.facts.lines} & {"company.insolvency", "company.in_difficulty"}
    page.edit_fact("company.insolvency")
    rest(page.window(), qtbot.waitUntil)
    assert not page.arrangement.editing
    page.tools.client.toggle()
    rest(page.window(), qtbot.waitUntil)
    assert outcomes(page)["gesund"] is Outcome.FAILS


def test_new_knowledge_keeps_the_answers_and_says_what_moved(page, qtbot):
    load(page, qtbot.waitUntil, company__headcount=12, project__order_signed=False)
    said: list[str] = []
    page.said.connect(said.append)
    stricter: Programme = programme("klein", "Zuschuss Klein",
                                    eligibility=rule("klein", "company.headcount", Op.LT, 10))  # fmt: skip
    page.use(MemoryLibrary((stricter, HEALTHY, HIDDEN), as_of="2026-11-23"))
    rest(page.window(), qtbot.waitUntil)
    assert outcomes(page)["klein"] is Outcome.FAILS
    assert known(page, "company.headcount") == Known(12)
    assert said == ["Neue Inhalte: Ihre Angaben bleiben, 1 Einschätzung ist jetzt anders"]


def test_a_new_check_can_be_taken_back(page, qtbot):
    load(page, qtbot.waitUntil, company__headcount=12)
    with qtbot.waitSignal(page.undo_offered) as offered:
        page.begin_anew()
    rest(page.window(), qtbot.waitUntil)
    assert page.arrangement.beginning.isVisible()
    offered.args[1]()
    rest(page.window(), qtbot.waitUntil)
    assert known(page, "company.headcount") == Known(12)


def test_the_newest_of_many_answers_wins(page, qtbot):
    for staff in range(1, 60):
        page.course.answer("company.headcount", told(staff))
    rest(page.window(), qtbot.waitUntil)
    assert outcomes(page)["klein"] is Outcome.FAILS
    assert "59" in next(line.value for line in page.facts.list.facts.lines if line.fact == "company.headcount")


def drop(page: CheckPage, file: object) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    none = Qt.KeyboardModifier.NoModifier
    page.dropEvent(
        QDropEvent(QPointF(QPoint(300, 300)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    )


def test_a_profile_dropped_on_the_page_is_opened(page, qtbot, tmp_path):
    file = tmp_path / "muster.yaml"
    file.write_text('schema: profile/1\ntitle: "Muster"\nfacts:\n  company.headcount: 7\n', encoding="utf-8")
    drop(page, file)
    rest(page.window(), qtbot.waitUntil)
    assert known(page, "company.headcount") == Known(7)
    assert page.course.file == "muster.yaml"
    assert page.facts.title.text() == "Muster"


def test_a_bad_file_is_told_line_by_line_and_nothing_is_lost(page, qtbot, tmp_path):
    load(page, qtbot.waitUntil, company__headcount=12)
    file = tmp_path / "kaputt.yaml"
    file.write_text('schema: profile/1\nfacts:\n  company.headcount: -3\n  company.mitarbeiter: 4\n'
                    '  company.founded_on: "2026-02-31"\n', encoding="utf-8")  # fmt: skip
    page.filing.open(str(file))
    rest(page.window(), qtbot.waitUntil)
    place = page.leaves.place
    assert place is not None
    assert place.leaf == FAULTS
    lines = page.leaves.panel(FAULTS).lines.toPlainText().splitlines()
    assert [line.split(":")[0].replace("\u00a0", " ") for line in lines] == ["Zeile 3", "Zeile 4", "Zeile 5"]
    assert known(page, "company.headcount") == Known(12)
    file.write_text("schema: profile/1\nfacts:\n  company.headcount: 3\n", encoding="utf-8")
    page.leaves.panel(FAULTS).again.click()
    rest(page.window(), qtbot.waitUntil)
    assert known(page, "company.headcount") == Known(3)
    assert page.leaves.place is None


def test_delicate_facts_are_saved_only_where_that_is_ticked(page, qtbot, tmp_path):
    load(page, qtbot.waitUntil, company__headcount=12, company__insolvency=True)
    said: list[str] = []
    page.said.connect(said.append)
    for number, ticked in enumerate((False, True)):
        page.bar.sensitive.setChecked(ticked)
        page.filing.save_as(elsewhere=True)
        page.filing.files.dialogs.chosen.emit(str(tmp_path / f"{number}.yaml"))
        rest(page.window(), qtbot.waitUntil)
    texts = [(tmp_path / f"{number}.yaml").read_text(encoding="utf-8") for number in range(2)]
    assert ["insolvency" in text for text in texts] == [False, True]
    assert "ohne 1\u00a0vertrauliche Angabe" in said[0]


@pytest.mark.parametrize(("width", "height", "zoom"), [(1366, 768, 1.0), (1024, 640, 1.0), (1024, 640, 2.0)])
def test_it_fits_every_window(page, qtbot, width, height, zoom):
    load(page, qtbot.waitUntil, company__headcount=12)
    window = page.window()
    window.look.choose_zoom(zoom)
    window.resize(width, height)
    rest(window, qtbot.waitUntil)
    assert (window.width(), window.height()) == (width, height)
    assert page.minimumSizeHint().width() <= page.width()
    if page.arrangement.alone:
        assert not page.facts.isVisible()
        page.bar.facts.click()
        assert page.facts.isVisible()
        press(page, KEY.Key_Escape, qtbot.waitUntil)
    assert page.question.isVisible()
