"""`advisor-admin serve` as admins meet it."""

from __future__ import annotations

import functools
import json
import re
import signal
import subprocess
import sys
from urllib.request import urlopen

from tests.channel import Channel


def test_serving_ends_with_ctrl_c(tmp_path, root):
    endpoint = Channel(tmp_path).folder
    command = [sys.executable, "-m", "advisor_app.terminal.admin", "serve", str(endpoint), "--port", "0"]
    # Whoever runs the tests in the background of a shell hands down a deaf ear for Ctrl-C.
    hearing = functools.partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        command,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hearing,  # noqa: PLW1509
    ) as process:
        assert process.stdout is not None
        first, second = process.stdout.readline(), process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", first)
        assert address is not None
        assert f"--from {address[0]}" in second
        with urlopen(f"{address[0]}metadata/timestamp.json", timeout=10) as response:
            assert json.load(response)["signed"]["_type"] == "timestamp"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "ended" in out
    assert "GET /metadata/timestamp.json 200" in err
