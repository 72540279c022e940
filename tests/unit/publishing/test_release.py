"""Releases: the right rungs, packs that lead to the signed state from everywhere, slips that are refused."""

from __future__ import annotations

import json
import time
from copy import copy
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor_app.errors import ContentMismatch, UsageFault
from advisor_app.knowledge.records import record_digest, state_digest
from advisor_app.knowledge.writer import prepare, prepare_records
from advisor_app.publishing.history import History
from advisor_app.publishing.paths import hashed_path
from advisor_app.publishing.publish import following, publish_release
from advisor_app.publishing.refusal import PublishRefused
from advisor_app.publishing.release import (
    State,
    Terms,
    changes_between,
    guard,
    prepare_release,
    read_state,
)
from advisor_app.terminal.messages import message_for
from advisor_app.updates.format import HISTORY, SNAPSHOT, PackKind
from advisor_app.updates.packs import read_pack
from tests.channel import NOW, Channel
from tests.makers import partner, programme, topic


@pytest.fixture
def channel(tmp_path):
    return Channel(tmp_path)


def items(count, **changed):
    return [programme(f"p-{n}", changed.get(f"p_{n}", f"Titel {n}")) for n in range(count)]


def rungs(channel):
    packs = channel.current().packs()
    return {name: pack.info.since for name, pack in packs.items() if pack.info and pack.info.kind is PackKind.DELTA}


def test_first_publishes_choose_their_rungs(channel):
    expected = [
        {},
        {"content/d0.kbp": 1},
        {"content/d0.kbp": 2, "content/d1.kbp": 1},
        {"content/d0.kbp": 3, "content/d1.kbp": 2, "content/d2.kbp": 1},
        {"content/d0.kbp": 4, "content/d1.kbp": 3, "content/d2.kbp": 1},
    ]
    for version, wanted in enumerate(expected, 1):
        assert channel.publish(items(10, p_1=f"Fassung {version}")) == version
        assert rungs(channel) == wanted
        assert {SNAPSHOT, HISTORY} <= channel.current().packs().keys()


def test_what_is_signed_is_what_is_there(channel):
    channel.publish(items(4), {"themes": {"a": "A"}})
    channel.publish(items(5), {"themes": {"a": "A", "b": "B"}})
    state = channel.endpoint().state
    prepared = prepare(items(5), {"themes": {"a": "A", "b": "B"}}, version=2)
    assert state.records == prepared.records
    info = channel.current().packs()[SNAPSHOT].info
    assert info is not None
    assert (info.n, info.digest, info.as_of, info.to) == (6, prepared.info.digest, "2026-11-23", 2)
    newest = channel.current().packs()["content/d0.kbp"].info
    assert newest is not None
    assert (newest.up, newest.down, newest.n, newest.digest) == (2, 0, 6, info.digest)


def test_nothing_changed_publishes_nothing(channel):
    channel.publish(items(3))
    before = channel.current().versions()
    assert channel.prepare(items(3)) is None
    assert channel.publish(items(3)) == 1
    assert channel.current().versions() == before


def test_everything_changed_is_one_pack_away(channel, tmp_path):
    channel.publish(items(30))
    channel.publish([partner(f"q-{n}", f"Neu {n}") for n in range(30)])
    info = channel.current().packs()["content/d0.kbp"].info
    assert info is not None
    assert (info.up, info.down) == (30, 30)


def test_removed_records_stay_told_and_come_back(channel):
    channel.publish(items(10))
    channel.publish(items(9))
    channel.publish(items(9, p_1="anders"))
    packs = channel.current().packs()
    assert packs["content/d0.kbp"].info.down == 0
    assert packs["content/d1.kbp"].info.down == 1
    channel.publish(items(10))
    assert channel.current().packs()["content/d1.kbp"].info.down == 0
    assert channel.endpoint().state.history.removed == {}


def test_the_oldest_version_never_moves(channel):
    for version in range(1, 12):
        channel.publish(items(5, p_2=f"Fassung {version}"))
    assert channel.endpoint().state.history.oldest == 1
    assert rungs(channel)["content/d4.kbp"] == 1


def test_another_machine_goes_on_where_the_first_left_off(channel, tmp_path):
    channel.publish(items(6))
    # The same keys on another machine: nothing but the endpoint is shared.
    other = copy(channel)
    other.staging = tmp_path / "elsewhere"
    assert other.publish(items(5)) == 2
    assert channel.publish(items(5, p_1="anders")) == 3
    assert channel.endpoint().state.history.removed == {"p-5": 2}


@pytest.mark.parametrize(("before", "after", "refused"), [(10, 8, False), (10, 7, True), (4, 0, True), (0, 1, False)])
def test_many_removals_are_refused(before, after, refused):
    old = prepare(items(before), {"themes": {"a": "A"}}, version=1).records
    new = prepare(items(after), {"themes": {"a": "A"}}, version=2).records
    if not refused:
        guard(old, new)
        return
    with pytest.raises(PublishRefused) as caught:
        guard(old, new)
    assert caught.value.exit_status == 1
    assert str(before) in message_for(caught.value)
    assert "--force" in message_for(caught.value)


