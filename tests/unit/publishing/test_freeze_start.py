"""What runs first in a frozen program: programs started from it must not inherit the loader's paths."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOOK = Path(__file__).resolve().parents[3] / "build" / "installer" / "hooks" / "runtime.py"
PRINT = "import json, os, runpy, sys; runpy.run_path(sys.argv[1]); print(json.dumps(dict(os.environ)))"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows finds libraries otherwise")


def _after(**variables: str) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith(("LD_", "OPENBLAS"))}
    done = subprocess.run(
        [sys.executable, "-c", PRINT, str(HOOK)], env={**own, **variables}, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def test_the_loaders_path_goes():
    assert "LD_LIBRARY_PATH" not in _after(LD_LIBRARY_PATH="/opt/program/_internal")


def test_the_users_own_path_comes_back():
    after = _after(LD_LIBRARY_PATH="/opt/program/_internal", LD_LIBRARY_PATH_ORIG="/opt/own")
    assert after["LD_LIBRARY_PATH"] == "/opt/own"
    assert "LD_LIBRARY_PATH_ORIG" not in after


@pytest.mark.parametrize(("given", "expected"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "4"}, "4")])
def test_one_thread_is_enough_unless_somebody_says_otherwise(given, expected):
    assert _after(**given)["OPENBLAS_NUM_THREADS"] == expected
