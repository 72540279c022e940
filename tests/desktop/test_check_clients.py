"""One client after the other on the page of the check: nothing is lost, and nothing of one gets to another."""

from __future__ import annotations

import stat
import sys

import pytest
from PySide6.QtCore import Qt

from advisor_app.content.profile_file import load_profile, profile_text
from advisor_app.desktop.pages.check.leaves import ACCOUNT, SHEET
from advisor_app.desktop.pages.check.printing import Paper
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.profile import UNKNOWN, Known, Profile
from advisor_app.domain.state_aid import DeMinimisGrant
from tests.desktop.check_pages import LIBRARY, SMALL, STAFF, Desk, active_window, check_page, rest, told
from tests.desktop.conftest import MemoryLibrary, programme


@pytest.fixture
def desk(open_face, qtbot, tmp_path) -> Desk:
    window = active_window(open_face, MemoryLibrary(LIBRARY), qtbot)
    return Desk(check_page(window, qtbot.waitUntil), qtbot.waitUntil, tmp_path)


def test_after_the_way_back_to_one_client_the_file_is_that_of_this_client(desk):
    a, b = desk.file("a", 1), desk.file("b", 2)
    before = b.read_bytes()
    desk.open(a)
    desk.open(b)
    desk.key(Qt.Key.Key_Z)
    assert desk.page.course.file == "a.yaml"
    desk.page.course.answer(STAFF, told(11))
    desk.key(Qt.Key.Key_S)
    assert b.read_bytes() == before
    saved = load_profile(a)
    assert isinstance(saved, Profile)
    assert saved.known(STAFF) == 11


def test_a_saving_that_ends_late_belongs_to_what_was_saved(desk):
    a, b = desk.file("a", 1), desk.file("b", 2)
    desk.open(a)
    desk.page.filing.save()
    desk.page.course.answer(STAFF, told(12))
    desk.rest()
    assert desk.page.course.session.changed
    desk.page.filing.save()
    desk.page.filing.open(str(b))
    desk.rest()
    assert (desk.page.course.file, desk.given.known(STAFF)) == ("b.yaml", 2)
    assert not desk.page.course.session.changed
    desk.page.filing.save()
    desk.rest()
    assert "headcount: 12" in a.read_text(encoding="utf-8")
    assert "headcount: 2\n" in b.read_text(encoding="utf-8")


def test_many_savings_end_with_the_newest(desk):
    a = desk.file("a", 1)
    desk.open(a)
    for staff in range(20, 40):
        desk.page.course.answer(STAFF, told(staff))
        desk.page.filing.save()
    desk.rest()
    assert "headcount: 39" in a.read_text(encoding="utf-8")
    assert not desk.page.course.session.changed


REPLACED = {
    "opened": lambda desk: desk.open(desk.file("b", 2)),
    "undone": lambda desk: desk.page.course.undo(),
    "redone": lambda desk: desk.page.course.redo(),
    "taken back": lambda desk: desk.offers[-1][1](),
    "begun anew": lambda desk: desk.page.begin_anew(),
}


@pytest.mark.parametrize("way", REPLACED)
def test_an_editor_never_outlives_what_it_was_opened_for(desk, way):
    desk.page.course.answer("company.turnover_eur", told(1))
    desk.open(desk.file("a", 1))
    desk.page.course.answer("person.age", told(30))
    desk.page.course.undo()
    desk.page.facts.rename()
    desk.page.edit_fact("company.turnover_eur")
    desk.rest()
    assert desk.page.arrangement.editing
    desk.page.facts.rename()
    REPLACED[way](desk)
    desk.rest()
    assert not desk.page.arrangement.editing
    assert desk.page.facts.field.isHidden()


def test_forms_and_their_way_back_are_of_one_client(desk):
    grant = DeMinimisGrant(granted_on="2025-03-01", gge_eur=9_000)
    a = desk.file("a", 1, deminimis_grants=told(()))
    b = desk.file("b", 2, deminimis_grants=told(()))
    desk.open(b)
    desk.open(a)
    desk.page.open_leaf(ACCOUNT)
    desk.rest()
    panel = desk.page.leaves.panel(ACCOUNT)
    panel.answered.emit("company.deminimis_grants", told((grant,)))
    panel.add()
    desk.page.course.undo()
    desk.page.course.undo()
    desk.rest()
    assert desk.given.title == "b"
    assert desk.page.leaves.place is None
    desk.page.open_leaf(ACCOUNT)
    desk.rest()
    fresh = desk.page.leaves.panel(ACCOUNT)
    assert fresh is not panel
    assert fresh.form.isHidden()
    assert fresh.undo.isHidden()


