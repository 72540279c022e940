"""Where knowledge lies on disk: generation directories and one small pointer file.

    <root>/current                      names of the generation in use and of the earlier ones kept, one a line
    <root>/held                         that somebody went back to an earlier generation, and from which version
    <root>/gen/g<version>-<digest8>-<random>/kb.sqlite
                                            /index/
                                            /VERSION     {"version", "digest", "index_format", "channel", ...}
    <root>/lock

A generation is written under its final name (directory renames fail under virus scanners), flushed, and then
pointed to: replacing the pointer is the only commit point. A crash leaves the old pointer and some directory that the
next writer sweeps away.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from advisor_app.errors import Busy, KnowledgeDamaged, UsageFault
from advisor_app.knowledge import disk
from advisor_app.knowledge.info import KnowledgeInfo

_NAME = re.compile(r"g\d+-[0-9a-f]{8}-[0-9a-f]{8}")
# The one before the current generation is always kept, more of them while all together stay small.
_EARLIER = 3
_SMALL_BYTES = 300_000_000
# How often a reader follows the pointer to another generation while updates pass it by.
_READS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One complete state of knowledge on disk: database and index that belong together.

    `channel` names the channel it came from ("" for a local build), `as_of` is the ISO day of its newest check,
    `received` the ISO time at which it was received ("" for a local build).
    """

    path: Path
    version: int
    digest: str
    index_format: str
    channel: str = ""
    as_of: str = ""
    received: str = ""

    @property
    def name(self) -> str:
        """Return the name by which the store knows it."""
        return self.path.name

    @property
    def database(self) -> Path:
        """Return the path of the database file."""
        return self.path / "kb.sqlite"

    @property
    def index(self) -> Path:
        """Return the directory of the search index."""
        return self.path / "index"


