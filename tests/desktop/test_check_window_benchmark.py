"""The benchmark of the verdicts in a window measures what it says, on a collection of any size."""

from __future__ import annotations

from tests.benchmarks.check import collection
from tests.benchmarks.check_window import measure, window


def test_every_figure_is_measured(app, tmp_path):
    with window(tmp_path) as tools:
        found = measure(collection(40), tools, runs=1)
    assert set(found) == {"open_ms", "answer_ms", "present_ms"}
    for figure in found.values():
        assert isinstance(figure, dict)
        assert 0 < figure["p50"] <= figure["p95"]
