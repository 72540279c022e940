"""A web server and its mirrors. What is published there is static, so that any of them will do for any file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit

from advisor_app.errors import (
    AdvisorError,
    ContentMismatch,
    ProxyLogin,
    ServerRefused,
    ServerUnreachable,
    TransportAltered,
    TransportFault,
    UsageFault,
)
from advisor_app.updates.format import METADATA
from advisor_app.updates.model import Cancelled
from advisor_app.updates.transport.connect import Resolve
from advisor_app.updates.transport.faults import PackGone
from advisor_app.updates.transport.fetcher import SourceFetcher, is_root
from advisor_app.updates.transport.limits import Limits
from advisor_app.updates.transport.part import Part, WrongPart
from advisor_app.updates.transport.session import Answer, Session
from advisor_app.updates.transport.telling import label_of
from advisor_app.updates.transport.wire import Wire

_TIMESTAMP = f"{METADATA}timestamp.json"
_T = TypeVar("_T")
_Data = bytes  # inside the class the name means its counter
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
# Some servers label our packs so; they are never decoded here, and their hash tells whether they are ours.
_HARMLESS_ENCODINGS = frozenset({"", "identity", "zstd"})
_LOGIN_NEEDED = 511  # a network that wants a login, RFC 6585


class HttpSource:
    """Receives from a web server; see `source.Source`.

    Metadata of one attempt comes from one address, the one that gave its timestamp: one that lags behind would make a
    rollback of an honest state. A pack may come from any, its hash tells.

    Args:
        bases: addresses of the endpoint, asked in this order; one that failed is not asked again in this session.
        proxy: `system`, `none` or an address.
        cancelled: asked while metadata is read.
        clock: monotonic seconds.
        limits: patience.
        resolve: looks up a name.
        network: tells whether any route leads out of this machine.

    Raises:
        UsageFault: an address is none.
    """

    def __init__(
        self,
        bases: Sequence[str],
        *,
        proxy: str,
        cancelled: Cancelled,
        clock: Callable[[], float],
        limits: Limits,
        resolve: Resolve,
        network: Callable[[], bool],
    ) -> None:
        self._bases = tuple(_base(one) for one in bases)
        self._failed: set[str] = set()
        self._set_aside: set[str] = set()
        self._faults: dict[str, AdvisorError] = {}  # the first one of each address
        self._answering = ""
        self._wire = Wire(limits=limits, clock=clock, cancelled=cancelled)
        self._session = Session(wire=self._wire, proxy=proxy, resolve=resolve, network=network)
        # TUF sees one address; which server is asked is decided here, and a login in it is nobody's business.
        home = f"https://{label_of(self._bases[0])}/"
        self.metadata_url = home + METADATA
        self.fetcher = SourceFetcher(home, self._read)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    @property
    def label(self) -> str:
        """The server the present timestamp came from, the first one before that."""
        return label_of(self._answering or self._bases[0])

    @property
    def bytes(self) -> int:
        """HTTP bytes in both directions, TLS not counted."""
        return self._wire.bytes

    @property
    def total_bytes(self) -> int:
        """Bytes over the sockets in both directions, TLS and its handshakes included."""
        return self._wire.total

    @property
    def requests(self) -> int:
        """Requests sent, retries and redirects included."""
        return self._wire.requests

    def fetch_pack(
        self,
        path: str,
        *,
        length: int,
        sha256: str,
        into: Path,
        progress: Callable[[int, int], None],
        cancelled: Cancelled,
    ) -> Path:
        """Fetch a pack; see `source.Source.fetch_pack`."""
        with self._wire.listening(cancelled), Part(into, length=length, sha256=sha256) as part:
            if not _finished(part):
                progress(part.size, length)
                usable = [one for one in self._bases if one not in self._failed] or self._bases
                # Where it was announced it is likeliest to be.
                bases = sorted(usable, key=lambda one: one != self._answering)
                self._of_any(bases, lambda base: _Transfer(self._session, base, path, part, progress).run(), path)
            progress(part.size, length)
            return part.path

    def turn_from(self, fault: AdvisorError) -> AdvisorError | None:
        """Turn to another address; see `source.Source.turn_from`."""
        if self._answering:
            self._faults.setdefault(self._answering, fault)
            self._set_aside.add(self._answering)
            if self._left():
                self._answering = ""
                return None
        # The mirrors stand in for the first one: what they lack matters less than why it could not be asked.
        return self._faults.get(self._bases[0], fault)

    def _left(self) -> list[str]:
        """Return the addresses that may still give metadata."""
        return [one for one in self._bases if one not in self._failed | self._set_aside]

    def _read(self, path: str, cap: int) -> _Data:
        bound = self._answering and path != _TIMESTAMP and not is_root(path)
        bases = [self._answering] if bound else self._left() or self._bases

        def attempt(base: str) -> _Data:
            data = self._read_from(base, path, cap)
            if path == _TIMESTAMP:
                self._answering = base
            return data

        return self._of_any(bases, attempt, path)

    def _of_any(self, bases: Sequence[str], attempt: Callable[[str], _T], path: str) -> _T:
        """Return what the first address gives that can."""
        faults: list[TransportFault | ContentMismatch] = []
        for base in bases:
            try:
                return attempt(base)
            except ProxyLogin:
                raise  # the same proxy stands before all of them
            except ServerRefused as exc:
                # A root that is not there is how TUF learns that it has the newest one.
                if exc.details["status"] in (403, 404) and is_root(path):
                    raise
                # A file that is not there (yet) says nothing against the server.
                if isinstance(exc, PackGone):
                    self._faults.setdefault(base, exc)
                    faults.insert(0, exc)
                    continue
                fault: TransportFault | ContentMismatch = exc
            except (TransportFault, ContentMismatch) as exc:
                fault = exc
            self._failed.add(base)
            self._faults.setdefault(base, fault)
            faults.append(fault)
        raise faults[0]

    def _read_from(self, base: str, path: str, cap: int) -> _Data:
        with self._session.get(base + path) as answer:
            if answer.status != 200:
                raise _refused(answer, base + path)
            check_untouched(answer)
            data = bytearray()
            for chunk in answer.chunks():
                data += chunk
                if len(data) > cap:
                    raise TransportAltered(where=answer.where, reason="a file is longer than anything signed may be")
            if path.startswith(METADATA) and not data.startswith(b"{"):
                raise TransportAltered(where=answer.where, reason="the answer is no signed metadata")
            return _Data(data)


class _Transfer:
    """Brings one pack from one address, taking it up again where the way broke off."""

    def __init__(
        self, session: Session, base: str, path: str, part: Part, progress: Callable[[int, int], None]
    ) -> None:
        self._session = session
        self._url = base + path
        self._part = part
        self._progress = progress
        self._where = label_of(base)

    def run(self) -> None:
        """Complete the part.

        Raises:
            ContentMismatch: what the address has is not what was signed, not even when asked afresh.
            TransportFault: it could not be completed.
            Cancelled: somebody cancelled.
        """
        headers: dict[str, str] = {}
        reason = ""
        for _ in range(2):
            try:
                self._complete(headers)
            except WrongPart as exc:
                self._part.restart()
                reason = str(exc)
                headers = {"Cache-Control": "no-cache"}  # a cache on the way may hold the wrong bytes
            else:
                return
        raise ContentMismatch(where=self._where, reason=reason)

    def _complete(self, headers: dict[str, str]) -> None:
        wire = self._session.wire
        began, first = wire.awake, self._part.size
        for _ in range(wire.limits.resumes):
            reached = self._part.size
            try:
                self._request(headers)
            except ServerUnreachable:
                waited = wire.awake - began
                slow = waited > wire.limits.grace and self._part.size - first < wire.limits.rate * waited
                if slow or self._part.size <= reached:
                    raise
            if self._part.complete:
                break
            if self._part.size <= reached:
                raise WrongPart("it is shorter than signed")
        else:
            raise ServerUnreachable(where=self._where, reason="the connection breaks off again and again")
        self._part.verify()

    def _request(self, headers: dict[str, str]) -> None:
        part = self._part
        offset = part.size
        asked = {**headers, "Range": f"bytes={offset}-"} if offset else headers
        with self._session.get(self._url, asked) as answer:
            if answer.status == 416 and offset:
                raise WrongPart("nothing follows what has arrived")
            if answer.status not in (200, 206):
                raise _refused(answer, self._url)
            check_untouched(answer)
            if answer.status == 206:
                _check_range(answer, offset, part.length)
            else:
                if answer.length not in (None, part.length):
                    raise WrongPart(f"it has {answer.length} bytes, {part.length} are signed")
                part.restart()
            for chunk in answer.chunks():
                part.write(chunk)
                self._progress(part.size, part.length)


def check_untouched(answer: Answer) -> None:
    """Raise `TransportAltered` if something on the way answers or changes the answer."""
    encoding = answer.headers.get("content-encoding", "").strip().casefold()
    if encoding not in _HARMLESS_ENCODINGS:
        raise TransportAltered(where=answer.where, reason=f"the answer is packed anew on its way ({encoding})")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind in ("text/html", "application/xhtml+xml"):
        raise TransportAltered(where=answer.where, reason="a web page comes instead of the file")


def _check_range(answer: Answer, offset: int, length: int) -> None:
    told = _RANGE.fullmatch(answer.headers.get("content-range", "").strip())
    if not offset or not told or int(told[1]) != offset or int(told[3]) != length:
        raise WrongPart("the answer is another part than was asked for")


def _refused(answer: Answer, url: str) -> TransportFault:
    """Return the fault of a status other than success."""
    answer.discard()
    if answer.status in (404, 410):
        path = urlsplit(url).path
        return PackGone(where=answer.where, reason=f"status {answer.status}", status=404, retry_after=0, path=path)
    if answer.status < 400 or answer.status == _LOGIN_NEEDED:
        return TransportAltered(where=answer.where, reason=f"status {answer.status}")
    return answer.refusal()


def _finished(part: Part) -> bool:
    """Tell whether an earlier try has brought everything; what is wrong is forgotten."""
    if not part.complete:
        return False
    try:
        part.verify()
    except WrongPart:
        part.restart()
        return False
    return True


def _base(address: str) -> str:
    """Return an address with a path that ends in a slash and a host name in ASCII."""
    try:
        parts = urlsplit(address.strip())
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        fine = False
    if not fine:
        shown = address.rpartition("@")[2]
        raise UsageFault(what=f"address {shown}", remedy="write an address such as https://updates.example.org/kb/")
    if not parts.netloc.isascii():
        login, at, _ = parts.netloc.rpartition("@")
        parts = parts._replace(netloc=f"{login}{at}{host}{f':{parts.port}' if parts.port else ''}")
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    return parts._replace(path=path, query="", fragment="").geturl()
