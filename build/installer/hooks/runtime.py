"""Runs in the frozen program before everything else; its time counts as start-up."""

import os
import sys


def _restore_environment() -> None:
    """Undo what the loader did to find our libraries: browsers and mail programs started from here need their own."""
    for name in ("LD_LIBRARY_PATH", "LIBPATH"):
        original = os.environ.pop(f"{name}_ORIG", None)
        if original:
            os.environ[name] = original
        else:
            os.environ.pop(name, None)


if sys.platform != "win32":
    _restore_environment()
# Nothing here computes with matrices; a thread and its memory for each core would be waste.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
