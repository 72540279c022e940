"""Makes a program frozen on Linux small: symbols that only debuggers read go, and languages that nobody here speaks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from advisor_app.errors import Cancelled as WasCancelled
from advisor_app.errors import StepFailed
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers import icu
from advisor_app.publishing.installers.model import Cancelled, StepProgress
from advisor_app.publishing.installers.steps import run_step

# What is asked of the system beside Python: program -> Debian package.
TOOLS = {"as": "binutils", "ld": "binutils", "objcopy": "binutils", "objdump": "binutils", "strip": "binutils"}

_ELF = b"\x7fELF"
_LOAD = 1
_HEADERS_AT, _HEADERS_COUNT_AT, _HEADER_SIZE = 32, 56, 56
_HEADER = struct.Struct("<IIQQQQQQ")


def trim(program: Path, work: Path, *, logs: Path, progress: StepProgress, cancelled: Cancelled) -> None:
    """Make a frozen program smaller; it does the same as before.

    Args:
        program: its folder.
        work: folder for what lies in between.
        logs: folder of the steps' logs.
        progress: told (`trim`, files done, all of them).
        cancelled: asked between the files.

    Raises:
        StepFailed: binutils fail.
        Cancelled: `cancelled` said so.
        EnvironmentFault: the disk refused.
    """
    try:
        libraries = [path for path in sorted(program.rglob("*")) if _is_library(path)]
        work.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise fault_of(exc, program) from exc
    for done, library in enumerate(libraries):
        if cancelled():
            raise WasCancelled
        progress("trim", done, len(libraries))
        if library.name.startswith("libicudata.so."):
            icu.cut_library(library, work, logs=logs)
        _strip(library, work / "stripped.so", logs / "strip.log")


def is_loadable(library: bytes) -> bool:
    """Tell whether the system's loader can map an ELF library of 64 bits; strip spoils some that were patched."""
    (headers,) = struct.unpack_from("<Q", library, _HEADERS_AT)
    (count,) = struct.unpack_from("<H", library, _HEADERS_COUNT_AT)
    for number in range(count):
        kind, _flags, offset, address, _physical, _in_file, _in_memory, alignment = _HEADER.unpack_from(
            library, headers + _HEADER_SIZE * number
        )
        if kind == _LOAD and alignment > 1 and offset % alignment != address % alignment:
            return False
    return True


def executables_of(program: Path) -> Iterator[Path]:
    """Yield the programs of a frozen program, without its libraries."""
    return (path for path in sorted(program.iterdir()) if path.is_file() and path.read_bytes()[:4] == _ELF)


def _is_library(path: Path) -> bool:
    if path.is_symlink() or not path.is_file() or ".so" not in path.suffixes:
        return False
    with path.open("rb") as file:
        return file.read(len(_ELF)) == _ELF


def _strip(library: Path, stripped: Path, log: Path) -> None:
    """Strip a library; where the result is not smaller or could not be loaded, it stays as it was."""
    try:
        run_step("trim", ["strip", "--strip-unneeded", "-o", stripped, library], log=log)
    except StepFailed:
        # Not every library can be stripped; an older binutils says so of libraries with newer sections.
        return
    try:
        fresh = stripped.read_bytes()
        if len(fresh) < library.stat().st_size and is_loadable(fresh):
            library.write_bytes(fresh)
    except OSError as exc:
        raise fault_of(exc, library) from exc
