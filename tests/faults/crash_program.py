"""A program that has imported everything once and then does one update per order, each in a fork of its own.

    python -m tests.faults.crash_program

It reads orders from standard input, one JSON object a line, and answers each with one line. strace attaches to the fork
before it begins, so that what is counted, recorded or killed is the update alone, and a run costs no start of Python.
Before the first order it does that update on a copy, so that no fork has to import what the product imports late.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from advisor_app.errors import AdvisorError
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source

_PATIENCE_S = 20
FAULT_STATUS = 3
BUG_STATUS = 70


def update(data: Path, source: str, root: Path) -> dict[str, object]:
    """Do one update of a data directory; return its result, or its fault with code and details."""
    store = KnowledgeStore(data / "knowledge")
    client = UpdateClient(home=data / "updates", store=store, seed=None, trust_root=TrustRoot.read(root))
    try:
        with open_source(source, proxy="none") as opened:
            result = client.update(opened)
    except AdvisorError as exc:
        return {"fault": exc.code, "details": {name: str(value) for name, value in exc.details.items()}}
    return {"outcome": str(result.outcome), "before": result.before, "after": result.after}


def main() -> int:
    """Serve orders until the input ends."""
    sys.dont_write_bytecode = True
    warm = False
    for line in sys.stdin:
        order = json.loads(line)
        if not warm:
            _warm_up(order)
            warm = True
        sys.stdout.write(json.dumps(_serve(order)) + "\n")
        sys.stdout.flush()
    return 0


def _warm_up(order: dict[str, Any]) -> None:
    data = Path(order["data"])
    with TemporaryDirectory(prefix="warm-", dir=data.parent) as folder:
        shutil.copytree(data, Path(folder) / data.name)
        update(Path(folder) / data.name, order["source"], Path(order["root"]))
    if threading.active_count() > 1:
        # A fork would have their locks, but not them.
        raise RuntimeError(threading.enumerate())
    # Forks need not look through, and so copy, what is here already.
    gc.collect()
    gc.freeze()


def _serve(order: dict[str, Any]) -> dict[str, object]:
    start, starting = os.pipe()
    answer, answering = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(starting)
        os.close(answer)
        _run(order, start, answering)
    os.close(start)
    os.close(answering)
    tracer = _attached(order["strace"], child) if order["strace"] else None
    # The fork begins when this end closes.
    os.close(starting)
    with os.fdopen(answer) as told:
        text = told.read()
    _, status = os.waitpid(child, 0)
    if tracer is not None:
        tracer.communicate()
    return {"status": os.waitstatus_to_exitcode(status), **(json.loads(text) if text else {})}


def _run(order: dict[str, Any], start: int, answering: int) -> None:
    """Do the work of the fork; never returns."""
    status = BUG_STATUS
    try:
        os.read(start, 1)
        answer = update(Path(order["data"]), order["source"], Path(order["root"]))
        status = FAULT_STATUS if "fault" in answer else 0
    except BaseException:  # noqa: BLE001 (a fork must not go on as its parent)
        answer = {"bug": traceback.format_exc()}
    # A plain write may be what the tracer lets fail.
    os.writev(answering, [json.dumps(answer).encode()])
    os._exit(status)


def _attached(command: list[str], child: int) -> subprocess.Popen[bytes]:
    """Start strace on the fork and wait until it holds it.

    Raises:
        RuntimeError: it may not.
    """
    tracer = subprocess.Popen([*command, "-p", str(child)], stderr=subprocess.PIPE)
    until = time.monotonic() + _PATIENCE_S
    status = Path(f"/proc/{child}/status")
    while "TracerPid:\t0\n" in status.read_text(encoding="ascii"):
        if tracer.poll() is not None or time.monotonic() > until:
            raise RuntimeError(tracer.communicate()[1].decode())
        time.sleep(0.001)
    return tracer


if __name__ == "__main__":
    sys.exit(main())
