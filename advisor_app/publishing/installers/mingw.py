"""The C compiler that makes Windows libraries on Linux."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from advisor_app.publishing.installers.steps import need_programs, run_step

COMPILER = "x86_64-w64-mingw32-gcc"
OBJDUMP = "x86_64-w64-mingw32-objdump"
PROGRAMS = {COMPILER: "gcc-mingw-w64-x86-64-posix", OBJDUMP: "binutils-mingw-w64-x86-64"}

# Stands before the names in what `objdump -p` prints.
_TABLE = "[Ordinal/Name Pointer] Table"


def need_mingw(step: str, *, log: Path) -> None:
    """Make sure that the compiler is there.

    Raises:
        StepFailed: it is not; the remedy names the Debian packages.
    """
    need_programs(step, PROGRAMS, log=log)


def compile_c(
    step: str,
    target: Path,
    sources: Sequence[Path],
    *options: str,
    log: Path,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Make a program or, with `-shared`, a library; the same sources give the same bytes.

    Args:
        step: what is told when it fails.
        target: the file to make.
        sources: C files, definition files and libraries.
        options: further words for the compiler.
        log: receives what it says.
        cancelled: asked all the time.

    Raises:
        StepFailed: it failed.
        Cancelled: `cancelled` said so.
    """
    fixed = ("-O2", "-s", "-static-libgcc", "-Wl,--no-insert-timestamp")
    command: list[str | Path] = [COMPILER, *fixed, "-o", target, *sources, *options]
    run_step(step, command, log=log, cancelled=cancelled)


def exported_names(step: str, library: Path, *, log: Path) -> list[str]:
    """Return the names that a library exports.

    Raises:
        StepFailed: it is no library.
    """
    printed = run_step(step, [OBJDUMP, "-p", library], log=log)
    rows = printed.partition(_TABLE)[2].partition("\n\n")[0].splitlines()[1:]
    return [row.split()[-1] for row in rows if row.strip().startswith("[")]


def write_definition(file: Path, exports: Sequence[str]) -> None:
    """Write what a library exports, as the linker reads it.

    Args:
        file: the `.def` file; the library is called like it.
        exports: `name`, `name = other` or `name = library.name`.
    """
    lines = (f"  {export}\n" for export in exports)
    file.write_text(f"LIBRARY {file.stem}.dll\nEXPORTS\n{''.join(lines)}", encoding="ascii")
