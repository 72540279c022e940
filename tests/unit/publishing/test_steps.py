"""Steps of a build: what other programs print, how they fail, how they are ended."""

from __future__ import annotations

import sys
import time

import pytest

from advisor_app.errors import Cancelled, StepFailed
from advisor_app.publishing.installers.steps import need_programs, run_step


def test_a_step_returns_and_keeps_what_it_printed(tmp_path):
    log = tmp_path / "logs" / "step.log"
    assert run_step("greet", [sys.executable, "-c", "print('hello')"], log=log).strip() == "hello"
    assert log.read_text().strip() == "hello"


def test_a_failed_step_tells_its_last_line(tmp_path):
    program = "import sys; print('much before'); print('disk is on fire\\n\\n', file=sys.stderr); sys.exit(7)"
    with pytest.raises(StepFailed) as caught:
        run_step("burn", [sys.executable, "-u", "-c", program], log=tmp_path / "log", remedy="call somebody")
    assert caught.value.details["reason"] == "disk is on fire"
    assert caught.value.details["remedy"] == "call somebody"


def test_a_silent_failure_tells_its_status(tmp_path):
    with pytest.raises(StepFailed) as caught:
        run_step("fall", [sys.executable, "-c", "raise SystemExit(3)"], log=tmp_path / "log")
    assert "status 3" in str(caught.value.details["reason"])


def test_a_missing_program_is_told(tmp_path):
    with pytest.raises(StepFailed, match="step_failed") as caught:
        run_step("seek", ["no-such-program-here"], log=tmp_path / "log")
    assert "no-such-program-here" in str(caught.value.details["reason"])


def test_what_is_missing_is_named_with_its_package(tmp_path):
    with pytest.raises(StepFailed) as caught:
        need_programs("pack", {"no-such-program-here": "its-package"}, log=tmp_path / "log")
    assert "its-package" in str(caught.value.details["remedy"])


@pytest.mark.skipif(sys.platform == "win32", reason="process groups")
def test_cancelling_ends_what_the_step_started_too(tmp_path):
    mark = tmp_path / "alive"
    child = (
        f"import pathlib, time\nfor n in range(200):\n pathlib.Path({str(mark)!r}).write_text(str(n)); time.sleep(0.02)"
    )
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(Cancelled):
        run_step("wait", [sys.executable, "-c", program], log=tmp_path / "log", cancelled=mark.exists)
    seen = mark.read_text()
    time.sleep(0.2)
    assert mark.read_text() == seen


def test_a_step_that_takes_too_long_is_ended(tmp_path):
    began = time.monotonic()
    with pytest.raises(StepFailed) as caught:
        run_step("sleep", [sys.executable, "-c", "import time; time.sleep(60)"], log=tmp_path / "log", limit_s=0.3)
    assert time.monotonic() - began < 20
    assert "no end after" in str(caught.value.details["reason"])