def test_a_first_publish_needs_items(channel):
    with pytest.raises(PublishRefused):
        channel.prepare([], force=False)


def test_force_lets_everything_go(channel):
    channel.publish(items(5))
    with pytest.raises(PublishRefused):
        channel.prepare([topic()], force=False)
    assert channel.prepare([topic()], force=True) is not None


def test_terms_are_signed(channel):
    channel.publish(items(2), terms=Terms(min_app="0.2.0", min_interval=3600, level=1))
    info = channel.current().packs()[SNAPSHOT].info
    assert info is not None
    assert (info.min_app, info.min_interval, info.published) == ("0.2.0", 3600, NOW.date().isoformat())


def test_a_pack_that_leads_elsewhere_is_never_signed(channel, monkeypatch):
    channel.publish(items(10))
    whole = History.changed_since

    def forgetful(self, version):
        return set(sorted(whole(self, version))[1:])

    monkeypatch.setattr(History, "changed_since", forgetful)
    with pytest.raises(ContentMismatch):
        channel.prepare(items(10, p_1="anders", p_2="anders"))


def test_a_tombstone_that_is_left_out_is_noticed(channel, monkeypatch):
    channel.publish(items(10))
    monkeypatch.setattr(History, "removed_since", lambda _self, _version: set())
    with pytest.raises(ContentMismatch):
        channel.prepare(items(9))


@pytest.mark.parametrize("name", [SNAPSHOT, HISTORY])
@pytest.mark.parametrize("damage", ["gone", "altered"])
def test_a_damaged_endpoint_is_not_built_upon(channel, name, damage):
    channel.publish(items(3))
    path = channel.folder / hashed_path(name, channel.current().packs()[name].sha256)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(ContentMismatch):
        read_state(channel.current(), channel.destination.read)


@pytest.mark.parametrize("lost", [SNAPSHOT, HISTORY])
def test_content_that_was_signed_incompletely_is_not_built_upon(channel, lost):
    release = channel.prepare(items(3))
    kept = {name: pack for name, pack in release.packs.items() if name != lost}
    publish_release(
        channel.stage(replace(release, packs=kept)), channel.destination, trusted_root=channel.root, now=NOW
    )
    with pytest.raises(ContentMismatch):
        read_state(channel.current(), channel.destination.read)


def test_a_history_of_another_state_is_not_built_upon(channel):
    channel.publish(items(3))
    earlier = channel.current().packs()[HISTORY]
    release = channel.prepare(items(4))
    mixed = {**release.packs, HISTORY: earlier}
    (channel.staging / hashed_path(HISTORY, earlier.sha256)).write_bytes(
        (channel.folder / hashed_path(HISTORY, earlier.sha256)).read_bytes()
    )
    publish_release(
        channel.stage(replace(release, packs=mixed)), channel.destination, trusted_root=channel.root, now=NOW
    )
    with pytest.raises(ContentMismatch):
        read_state(channel.current(), channel.destination.read)


def test_an_unpublished_channel_is_empty(channel):
    assert read_state(channel.current(), channel.destination.read) == State()


# One version of a small collection: which of six ids are there, and in which of three forms.
VERSIONS = st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e", "vocabulary/v"]), st.integers(0, 2), min_size=1)


