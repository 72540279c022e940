"""The budgets of updates, on a small collection: real publishing, real server, real client, counted on the wire."""

from __future__ import annotations

import contextlib
import io
import json
from typing import Any

import pytest

from tests.benchmarks import update
from tests.benchmarks.update_budgets import APPLY_S, BUDGETS, judged

SIZE = 150
# What an install may cost beside its records in one compressed file: metadata, headers, the frames of the packs.
INSTALL_MORE = 1.1


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """Return what the command prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert update.main(["--sizes", str(SIZE), "--load", "4", "--windows", "1", "--json"]) == 0
    document: dict[str, Any] = json.loads(printed.getvalue())
    return document


@pytest.fixture(scope="module")
def figures(told: dict[str, Any]) -> dict[str, Any]:
    measured: dict[str, Any] = told[str(SIZE)]
    return measured


@pytest.mark.parametrize("case", ["none", "ten", "fifty"])
def test_bytes_and_requests_stay_within_the_budget(figures, case):
    assert figures[case]["requests"] <= BUDGETS[case].requests
    assert figures[case]["bytes"] <= BUDGETS[case].bytes


def test_a_first_install_is_little_more_than_its_compressed_records(figures):
    assert figures["install"]["bytes"] <= figures["alternatives"]["full_snapshot"]["ten"]["bytes"] * INSTALL_MORE
    assert figures["install"]["requests"] <= 6


def test_applying_ten_changes_is_quick(figures):
    assert figures["apply_s"] <= APPLY_S


@pytest.mark.parametrize("case", ["none", "ten", "fifty", "install"])
def test_the_client_counts_what_goes_over_the_wire(figures, case):
    measured = figures[case]
    assert measured["client_requests"] == measured["requests"]
    assert measured["client_bytes"] == pytest.approx(measured["bytes"], rel=0.02)
    assert measured["connections"] == 1


def test_every_case_is_served_by_a_pack_of_its_own(figures):
    assert figures["none"]["bytes"] < figures["ten"]["bytes"] < figures["fifty"]["bytes"]


def test_devices_that_update_at_once_all_succeed(told):
    measured = told["ten_thousand_clients"]["measured"]
    assert measured["ten"]["outcomes"] == {"updated": 4}
    assert measured["none"]["outcomes"] == {"current": 80}
    assert measured["none"]["requests"] == 160


def test_the_alternatives_cost_more_where_it_matters(figures):
    alternatives = figures["alternatives"]
    assert alternatives["file_per_record"]["ten"]["requests"] > SIZE
    assert all(cases["ten"]["times_ours"] > 1 for cases in alternatives.values())


def test_a_missed_budget_is_told():
    fine = {case: {"requests": 2, "bytes": 1000} for case in BUDGETS} | {"apply_s": 0.1}
    assert all(judged(fine, 3_000).values())
    assert set(judged(fine, 3_000)) - set(judged(fine, 20_000)) == {"install_bytes"}
    for case in BUDGETS:
        assert not judged(fine | {case: {"requests": 2, "bytes": 9_999_999}}, 3_000)[f"{case}_bytes"]
    assert not judged(fine | {"none": {"requests": 3, "bytes": 1000}}, 3_000)["none_requests"]
    assert not judged(fine | {"apply_s": 2.5}, 3_000)["apply_s"]
    assert not judged(fine | {"gui_gap_ms": 40.0}, 3_000)["gui_gap_ms"]


def test_the_report_has_the_agreed_shape(told, figures):
    assert set(told) == {str(SIZE), "ten_thousand_clients", "about"}
    for case in ("none", "ten", "fifty", "install"):
        assert {"requests", "bytes", "seconds"} <= set(figures[case])
    assert set(figures["alternatives"]) == {"full_snapshot", "file_per_record", "list_of_records"}
    # How long the window stands still is only told by a machine that does nothing else.
    assert figures["gui_gap_ms"] > 0
    assert all(met for name, met in figures["budgets"].items() if name != "gui_gap_ms")
