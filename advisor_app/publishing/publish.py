"""Publishing as a whole: read the channel, sign on top of it, upload, tidy up.

The steps are apart, so that a person can look at the changes between them: `Endpoint.open` -> `following` ->
`release.prepare_release` -> `Endpoint.sign` -> `publish_release` -> `Endpoint.open().tidy`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from securesystemslib.signer import Signer

from advisor_app.errors import UsageFault
from advisor_app.publishing.chain import Current
from advisor_app.publishing.destination import Destination
from advisor_app.publishing.paths import hashed_path
from advisor_app.publishing.prune import Pruned, prune, superfluous
from advisor_app.publishing.release import Release, State, StepProgress, read_state, unheard
from advisor_app.publishing.repair import keep, naming_repair
from advisor_app.publishing.roles import MANUAL, Expiries, with_content
from advisor_app.publishing.signed import Role
from advisor_app.publishing.upload import Staged, Uploaded, follows, lost_race, stage, upload
from advisor_app.updates.format import HISTORY, SNAPSHOT

# From here on not every program counts exactly; nobody publishes so often.
VERSIONS_END = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A channel at its place, verified: signed metadata and what it holds."""

    destination: Destination
    current: Current
    state: State

    @classmethod
    def open(
        cls,
        destination: Destination,
        trusted_root: bytes,
        *,
        now: datetime,
        known: Mapping[str, int] | None = None,
    ) -> Endpoint:
        """Read and verify a channel.

        Args:
            destination: where it lies.
            trusted_root: the root it is known by.
            now: the time (UTC).
            known: role -> version last seen here; anything older is refused.

        Raises:
            UsageFault: there is no channel there.
            TrustFault: it cannot be trusted.
            TransportFault: it cannot be reached; EnvironmentFault where it is a folder.
        """
        with naming_repair():
            current = Current.read(destination.read, trusted_root, now=now, where=destination.label, known=known)
            return cls(destination=destination, current=current, state=read_state(current, destination.read))

    def sign(
        self,
        release: Release,
        *,
        content_signers: Collection[Signer],
        online_signer: Signer,
        now: datetime,
        expiries: Expiries = MANUAL,
    ) -> Staged:
        """Sign a release and complete the folder in which it is staged.

        Raises:
            SignatureWrong: a key may not sign this, or there are too few of them.
            EnvironmentFault: disk or permission.
        """
        metadata = with_content(
            self.current,
            release.packs,
            content_signers=content_signers,
            online_signer=online_signer,
            now=now,
            expiries=expiries,
        )
        # The snapshot first: it is what takes longest, and the history last, which no client waits for.
        order = sorted(release.packs, key=lambda name: (name == HISTORY, name != SNAPSHOT, name))
        packs = {hashed_path(name, release.packs[name].sha256): release.packs[name].length for name in order}
        return stage(
            release.folder, packs, metadata, base=self.current.version(Role.TIMESTAMP), version=release.version
        )

    def tidy(self, now: datetime) -> Pruned:
        """Take away the files that no client can need any more.

        Raises:
            TransportFault: the place cannot be reached; EnvironmentFault where it is a folder.
        """
        return prune(self.destination, superfluous(self.destination, self.current, self.state.history, now))


def following(state: State, least: int | None) -> tuple[State, int]:
    """Return what the next version is put on top of, and its number.

    Args:
        state: what the channel holds.
        least: skip to this version; None for the one after the present one.

    Raises:
        UsageFault: there is no such version, or the channel has it already.
    """
    version = state.version + 1
    if least is None:
        return state, version
    if not version <= least < VERSIONS_END:
        raise UsageFault(
            what=f"the next version cannot be {least}: version {state.version} is published",
            remedy=f"name one from {version} to {VERSIONS_END - 1}",
        )
    return (state.begun_anew(least) if least > version else state), least


def publish_release(
    staged: Staged,
    destination: Destination,
    *,
    trusted_root: bytes,
    now: datetime,
    take_over: bool = False,
    progress: StepProgress = unheard,
) -> Uploaded:
    """Upload a staged state and keep it for a repair; on any fault it stays staged, to be taken up again.

    The state is read as it will be before a byte of it is written: what clients would refuse is refused here.

    Args:
        staged: what to publish.
        destination: where to.
        trusted_root: the root the channel is known by.
        now: the time (UTC).
        take_over: write over what somebody else left half-written, however young it is.
        progress: told ("upload", bytes done, bytes in all).

    Raises:
        PublishRefused: somebody else published meanwhile or is about to.
        TrustFault: the staged state does not fit the channel.
        TransportFault: the place cannot be reached; EnvironmentFault where it is a folder.
    """
    if not follows(staged, destination):
        raise lost_race(destination)
    files = {file.path: file for file in staged.files}
    beside: dict[str, bytes] = {}

    def after(path: str) -> bytes | None:
        if path in files:
            return staged.data(files[path])
        data = destination.read(path)
        if data is not None:
            beside[path] = data
        return data

    Current.read(after, trusted_root, now=now, where=destination.label)
    done = upload(staged, destination, now=now, take_over=take_over, progress=progress)
    keep(staged, beside)
    return done