def test_the_tick_is_for_one_client_and_one_pair_of_eyes(desk):
    page, secret = desk.page, told(value=True)
    desk.open(desk.file("a", 1, insolvency=secret))
    tick = page.bar.sensitive
    other = desk.file("b", 2, insolvency=secret)
    for end in (lambda: desk.open(other), page.begin_anew, page.course.undo, page.tools.client.toggle,
                page.tools.client.toggle):  # fmt: skip
        tick.setChecked(True)
        end()
        desk.rest()
        assert not tick.isChecked()
    desk.page.course.load(Profile(facts={STAFF: told(3)}), "")
    desk.rest()
    tick.setChecked(True)
    assert not page.bar.with_sensitive, "what is not offered cannot have been ticked"


def test_what_is_ticked_of_a_question_is_for_one_client(desk):
    kind = Rule(id="art", fact="project.kind", op=Op.ANY_IN, value=("investition",), text="Art", src="q1")
    desk.page.use(MemoryLibrary((programme("art", "Zuschuss Art", eligibility=Rule(all=(SMALL, kind))),)))
    desk.open(desk.file("a", 1))
    desk.page.question.press("1")
    assert desk.page.question.take.isEnabled()
    desk.open(desk.file("b", 2))
    assert desk.page.question.view.fact == "project.kind"
    assert not desk.page.question.take.isEnabled()


def test_ticks_of_leaves_end_with_the_client(desk):
    page = desk.page
    desk.open(desk.file("a", 1))
    page.open_leaf(SHEET)
    desk.rest()
    sheet = page.leaves.panel(SHEET)
    sheet.bar.sensitive.setChecked(True)
    page.tools.client.toggle()
    desk.rest()
    assert not sheet.bar.sensitive.isChecked()


def test_with_a_client_at_the_screen_nothing_delicate_leaves(desk, tmp_path):
    page = desk.page
    desk.open(desk.file("a", 1, insolvency=told(value=True)))
    page.tools.client.toggle()
    desk.rest()
    page.bar.sensitive.setVisible(True)
    page.bar.sensitive.setChecked(True)
    text = desk.save_as("client.yaml").read_text(encoding="utf-8")
    assert "insolvency" not in text
    printed: list[Paper] = []
    page.filing.print_paper = printed.append
    page.filing.print_result()
    desk.rest()
    assert "nsolvenz" not in printed[0].html


def test_a_client_at_the_screen_sees_nothing_of_others(desk, settings):
    page, window = desk.page, desk.page.window()
    desk.open(desk.file("a", 1))
    desk.open(desk.file("b", 2))
    page.course.answer("person.age", told(30))
    page.tools.client.toggle()
    desk.rest()
    page.course.undo()
    page.course.undo()
    desk.rest()
    assert desk.given.title == "b"
    assert "anderen Check" in desk.said[-1]
    page.course.redo()
    assert desk.given.known("person.age") == 30
    (settings.file.parent / "foerdercheck-zuvor.yaml").write_text(
        profile_text(Profile(title="Alt", facts={STAFF: told(5)})), encoding="utf-8"
    )
    page.filing.keeping.look()
    rest(window, desk.wait)
    page.begin_anew()
    desk.rest()
    assert not page.arrangement.beginning.resume.isVisible()
    page.tools.client.toggle()
    desk.rest()
    assert page.arrangement.beginning.resume.isVisible()


def test_a_result_leaves_only_when_it_is_that_of_what_is_known(desk):
    desk.open(desk.file("a", 1))
    printed: list[Paper] = []
    desk.page.filing.print_paper = printed.append
    desk.page.course.load(Profile(title="b", facts={STAFF: told(2)}), "")
    desk.page.filing.print_result()
    desk.rest()
    assert printed == []
    assert desk.said[-1] == "Das Ergebnis ist noch nicht fertig"
    desk.page.filing.print_result()
    desk.rest()
    assert printed[0].title == "Fördercheck · b"


def test_notes_leave_with_the_tick_alone_and_what_stays_is_told(desk):
    desk.open(desk.file("a", 1, founded_on=told("2020-01-01", "laut Gesellschafter"), insolvency=told(value=True)))
    plain = desk.save_as("ohne.yaml")
    assert "laut Gesellschafter" not in plain.read_text(encoding="utf-8")
    assert desk.said[-1] == "Gespeichert: ohne.yaml, ohne 1\u00a0vertrauliche Angabe und 1\u00a0Notiz"
    assert not desk.page.course.session.changed
    assert "ohne Vertrauliches" in desk.page.facts._place.text()
    desk.page.bar.sensitive.setChecked(True)
    whole = desk.save_as("mit.yaml")
    text = whole.read_text(encoding="utf-8")
    assert "laut Gesellschafter" in text
    assert "insolvency" in text
    assert desk.said[-1] == "Gespeichert: mit.yaml"
    if sys.platform != "win32":
        assert stat.S_IMODE(whole.stat().st_mode) == 0o600
    assert "ohne Vertrauliches" not in desk.page.facts._place.text()


