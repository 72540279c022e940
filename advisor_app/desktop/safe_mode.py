"""What the safe mode can put aside: settings and received knowledge. Nothing is deleted. No Qt.

It works on the data folder that the window itself leaves alone, and only while no other window has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from advisor_app.desktop.instance import InstanceLock
from advisor_app.errors import Busy, EnvironmentFault

_TRIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """Something that was put aside: where it was and where it is now."""

    place: Path
    kept: Path


def put_aside(place: Path, data_dir: Path, now: datetime) -> PutAside | None:
    """Give a file or folder a dated name beside its place; None if there is nothing at its place.

    Args:
        place: what to put aside.
        data_dir: the data folder it belongs to.
        now: the time, for the name.

    Raises:
        Busy: a window that uses the folder is open.
        EnvironmentFault: the disk refused.
    """
    if not _is_there(place):
        return None
    with _alone(data_dir):
        return _put_aside(place, now)


def put_back(aside: PutAside, data_dir: Path, now: datetime) -> PutAside | None:
    """Undo `put_aside`; what lies at the place meanwhile is put aside itself and returned.

    Args:
        aside: what was put aside.
        data_dir: the data folder it belongs to.
        now: the time, for a name.

    Raises:
        Busy: a window that uses the folder is open.
        EnvironmentFault: the disk refused.
    """
    with _alone(data_dir):
        since = _put_aside(aside.place, now) if _is_there(aside.place) else None
        try:
            _rename(aside.kept, aside.place)
        except EnvironmentFault:
            if since is not None:
                # What is in use stays where it was.
                _rename(since.kept, since.place)
            raise
    return since


def _is_there(place: Path) -> bool:
    return place.exists() or place.is_symlink()


def _put_aside(place: Path, now: datetime) -> PutAside:
    kept = _free_name(place, now)
    _rename(place, kept)
    return PutAside(place=place, kept=kept)


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    lock = InstanceLock(data_dir)
    try:
        taken = lock.take()
    except OSError as exc:
        raise _refused(exc, data_dir) from exc
    if not taken:
        raise Busy(path=data_dir)
    try:
        yield
    finally:
        # This was no start that came to nothing.
        lock.settle()
        lock.release()


def _free_name(place: Path, now: datetime) -> Path:
    stamp = now.strftime("%Y-%m-%d-%H%M%S")
    names = (f"{place.stem}-{stamp}{f'-{number}' if number else ''}{place.suffix}" for number in range(_TRIES))
    return next(path for name in names if not (path := place.with_name(name)).exists())


def _rename(old: Path, new: Path) -> None:
    try:
        old.rename(new)
    except OSError as exc:
        raise _refused(exc, old) from exc


def _refused(exc: OSError, path: Path) -> EnvironmentFault:
    return EnvironmentFault(path=path, reason=exc.strerror or str(exc), remedy="check permission and free space")
