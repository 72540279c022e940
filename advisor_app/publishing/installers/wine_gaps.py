"""What a Windows 10 has and wine lacks, built into a wine prefix so that the program can be built and tried there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from advisor_app.publishing.installers.mingw import compile_c, exported_names, need_mingw, write_definition

STEP = "wine"

# Libraries that are missing as a whole, and what ours are linked with.
_MISSING = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",)}
# Marks a function that wine's C library has by name only.
_HOLLOW = b"__wine_stub_crealf"
# By this, wine tells its own libraries from others.
_BUILTIN = b"Wine builtin DLL"
# What wine's C library is called once ours stands before it, and how ours calls what it adds.
_BEHIND = "ucrtwine"
_ADDED = "gap_"


def fill_gaps(system: Path, source: Path, *, log: Path, cancelled: Callable[[], bool] = lambda: False) -> None:
    """Add what is missing to a prefix; what this wine has itself stays.

    Args:
        system: the prefix' `system32`.
        source: `wine_gaps.c`.
        log: receives what the compiler says.
        cancelled: asked all the time.

    Raises:
        StepFailed: the compiler is missing or fails.
        Cancelled: `cancelled` said so.
        OSError: disk or permission.
    """
    need_mingw(STEP, log=log)

    def compile_gap(name: str, target: Path, sources: list[Path], *options: str) -> None:
        compile_c(STEP, target, sources, "-shared", f"-DGAP_{name.upper()}", *options, log=log, cancelled=cancelled)

    for name, libraries in _MISSING.items():
        if not (system / f"{name}.dll").exists():
            compile_gap(name, system / f"{name}.dll", [source], *libraries)
    runtime = system / "ucrtbase.dll"
    content = runtime.read_bytes()
    if _HOLLOW not in content or _BUILTIN not in content:
        return
    behind = system / f"{_BEHIND}.dll"
    behind.write_bytes(content.replace(_BUILTIN, bytes(len(_BUILTIN)), 1))
    # Once to learn what our part adds, once to put it before the rest. Wine's own file may be a link out of the prefix.
    runtime.unlink()
    compile_gap("ucrtbase", runtime, [source])
    added = {name.removeprefix(_ADDED) for name in exported_names(STEP, runtime, log=log) if name.startswith(_ADDED)}
    exports = [
        f"{name} = {_ADDED}{name}" if name in added else f"{name} = {_BEHIND}.{name}"
        for name in exported_names(STEP, behind, log=log)
    ]
    definition = system / "ucrtbase.def"
    write_definition(definition, exports)
    compile_gap("ucrtbase", runtime, [source, definition])
