"""Lines between worker and window: what one writes the other reads, and nonsense is skipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app import errors
from advisor_app.errors import AdvisorError, DiskFull, MaterialExpired, ServerRefused
from advisor_app.updates.events import StepTold, decode, encode, fault_named
from advisor_app.updates.model import Found, Outcome, Step, UpdateResult

FOUND = Found(
    before=3,
    after=5,
    before_as_of="2026-11-01",
    after_as_of="2026-11-23",
    bytes=16_000,
    source="updates.example.org",
    valid_until="2026-12-23",
    keys=3,
    threshold=1,
)
RESULT = UpdateResult(outcome=Outcome.UPDATED, before=3, after=5, bytes=16_000, requests=5, seconds=0.4, source="ü\n")


@pytest.mark.parametrize(
    "event",
    [StepTold(step=Step.DOWNLOAD, done=5, total=10), StepTold(step=Step.CONNECT, done=0, total=None), FOUND, RESULT],
)
def test_values_come_through(event):
    line = encode(event)
    assert "\n" not in line
    assert decode(line) == event


def kinds(base: type[AdvisorError] = AdvisorError) -> list[type[AdvisorError]]:
    own = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, base)]
    return [kind for kind in own if kind is not base]


@pytest.mark.parametrize("kind", kinds())
def test_every_fault_comes_through_by_its_code(kind):
    fault = decode(encode(kind(where="host", reason="weil", path=Path("/tmp/x"), needed=5)))
    assert isinstance(fault, AdvisorError)
    assert type(fault) is kind
    assert fault.details == {"where": "host", "reason": "weil", "path": "/tmp/x", "needed": 5}


def test_a_room_s_own_fault_arrives_as_the_one_everybody_knows():
    from advisor_app.updates.transport.faults import PackGone

    fault = decode(encode(PackGone(where="host", status=404, path="x")))
    assert type(fault) is ServerRefused


def test_faults_are_found_by_code():
    assert isinstance(fault_named("disk_full", {}), DiskFull)
    expired = fault_named("material_expired", {"role": "content"})
    assert isinstance(expired, MaterialExpired)
    assert expired.details == {"role": "content"}
    assert fault_named("error", {}) is None
    assert fault_named("", {}) is None


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Traceback (most recent call last):",
        "[]",
        "null",
        "7",
        '"event"',
        "{}",
        '{"event": "dance"}',
        '{"event": "progress"}',
        '{"event": "progress", "step": "dance", "done": 1, "total": 2}',
        '{"event": "progress", "step": "index", "done": "1", "total": 2}',
        '{"event": "fault", "code": "nope", "details": {}}',
        '{"event": "fault", "code": "offline", "details": []}',
        '{"event": "fault", "code": "offline", "details": {"self": 1}}',
        '{"event": "fault", "code": ["offline"], "details": {}}',
        '{"event": "found"}',
        "[" * 100_000,
        encode(RESULT)[:-5],
        encode(RESULT).replace('"updated"', '"perhaps"'),
        encode(RESULT).replace("16000", '"16000"'),
    ],
)
def test_nonsense_is_skipped(line):
    assert decode(line) is None


@settings(deadline=None)
@given(st.text())
def test_no_text_crashes_the_reader(text):
    decode(text)


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=3))
def test_no_value_crashes_the_reader(value):
    for event in (FOUND, RESULT):
        document = json.loads(encode(event))
        for name in document:
            decode(json.dumps({**document, name: value}))
