"""One update from beginning to end: ask, verify, plan, fetch, check, apply."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_app import __version__
from advisor_app.errors import (
    AppTooOld,
    Cancelled,
    ContentMismatch,
    KnowledgeDamaged,
    KnowledgeMissing,
    KnowledgeTooNew,
)
from advisor_app.knowledge.records import SCHEMA_MAJOR
from advisor_app.updates import model
from advisor_app.updates.app_look import learned
from advisor_app.updates.app_offer import AppOffer, is_newer
from advisor_app.updates.apply import Applied, apply_records, check_room, difference
from advisor_app.updates.format import APP_TARGETS, PackInfo, PackKind
from advisor_app.updates.model import Found, Outcome, Step, UpdateResult
from advisor_app.updates.packs import Pack, read_pack
from advisor_app.updates.soundness import is_sound
from advisor_app.updates.standing import standing
from advisor_app.updates.transport.faults import PackGone
from advisor_app.updates.trust import AppLookup, AppQuestion, Offer, Target, read_offer

if TYPE_CHECKING:
    from advisor_app.installation import Installation
    from advisor_app.knowledge.generations import Generation, KnowledgeStore
    from advisor_app.updates.root import TrustRoot
    from advisor_app.updates.state import UpdateState
    from advisor_app.updates.transport.source import Source

_DOWNLOAD = re.compile(r"([0-9a-f]{64})\.part")
# An attempt: a pack and the generation it is applied to.
_Attempt = tuple[Target, "Generation | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where an update works: the client's own files, the user's knowledge, the installation's, the root of trust.

    `app` is the installation for which newer versions are looked for, None to look for none.
    """

    home: Path
    store: KnowledgeStore
    seed: Generation | None
    root: TrustRoot
    app: Installation | None = None

    @property
    def downloads(self) -> Path:
        """Return the directory of unfinished downloads."""
        return self.home / "dl"

    @property
    def memory(self) -> Path:
        """Return the directory of what TUF has seen."""
        return self.home / "tuf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked for, see `UpdateClient.update`."""

    accept_expired: bool
    repair: bool
    scheduled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """Who is told and asked meanwhile."""

    progress: model.Progress
    found: Callable[[Found], None]
    cancelled: model.Cancelled


