"""The beginning of a channel: keys for everybody, the first signed files at the endpoint, the root to ship.

Can be broken off anywhere and begun again: keys that are there are opened, missing ones made, and nothing counts before
the endpoint has its `timestamp.json` and the folder of keys its `root.json`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from securesystemslib.signer import CryptoSigner

from advisor_app.errors import TrustFault, UsageFault
from advisor_app.knowledge.disk import fault_of, write_whole
from advisor_app.publishing.chain import Current, read_root
from advisor_app.publishing.destination import Destination
from advisor_app.publishing.keys import (
    KDF_ROUNDS,
    LIST_NAME,
    KeyRing,
    KeyRole,
    list_keys,
    new_key,
    save_key,
    signer_for,
)
from advisor_app.publishing.memory import remember
from advisor_app.publishing.passphrases import random_passphrase, read_passphrases, slug, weakness, write_passphrases
from advisor_app.publishing.roles import ChannelKeys, initial_metadata
from advisor_app.publishing.signed import Role, path_of

ROOT_NAME = "root.json"
ROOT_HOLDERS = 3
ONLINE_HOLDER = "online"
_CHANNEL_BYTES = 16
_DEVELOPERS = ("Development one", "Development two", "Development three")
# The passphrases lie beside the keys: making guesses dear would only cost the developer time.
_DEVELOPMENT_ROUNDS = 1


class Standing(StrEnum):
    """What there is of a channel."""

    NOTHING = "nothing"
    BROKEN_OFF = "broken_off"
    COMPLETE = "complete"


class Stage(StrEnum):
    """What `begin_channel` tells about: a key made or found again, files signed, files written."""

    MADE = "made"
    FOUND = "found"
    SIGNED = "signed"
    WRITTEN = "written"


# Told (stage, whose or how many).
Told = Callable[[Stage, str], None]
# Returns the passphrase of a holder.
Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who holds the keys of a channel: three for root and releases, and those who publish content."""

    holders: tuple[str, ...]
    editors: tuple[str, ...]

    def check(self) -> None:
        """Hold the names against what a channel needs.

        Raises:
            UsageFault: not three different people, or a name that makes no folder name.
        """
        if len({slug(name) for name in self.holders}) != ROOT_HOLDERS or len(self.holders) != ROOT_HOLDERS:
            what = f"a channel needs {ROOT_HOLDERS} different people for its root"
            raise UsageFault(what=what, remedy=f"name them, --holder {ROOT_HOLDERS} times")
        if not self.editors:
            raise UsageFault(what="nobody may publish content", remedy="name an editor with --editor")
        for name in (*self.holders, *self.editors):
            if slug(name) in ("", ONLINE_HOLDER) or not name.isprintable():
                raise UsageFault(what=f"'{name}' cannot be the name of a person here", remedy="use letters and digits")

    def everybody(self) -> tuple[tuple[str, tuple[KeyRole, ...]], ...]:
        """Return each holder once, with the roles they need a key for; the publishing host last."""
        editors = {slug(name) for name in self.editors}
        needed: list[tuple[str, tuple[KeyRole, ...]]] = []
        for name in self.holders:
            own = (KeyRole.ROOT, KeyRole.APP, *((KeyRole.CONTENT,) if slug(name) in editors else ()))
            needed.append((name, own))
        holders = {slug(name) for name in self.holders}
        others = {slug(name): name for name in self.editors if slug(name) not in holders}
        needed += [(name, (KeyRole.CONTENT,)) for name in others.values()]
        return (*needed, (ONLINE_HOLDER, (KeyRole.ONLINE,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A channel that has begun: its id, its root file, its keys."""

    channel: str
    root: Path
    ring: KeyRing


def standing(folder: Path, destination: Destination) -> Standing:
    """Tell what there is already of a channel; nothing of it is ever replaced.

    Args:
        folder: the folder of keys.
        destination: the endpoint.

    Raises:
        UsageFault: folder and endpoint are not of one channel.
    """
    ring = known_ring(folder)
    live = destination.read(path_of(Role.TIMESTAMP, 1)) is not None
    first = destination.read(path_of(Role.ROOT, 1))
    if ring is None:
        if live:
            remedy = "name an empty place, or with --keys the keys of the channel that is there"
            raise UsageFault(what=f"{destination.label} holds a channel already, of other keys", remedy=remedy)
        return Standing.NOTHING
    root = folder / ROOT_NAME
    if not live:
        if root.is_file():
            what = f"the channel of {folder} has begun, but {destination.label} holds nothing of it"
            remedy = "copy the files of its endpoint there; another channel needs another folder of keys"
            raise UsageFault(what=what, remedy=remedy)
        return Standing.BROKEN_OFF
    if first is None or not _is_ours(first, ring):
        remedy = "name the endpoint of these keys, or another folder of keys"
        raise UsageFault(what=f"{destination.label} holds another channel than {folder}", remedy=remedy)
    return Standing.COMPLETE if root.is_file() else Standing.BROKEN_OFF


def known_ring(folder: Path) -> KeyRing | None:
    """Return the keys of a folder, None if there are none.

    Raises:
        InputUnreadable: a list of keys cannot be read.
    """
    if not (folder / LIST_NAME).is_file() and not any(folder.glob(f"*/{LIST_NAME}")):
        return None
    return KeyRing.open(folder)


def begin_channel(
    folder: Path,
    destination: Destination,
    people: People,
    ask: Ask,
    *,
    now: datetime,
    development: bool = False,
    rounds: int = KDF_ROUNDS,
    told: Told = lambda _stage, _what: None,
) -> Begun:
    """Make what is missing of a channel.

    Args:
        folder: where the keys go, one folder below it for each person.
        destination: the endpoint.
        people: who holds which keys.
        ask: asks for a holder's passphrase.
        now: the time (UTC).
        development: marks the root as one that no release may carry.
        rounds: cost of a guess at a passphrase.
        told: told what has been done.

    Raises:
        UsageFault: people or passphrases will not do, or folder and endpoint are not of one channel.
        InputUnreadable: a key that is there does not open.
        EnvironmentFault: disk or permission.
        TransportFault: the endpoint cannot be reached.
    """
    people.check()
    if standing(folder, destination) is Standing.COMPLETE:
        raise UsageFault(what=f"{destination.label} holds this channel already", remedy="nothing is left to do")
    ring = known_ring(folder)
    if ring is not None and (strangers := _strangers(ring, people)):
        what = f"{folder} holds keys of {', '.join(strangers)} already"
        raise UsageFault(what=what, remedy="go on with the same people, or name another folder")
    first = destination.read(path_of(Role.ROOT, 1))
    if ring is None or first is None or destination.read(path_of(Role.TIMESTAMP, 1)) is None:
        channel = ring.channel if ring is not None else secrets.token_hex(_CHANNEL_BYTES)
        maker = _Maker(folder=folder, channel=channel, now=now, rounds=rounds, told=told)
        signers = maker.keys(people, ask, ring)
        files = initial_metadata(
            _public(signers),
            [signer for own in signers.values() for signer in own],
            channel=channel,
            development=development,
            now=now,
        )
        told(Stage.SIGNED, str(len(files)))
        write_files(destination, files)
        told(Stage.WRITTEN, str(len(files)))
        first = files[path_of(Role.ROOT, 1)]
    begun = KeyRing.open(folder)
    hand_out_root(folder, first)
    remember(folder, Current.read(destination.read, first, now=now, where=destination.label))
    return Begun(channel=begun.channel, root=folder / ROOT_NAME, ring=begun)


def begin_development(cache: Path, destination: Destination, *, now: datetime, told: Told) -> Begun | None:
    """Make a channel for trying things out, without a question; None if there is one already.

    Args:
        cache: the checkout's folder of things that can be made again; nothing is written elsewhere but the endpoint.
        destination: the endpoint.
        now: the time (UTC).
        told: told what has been done.

    Raises:
        as `begin_channel`.
    """
    trust = cache / "trust"
    folder, secret = trust / "keys", trust / "passphrases.ini"
    if known_ring(folder) is not None and standing(folder, destination) is Standing.COMPLETE:
        return None
    people = People(holders=_DEVELOPERS, editors=_DEVELOPERS[:1])
    if not secret.exists():
        if known_ring(folder) is not None:
            what = f"{secret} is gone, and nothing else opens the keys beside it"
            raise UsageFault(what=what, remedy=f"delete {trust} and begin again")
        try:
            trust.mkdir(parents=True, exist_ok=True)
            write_passphrases(secret, {slug(name): random_passphrase() for name in (*_DEVELOPERS, ONLINE_HOLDER)})
        except OSError as exc:
            raise fault_of(exc, secret) from exc
    passphrases = read_passphrases(secret)
    begun = begin_channel(
        folder,
        destination,
        people,
        lambda holder: passphrases.get(slug(holder), ""),
        now=now,
        development=True,
        rounds=_DEVELOPMENT_ROUNDS,
        told=told,
    )
    write_whole(trust / ROOT_NAME, begun.root.read_bytes())
    return begun


def write_files(destination: Destination, files: dict[str, bytes]) -> None:
    """Write signed files to an endpoint in their order."""
    for path, data in files.items():
        destination.write(path, data, immutable=path != path_of(Role.TIMESTAMP, 1))


def hand_out_root(folder: Path, root: bytes) -> None:
    """Put a root beside the keys and into each holder's folder, so that all know what to trust.

    Raises:
        EnvironmentFault: disk or permission.
    """
    for own in sorted(folder.glob(f"*/{LIST_NAME}")):
        write_whole(own.parent / ROOT_NAME, root)
    write_whole(folder / ROOT_NAME, root)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Makes the keys of a channel."""

    folder: Path
    channel: str
    now: datetime
    rounds: int
    told: Told

    def keys(self, people: People, ask: Ask, ring: KeyRing | None) -> dict[KeyRole, list[CryptoSigner]]:
        """Open the keys that are there and make the others, person by person."""
        there = {(entry.role, slug(entry.holder)): entry for entry in ring.entries} if ring is not None else {}
        signers: dict[KeyRole, list[CryptoSigner]] = {role: [] for role in KeyRole}
        used: set[str] = set()
        for holder, roles in people.everybody():
            passphrase = ask(holder)
            _check_passphrase(holder, passphrase, used)
            used.add(passphrase)
            for role in roles:
                known = there.get((role, slug(holder)))
                if known is None:
                    signers[role].append(self._make(holder, role, passphrase))
                else:
                    signers[role].append(signer_for(known, passphrase))
                self.told(Stage.MADE if known is None else Stage.FOUND, f"{holder}: {role}")
        return signers

    def _make(self, holder: str, role: KeyRole, passphrase: str) -> CryptoSigner:
        key = new_key()
        entry = save_key(
            key,
            self.folder / slug(holder),
            channel=self.channel,
            role=role,
            holder=holder,
            passphrase=passphrase,
            created=self.now,
            rounds=self.rounds,
        )
        list_keys(self.folder, self.channel, [entry])
        return key


def _check_passphrase(holder: str, passphrase: str, used: Collection[str]) -> None:
    if fault := weakness(passphrase):
        raise UsageFault(what=f"the passphrase of {holder} is {fault}", remedy="choose another one")
    if passphrase in used:
        raise UsageFault(
            what=f"the passphrase of {holder} is somebody else's too", remedy="let everybody choose one of their own"
        )


def _public(signers: dict[KeyRole, list[CryptoSigner]]) -> ChannelKeys:
    return ChannelKeys(**{str(role): tuple(signer.public_key for signer in own) for role, own in signers.items()})


def _strangers(ring: KeyRing, people: People) -> list[str]:
    needed = {(role, slug(holder)) for holder, roles in people.everybody() for role in roles}
    return sorted({entry.holder for entry in ring.entries if (entry.role, slug(entry.holder)) not in needed})


def _is_ours(first: bytes, ring: KeyRing) -> bool:
    """Tell whether the first root of an endpoint was made with these keys."""
    try:
        root = read_root(first, "root").signed
    except TrustFault:
        return False
    ours = {entry.key_id for entry in ring.of(KeyRole.ROOT)}
    return ours >= set(root.get_delegated_role(Role.ROOT).keyids)
