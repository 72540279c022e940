"""What updates cost: requests and bytes on the wire, seconds, and the same with other ways of distributing.

    python -m tests.benchmarks.update [--sizes 3000,20000] [--clients 10000] [--load 24] [--windows 3] [--json]

Publishes with the real code, serves with nginx where there is one (with the project's own configuration), and updates
with the real client through a relay that counts. `gui_gap_ms` is the longest time for which the window stood still
during an update, in the quietest of several runs: what else the machine does can only add to it. Messages go to stderr,
the result to stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from advisor_app.publishing.release import Terms
from advisor_app.publishing.serve import EndpointServer
from advisor_app.updates.model import Outcome
from tests import nginx
from tests.benchmarks.indexes import ROOT
from tests.benchmarks.material import sentences_of
from tests.benchmarks.measure import percentiles
from tests.benchmarks.search import say
from tests.benchmarks.update_alternatives import (
    Cost,
    Exchange,
    Records,
    file_per_record,
    list_of_records,
    measure_exchange,
)
from tests.benchmarks.update_budgets import judged
from tests.benchmarks.update_channel import QUICK, BenchChannel
from tests.benchmarks.update_corpus import make_items, versions_of
from tests.benchmarks.update_device import BenchDevice
from tests.benchmarks.update_gui import measure_gaps
from tests.benchmarks.update_load import measure_load
from tests.benchmarks.update_scale import Assumptions, ten_thousand_clients
from tests.benchmarks.update_wire import WireRelay

BEHIND = 50
CASES = ("none", "ten", "fifty", "install")
# Applying ten changes is timed this often, each time on a fresh copy of the device.
REPEATED = 3

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Server:
    """What serves an endpoint: its port, its name, the ids of its processes."""

    port: int
    name: str
    processes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A channel at its newest version, devices one and fifty versions behind, and the records each of them has."""

    channel: BenchChannel
    one_behind: BenchDevice
    fifty_behind: BenchDevice
    records: Mapping[str, Records]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    given = _arguments(argv)
    result: Figures = {}
    scale: Figures = {}
    server_name = ""
    for size in given.sizes:
        with tempfile.TemporaryDirectory(prefix="bench-update-") as folder:
            prepared = prepare(Path(folder), size)
            with serving(prepared.channel.folder, Path(folder)) as server:
                server_name = server.name
                result[str(size)] = measure(prepared, server, Path(folder), size, windows=given.windows)
                if not scale:
                    say(f"{size} records: {given.load} clients at once")
                    scale = _scale(result[str(size)], given.clients)
                    scale["measured"] = load(prepared, server, Path(folder), given.load)
    result["ten_thousand_clients"] = scale
    result["about"] = _about(server_name)
    if given.json:
        sys.stdout.write(json.dumps(result, indent=1) + "\n")
    else:
        _print_table(result, [str(size) for size in given.sizes])
    return 0


def prepare(folder: Path, size: int) -> Prepared:
    """Publish fifty versions after the first and leave a device behind at each place that is measured.

    Args:
        folder: an empty folder.
        size: number of records.
    """
    sentences = sentences_of([ROOT / "kb"])
    say(f"{size} records: first version, first device")
    items = make_items(sentences, size)
    channel = BenchChannel.make(folder / "channel")
    channel.publish(items, QUICK)
    fifty_behind = BenchDevice(folder / "fifty", channel.root)
    fifty_behind.prepare(channel.folder)
    records = {"fifty": channel.records, "install": {}}
    *passed, before, newest = islice(versions_of(items, sentences), BEHIND)
    for version in passed:
        channel.pass_over(version)
    channel.publish(before, QUICK)
    records["ten"] = channel.records
    one_behind = fifty_behind.copy(folder / "one")
    one_behind.prepare(channel.folder)
    say(f"{size} records: newest version")
    channel.publish(newest, Terms())
    records["none"] = channel.records
    return Prepared(channel, one_behind, fifty_behind, records)