class UpdateRun:
    """One update.

    `state` is what is known of the channel, brought up to date as soon as something is trusted; `app` a newer version
    of the app, if one was found.
    """

    def __init__(
        self,
        source: Source,
        places: Places,
        state: UpdateState,
        *,
        wishes: Wishes,
        listeners: Listeners,
        now: datetime,
    ) -> None:
        self.state = state
        self.app: AppOffer | None = None
        self.now = now
        self._source = source
        self._places = places
        self._wishes = wishes
        self._tell = listeners
        self._here = standing(places.store, places.seed, state, places.root.channel)
        self._counted = (source.bytes, source.requests)
        self._began = time.monotonic()
        self._packs: dict[str, Pack] = {}

    @property
    def known_day(self) -> str:
        """Return an ISO day that has certainly begun, "" if none is known."""
        return self._here.known_day

    def run(self) -> UpdateResult:
        """Do the update; the faults are those of `UpdateClient.update`."""
        try:
            return self._run()
        except AppTooOld as exc:
            offered = self.app.version if self.app is not None else ""
            raise AppTooOld(**{**exc.details, "offered": offered}) from exc

    def _run(self) -> UpdateResult:
        offer = self._offer()
        info = offer.snapshot.info
        here = self._here
        self._learn(offer)
        damaged = self._damaged()
        same = here.visible is not None and (here.have, here.visible.digest) == (info.to, info.digest)
        if same and not damaged:
            # What came in full before a fault is of no use any more.
            self._sweep()
        if (same and not damaged) or (self._wishes.scheduled and here.held >= info.to):
            applied = None
        else:
            _check_app(info)
            applied = self._install(offer, self._attempts(offer, damaged=damaged))
        # Never less than this again: the state is here, or was before somebody went back.
        self.state = replace(self.state, hwm=max(self.state.hwm, info.to))
        if applied is None:
            return self._result(Outcome.CURRENT, offer, None)
        mended = info.to <= here.known and (damaged or here.have == info.to)
        return self._result(Outcome.REPAIRED if mended else Outcome.UPDATED, offer, applied)

    def _offer(self) -> Offer:
        self._stop_if_cancelled()
        self._tell.progress(Step.CONNECT, 0, None)
        offer = read_offer(
            self._source,
            self._places.root,
            self._places.memory,
            now=self.now,
            known=self._here.known,
            known_day=self.known_day,
            reached=self._here.reached,
            accept_expired=self._wishes.accept_expired,
            app=self._app_question(),
            cancelled=self._tell.cancelled,
        )
        self._tell.progress(Step.VERIFY, 1, 1)
        self._stop_if_cancelled()
        return offer

    def _app_question(self) -> AppQuestion | None:
        installation = self._places.app
        if installation is None:
            return None

        def told(lookup: AppLookup) -> None:
            self.state, self.app = learned(self.state, lookup, installation)

        return AppQuestion(name=APP_TARGETS[installation.package], told=told)

    def _learn(self, offer: Offer) -> None:
        """Remember what the trusted answer says, whatever comes of it."""
        info = offer.snapshot.info
        self.state = replace(
            self.state,
            last_check=self.now,
            published=max(self.state.published, info.published),
            expires=offer.valid_until,
            min_interval=info.min_interval,
        )

    def _damaged(self) -> bool:
        """Tell whether the knowledge on this device has to be replaced; only a repair looks closely."""
        visible = self._here.visible
        if self._here.damaged or visible is None or not self._wishes.repair:
            return self._here.damaged
        self._tell.progress(Step.CHECK, 0, None)
        return not is_sound(visible, self.now.date())

    def _attempts(self, offer: Offer, *, damaged: bool) -> list[_Attempt]:
        """Return what to try in turn: the smallest pack that fits, the whole state, the whole state from scratch."""
        whole, here = offer.snapshot, self._here
        if here.visible is None or damaged:
            return [(whole, None)]
        attempts: list[_Attempt] = [(whole, here.visible), (whole, None)]
        fitting = [one for one in offer.rungs if here.have and one.info.since <= here.have < one.info.to]
        smallest = min(fitting, key=lambda one: one.length, default=whole)
        return [(smallest, here.visible), *attempts] if smallest.length < whole.length else attempts

    def _install(self, offer: Offer, attempts: list[_Attempt]) -> Applied:
        target, base = attempts[0]
        # Refused before anything is fetched if it could not be applied.
        check_room(self._places.store.root, base, target.info, download=target.length)
        self._announce(offer, target)
        self._sweep(keep={one.sha256 for one, _ in attempts})
        for number, (target, base) in enumerate(attempts, 1):
            try:
                pack = self._pack(target)
            except (PackGone, ContentMismatch):
                if target is offer.snapshot:
                    # What came before was no good either; only this one may be taken up again.
                    self._sweep(keep={target.sha256})
                    raise
                continue
            try:
                applied = self._apply(target.info, pack, base)
            except (ContentMismatch, KnowledgeDamaged, KnowledgeMissing, KnowledgeTooNew) as exc:
                if number < len(attempts):
                    continue
                self._sweep()
                # Nothing was there that could have been damaged, so it is the content.
                raise ContentMismatch(
                    where=self._source.label, reason=str(exc.details.get("reason", exc.code))
                ) from exc
            self._sweep()
            return applied
        raise AssertionError  # the last attempt returns or raises

    def _announce(self, offer: Offer, target: Target) -> None:
        visible = self._here.visible
        info = target.info
        self._tell.found(
            Found(
                before=self._here.have,
                after=info.to,
                before_as_of=visible.as_of if visible is not None else "",
                after_as_of=info.as_of,
                bytes=target.length,
                source=self._source.label,
                valid_until=offer.valid_until,
                keys=offer.keys,
                threshold=offer.threshold,
            )
        )

    def _pack(self, target: Target) -> Pack:
        """Fetch and read a pack; one that was read before is not read again."""
        if target.sha256 not in self._packs:
            self._stop_if_cancelled()
            path = self._source.fetch_pack(
                target.path,
                length=target.length,
                sha256=target.sha256,
                into=self._places.downloads,
                progress=lambda done, total: self._tell.progress(Step.DOWNLOAD, done, total),
                cancelled=self._tell.cancelled,
            )
            self._tell.progress(Step.CHECK, 0, target.info.up + target.info.down)
            try:
                self._packs[target.sha256] = read_pack(path, target.info, cancelled=self._tell.cancelled)
            except ContentMismatch:
                # It is the signed file, so fetching it again would not help.
                path.unlink(missing_ok=True)
                raise
        return self._packs[target.sha256]

    def _apply(self, info: PackInfo, pack: Pack, base: Generation | None) -> Applied:
        self._stop_if_cancelled()
        upserts: Mapping[str, str] = pack.upserts
        removed: Collection[str] = pack.removed
        if info.kind is PackKind.SNAPSHOT and base is not None:
            upserts, removed = difference(base, pack.upserts)
        return apply_records(
            self._places.store,
            base,
            info,
            upserts,
            removed,
            channel=self._places.root.channel,
            past=self._here.visible,
            received=self.now.astimezone(UTC).isoformat(timespec="seconds"),
            progress=self._tell.progress,
            cancelled=self._tell.cancelled,
        )

    def _sweep(self, keep: Collection[str] = ()) -> None:
        """Remove downloads that nobody will take up again."""
        for path in _files(self._places.downloads):
            # Only what we name so ourselves: the folder may be a link to one that holds other things as well.
            name = _DOWNLOAD.fullmatch(path.name)
            if name and name[1] not in keep:
                with suppress(OSError):
                    path.unlink()

    def _stop_if_cancelled(self) -> None:
        if self._tell.cancelled():
            raise Cancelled

    def _result(self, outcome: Outcome, offer: Offer, applied: Applied | None) -> UpdateResult:
        visible = self._here.visible
        seen = visible.as_of if visible is not None else ""
        return UpdateResult(
            outcome=outcome,
            before=self._here.have,
            after=applied.generation.version if applied else self._here.have,
            bytes=self._source.bytes - self._counted[0],
            requests=self._source.requests - self._counted[1],
            seconds=round(time.monotonic() - self._began, 3),
            changed=len(applied.changed) if applied else 0,
            removed=len(applied.removed) if applied else 0,
            as_of=applied.generation.as_of if applied else seen,
            source=self._source.label,
            valid_until=offer.valid_until,
            keys=offer.keys,
            threshold=offer.threshold,
            app=self.app,
        )


def _files(directory: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from list(directory.iterdir())


def _check_app(info: PackInfo) -> None:
    """Refuse content that this app could not read.

    Raises:
        AppTooOld: the content needs a newer one.
    """
    if info.schema > SCHEMA_MAJOR:
        raise AppTooOld(needs=f"record schema {info.schema}", have=f"record schema {SCHEMA_MAJOR}")
    if info.min_app and is_newer(info.min_app, __version__):
        raise AppTooOld(needs=f"app version {info.min_app}", have=f"app version {__version__}")