@pytest.mark.parametrize("clients", [False, True])
def test_what_was_found_of_programmes_for_the_network_never_leaves(desk, clients):
    desk.open(desk.file("a", 1))
    for programme_id in ("klein", "intern"):
        desk.page.course.judge(programme_id, "stufe", holds=True)
    desk.page.course.answer("project.other_funding", told(("intern", "klein")))
    desk.rest()
    if clients:
        desk.page.tools.client.toggle()
        desk.rest()
    desk.page.bar.sensitive.setChecked(True)
    text = desk.save_as("alles.yaml").read_text(encoding="utf-8")
    assert "intern" not in text
    assert "klein/stufe" in text
    assert ("ohne 2\u00a0interne Angaben" in desk.said[-1]) is not clients


def test_a_name_that_tells_is_warned_of(desk):
    desk.page.course.give_title("Muster GmbH in Insolvenz")
    assert "Vertrauliches" in desk.said[-1]
    desk.page.course.answer(STAFF, told(3))
    desk.rest()
    desk.save_as("x.yaml")
    assert "Name lässt auf Vertrauliches schließen" in desk.said[-1]
    desk.page.tools.client.toggle()
    desk.rest()
    desk.page.course.give_title("Muster GmbH, insolvent")
    desk.rest()
    desk.save_as("y.yaml")
    assert desk.said[-1] == "Gespeichert: y.yaml"


def test_notes_that_a_client_does_not_see_stay(desk):
    page, grant = desk.page, DeMinimisGrant(granted_on="2025-03-01", gge_eur=9_000, note="Bescheid fehlt")
    desk.open(desk.file("a", 1, founded_on=told("2020-01-01", "vertraulich genannt"), deminimis_grants=told((grant,))))
    page.tools.client.toggle()
    desk.rest()
    page.edit_fact("company.founded_on")
    desk.rest()
    assert page.editor.origin.words == ""
    page.editor.take_value(Known("2021-01-01"))
    page.open_leaf(ACCOUNT)
    desk.rest()
    panel = page.leaves.panel(ACCOUNT)
    assert "Bescheid" not in panel.text()
    panel.answered.emit("company.deminimis_grants",
                        told((DeMinimisGrant(granted_on="2025-03-01", gge_eur=9_000),)))  # fmt: skip
    desk.rest()
    founded = desk.given.value("company.founded_on")
    assert (founded.possible, founded.note) == (Known("2021-01-01"), "vertraulich genannt")
    assert desk.given.known("company.deminimis_grants") == (grant,)


def test_taking_back_belongs_to_what_was_told(desk):
    desk.open(desk.file("a", 1))
    desk.page.course.answer(STAFF, UNKNOWN)
    words, take_back = desk.offers[-1]
    assert words == "Beschäftigte: Angabe entfernt"
    desk.page.course.answer("person.age", told(30))
    desk.rest()
    assert callable(take_back)
    take_back()
    desk.rest()
    assert (desk.given.known(STAFF), desk.given.known("person.age")) == (1, 30)


def test_a_new_check_that_is_taken_back_can_be_had_again(desk):
    desk.open(desk.file("a", 1))
    desk.page.begin_anew()
    _words, take_back = desk.offers[-1]
    assert callable(take_back)
    take_back()
    desk.rest()
    assert desk.page.course.file == "a.yaml"
    desk.key(Qt.Key.Key_Y)
    assert desk.given == Profile()


def test_one_that_was_dropped_is_offered_again_when_taken_back(desk, settings):
    window = desk.page.window()
    folder = settings.file.parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "foerdercheck-zuvor.yaml").write_text(profile_text(Profile(title="Alt", facts={STAFF: told(5)})),
                                                    encoding="utf-8")  # fmt: skip
    desk.page.filing.keeping.look()
    desk.rest()
    beginning = desk.page.arrangement.beginning
    assert "Vertrauliche Angaben werden nicht aufgehoben" in beginning._before_text.text()
    beginning.drop.click()
    rest(window, desk.wait)
    assert beginning.resume.isHidden() or not beginning.resume.isVisible()
    words, take_back = desk.offers[-1]
    assert words == "Verworfen: Alt"
    assert callable(take_back)
    take_back()
    desk.rest()
    assert beginning.resume.isVisible()
    beginning.resume.click()
    desk.rest()
    assert desk.given.known(STAFF) == 5
    assert {file.name for file in folder.glob("*.yaml")} == {"foerdercheck-begonnen.yaml"}