def measure(prepared: Prepared, server: Server, folder: Path, size: int, *, windows: int) -> Figures:
    """Measure every case of one collection and reckon up the alternatives.

    Args:
        prepared: channel and devices.
        server: serves the channel.
        folder: where copies of the devices go.
        size: number of records.
        windows: how often an update is watched in a window.
    """
    figures: Figures = {"publish_s": round(prepared.channel.seconds, 2)}
    with WireRelay(server.port) as relay:
        repeated = [
            prepared.one_behind.copy(folder / f"ten-{number}").update(relay, Outcome.UPDATED)
            for number in range(REPEATED)
        ]
        up_to_date = BenchDevice(folder / "ten-0", prepared.channel.root)
        say(f"{size} records: no change, fifty versions, install")
        measured = {
            "none": up_to_date.update(relay, Outcome.CURRENT),
            "ten": sorted(repeated, key=lambda one: one.seconds)[REPEATED // 2],
            "fifty": prepared.fifty_behind.copy(folder / "fifty-0").update(relay, Outcome.UPDATED),
            "install": BenchDevice(folder / "install", prepared.channel.root).update(relay, Outcome.UPDATED),
        }
    figures |= {name: measured[name].figures() for name in CASES}
    figures["apply_s"] = round(percentiles([one.apply_s for one in repeated])["p50"], 3)
    figures["alternatives"] = _alternatives(prepared, figures, _exchange(server, folder))
    if windows:
        say(f"{size} records: the window during an update")
        figures |= _windows(prepared, server, folder, windows)
    figures["budgets"] = judged(figures, size)
    return figures


def _windows(prepared: Prepared, server: Server, folder: Path, times: int) -> Figures:
    """Watch the window while it updates; the quietest run counts."""
    root = folder / "window-root.json"
    root.write_bytes(prepared.channel.root)
    runs = []
    for number in range(times):
        data = prepared.one_behind.copy(folder / f"window-{number}").data
        runs.append(measure_gaps(data, root, f"http://127.0.0.1:{server.port}/"))
    quietest = min(runs, key=lambda run: float(run["gui_gap_ms"]))
    return {
        "gui_gap_ms": quietest["gui_gap_ms"],
        "gui": {"runs_ms": [run["gui_gap_ms"] for run in runs], "gaps": quietest["gaps"]},
    }


def load(prepared: Prepared, server: Server, folder: Path, clients: int) -> Figures:
    """Let many devices, one version behind, update at once, and then ask again."""
    root = folder / "load-root.json"
    root.write_bytes(prepared.channel.root)
    devices = [prepared.one_behind.copy(folder / f"load-{number}").data for number in range(clients)]
    address = f"http://127.0.0.1:{server.port}/"
    return {
        "server": server.name,
        "ten": measure_load(address, root, devices, server=server.processes),
        # Every device asks again and again: the server is to be measured, not the start of Python.
        "none": measure_load(address, root, devices * 20, server=server.processes),
    }


@contextmanager
def serving(folder: Path, scratch: Path) -> Iterator[Server]:
    """Serve an endpoint with nginx, or with the project's own small server where there is none."""
    if nginx.program() is not None:
        place = scratch / "nginx"
        place.mkdir()
        with nginx.serving(folder, place) as running:
            yield Server(running.port, running.version, running.processes)
        return
    with EndpointServer(folder) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield Server(server.server_port, "advisor-admin serve")
        finally:
            server.shutdown()
            thread.join()


def _exchange(server: Server, folder: Path) -> Exchange:
    """Measure what a small file costs on this server."""
    pack = next((folder / "channel" / "endpoint" / "targets" / "content").glob("*.d0.kbp"))
    return measure_exchange(server.port, f"/targets/content/{pack.name}")


def _alternatives(prepared: Prepared, figures: Figures, exchange: Exchange) -> Figures:
    """Return alternative -> case -> requests, bytes, and how many times as many bytes as ours."""
    newest, install = prepared.records["none"], figures["install"]
    costs: dict[str, dict[str, Cost]] = {"full_snapshot": {}, "file_per_record": {}, "list_of_records": {}}
    for name in CASES:
        whole = figures["none"] if name == "none" else install
        costs["full_snapshot"][name] = Cost(whole["requests"], whole["bytes"])
        costs["file_per_record"][name] = file_per_record(prepared.records[name], newest, exchange)
        costs["list_of_records"][name] = list_of_records(prepared.records[name], newest, exchange)
    return {
        alternative: {
            name: {**asdict(cost), "times_ours": round(cost.bytes / figures[name]["bytes"], 2)}
            for name, cost in cases.items()
        }
        for alternative, cases in costs.items()
    }


def _scale(figures: Figures, clients: int) -> Figures:
    measured = {name: Cost(figures[name]["requests"], figures[name]["bytes"]) for name in CASES}
    return ten_thousand_clients(measured, replace(Assumptions(), clients=clients))


def _about(server: str) -> Figures:
    return {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "server": server,
        "behind": BEHIND,
        "load_at_end": [round(value, 2) for value in os.getloadavg()] if hasattr(os, "getloadavg") else [],
    }


def _print_table(result: Figures, sizes: Sequence[str]) -> None:
    for size in sizes:
        figures = result[size]
        sys.stdout.write(f"\n{size} records{'':14}{'requests':>10}{'bytes':>14}{'seconds':>10}\n")
        for name in CASES:
            case = figures[name]
            sys.stdout.write(f"{name:27}{case['requests']:10}{case['bytes']:14,}{case['seconds']:10.2f}\n")
            for alternative, cases in figures["alternatives"].items():
                cost = cases[name]
                ratio = f"{cost['times_ours']} times ours"
                sys.stdout.write(f"  {alternative:25}{cost['requests']:10}{cost['bytes']:14,}   {ratio}\n")
        stood_still = f"; the window stood still for {figures['gui_gap_ms']} ms" if "gui_gap_ms" in figures else ""
        times = f"applying ten changes: {figures['apply_s']:.2f} s; publishing: {figures['publish_s']:.0f} s"
        sys.stdout.write(f"{times}{stood_still}\n")
        missed = [name for name, met in figures["budgets"].items() if not met]
        sys.stdout.write(f"budgets: {', '.join(missed) + ' missed' if missed else 'all met'}\n")
    sys.stdout.write("\n" + json.dumps(result["ten_thousand_clients"], indent=1) + "\n")


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench update", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=_sizes, default=[3000, 20000], help="numbers of records")
    parser.add_argument("--clients", type=int, default=10_000, help="devices to reckon up the cost for")
    parser.add_argument("--load", type=int, default=24, help="devices that update at once")
    parser.add_argument("--windows", type=int, default=3, help="how often a window is watched while it updates")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser.parse_args(argv)


def _sizes(text: str) -> list[int]:
    sizes = [int(part) for part in text.split(",")]
    if any(size < 100 for size in sizes):
        raise argparse.ArgumentTypeError("at least 100 records")
    return sizes


if __name__ == "__main__":
    sys.exit(main())
