"""Many real clients at once against one server: requests a second, and what the server spends on each.

    python -m tests.benchmarks.update_load ADDRESS ROOT DIRECTORY...

updates the data directories one after the other and prints how each ended: one of several such processes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from advisor_app.errors import AdvisorError
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source

_ROOT = Path(__file__).resolve().parents[2]


def measure_load(address: str, root: Path, devices: Sequence[Path], *, server: Sequence[int]) -> dict[str, Any]:
    """Update devices from several processes at once.

    Args:
        address: the server.
        root: file of the root of trust.
        devices: data directories.
        server: process ids of the server, whose processor time is counted.

    Returns:
        Outcomes (how often), wall-clock seconds, requests a second, the server's processor seconds per request.
    """
    processes = os.cpu_count() or 1
    shares = [devices[number::processes] for number in range(processes)]
    spent, began = _processor_seconds(server), time.perf_counter()
    command = [sys.executable, "-m", "tests.benchmarks.update_load", address, str(root)]
    running = [
        subprocess.Popen([*command, *map(str, share)], cwd=_ROOT, stdout=subprocess.PIPE, text=True)
        for share in shares
        if share
    ]
    told = [json.loads(process.communicate()[0]) for process in running]
    seconds = time.perf_counter() - began
    requests = sum(one["requests"] for one in told)
    outcomes: Counter[str] = Counter()
    for one in told:
        outcomes.update(one["outcomes"])
    return {
        "clients": len(devices),
        "processes": len(running),
        "outcomes": dict(outcomes),
        "requests": requests,
        "bytes": sum(one["bytes"] for one in told),
        "seconds": round(seconds, 2),
        "requests_per_second": round(requests / seconds, 1),
        "server_ms_per_request": round((_processor_seconds(server) - spent) * 1000 / requests, 4) if server else None,
    }


def update_all(address: str, root: Path, devices: Sequence[Path]) -> dict[str, Any]:
    """Update devices one after the other; count outcomes, faults by their code, requests and bytes."""
    outcomes: Counter[str] = Counter()
    requests = received = 0
    trusted = TrustRoot.read(root)
    for data in devices:
        store = KnowledgeStore(data / "knowledge")
        client = UpdateClient(home=data / "updates", store=store, seed=None, trust_root=trusted)
        with open_source(address, proxy="none") as source:
            try:
                outcomes[str(client.update(source).outcome)] += 1
            except AdvisorError as exc:
                outcomes[exc.code] += 1
            requests += source.requests
            received += source.bytes
    return {"outcomes": dict(outcomes), "requests": requests, "bytes": received}


def _processor_seconds(processes: Sequence[int]) -> float:
    """Return the time processes have spent on a processor so far (Linux)."""
    spent = (Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0] for process in processes)
    return sum(map(int, spent)) / 1e9


if __name__ == "__main__":
    sys.stdout.write(json.dumps(update_all(sys.argv[1], Path(sys.argv[2]), [Path(one) for one in sys.argv[3:]])))
