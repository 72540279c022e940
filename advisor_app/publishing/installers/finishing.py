"""Files that bear their name only once they are whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from advisor_app.knowledge.disk import fault_of


@contextmanager
def finished(target: Path) -> Iterator[Path]:
    """Give the path to write to; it becomes `target` if all goes well and vanishes otherwise.

    Raises:
        EnvironmentFault: it cannot be written; `DiskFull` if there is no room.
    """
    half = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield half
        half.replace(target)
    except OSError as exc:
        raise fault_of(exc, target) from exc
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
