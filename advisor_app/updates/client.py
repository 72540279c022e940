"""Receiving updates on this device: one at a time, and what is remembered of how it ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_app.errors import (
    AdvisorError,
    AppTooOld,
    Cancelled,
    ClockWrong,
    EnvironmentFault,
    TlsRefused,
    UsageFault,
)
from advisor_app.knowledge.disk import held_alone, sweep_partial
from advisor_app.updates.app_fetch import AppFolder
from advisor_app.updates.app_look import judged, learned
from advisor_app.updates.app_offer import AppFetched, updatable
from advisor_app.updates.events import details_of
from advisor_app.updates.format import APP_TARGETS
from advisor_app.updates.model import Step
from advisor_app.updates.run import Listeners, Places, UpdateRun, Wishes
from advisor_app.updates.standing import standing
from advisor_app.updates.state import FILE, UpdateState, load_state, save_state
from advisor_app.updates.trust import AppLookup, read_app

if TYPE_CHECKING:
    from advisor_app.installation import Installation
    from advisor_app.knowledge.generations import Generation, KnowledgeStore
    from advisor_app.updates import model
    from advisor_app.updates.root import TrustRoot
    from advisor_app.updates.transport.source import Source


def _unheard(*_told: object) -> None:
    return


def _never() -> bool:
    return False


class UpdateClient:
    """Brings the knowledge of this device up to what an endpoint offers.

    Args:
        home: directory of the client's own files: TUF's memory, unfinished downloads, state, lock.
        store: the user's own knowledge, which updates go to.
        seed: the knowledge that came with the installation, None without one.
        trust_root: whom to trust.
        installation: what the program is; newer versions of it are looked for. None to look for none.
    """

    def __init__(
        self,
        *,
        home: Path,
        store: KnowledgeStore,
        seed: Generation | None,
        trust_root: TrustRoot,
        installation: Installation | None = None,
    ) -> None:
        app = installation if updatable(installation) else None
        self._places = Places(home=home, store=store, seed=seed, root=trust_root, app=app)
        self._apps = AppFolder(home)

    def update(  # noqa: PLR0913 (what the user may wish, and who is told)
        self,
        source: Source,
        *,
        accept_expired: bool = False,
        repair: bool = False,
        scheduled: bool = False,
        endpoint: bool = True,
        progress: model.Progress = _unheard,
        found: Callable[[model.Found], None] = _unheard,
        cancelled: model.Cancelled = _never,
        abandoned: Callable[[], bool] = _never,
        now: datetime | None = None,
    ) -> model.UpdateResult:
        """Do one update; whatever goes wrong, the knowledge is the old or the new one, complete.

        Args:
            source: where it comes from; closed by the caller.
            accept_expired: read material that has expired; signatures, thresholds and versions still hold.
            repair: verify database and index on this device as well, and replace them if they are damaged.
            scheduled: nobody asked for it: an earlier state that the user went back to is left alone.
            endpoint: the source is the one this device asks by itself; a stick says nothing about that one's health.
            progress: told about each step.
            found: told once what is going to be fetched, if anything is.
            cancelled: asked all the time.
            abandoned: asked once it was cancelled: whoever asked is gone and changed no mind, so it was no try.
            now: the time, aware; the machine's by default.

        Raises:
            TrustFault: what was received cannot be trusted; the subclass says why.
            TransportFault: the endpoint cannot be asked.
            AppTooOld: the new content needs a newer app.
            Busy: another process is updating or building here.
            Cancelled: `cancelled` said so.
            InputUnreadable: a bundle is damaged.
            EnvironmentFault: disk or permission; `DiskFull` if there is no room.
        """
        with self._locked():
            self._sweep()
            before = load_state(self._places.home, self._places.root.channel)
            now = now or datetime.now(tz=UTC)
            # Counted beforehand: a device whose updates crash must not ask again every few minutes for ever.
            self._save(replace(before, last_attempt=now, failures=before.failures + 1), before, endpoint=endpoint)
            run = UpdateRun(
                source,
                self._places,
                before,
                wishes=Wishes(accept_expired=accept_expired, repair=repair, scheduled=scheduled),
                listeners=Listeners(progress=progress, found=found, cancelled=cancelled),
                now=now,
            )
            try:
                result = run.run()
            except Cancelled:
                left = run.state if abandoned() else replace(run.state, last_attempt=run.now)
                self._save(left, before, endpoint=endpoint)
                raise
            except AdvisorError as exc:
                fault = _clock_instead(run.now, run.known_day, exc)
                self._save(_after_fault(run, fault), before, endpoint=endpoint)
                if fault is exc:
                    raise
                raise fault from exc
            self._save(_after_success(run), before, endpoint=endpoint)
            # What was fetched before is of no use once it is installed, or something newer is there.
            self._apps.sweep(run.state.app)
            return result

    def fetch_app(
        self,
        source: Source,
        *,
        accept_expired: bool = False,
        progress: model.Progress = _unheard,
        cancelled: model.Cancelled = _never,
        now: datetime | None = None,
    ) -> AppFetched:
        """Fetch the newer version of the app that is signed for this installation; the knowledge is left alone.

        Args:
            source: where it comes from; closed by the caller.
            accept_expired: read material that has expired; signatures, thresholds and versions still hold.
            progress: told about the steps connect, verify, download and check.
            cancelled: asked all the time.
            now: the time, aware; the machine's by default.

        Raises:
            UsageFault: newer versions are not looked for here, or this machine lacks what the newer one needs.
            TrustFault: what was received cannot be trusted; the subclass says why.
            TransportFault: the endpoint cannot be asked; what arrived is kept for the next try.
            InputUnreadable: a bundle is damaged, or does not carry the installer.
            Busy: another process is updating here.
            Cancelled: `cancelled` said so.
            EnvironmentFault: disk or permission; `DiskFull` if there is no room.
        """
        installation, root = self._places.app, self._places.root
        if installation is None:
            remedy = "update it the way it was installed, or ask whoever looks after this machine"
            raise UsageFault(what="newer versions of the app are not looked for here", remedy=remedy)
        with self._locked():
            self._sweep()
            state = load_state(self._places.home, root.channel)
            now = now or datetime.now(tz=UTC)
            here = standing(self._places.store, self._places.seed, state, root.channel)
            progress(Step.CONNECT, 0, None)
            try:
                signed = read_app(
                    source,
                    root,
                    self._places.memory,
                    APP_TARGETS[installation.package],
                    now=now,
                    known_day=here.known_day,
                    reached=here.reached,
                    accept_expired=accept_expired,
                    cancelled=cancelled,
                )
            except TlsRefused as exc:
                fault = _clock_instead(now, here.known_day, exc)
                if fault is exc:
                    raise
                raise fault from exc
            progress(Step.VERIFY, 1, 1)
            after, _ = learned(state, AppLookup(signed=signed), installation)
            with suppress(EnvironmentFault):
                save_state(self._places.home, root.channel, after)
            offer = judged(signed, installation, newest=state.app_newest, where=source.label)
            if offer is None:
                self._apps.sweep()
                return AppFetched()
            path = self._apps.fetch(source, offer, progress=progress, cancelled=cancelled)
            return AppFetched(offer=offer, file=str(path))

    def _locked(self) -> AbstractContextManager[None]:
        """Let one process at a time update.

        Raises:
            Busy: another one does.
            EnvironmentFault: the directory cannot be written.
        """
        home = self._places.home
        return held_alone(home, home / "lock")

    def _sweep(self) -> None:
        """Remove what a killed update left half-written: our own file, and those that python-tuf names `tmp...`."""
        sweep_partial(self._places.home / FILE)
        with suppress(OSError):
            for left in self._places.memory.glob("tmp*"):
                left.unlink(missing_ok=True)

    def _save(self, state: UpdateState, before: UpdateState, *, endpoint: bool) -> None:
        """Remember how it ended. What came from a stick says nothing about how the endpoint is doing."""
        if not endpoint:
            state = replace(
                state,
                last_attempt=before.last_attempt,
                last_check=before.last_check,
                last_fault=before.last_fault,
                last_fault_details=before.last_fault_details,
                failures=before.failures,
                retry_after=before.retry_after,
            )
        # A full disk must not turn a finished update into a fault; the generation itself carries the version.
        with suppress(EnvironmentFault):
            save_state(self._places.home, self._places.root.channel, state)


def _after_success(run: UpdateRun) -> UpdateState:
    return replace(run.state, last_attempt=run.now, last_fault="", last_fault_details={}, failures=0, retry_after=0)


def _after_fault(run: UpdateRun, fault: AdvisorError) -> UpdateState:
    details = {name: str(value) for name, value in details_of(fault).items()}
    retry_after = fault.details.get("retry_after", 0)
    return replace(
        run.state,
        last_attempt=run.now,
        last_fault=fault.code,
        last_fault_details=details,
        # The endpoint is fine, it is this app that is old: no reason to ask more often or less.
        failures=0 if isinstance(fault, AppTooOld) else run.state.failures + 1,
        retry_after=retry_after if isinstance(retry_after, int) else 0,
    )


def _clock_instead(now: datetime, known_day: str, fault: AdvisorError) -> AdvisorError:
    """Return the better reason where a certificate seems wrong because the clock is: it was not valid yet back then."""
    today = now.date().isoformat()
    if isinstance(fault, TlsRefused) and today < known_day:
        return ClockWrong(today=today, known=known_day)
    return fault
