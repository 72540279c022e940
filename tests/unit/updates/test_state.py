"""What a device remembers: kept per channel, and never a fault when it is damaged."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor_app.updates.state import FILE, UpdateState, load_state, save_state

TIMES = st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(9000, 1, 1)).map(  # noqa: DTZ001
    lambda time: time.replace(microsecond=0, tzinfo=UTC)
)
STATES = st.builds(
    UpdateState,
    last_attempt=st.none() | TIMES,
    last_check=st.none() | TIMES,
    last_fault=st.sampled_from(["", "offline"]),
    last_fault_details=st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3),
    failures=st.integers(0, 2**40),
    hwm=st.integers(0, 2**40),
    published=st.sampled_from(["", "2026-11-23"]),
    expires=st.sampled_from(["", "2026-12-23"]),
    min_interval=st.integers(0, 10**9),
    retry_after=st.integers(0, 10**9),
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STATES)
def test_what_is_saved_is_loaded_again(tmp_path, state):
    save_state(tmp_path, "aa", state)
    assert load_state(tmp_path, "aa") == state


def test_channels_do_not_mix(tmp_path):
    save_state(tmp_path, "aa", UpdateState(hwm=5))
    save_state(tmp_path, "bb", UpdateState(hwm=2))
    assert load_state(tmp_path, "aa").hwm == 5
    assert load_state(tmp_path, "bb").hwm == 2
    assert load_state(tmp_path, "cc") == UpdateState()


def test_old_channels_are_forgotten_some_time(tmp_path):
    for number in range(50):
        save_state(tmp_path, f"{number:02}", UpdateState(hwm=number))
    assert len(json.loads((tmp_path / FILE).read_text())["channels"]) == 8
    assert load_state(tmp_path, "49").hwm == 49


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 400,
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"channels": []}',
        b'{"channels": {"aa": 5}}',
        b'{"channels": {"aa": {"hwm": -3, "failures": "x", "last_check": 7, "last_fault": 1}}}',
        b'{"channels": {"aa": {"hwm": true, "last_check": "2026-11-23T10:00:00", "last_fault_details": []}}}',
        b'{"channels": {"aa": {"last_attempt": "0001-01-01T00:00:00+23:00", "hwm": 1e400}}}',
        b'{"channels": {"aa": {"hwm": 99999999999999999999999999999999}}}',
        b"\xff\xfe",
    ],
)
def test_a_damaged_file_counts_as_empty(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert load_state(tmp_path, "aa") == UpdateState()
    save_state(tmp_path, "aa", UpdateState(hwm=4))
    assert load_state(tmp_path, "aa").hwm == 4


def write_sound(folder: Path, channels: object) -> None:
    """Write a file whose checksum is right, whatever it says."""
    checksum = hashlib.sha256(json.dumps(channels, sort_keys=True).encode()).hexdigest()
    (folder / FILE).write_text(json.dumps({"channels": channels, "sha256": checksum}))


@pytest.mark.parametrize(
    "channels",
    [
        [],
        {"aa": 5},
        {"aa": {"hwm": -3, "failures": "x", "last_check": 7, "last_fault": 1}},
        {"aa": {"hwm": True, "last_check": "2026-11-23T10:00:00", "last_fault_details": []}},
        {"aa": {"last_attempt": "0001-01-01T00:00:00+23:00", "hwm": float("inf")}},
        {"aa": {"hwm": 10**32}},
    ],
)
def test_values_that_make_no_sense_count_as_none(tmp_path, channels):
    write_sound(tmp_path, channels)
    assert load_state(tmp_path, "aa") == UpdateState()


def test_values_that_make_sense_survive_beside_others(tmp_path):
    write_sound(tmp_path, {"aa": {"hwm": 7, "failures": "many"}})
    assert load_state(tmp_path, "aa") == UpdateState(hwm=7)


def test_a_file_without_checksum_counts_as_empty(tmp_path):
    (tmp_path / FILE).write_text('{"channels": {"aa": {"hwm": 7}}}')
    assert load_state(tmp_path, "aa") == UpdateState()


def test_a_flipped_bit_counts_as_empty(tmp_path):
    save_state(tmp_path, "aa", UpdateState(hwm=5, last_fault="offline", last_fault_details={"where": "Müller"}))
    whole = (tmp_path / FILE).read_bytes()
    for place in range(len(whole)):
        for bit in (1, 4):
            (tmp_path / FILE).write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            assert load_state(tmp_path, "aa").hwm in (0, 5)
