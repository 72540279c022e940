"""What the test command runs beside each other: every window test once, each output in one piece, no failure lost."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests import side_by_side
from tests.conftest import pytest_ignore_collect
from tests.side_by_side import OF_A_WINDOW, ROOT, main, run_all, window_steps

DESKTOP = ROOT / "tests" / "desktop"


@pytest.fixture
def screens(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda program: f"/usr/bin/{program}")


def files_of(steps: dict[str, list[str]]) -> list[Path]:
    return [ROOT / word.partition("::")[0] for words in steps.values() for word in words if "tests/" in word]


def program(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def test_every_file_with_a_window_is_run_once_and_on_a_screen_of_its_part(screens):
    steps = window_steps([])
    wanted = {file for file in DESKTOP.rglob("test_*.py") if OF_A_WINDOW.search(file.read_text(encoding="utf-8"))}
    files = files_of(steps)
    assert len(files) == len(wanted) == len(set(files))
    assert set(files) == wanted
    assert DESKTOP / "window" / "test_frame_of_the_window.py" in wanted
    assert DESKTOP / "test_formatting.py" not in wanted
    numbers = [words[words.index("-n") + 1] for words in steps.values()]
    assert len(set(numbers)) == len(steps) > 1


def test_what_comes_in_real_windows_next_is_left_out_and_nothing_else(monkeypatch):
    """Every test runs: without the variable all are collected, with it those that no part on a screen has."""
    window, other = DESKTOP / "window" / "test_frame_of_the_window.py", DESKTOP / "test_formatting.py"
    outside = ROOT / "tests" / "integration" / "test_side_by_side.py"
    monkeypatch.delenv("BERATUNGSKOFFER_WINDOWS_NEXT", raising=False)
    assert [pytest_ignore_collect(path) for path in (window, other, outside, DESKTOP)] == [None] * 4
    monkeypatch.setenv("BERATUNGSKOFFER_WINDOWS_NEXT", "1")
    assert [pytest_ignore_collect(path) for path in (window, other, outside, DESKTOP)] == [True, None, None, None]


def test_what_is_asked_for_by_name_is_run_alone(screens):
    one = "tests/desktop/test_jobs.py::test_that"
    assert [words[-2:] for words in window_steps(["-x", one, "tests/unit"]).values()] == [["-x", one]]
    assert window_steps(["tests/unit", "-x"]) == {}
    assert len(files_of(window_steps(["tests", "-x"]))) == len(files_of(window_steps([])))


def test_without_screens_only_types_are_checked(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _program: None)
    assert window_steps([]) == {}


def test_what_each_says_comes_in_one_piece_with_its_status(capfdbinary):
    slow = "import time; print('erst', flush=True); time.sleep(0.5); print('dann'); raise SystemExit(3)"
    assert run_all({"langsam": program(slow), "schnell": program("print('da')")}) == {"langsam": 3, "schnell": 0}
    told = capfdbinary.readouterr().out.decode()
    assert "erst\ndann" in told.replace("\r\n", "\n")
    assert told.index("== schnell") < told.index("== langsam")


@pytest.mark.parametrize(
    ("statuses", "words", "expected"),
    [
        ({"types": 0, "windows 1": 0}, [], 0),
        ({"types": 1, "windows 1": 0}, [], 1),
        ({"types": 0, "windows 1": 1}, ["-x"], 1),
        ({"types": 0, "windows 1": 5}, ["-k", "keins"], 0),
        ({"types": 0, "windows 1": 5}, [], 1),
    ],
)
def test_no_failure_is_lost(monkeypatch, screens, statuses, words, expected):
    monkeypatch.setattr(side_by_side, "window_steps", lambda _words: {"windows 1": []})
    monkeypatch.setattr(side_by_side, "run_all", lambda _steps: statuses)
    assert main(words) == expected
