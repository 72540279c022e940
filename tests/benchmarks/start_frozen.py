"""The frozen program beside desktop programs that also search and show knowledge offline, from Debian.

    python -m tests.benchmarks.start --frozen [--program DIR] [--package FILE] [--only NAMES] [--runs N] [--json]

All are started in turn on the same virtual screen, each time with an empty home folder, and looked at from outside in
the same way: a window counts as painted when more than one colour of it is on the screen. A dialog that a program shows
first to a new user counts as its window. The program measured is the one in the package unless a folder is given.

| figure | what |
|---|---|
| warm_ms, cold_ms | from exec to the first painted window; cold: after the system's file cache was emptied (as root) |
| mapped_ms | until the window is there, painted or not (warm) |
| memory_mib, pss_mib, uss_mib | all processes of the program at rest: resident; shared parts shared out; only its own |
| installed_mb, download_mb | its own package |
| all_installed_mb, all_download_mb, packages | with everything that a minimal Debian has to fetch for it |
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.display import NoDisplay, Watcher, virtual_display
from tests.benchmarks.engines.registry import OWN
from tests.benchmarks.launch import Memory, Seen, empty_file_cache, memory_of, settle, started
from tests.benchmarks.start import NO_DISPLAY, ROOT, clean_environment, median, shown
from tests.benchmarks.start_sizes import NoPackages, folder_mb, size_of

PROGRAM = "beratungskoffer"
# Where `dev.py test --installers` leaves what it built.
BUILT = ROOT / ".cache" / "installer" / "tested"
_AT_LEAST_S = 5.0


@dataclass(frozen=True, slots=True)
class Subject:
    """A program: its name, how it is started, the packages it consists of, and what its environment needs."""

    name: str
    command: tuple[str, ...]
    packages: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Record:
    """What was seen of a program."""

    warm: list[Seen] = field(default_factory=list)
    cold: list[Seen] = field(default_factory=list)
    memory: list[Memory] = field(default_factory=list)


# Chromium's sandbox refuses to run as root; without it a browser engine starts a little faster.
_AS_ROOT = {"QTWEBENGINE_DISABLE_SANDBOX": "1"}
PEERS = (
    Subject("zeal", ("zeal",), ("zeal",), _AS_ROOT),
    Subject("recoll", ("recoll",), ("recoll", "recollgui", "recollcmd")),
    Subject("kiwix", ("kiwix-desktop",), ("kiwix",), _AS_ROOT),
)


def main(argv: Sequence[str]) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        prog="bench start --frozen", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--program", type=Path, help="folder of the frozen program (default: what is in the package)")
    parser.add_argument("--package", type=Path, help="its .deb (default: the newest one that was built here)")
    parser.add_argument("--only", default="", help="names of programs, separated by commas")
    parser.add_argument("--runs", type=int, default=7, help="starts of each program, warm and cold")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    given = parser.parse_args(argv)
    package = given.package or newest_package(BUILT)
    if given.program is None and package is None:
        parser.error("there is no frozen program: build one (dev.py installer), or name it with --program or --package")
    only = [name for name in given.only.split(",") if name]
    if unknown := set(only) - {OWN, *(peer.name for peer in PEERS)}:
        parser.error(f"there is no program {', '.join(sorted(unknown))}")
    try:
        with unpacked(given.program, package) as folder, virtual_display() as display:
            subjects = [subject for subject in subjects_of(folder, package) if not only or subject.name in only]
            records = measure(display, subjects, runs=max(1, given.runs))
            result = {subject.name: figures_of(subject, records[subject.name], folder) for subject in subjects}
    except NoDisplay:
        sys.stderr.write(NO_DISPLAY)
        return 3
    sys.stdout.write(shown(result, as_json=given.json))
    return 0


def newest_package(folder: Path) -> Path | None:
    """Return the newest Debian package of the product in a folder, None if there is none."""
    return max(folder.glob(f"{PROGRAM}_*.deb"), key=lambda file: file.stat().st_mtime, default=None)


@contextmanager
def unpacked(program: Path | None, package: Path | None) -> Iterator[Path]:
    """Lend the folder of the frozen program: the one given, or the one inside the package."""
    if program is not None:
        yield program.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "--extract", str(package), folder], check=True)
        yield Path(folder) / "usr" / "lib" / PROGRAM


def subjects_of(folder: Path, package: Path | None) -> list[Subject]:
    """Return the product and those of the other programs that are installed here."""
    own = Subject(OWN, (str(folder / PROGRAM),), (str(package),) if package is not None else ())
    return [own, *(peer for peer in PEERS if shutil.which(peer.command[0]))]


def measure(display: str, subjects: Sequence[Subject], *, runs: int) -> dict[str, Record]:
    """Start programs in turn.

    Args:
        display: where their windows appear.
        subjects: which.
        runs: starts of each, warm and cold.
    """
    records = {subject.name: Record() for subject in subjects}
    for subject in subjects:
        start(display, subject)  # after this the file cache is warm
    for subject in subjects:
        records[subject.name].memory.extend(memory for memory in [settled(display, subject)] if memory is not None)
    for _ in range(runs):
        for subject in subjects:
            records[subject.name].warm.append(start(display, subject))
    for _ in range(runs):
        for subject in subjects:
            if empty_file_cache():
                records[subject.name].cold.append(start(display, subject))
    return records


def start(display: str, subject: Subject) -> Seen:
    """Start a program as a new user does, until its window is painted."""
    with _lent(display, subject) as (_, seen):
        return seen


def settled(display: str, subject: Subject) -> Memory | None:
    """Start a program as a new user does and return what it holds once it rests."""
    with _lent(display, subject) as (process, _):
        settle(process.pid, at_least=_AT_LEAST_S)
        return memory_of(process.pid)


@contextmanager
def _lent(display: str, subject: Subject) -> Iterator[tuple[subprocess.Popen[str], Seen]]:
    watcher = Watcher(display)
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
            environment = {**clean_environment(display, Path(home)), **subject.environment}
            with started(watcher, subject.command, environment) as lent:
                yield lent
    finally:
        watcher.close()


def figures_of(subject: Subject, record: Record, folder: Path) -> dict[str, float | int | None]:
    """Return what is told of a program; None where it could not be measured."""
    figures: dict[str, float | int | None] = {
        "warm_ms": median([seen.since(seen.painted) for seen in record.warm]),
        "cold_ms": median([seen.since(seen.painted) for seen in record.cold]),
        "mapped_ms": median([seen.since(seen.mapped) for seen in record.warm]),
        "memory_mib": median([memory.rss for memory in record.memory]),
        "pss_mib": median([memory.pss for memory in record.memory]),
        "uss_mib": median([memory.uss for memory in record.memory]),
        "processes": median([memory.processes for memory in record.memory], 0),
    }
    try:
        size = size_of(subject.packages) if subject.packages else None
    except NoPackages as fault:
        sys.stderr.write(f"bench start: no sizes of packages ({fault})\n")
        size = None
    own = folder_mb(folder) if subject.name == OWN else None
    return {
        **figures,
        "installed_mb": size.installed_mb if size is not None else own,
        "download_mb": size.download_mb if size is not None else None,
        "all_installed_mb": size.all_installed_mb if size is not None else None,
        "all_download_mb": size.all_download_mb if size is not None else None,
        "packages": size.packages if size is not None else None,
    }
