"""What all makers of packages share: files that bear their name only once they are whole, times, rights, full disks."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from advisor_app.errors import StepFailed
from advisor_app.knowledge.disk import fault_of, full


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


def settle(tree: Path, epoch: int, *, executable: Collection[Path]) -> None:
    """Give everything in a tree the same time and the usual rights, whatever the machine's own are.

    Args:
        tree: the folder; it is settled too.
        epoch: the time, seconds since 1970.
        executable: files that may be executed, as paths from the folder; libraries need not.
    """
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.relative_to(tree) in executable else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


@contextmanager
def full_disk_is_told(folder: Path) -> Iterator[None]:
    """Tell a program's failure as a full disk where that is what it was.

    Args:
        folder: where it wrote.

    Raises:
        DiskFull: it failed and said that there was no room.
    """
    try:
        yield
    except StepFailed as exc:
        said = str(exc.details["reason"])
        if any(words in said for words in (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT))):
            raise full(folder, reason=said) from exc
        raise
