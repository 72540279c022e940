"""What window and terminal ask about updates: the state of things, the worker that does one, going back, what changed.

Cheap to import and to ask: nothing here loads TUF, the network or the database. The work itself is done by a process of
its own (`worker`), whose output `events.decode` reads.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from advisor_app.errors import KnowledgeDamaged, TrustRootDamaged
from advisor_app.installation import Installation
from advisor_app.updates.app_offer import AppOffer, is_for, updatable
from advisor_app.updates.model import Earlier, UpdateStatus
from advisor_app.updates.policy import UpdatePolicy, without_login
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.schedule import next_check
from advisor_app.updates.standing import Standing, standing
from advisor_app.updates.state import UpdateState, load_state

if TYPE_CHECKING:
    from advisor_app.knowledge.generations import Generation, KnowledgeStore
    from advisor_app.updates.feed import FeedEntry

_SEEN = "seen.json"


class UpdateDesk:
    """Everything about updates that can be answered at once. Safe to call from any thread.

    Args:
        home: directory of the update client's own files; need not exist.
        store: the user's own knowledge, which updates go to.
        seed: the knowledge that came with the installation, None without one.
        policy: where updates come from and when they are looked for.
        trust_root: the root file of this installation.
        command: how to start this program again, without a sub-command: the worker is `<command> update --events ...`.
        installation: what the program is; None where newer versions of it are none of its business.
        started_at: when the program was started; the machine's clock by default.
    """

    def __init__(
        self,
        *,
        home: Path,
        store: KnowledgeStore,
        seed: Generation | None,
        policy: UpdatePolicy,
        trust_root: Path,
        command: Sequence[str],
        installation: Installation | None = None,
        started_at: datetime | None = None,
    ) -> None:
        self.policy = policy
        self._home = home
        self._store = store
        self._seed = seed
        self._trust_root = trust_root
        self._command = tuple(command)
        self._installation = installation
        self._started_at = started_at or datetime.now(tz=UTC)

    def status(self, now: datetime) -> UpdateStatus:
        """Return what is known about updates on this device; never raises over damaged files.

        Args:
            now: the time, aware.
        """
        root = self._root()
        state = load_state(self._home, root.channel if root is not None else "")
        here = self._standing(root, state)
        due = next_check(state, self.policy, now, started_at=self._started_at, share=self._share(state))
        return UpdateStatus(
            endpoint=without_login(self.policy.endpoint),
            last_check=_iso(state.last_check),
            last_attempt=_iso(state.last_attempt),
            last_fault=state.last_fault,
            last_fault_details=dict(state.last_fault_details) if state.last_fault else None,
            failures=state.failures,
            next_check=_iso(due),
            scheduled=self.policy.check,
            known_version=here.known,
            held=here.held,
            expires=state.expires,
            development=root is not None and root.development,
            managed=self.policy.managed,
            app=self._offered(state),
            app_warning=state.app_warning if self._newer_apps else "",
        )

    def worker(
        self,
        *,
        source: str = "",
        scheduled: bool = False,
        accept_expired: bool = False,
        repair: bool = False,
        app: bool = False,
    ) -> list[str]:
        """Return the command line of the process that does an update and prints events.

        It ends by itself; a line `cancel` on its standard input, or the end of that input, cancels it; killing it is
        harmless. Its exit status is that of `advisor-app update`.

        Args:
            source: address, folder or bundle file to update from; "" for the policy's endpoint.
            scheduled: nobody asked for it: an earlier state the user went back to is left alone.
            accept_expired: read material that has expired (a stick that is old); signatures and versions still hold.
            repair: also verify what is on this device and mend it.
            app: fetch the newer version of the app instead of knowledge; it ends with an `AppFetched`.
        """
        words = [*self._command, "update", "--events"]
        if source:
            words += ["--from", source]
        flags = {"--app": app, "--scheduled": scheduled, "--accept-expired": accept_expired, "--repair": repair}
        return words + [flag for flag, wanted in flags.items() if wanted]

    def app_offer(self) -> AppOffer | None:
        """Return the newer version of the app that was last offered to this device, None if there is none.

        Known without a network, from the last time somebody asked.
        """
        root = self._root()
        return self._offered(load_state(self._home, root.channel if root is not None else ""))

    def app_file(self) -> Path | None:
        """Return the fetched installer of that version, to be handed over now; None if it is not there, or altered.

        Its hash is read anew every time (about 0.1 s), and it lies where nobody but the user may write.
        """
        from advisor_app.updates.app_fetch import AppFolder  # noqa: PLC0415 (only who hands one over pays for it)

        offer = self.app_offer()
        return AppFolder(self._home).intact(offer) if offer is not None else None

    def _offered(self, state: UpdateState) -> AppOffer | None:
        if self._installation is None or state.app is None or not self._newer_apps:
            return None
        return state.app if is_for(state.app, self._installation) else None

    @property
    def _newer_apps(self) -> bool:
        """Tell whether this device looks for newer versions of the app."""
        return updatable(self._installation) and self.policy.app_updates

    def visible_version(self) -> int:
        """Return the version of the knowledge in use; 0 for none, a local build or another channel."""
        root = self._root()
        return self._standing(root, load_state(self._home, root.channel if root is not None else "")).have

    def earlier(self) -> tuple[Earlier, ...]:
        """Return the other states kept on this device, newest first; after going back, newer ones are among them.

        A state that is there twice is told once, and the one in use not at all: what a repair replaced was damaged.
        """
        try:
            current = self._store.current()
        except KnowledgeDamaged:
            current = None
        told = {(current.version, current.digest)} if current is not None else set()
        found: list[Earlier] = []
        for generation in self._store.earlier():
            if (generation.version, generation.digest) not in told:
                told.add((generation.version, generation.digest))
                found.append(_earlier(generation))
        return tuple(found)

    def go_back(self, name: str) -> Earlier:
        """Make another state that is kept the current one.

        Scheduled checks leave it alone until something newer than the newest state that was left comes; an update that
        the user asks for leads on at once.

        Args:
            name: `Earlier.name` of the state.

        Raises:
            UsageFault: there is no such state any more.
            KnowledgeDamaged: it cannot be read.
            Busy: an update is running.
            EnvironmentFault: the change cannot be written.
        """
        return _earlier(self._store.go_back(name))

    def feed(self, since: int | None = None) -> tuple[FeedEntry, ...]:
        """Return what updates changed in the knowledge in use, newest first.

        Args:
            since: only what came after this version; everything that is kept by default.

        Raises:
            KnowledgeMissing: the database is gone.
            KnowledgeDamaged: the database cannot be read.
            KnowledgeTooNew: a newer app wrote it.
        """
        # Only the page of changes pays for its import.
        from advisor_app.updates.feed import read_feed  # noqa: PLC0415

        root = self._root()
        state = load_state(self._home, root.channel if root is not None else "")
        visible = self._standing(root, state).visible
        return read_feed(visible, since=since) if visible is not None else ()

    @property
    def read_up_to(self) -> int:
        """Return the version up to which the user has read what changed, 0 if they never did."""
        try:
            version = json.loads((self._home / _SEEN).read_text(encoding="utf-8"))["version"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return 0
        return version if isinstance(version, int) and version > 0 else 0

    def mark_read(self, version: int) -> None:
        """Remember that the user has read what changed up to a version.

        Raises:
            EnvironmentFault: it cannot be written.
        """
        from advisor_app.knowledge.disk import fault_of, write_whole  # noqa: PLC0415

        try:
            self._home.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise fault_of(exc, self._home) from exc
        write_whole(self._home / _SEEN, (json.dumps({"version": version}) + "\n").encode())

    def _share(self, state: UpdateState) -> float:
        """Return the random share of the next check: a new one for every start and attempt, still between."""
        return crc32(f"{self._started_at.timestamp()} {state.last_attempt}".encode()) / 2**32

    def _root(self) -> TrustRoot | None:
        try:
            return TrustRoot.read(self._trust_root)
        except TrustRootDamaged:
            return None

    def _standing(self, root: TrustRoot | None, state: UpdateState) -> Standing:
        return standing(self._store, self._seed, state, root.channel if root is not None else "")


def _earlier(generation: Generation) -> Earlier:
    return Earlier(
        name=generation.path.name,
        version=generation.version,
        as_of=generation.as_of,
        received_on=generation.received,
    )


def _iso(time: datetime | None) -> str:
    return "" if time is None else time.astimezone(UTC).isoformat(timespec="seconds")
