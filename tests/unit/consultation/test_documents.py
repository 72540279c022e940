"""Several clients in one session: what is known of one is never taken for another's, and no step loses an answer."""

from __future__ import annotations

import pytest

from advisor_app.consultation.session import Session
from advisor_app.domain.profile import UNKNOWN, FactValue, Known, Profile

STAFF, AGE = "company.headcount", "person.age"


def value(given: object) -> FactValue:
    return FactValue(possible=Known(given))


def client(title: str, staff: int) -> Profile:
    return Profile(title=title, facts={STAFF: value(staff)})


A, B = client("A", 1), client("B", 2)


@pytest.fixture
def both() -> Session:
    return Session().loaded(A, file="/a.yaml").loaded(B, file="/b.yaml")


def test_the_file_travels_with_its_client(both):
    assert both.document.file == "/b.yaml"
    back = both.undone()
    assert (back.given, back.document.file, back.changed) == (A, "/a.yaml", False)
    again = back.redone()
    assert (again.given, again.document.file, again.changed) == (B, "/b.yaml", False)
    assert Session().loaded(A, file="/a.yaml").undone().document.file == ""


def test_a_new_check_has_no_file_and_the_way_back_has_one(both):
    fresh = both.loaded(Profile())
    assert fresh.document.file == ""
    assert fresh.undone().document.file == "/b.yaml"


def test_an_answer_belongs_to_the_client_it_was_given_for(both):
    went_on = both.answered(AGE, value(40))
    assert went_on.changed
    assert went_on.undone().document is both.document
    assert went_on.undone().undone().given == A
    assert went_on.undone().undone().redone().redone() == went_on


def test_what_was_written_late_is_what_was_known_then():
    session = Session().loaded(A, file="/a.yaml").answered(AGE, value(30))
    written, key = session.given, session.document.key
    went_on = session.answered(AGE, value(31))
    saved = went_on.saved(written, file="/neu.yaml", key=key)
    assert saved.changed
    assert saved.document.file == "/neu.yaml"
    assert not saved.undone().changed


def test_a_file_that_is_written_late_stays_with_its_client():
    session = Session().answered(STAFF, value(7))
    key = session.document.key
    saved = session.loaded(B, file="/b.yaml").saved(session.given, file="/a.yaml", held=Profile(), key=key)
    assert saved.document.file == "/b.yaml"
    back = saved.undone()
    assert (back.document.file, back.document.left_out, back.changed) == ("/a.yaml", True, False)
    assert back.redone().document.file == "/b.yaml"


def test_a_client_who_is_gone_takes_the_file_along():
    session = Session().answered(STAFF, value(7))
    other = Session().loaded(B, file="/b.yaml")
    assert other.saved(session.given, file="/a.yaml", key=session.document.key) == other


def test_what_is_taken_back_at_once_can_be_done_again():
    before = Session().answered(STAFF, value(7))
    after = before.forgotten(STAFF)
    back = after.taken_back(before, after)
    assert back.given == before.given
    assert back.can_redo
    assert back.redone().given == after.given


def test_what_is_taken_back_later_leaves_later_answers():
    before = Session().answered(STAFF, value(7))
    after = before.forgotten(STAFF)
    back = after.answered(AGE, value(50)).taken_back(before, after)
    assert (back.given.known(STAFF), back.given.known(AGE)) == (7, 50)
    assert back.undone().given.known(AGE) == 50


def test_what_was_answered_anew_is_not_overwritten_by_what_is_taken_back():
    before = Session().answered(STAFF, value(7))
    after = before.forgotten(STAFF)
    went_on = after.answered(STAFF, value(9))
    assert went_on.taken_back(before, after) is went_on


def test_what_was_taken_back_already_is_not_taken_back_twice(both):
    before, after = both.undone(), both
    assert both.undone().taken_back(before, after).given == A
    went_on = both.undone().answered(AGE, value(40))
    assert went_on.taken_back(before, after) is went_on


def test_what_was_done_for_another_client_is_not_taken_back_here():
    before = Session().loaded(A, file="/a.yaml")
    after = before.forgotten(STAFF)
    elsewhere = after.loaded(B)
    assert elsewhere.taken_back(before, after) is elsewhere


def test_another_client_comes_back_and_what_was_answered_since_is_a_step_away(both):
    before, after = both, both.loaded(Profile())
    went_on = after.answered(AGE, value(40))
    back = went_on.taken_back(before, after)
    assert (back.given, back.document.file, back.changed) == (B, "/b.yaml", False)
    assert back.undo_words() == "Zurückgeholt: B"
    assert back.undone().given.known(AGE) == 40
    assert back.undone().document.file == ""


def test_several_answers_are_one_step():
    session = Session().answered(STAFF, value(7)).skipped(AGE)
    changed = session.changed_by({STAFF: UNKNOWN, AGE: value(30)})
    assert changed.given.facts == {AGE: value(30)}
    assert changed.undo_words() == "Änderungen übernommen"
    assert changed.undone().given == session.given
    assert session.changed_by({STAFF: value(7)}).given == session.given


def test_a_title_is_one_line_of_at_most_200_characters():
    assert Session().titled("Muster\n\u202eGmbH ").given.title == "Muster GmbH"
    assert Session().titled("ä" * 500).given.title == "ä" * 200
    assert Session().loaded(Profile(title="A\nB")).given.title == "A B"


def test_notes_and_names_are_cleaned_when_they_are_told():
    session = Session().answered(STAFF, FactValue(possible=Known(3), note="laut\nListe\u202e"))
    assert session.given.value(STAFF).note == "laut Liste"
