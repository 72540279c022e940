"""One reading of an endpoint's signed metadata. TUF stays inside.

Signatures, thresholds, versions and expiry are judged by python-tuf's client; this module hands it the files, keeps its
memory healthy and tells its verdicts as our faults.
"""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from securesystemslib.exceptions import Error as SecureSystemsError
from tuf.api import exceptions as tuf
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from advisor_app.errors import (
    AdvisorError,
    Cancelled,
    ClockWrong,
    ContentMismatch,
    MaterialExpired,
    ProxyLogin,
    RolledBack,
    ServerRefused,
    ServerUnreachable,
    SignatureWrong,
    TooSlow,
    TransportAltered,
    TransportFault,
    TrustFault,
    TrustRootDamaged,
)
from advisor_app.knowledge.disk import fault_of
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.faults import FetchFault

if TYPE_CHECKING:
    from tuf.api.metadata import TargetFile
    from tuf.ngclient._internal.trusted_metadata_set import TrustedMetadataSet

    from advisor_app.updates.transport.source import Source

_T = TypeVar("_T")

# Our metadata is a few kilobytes each; whoever sends more means harm.
_LIMITS = UpdaterConfig(
    max_root_rotations=64,
    max_delegations=8,
    root_max_length=65_536,
    timestamp_max_length=8_192,
    snapshot_max_length=65_536,
    targets_max_length=262_144,
)
# Faults of a disk that starting afresh cannot mend.
_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO})
# Where everything expired longer ago than this, the clock is a likelier reason than a publisher who gave up.
_IMPLAUSIBLE = timedelta(days=365)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_EXPIRED_ROLE = re.compile(r"([\w-]+)(?:\.json)? is expired")


def ask_each(source: Source, memory: Path, ask: Callable[[], _T]) -> _T:
    """Ask an endpoint; of several servers each, until one gives what can be used.

    Args:
        source: the endpoint, a folder or a bundle.
        memory: directory of what was seen before; damage in it heals by itself.
        ask: reads what `source` turned to.

    Raises:
        AdvisorError: what `ask` raised, where nothing is left to turn to.
        EnvironmentFault: the memory cannot be read or written.
    """
    while True:
        try:
            return _mending(ask, memory)
        except (TrustRootDamaged, ProxyLogin):
            raise  # another server would change nothing
        except (TrustFault, TransportFault) as exc:
            fault = source.turn_from(exc)
            if fault is exc:
                raise
            if fault is not None:
                raise fault from exc


