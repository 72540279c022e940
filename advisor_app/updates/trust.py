"""What the endpoint offers, as far as it is signed by those whom the root of trust names: content, and newer apps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuf.api.metadata import Root, Targets

from advisor_app.errors import AdvisorError, AppTooOld, Cancelled, ContentMismatch, RolledBack
from advisor_app.updates.format import PACK_FORMAT, RUNGS, SNAPSHOT, PackInfo, PackKind, hashed_path, is_sha256, rung
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.trust_session import Seen, Session, ask_each

if TYPE_CHECKING:
    from tuf.api.metadata import TargetFile

    from advisor_app.updates.transport.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A pack as it is signed: its path below the endpoint, length in bytes, SHA-256 in hex, and what it says."""

    path: str
    length: int
    sha256: str
    info: PackInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an endpoint offers, verified. `valid_until` is the first ISO day on which a role of it expires.

    `keys` may sign the content, `threshold` of them must.
    """

    snapshot: Target
    rungs: tuple[Target, ...]
    valid_until: str
    keys: int
    threshold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedApp:
    """An installer as it is signed: length in bytes, SHA-256 in hex, and what is said about it. Not judged yet."""

    length: int
    sha256: str
    custom: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppLookup:
    """What looking for an installer came to: it, nothing, or why what is there cannot be used."""

    signed: SignedApp | None = None
    fault: AdvisorError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppQuestion:
    """Which installer is looked for beside the content, by its target name, and who is told; several times maybe."""

    name: str
    told: Callable[[AppLookup], None]


def read_offer(  # noqa: PLR0913 (what is known here already are three things)
    source: Source,
    root: TrustRoot,
    memory: Path,
    *,
    now: datetime,
    known: int = 0,
    known_day: str = "",
    reached: datetime | None = None,
    accept_expired: bool = False,
    app: AppQuestion | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Offer:
    """Ask an endpoint what it offers and verify the answer; of several servers each, until one offers what can be used.

    Args:
        source: the endpoint, a folder or a bundle.
        root: the root of trust to begin with.
        memory: directory of what was seen before; damage in it heals by itself.
        now: the machine's time, aware.
        known: the newest version that was ever trusted here; older ones are refused.
        known_day: an ISO day that has certainly begun ("" if none is known), to tell a wrong clock from expiry.
        reached: a moment that has certainly passed: a clock that is behind it does not make fresh what expired before.
        accept_expired: judge expiry as of just before the offer's own; signatures, thresholds and versions still hold.
        app: an installer to look for as well. It is told before the content is judged: content that needs a newer app
            is when it helps. Whatever is wrong with it, the content is none the worse.
        cancelled: asked before every request; a source asks its own while one is under way.

    Raises:
        TrustFault: it cannot be trusted; the subclass says why.
        TransportFault: it cannot be asked.
        AppTooOld: it is written for a newer app.
        Cancelled: `cancelled` said so.
        EnvironmentFault: the memory cannot be read or written.
    """
    seen = Seen(now=now, known_day=known_day, judged_at=max(now, reached or now))

    def ask() -> Offer:
        session = Session(source, root, memory, seen, cancelled)
        session.refresh(accept_expired=accept_expired)
        found = {name: session.target(name) for name in (SNAPSHOT, *map(rung, range(RUNGS)))}
        # Until when the content holds has nothing to do with what else is signed there.
        valid_until = session.valid_until
        if app is not None:
            app.told(_look(session, app.name))
        return _offer(source.label, session, found, known=known, valid_until=valid_until)

    return ask_each(source, memory, ask)


def read_app(  # noqa: PLR0913 (as `read_offer`)
    source: Source,
    root: TrustRoot,
    memory: Path,
    name: str,
    *,
    now: datetime,
    known_day: str = "",
    reached: datetime | None = None,
    accept_expired: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> SignedApp | None:
    """Ask an endpoint for an installer alone; None if none is signed under that name. See `read_offer`."""
    seen = Seen(now=now, known_day=known_day, judged_at=max(now, reached or now))

    def ask() -> SignedApp | None:
        session = Session(source, root, memory, seen, cancelled)
        session.refresh(accept_expired=accept_expired)
        return _signed_app(session, name)

    return ask_each(source, memory, ask)


def _look(session: Session, name: str) -> AppLookup:
    try:
        return AppLookup(signed=_signed_app(session, name))
    except Cancelled:
        raise
    except AdvisorError as exc:
        return AppLookup(fault=exc)


def _signed_app(session: Session, name: str) -> SignedApp | None:
    target = session.target(name)
    if target is None:
        return None
    custom = target.custom if isinstance(target.custom, Mapping) else {}
    return SignedApp(length=target.length, sha256=target.hashes.get("sha256", ""), custom=custom)


def _offer(where: str, session: Session, found: dict[str, TargetFile | None], *, known: int, valid_until: str) -> Offer:
    """Judge the content that was found.

    Raises:
        ContentMismatch: there is none, or what is signed about it makes no sense.
        RolledBack: it is older than what was trusted here before.
        AppTooOld: it has a format that this app does not know.
    """
    snapshot = found.pop(SNAPSHOT)
    if snapshot is None:
        raise ContentMismatch(where=where, reason="nothing is published there")
    whole = _target(snapshot)
    if whole.info.to < known:
        raise RolledBack(where=where, offered=whole.info.to, known=known, reason="an older state is offered")
    keys, threshold = _signers(session.targets, session.root)
    return Offer(
        snapshot=whole,
        rungs=tuple(_rungs(found, whole.info)),
        valid_until=valid_until,
        keys=keys,
        threshold=threshold,
    )


def _target(target: TargetFile) -> Target:
    """Return a signed pack.

    Raises:
        AppTooOld: it has a format that this app does not know.
        ContentMismatch: what is signed about it makes no sense.
    """
    custom: dict[str, Any] = target.custom or {}
    fmt = custom.get("fmt")
    if isinstance(fmt, int) and fmt > PACK_FORMAT:
        raise AppTooOld(needs=f"pack format {fmt}", have=f"pack format {PACK_FORMAT}")
    try:
        sha256 = target.hashes["sha256"]
        info = PackInfo.from_custom(custom)
    except (KeyError, ValueError) as exc:
        raise ContentMismatch(where=target.path, reason=f"what is signed about it is incomplete: {exc}") from exc
    # It becomes a file name here: nobody who may sign content may thereby name files of this device.
    if not is_sha256(sha256):
        raise ContentMismatch(where=target.path, reason="its hash is none")
    return Target(path=hashed_path(target.path, sha256), length=target.length, sha256=sha256, info=info)


def _rungs(found: dict[str, TargetFile | None], whole: PackInfo) -> Iterator[Target]:
    """Yield the rungs that lead to the offered state; one that makes no sense is passed over for the snapshot."""
    for target in found.values():
        try:
            one = _target(target) if target is not None else None
        except (ContentMismatch, AppTooOld):
            continue
        if one is None or one.info.kind is not PackKind.DELTA:
            continue
        if (one.info.to, one.info.n, one.info.digest) == (whole.to, whole.n, whole.digest):
            yield one


def _signers(targets: Targets, root: Root) -> tuple[int, int]:
    """Return how many keys may sign the content and how many must."""
    delegations = targets.delegations
    roles = delegations.roles if delegations is not None and delegations.roles else {}
    for role in roles.values():
        if role.is_delegated_path(SNAPSHOT):
            return len(role.keyids), role.threshold
    own = root.roles[Targets.type]
    return len(own.keyids), own.threshold
