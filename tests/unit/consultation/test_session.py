"""The course of a consultation, back and forth."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.consultation.session import MOST_STEPS, Session
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import Absent, FactValue, Known, Profile
from tests.profiles import fact_values, possible_values, profiles

STAFF = "company.headcount"
Step = Callable[[Session], Session]


def value(given: object) -> FactValue:
    return FactValue(possible=Known(given))


def steps() -> st.SearchStrategy[Step]:
    """Return anything that a reader may do."""
    fact = st.sampled_from(sorted(FACTS))
    answer = fact.flatmap(lambda name: st.tuples(st.just(name), fact_values(possible_values(FACTS[name]))))
    return st.one_of(
        answer.map(lambda given: lambda session: session.answered(*given)),
        fact.map(lambda name: lambda session: session.forgotten(name)),
        fact.map(lambda name: lambda session: session.skipped(name)),
        st.just(Session.resumed),
        st.sampled_from((True, False, None)).map(
            lambda holds: lambda session: session.judged("zim", "risiko", holds, as_of="2026-11-23")
        ),
        st.text(max_size=5).map(lambda title: lambda session: session.titled(title)),
        profiles().map(lambda other: lambda session: session.loaded(other)),
    )


def state(session: Session) -> tuple[Profile, tuple[str, ...]]:
    return session.given, session.skip


@settings(max_examples=60, deadline=None)
@given(profile=profiles(), taken=st.lists(steps(), max_size=8), back=st.integers(0, 10))
def test_back_and_forth_again_is_where_one_was(profile, taken, back):
    session = Session().loaded(profile)
    stands = [state(Session())]
    if session.can_undo:
        stands.append(state(session))
    for step in taken:
        after = step(session)
        if len(after.past) > len(session.past):
            stands.append(state(after))
        session = after
    assert state(session) == stands[-1]
    end, words, gone = session, session.undo_words(), 0
    for before in reversed(stands[:-1]):
        if gone == back:
            break
        told = session.undo_words()
        session, gone = session.undone(), gone + 1
        assert state(session) == before
        assert session.redo_words() == told
        assert told
    for _ in range(gone):
        assert session.can_redo
        session = session.redone()
    assert session == end
    assert session.undo_words() == words
    assert not session.can_redo


def test_the_ends_are_ends():
    session = Session()
    assert session.undone() is session
    assert session.redone() is session
    assert (session.can_undo, session.can_redo, session.undo_words(), session.redo_words()) == (False, False, "", "")


def test_a_new_step_forgets_what_was_undone():
    session = Session().answered(STAFF, value(38)).undone().answered(STAFF, value(12))
    assert not session.can_redo
    assert session.given.known(STAFF) == 12


def test_an_answer_is_not_asked_for_again_until_it_is_forgotten():
    session = Session().answered(STAFF, value(38)).skipped("project.kind")
    assert session.skip == (STAFF, "project.kind")
    assert session.put_off == ("project.kind",)
    assert session.forgotten(STAFF).skip == ("project.kind",)
    assert session.resumed().skip == (STAFF,)


def test_what_was_put_off_and_answered_later_is_not_put_off():
    session = Session().skipped(STAFF).answered(STAFF, value(38))
    assert session.put_off == ()


def test_a_step_that_changes_nothing_is_none():
    session = Session().answered(STAFF, value(38)).skipped("project.kind")
    for again in (
        session.answered(STAFF, value(38)),
        session.skipped("project.kind"),
        session.forgotten("person.age"),
        session.titled(" "),
        session.judged("zim", "risiko", None),
    ):
        assert again is session


def test_a_judgement_is_kept_and_taken_back():
    session = Session().judged("zim", "risiko", False, as_of="2026-11-23")
    assert session.given.judgement("zim", "risiko") == FactValue(possible=Known(False), as_of="2026-11-23")
    assert session.judged("zim", "risiko", None).given == Profile()


def test_what_lies_in_a_file_is_not_changed():
    profile = Profile(facts={STAFF: value(38)}, title="Muster")
    session = Session().loaded(profile)
    assert not session.changed
    assert Session().loaded(profile, saved=False).changed
    answered = session.answered("person.age", value(30))
    assert answered.changed
    assert not answered.saved().changed
    assert answered.saved().undone().changed
    assert not answered.saved().undone().redone().changed
    assert not answered.undone().changed


def test_an_unknown_fact_is_refused():
    with pytest.raises(KeyError):
        Session().answered("company.hedcount", value(3))


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (lambda session: session.answered(STAFF, value(38)), "Beschäftigte: 38"),
        (lambda session: session.answered(STAFF, FactValue(possible=Absent.DECLINED)), "Beschäftigte: keine Angabe"),
        (lambda session: session.answered("company.insolvency", value(True)), "Insolvenz: beantwortet"),
        (lambda session: session.answered("company.seat_ags", value("05954036")), "Sitz: Witten"),
        (lambda session: session.skipped(STAFF), "Beschäftigte: zurückgestellt"),
        (lambda session: session.judged("zim", "risiko", True), "Im Gespräch geklärt: erfüllt"),
        (lambda session: session.judged("zim", "risiko", False), "Im Gespräch geklärt: nicht erfüllt"),
        (lambda session: session.titled("Metallbau Brandt"), "Titel: Metallbau Brandt"),
        (lambda session: session.loaded(Profile(title="Muster", facts={STAFF: value(1)})), "Geöffnet: Muster"),
        (lambda session: session.answered(STAFF, value(1)).loaded(Profile()), "Neuer Fördercheck"),
        (lambda session: session.answered(STAFF, value(1)).forgotten(STAFF), "Beschäftigte: Angabe entfernt"),
        (lambda session: session.skipped(STAFF).resumed(), "Zurückgestellte Fragen wieder aufgenommen"),
        (lambda session: session.titled("A").titled(""), "Titel entfernt"),
    ],
)
def test_the_last_step_is_named(taken, words, names):
    session = taken(Session())
    assert session.undo_words(names) == words
    assert session.undone().redo_words(names) == words


def test_very_old_steps_are_forgotten():
    session = Session()
    for number in range(MOST_STEPS + 50):
        session = session.answered(STAFF, value(number))
    assert len(session.past) == MOST_STEPS