def _mending(ask: Callable[[], _T], memory: Path) -> _T:
    """Ask, with a memory that is begun anew if something stands where a file of it should."""
    try:
        return ask()
    except OSError as exc:
        if exc.errno in _MACHINE:
            raise fault_of(exc, memory) from exc
    # The version on disk still guards against rollback.
    try:
        _clear(memory)
        return ask()
    except OSError as exc:
        raise fault_of(exc, memory) from exc


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a reading is held against.

    `now` is the machine's time, aware, `judged_at` the time that expiry is judged by, `known_day` an ISO day that has
    certainly begun ("" if none is known), to tell a wrong clock from expiry.
    """

    now: datetime
    known_day: str
    judged_at: datetime


class Session:
    """One reading of one endpoint.

    Args:
        source: the endpoint, a folder or a bundle.
        root: the root of trust to begin with.
        memory: directory of what was seen before.
        seen: what it is held against.
        cancelled: asked before every request; a source asks its own while one is under way.

    Raises:
        TrustRootDamaged: the root is none.
    """

    def __init__(
        self,
        source: Source,
        root: TrustRoot,
        memory: Path,
        seen: Seen,
        cancelled: Callable[[], bool],
    ) -> None:
        self._source = source
        self._root = root
        self._memory = memory
        self._seen = seen
        self._fetcher = _Watched(source.fetcher, cancelled)
        self._updater = self._begun()
        # The only way to tell TUF the time.
        self._trusted: TrustedMetadataSet = self._updater._trusted_set  # noqa: SLF001

    @property
    def root(self) -> Root:
        """Return the root that holds."""
        return self._trusted.root

    @property
    def targets(self) -> Targets:
        """Return the targets file at the top."""
        return self._trusted.targets

    @property
    def valid_until(self) -> str:
        """Return the first ISO day on which something that was read so far expires."""
        return min(signed.expires for signed in self._trusted).date().isoformat()

    def refresh(self, *, accept_expired: bool) -> None:
        """Read everything at the top and verify it.

        Args:
            accept_expired: judge expiry as of just before the offer's own; signatures, thresholds and versions hold.

        Raises:
            TrustFault: it cannot be trusted; the subclass says why.
            TransportFault: it cannot be asked.
            Cancelled: somebody cancelled.
        """
        with self._translated(self._trusted):
            self._trusted.reference_time = _BEGINNING if accept_expired else self._seen.judged_at
            self._updater.refresh()
            if accept_expired:
                self._judge_as_of_the_offer(self._trusted)

    def target(self, name: str) -> TargetFile | None:
        """Return what is signed under a name, None if nothing is; faults are those of `refresh`."""
        with self._translated(self._trusted):
            return self._updater.get_targetinfo(name)

    def _begun(self) -> Updater:
        try:
            if self._memory.exists() and not self._memory.is_dir():
                self._memory.unlink()
            return _Updater(
                metadata_dir=str(self._memory),
                metadata_base_url=self._source.metadata_url,
                fetcher=self._fetcher,
                config=_LIMITS,
                bootstrap=self._root.data,
            )
        except (tuf.RepositoryError, SecureSystemsError) as exc:
            raise TrustRootDamaged(where=self._root.where, reason=str(exc)) from exc

    def _judge_as_of_the_offer(self, trusted: TrustedMetadataSet) -> None:
        """Set the time that expiry is judged by to just before the offered timestamp's own, and judge by it."""
        last_moment = trusted.timestamp.expires - timedelta(seconds=1)
        trusted.reference_time = min(self._seen.judged_at, last_moment)
        for role in (Root.type, Snapshot.type, Targets.type):
            if trusted[role].is_expired(trusted.reference_time):
                self._expired(role, trusted[role].expires, trusted)

    @contextmanager
    def _translated(self, trusted: TrustedMetadataSet) -> Iterator[None]:
        try:
            yield
        except tuf.DownloadError as exc:
            raise self._download_fault(exc) from exc
        except tuf.ExpiredMetadataError as exc:
            match = _EXPIRED_ROLE.search(str(exc))
            role = match[1] if match else Timestamp.type
            self._expired(role, self._expiry_of(role, trusted), trusted, cause=exc)
        except tuf.BadVersionNumberError as exc:
            raise _version_fault(self._source.label, str(exc)) from exc
        except DeserializationError as exc:
            if self._source.metadata_url.startswith("http"):
                raise TransportAltered(where=self._source.label, reason="what came is no signed metadata") from exc
            raise SignatureWrong(where=self._source.label, reason="a file there is no signed metadata") from exc
        except tuf.LengthOrHashMismatchError as exc:
            raise ContentMismatch(where=self._source.label, reason=str(exc)) from exc
        except (tuf.RepositoryError, SecureSystemsError) as exc:
            raise SignatureWrong(where=self._source.label, reason=str(exc)) from exc

    def _download_fault(self, exc: tuf.DownloadError) -> AdvisorError:
        where = self._source.label
        match exc:
            case FetchFault():
                return exc.fault
            case tuf.DownloadHTTPError():
                return ServerRefused(where=where, reason="refused", status=exc.status_code, retry_after=0)
            case tuf.DownloadLengthMismatchError():
                return ContentMismatch(where=where, reason="more was sent than signed metadata can have")
            case tuf.SlowRetrievalError():
                return TooSlow(where=where, reason="metadata did not arrive in time")
            case _:
                return ServerUnreachable(where=where, reason=str(exc))

    def _expiry_of(self, role: str, trusted: TrustedMetadataSet) -> datetime | None:
        """Return when a role expired. TUF keeps what it refused only of some roles; it was what came last."""
        try:
            if role in (Root.type, Timestamp.type, Snapshot.type):
                return trusted[role].expires
            last: Metadata[Targets] = Metadata.from_bytes(self._fetcher.last)
        except (KeyError, tuf.RepositoryError):
            return None
        return last.signed.expires

    def _expired(
        self, role: str, expires: datetime | None, trusted: TrustedMetadataSet, cause: Exception | None = None
    ) -> NoReturn:
        today = self._seen.now.date().isoformat()
        if today < self._seen.known_day:
            raise ClockWrong(today=today, known=self._seen.known_day) from cause
        latest = max(signed.expires for signed in trusted)
        if latest + _IMPLAUSIBLE < self._seen.now:
            raise ClockWrong(today=today, known=latest.date().isoformat()) from cause
        day = "" if expires is None else expires.date().isoformat()
        reason = "nobody renewed it, or the clock of this device is ahead"
        raise MaterialExpired(where=self._source.label, role=role, expired_on=day, reason=reason) from cause


class _Updater(Updater):
    """TUF's client without the link `root.json`, which some network drives and sticks refuse.

    Only who trusts the cached root would read it; here the installation's root is the beginning every time.
    """

    def _update_root_symlink(self) -> None:
        return


class _Watched(FetcherInterface):
    """A fetcher that can be cancelled and remembers the last file it brought."""

    def __init__(self, inner: FetcherInterface, cancelled: Callable[[], bool]) -> None:
        self._inner = inner
        self._cancelled = cancelled
        self.last = b""

    def download_bytes(self, url: str, max_length: int) -> bytes:
        if self._cancelled():
            raise FetchFault(Cancelled())
        # The one who signs the list of files also says how long they may be; nobody may fill the memory so.
        self.last = self._inner.download_bytes(url, min(max_length, _LIMITS.targets_max_length))
        return self.last

    def _fetch(self, url: str) -> Iterator[bytes]:
        return self._inner.fetch(url)


def _version_fault(where: str, text: str) -> AdvisorError:
    """Return the fault of a role version that should not be: older than seen, or not the one that was announced."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if "root" in text or len(numbers) != 2 or numbers[0] == numbers[1]:
        return SignatureWrong(where=where, reason=text)
    return RolledBack(where=where, offered=min(numbers), known=max(numbers), reason=text)


def _clear(memory: Path) -> None:
    if memory.is_dir() and not memory.is_symlink():
        shutil.rmtree(memory)
    else:
        memory.unlink(missing_ok=True)
