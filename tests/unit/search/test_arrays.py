"""Arrays are written whole, or somebody is told."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from advisor_app.search.arrays import write_array

PROGRAM = """
import resource, signal, sys
from pathlib import Path
import numpy as np
from advisor_app.search.arrays import write_array
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (150, 150))
try:
    write_array(Path(sys.argv[1]), np.arange(100))
except OSError:
    print("told")
"""


def test_what_is_written_is_read_back(tmp_path):
    for array in (np.arange(3, dtype=np.uint16), np.zeros(0, np.float32), np.arange(100_000, dtype=np.uint32)):
        write_array(tmp_path / "a.npy", array)
        found = np.load(tmp_path / "a.npy", allow_pickle=False)
        assert found.dtype == array.dtype
        assert found.tolist() == array.tolist()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of a file's size")
def test_an_array_that_is_cut_behind_its_header_is_told(tmp_path):
    # NumPy's own way of writing says nothing here.
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, tmp_path / "a.npy"], check=True, capture_output=True, text=True
    )
    assert done.stdout == "told\n"