def records(form):
    def line(key, text):
        schema = "vocabulary/1" if key.startswith("vocabulary/") else "topic/1"
        fields = {"id": key, "schema": schema, "text": str(text)}
        return json.dumps(fields, sort_keys=True, separators=(",", ":"))

    return {key: line(key, text) for key, text in form.items()}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Return the signed state of a channel; what is packed does not depend on it."""
    return Channel(tmp_path_factory.mktemp("begun")).current()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(VERSIONS, min_size=1, max_size=14))
def test_every_rung_leads_from_every_state_to_the_signed_one(begun, history, tmp_path_factory):
    folder = tmp_path_factory.mktemp("history")
    state, states = State(), []
    for number, form in enumerate(history):
        prepared = prepare_records(records(form), version=state.version + 1)
        made = prepare_release(
            prepared,
            state,
            begun,
            folder,
            now=NOW + timedelta(days=number),
            force=True,
            terms=Terms(level=1),
        )
        if made is None:
            assert state.records == prepared.records
            continue
        states.append(prepared.records)
        past = History.parse((folder / hashed_path(HISTORY, made.packs[HISTORY].sha256)).read_bytes(), "test")
        state = replace(state, records=prepared.records, history=past)
        for name, pack in made.packs.items():
            if name == HISTORY:
                continue
            assert pack.info is not None
            found = read_pack(folder / hashed_path(name, pack.sha256), pack.info)
            for older in states[max(pack.info.since, 1) - 1 :] if pack.info.since else [{}]:
                reached = {**older, **found.upserts}
                for key in found.removed:
                    reached.pop(key, None)
                digests = ((key, record_digest(text)) for key, text in reached.items())
                assert state_digest(pack.info.to, digests) == made.info.digest
        assert len(states) == state.version
        assert set(past.removed) == {key for one in states for key in one} - prepared.records.keys()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(st.tuples(VERSIONS, st.sampled_from([0, 0, 1, 2, 7, 300])), min_size=2, max_size=12),
    foreign=VERSIONS,
)
def test_after_a_skip_every_state_is_led_to_the_signed_one(begun, history, foreign, tmp_path_factory):
    """Whoever holds a version a rung is for gets there; who holds one that was skipped, whoever made it, is on none."""
    folder = tmp_path_factory.mktemp("skips")
    state = State()
    states: dict[int, dict[str, str]] = {}
    for number, (form, skip) in enumerate(history):
        version = state.version + 1 + skip
        base = state.begun_anew(version) if skip else state
        prepared = prepare_records(records(form), version=version)
        now = NOW + timedelta(days=number)
        made = prepare_release(prepared, base, begun, folder, now=now, force=True, terms=Terms(level=1))
        if made is None:
            assert not skip
            assert state.records == prepared.records
            continue
        skipped = range(state.version + 1, version)
        states = {**dict.fromkeys(skipped, records(foreign)), **states, version: dict(prepared.records)}
        past = History.parse((folder / hashed_path(HISTORY, made.packs[HISTORY].sha256)).read_bytes(), "test")
        assert past.version == version == made.version
        assert past.changed.keys() == prepared.records.keys()
        state = replace(state, records=prepared.records, history=past)
        for name, pack in made.packs.items():
            if name == HISTORY:
                continue
            assert pack.info is not None
            found = read_pack(folder / hashed_path(name, pack.sha256), pack.info)
            held = [one for at, one in states.items() if at >= pack.info.since] if pack.info.since else [{}]
            for older in held:
                reached = {**older, **found.upserts}
                for key in found.removed:
                    reached.pop(key, None)
                digests = ((key, record_digest(text)) for key, text in reached.items())
                assert state_digest(pack.info.to, digests) == made.info.digest


def test_a_skip_comes_even_if_nothing_changed_and_the_next_versions_follow_it(channel):
    channel.publish(items(3))
    channel.publish(items(2))
    assert channel.publish(items(2), at_least=1_000_000) == 1_000_000
    assert rungs(channel) == {}
    history = channel.endpoint().state.history
    assert (history.oldest, history.version, dict(history.removed)) == (1_000_000, 1_000_000, {})
    assert len(history.published) == 3
    assert channel.publish(items(3)) == 1_000_001
    assert rungs(channel) == {"content/d0.kbp": 1_000_000}


def test_the_following_version_is_no_skip(channel):
    channel.publish(items(3))
    assert channel.publish(items(2), at_least=2) == 2
    assert rungs(channel) == {"content/d0.kbp": 1}


@pytest.mark.parametrize("least", [0, 1, 2, 2**53, 2**60])
def test_a_version_that_is_taken_or_too_high_is_refused(least):
    state = State(history=History(version=2, oldest=1))
    with pytest.raises(UsageFault) as caught:
        following(state, least)
    assert "3 to 9007199254740991" in message_for(caught.value)
    assert following(state, 2**53 - 1)[1] == 2**53 - 1
    assert following(state, 3) == following(state, None) == (state, 3)


def test_changes_are_told_apart():
    changes = changes_between({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"})
    assert changes.upserts == {"b": "2", "d": "1"}
    assert changes.removed == {"c"}
    assert not changes_between({"a": "1"}, {"a": "1"})


def test_whoever_gives_up_while_packing_does_not_wait(channel, monkeypatch):
    """Ctrl-C ends the packing threads; nothing is staged as complete."""
    started = Event()

    def slow(raw, *, level, fed):
        started.set()
        for _ in range(3000):
            time.sleep(0.01)
            fed(1)
        return raw

    def give_up(step, _done, _whole):
        if step == "pack" and started.is_set():
            raise KeyboardInterrupt

    monkeypatch.setattr("advisor_app.publishing.packs.compressed", slow)
    prepared = prepare(items(3), {}, version=1)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        prepare_release(prepared, State(), channel.current(), channel.staging, now=NOW, progress=give_up)
    assert time.monotonic() - began < 15
    assert not channel.staging.exists()


def test_progress_is_told_in_bytes(channel):
    told = []
    prepared = prepare(items(3), {}, version=1)
    prepare_release(
        prepared, State(), channel.current(), channel.staging, now=NOW, progress=lambda *step: told.append(step)
    )
    steps = [step for step, _, _ in told]
    assert steps == sorted(steps, key=["pack", "prove"].index)
    assert all(done <= whole for _, done, whole in told)
    assert ("prove", 1, 1) in told