class KnowledgeStore:
    """The generations below one directory.

    Args:
        root: directory of the store; created by the first writer.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "current"
        self._hold = root / "held"

    def current(self) -> Generation | None:
        """Return the generation in use, None if there is none yet.

        Raises:
            KnowledgeDamaged: the pointer or the generation it names cannot be read.
        """
        names = self._names()
        for _ in range(_READS):
            if not names:
                return None
            try:
                return _read_generation(self._place(names[0]))
            except KnowledgeDamaged:
                # Updates may have passed it by since the pointer was read.
                before, names = names, self._names()
                if names[:1] == before[:1]:
                    raise
        return _read_generation(self._place(names[0]))

    def earlier(self) -> tuple[Generation, ...]:
        """Return the other generations that are kept, newest first; unreadable ones are left out.

        After going back, those that were left are among them: the way forth needs no network either.
        """
        found: list[Generation] = []
        with suppress(KnowledgeDamaged):
            for name in self._names()[1:]:
                with suppress(KnowledgeDamaged):
                    found.append(_read_generation(self._place(name)))
        return tuple(sorted(found, key=lambda one: (one.version, one.received), reverse=True))

    def held(self) -> int:
        """Return the version that was newest when somebody went back to an earlier one; 0 if nobody did."""
        try:
            hold = json.loads(self._hold.read_bytes())
            names = self._names()
            # A hold that names another generation is left from before: a crash between two steps, or a newer state.
            holds = bool(names) and names[0] == hold["generation"] and int(hold["version"]) > _version_of(names[0])
            return int(hold["version"]) if holds else 0
        except (OSError, ValueError, KeyError, TypeError, KnowledgeDamaged):
            return 0

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store's lock while writing; sweeps what a crashed writer left.

        Raises:
            Busy: another process is writing.
            EnvironmentFault: the directory cannot be created or written; `DiskFull` if there is no room.
        """
        # Only writers pay for the lock's import; the window reads.
        from filelock import FileLock, Timeout  # noqa: PLC0415

        try:
            (self.root / "gen").mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.root / "lock", timeout=0)
            with lock:
                self._sweep()
                yield
        except Timeout as exc:
            raise Busy(path=self.root) from exc
        except OSError as exc:
            raise disk.fault_of(exc, self.root) from exc

    def new_directory(self, info: KnowledgeInfo) -> Path:
        """Create and return the directory of a new generation; only while `writing`.

        Raises:
            EnvironmentFault: it cannot be created; `DiskFull` if there is no room.
        """
        path = self._place(f"g{info.version}-{info.digest[:8]}-{secrets.token_hex(4)}")
        try:
            path.mkdir()
        except OSError as exc:
            raise disk.fault_of(exc, path) from exc
        return path

    def activate(
        self, path: Path, info: KnowledgeInfo, *, index_format: str, channel: str = "", received: str = ""
    ) -> Generation:
        """Make a finished generation the current one; only while `writing`.

        Everything in it is flushed to disk before the pointer is replaced. Earlier generations that are not kept any
        more go afterwards, and a hold ends.

        Args:
            path: what `new_directory` returned, with database and index in it.
            info: identity of the state in it.
            index_format: format of its index.
            channel: channel it came from, "" for a local build.
            received: ISO time at which it was received, "" for a local build.

        Raises:
            EnvironmentFault: the disk refused; `DiskFull` if there is no room.
        """
        before = self._readable_names()
        stamp = {
            "version": info.version,
            "digest": info.digest,
            "index_format": index_format,
            "channel": channel,
            "as_of": info.as_of,
            "received": received,
        }
        try:
            (path / "VERSION").write_text(json.dumps(stamp) + "\n", encoding="utf-8")
            # What the new generation shares with the current one was flushed before that became current.
            disk.flush_tree(path, flushed=disk.inodes(self._place(before[0])) if before else ())
            disk.flush_directory(path.parent)
            disk.flush_directory(self.root)
            if not before:
                self._flush_ways()
        except OSError as exc:
            raise disk.fault_of(exc, path) from exc
        self._point_to([path.name, *self._kept(path.name, before)])
        with suppress(OSError):
            self._hold.unlink(missing_ok=True)
        self._sweep()
        return _read_generation(path)

    def discard(self, path: Path) -> None:
        """Remove the directory of a generation that was not finished; the current one is never touched."""
        if path.name not in self._readable_names()[:1]:
            shutil.rmtree(path, ignore_errors=True)

    def go_back(self, name: str) -> Generation:
        """Make another kept generation the current one and remember the newest version that was left.

        Nothing is removed, so that this can be undone; back on the newest version nothing is remembered any more.

        Args:
            name: the name of one of `earlier`.

        Raises:
            UsageFault: there is no such earlier generation.
            KnowledgeDamaged: it cannot be read.
            Busy: another process is writing.
            EnvironmentFault: the disk refused; `DiskFull` if there is no room.
        """
        with self.writing():
            names = self._names()
            if name not in names[1:]:
                raise UsageFault(what=name, remedy="name one of the earlier states that are kept")
            target = _read_generation(self._place(name))
            # The version is taken from the name: what is left may be left because it cannot be read.
            left = max(self.held(), _version_of(names[0]))
            hold = {"version": left, "generation": name}
            disk.write_whole(self._hold, json.dumps(hold).encode() + b"\n")
            self._point_to([name, *(one for one in names if one != name)])
            if target.version >= left:
                with suppress(OSError):
                    self._hold.unlink(missing_ok=True)
            return target

    def _place(self, name: str) -> Path:
        return self.root / "gen" / name

    def _names(self) -> list[str]:
        """Return the names in the pointer: the current generation, then the earlier ones, newest first.

        Raises:
            KnowledgeDamaged: the pointer cannot be read or holds something else.
        """
        try:
            names = self._pointer.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as exc:
            raise KnowledgeDamaged(path=self._pointer, reason=str(exc)) from exc
        # Names are checked by form, so that a tampered pointer cannot lead outside the store.
        if not names or any(_NAME.fullmatch(name) is None for name in names):
            raise KnowledgeDamaged(path=self._pointer, reason="it does not name a generation")
        return names

    def _readable_names(self) -> list[str]:
        try:
            return self._names()
        except KnowledgeDamaged:
            return []

    def _point_to(self, names: Sequence[str]) -> None:
        disk.write_whole(self._pointer, "".join(f"{name}\n" for name in names).encode())

    def _flush_ways(self) -> None:
        """Flush the directories on the way to the store, which its first writer may have created."""
        for place in self.root.resolve().parents:
            with suppress(OSError):  # not ours, and so not new
                disk.flush_directory(place)

    def _kept(self, new: str, before: Sequence[str]) -> list[str]:
        """Return which generations stay beside a new one."""
        there = [name for name in dict.fromkeys(before) if name != new and (self._place(name) / "VERSION").is_file()]
        kept = there[:1]
        for name in there[1:_EARLIER]:
            if disk.size_of(*(self._place(one) for one in (new, *kept, name))) >= _SMALL_BYTES:
                break
            kept.append(name)
        return kept

    def _sweep(self) -> None:
        """Remove what the pointer does not name; only while the lock is held."""
        try:
            names = self._names()
        except KnowledgeDamaged:
            # Nobody can tell which one was meant: keep all, the new generation will be pointed to.
            return
        disk.sweep_partial(self._pointer)
        disk.sweep_partial(self._hold)
        with suppress(OSError):
            for path in (self.root / "gen").iterdir():
                if path.name not in names and _NAME.fullmatch(path.name):
                    _remove(path)


def _remove(path: Path) -> None:
    """Remove a generation, but leave one whole that a system which locks open files lets nobody remove.

    Without its stamp nobody opens it any more; whoever has its database open still finds everything beside it.
    """
    with suppress(OSError):
        (path / "VERSION").unlink(missing_ok=True)
        (path / "kb.sqlite").unlink(missing_ok=True)
        shutil.rmtree(path, ignore_errors=True)


def _version_of(name: str) -> int:
    return int(name.partition("-")[0].removeprefix("g"))


def _read_generation(path: Path) -> Generation:
    try:
        stamp = json.loads((path / "VERSION").read_text(encoding="utf-8"))
        version, digest = int(stamp["version"]), str(stamp["digest"])
        # The directory is named after its state; a version that was altered could bar the way to all that follow.
        if not path.name.startswith(f"g{version}-{digest[:8]}-"):
            raise KnowledgeDamaged(path=path, reason="its VERSION file is that of another state")
        return Generation(
            path=path,
            version=version,
            digest=digest,
            index_format=str(stamp["index_format"]),
            channel=str(stamp.get("channel", "")),
            as_of=str(stamp.get("as_of", "")),
            received=str(stamp.get("received", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise KnowledgeDamaged(path=path, reason="its VERSION file is missing or unreadable") from exc
