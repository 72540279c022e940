"""Private keys on disk: encrypted, never overwritten, with public data beside them.

A folder of keys holds one `*.pem` for each key and a `keys.json` with public data only. The folder of a whole channel
holds one such folder for each person, so that everyone can carry away their own, and a `keys.json` that lists all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PrivateFormat,
    load_ssh_private_key,
)
from securesystemslib.signer import CryptoSigner, Key, SSlibKey

from advisor_app.errors import EnvironmentFault, InputUnreadable, UsageFault
from advisor_app.knowledge.disk import fault_of, flush_directory, write_whole

LIST_NAME = "keys.json"
LIST_FORMAT = 1
# Rounds of bcrypt that a passphrase goes through (OpenSSH's own default is 24): about a second of one core for every
# guess, which its owner hardly notices. Of the PEM formats at hand only OpenSSH's lets one choose.
KDF_ROUNDS = 128
_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600
_SCHEME = "ed25519"
# An opened key, for those who only hand it on.
PrivateKey = CryptoSigner


class KeyRole(StrEnum):
    """What a key is for. The root keys sign the top-level targets too, the online key snapshot and timestamp."""

    ROOT = "root"
    CONTENT = "content"
    APP = "app"
    ONLINE = "online"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntry:
    """Public data of a key: id and value (hex), role, who holds it, its file, the ISO day it was made.

    The file may not be there: its holder has carried it away.
    """

    key_id: str
    public: str
    role: KeyRole
    holder: str
    file: Path
    created: str

    @property
    def present(self) -> bool:
        """Return whether the private key lies here."""
        return self.file.is_file()

    def key(self) -> Key:
        """Return the public key as signed metadata names it."""
        return SSlibKey(self.key_id, _SCHEME, _SCHEME, {"public": self.public})

    def document(self, folder: Path) -> dict[str, str]:
        """Return it as `keys.json` of a folder lists it."""
        return {
            "key_id": self.key_id,
            "public": self.public,
            "role": str(self.role),
            "holder": self.holder,
            "file": Path(os.path.relpath(self.file, folder)).as_posix(),
            "created": self.created,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """The keys that are known in some folders. `channel` is the id of the channel they were made for."""

    channel: str
    entries: tuple[KeyEntry, ...]

    @classmethod
    def open(cls, *folders: Path) -> KeyRing:
        """Read what keys there are in folders and in the folders directly below them.

        Raises:
            InputUnreadable: a list of keys cannot be read, none is there, or they are of several channels.
        """
        found: dict[tuple[str, KeyRole], KeyEntry] = {}
        channels: dict[str, Path] = {}
        for folder in folders:
            for place in (folder / LIST_NAME, *sorted(folder.glob(f"*/{LIST_NAME}"))):
                if place.is_file():
                    channel, entries = _read_list(place)
                    channels.setdefault(channel, place)
                    for entry in entries:
                        known = found.get((entry.key_id, entry.role))
                        if known is None or not known.present:
                            found[entry.key_id, entry.role] = entry
        if not channels:
            place = folders[0] if folders else Path()
            remedy = "name a folder that 'advisor-admin keys init' made, with --keys"
            raise InputUnreadable(file=place, place=f"there is no {LIST_NAME}", remedy=remedy)
        if len(channels) > 1:
            remedy = "name folders of one channel only"
            raise InputUnreadable(file=list(channels.values())[1], place="keys of another channel", remedy=remedy)
        return cls(channel=next(iter(channels)), entries=tuple(found.values()))

    def of(self, role: KeyRole) -> tuple[KeyEntry, ...]:
        """Return the keys of a role, in the order in which they were made."""
        return tuple(entry for entry in self.entries if entry.role is role)

    def present(self, key_ids: Iterable[str]) -> tuple[KeyEntry, ...]:
        """Return those of some keys whose private key lies here."""
        wanted = frozenset(key_ids)
        return tuple(entry for entry in self.entries if entry.key_id in wanted and entry.present)

    def holder(self, key_id: str) -> str:
        """Return who holds a key, "" if nobody here knows."""
        return next((entry.holder for entry in self.entries if entry.key_id == key_id), "")


def new_key() -> CryptoSigner:
    """Draw a new Ed25519 key; it lives in memory only."""
    return CryptoSigner(Ed25519PrivateKey.generate())


def id_of(key: Key) -> str:
    """Return the id that a public key must go by: the hash of its value; "" for a key of another kind than ours."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(str(key.keyval["public"])))
    except (KeyError, ValueError):
        return ""
    return SSlibKey.from_crypto(public).keyid


def save_key(
    key: CryptoSigner,
    folder: Path,
    *,
    channel: str,
    role: KeyRole,
    holder: str,
    passphrase: str,
    created: datetime,
    rounds: int = KDF_ROUNDS,
) -> KeyEntry:
    """Write a new key, encrypted, and list it.

    Args:
        key: the key.
        folder: its holder's folder; made if it is not there, readable by its owner only.
        channel: the channel's id.
        role: what the key is for.
        holder: who holds it.
        passphrase: what it is encrypted with.
        created: when it was made.
        rounds: cost of a guess at the passphrase.

    Raises:
        UsageFault: there is such a file already; it stays as it is.
        EnvironmentFault: disk or permission.
    """
    public = key.public_key
    file = folder / f"{role}-{public.keyid[:8]}.pem"
    entry = KeyEntry(
        key_id=public.keyid,
        public=public.keyval["public"],
        role=role,
        holder=holder,
        file=file,
        created=created.date().isoformat(),
    )
    data = _encrypted(key, passphrase, rounds, file)
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        write_private(file, data)
        flush_directory(folder)
    except FileExistsError as exc:
        raise UsageFault(what=f"{file} exists and is never overwritten", remedy="name another folder") from exc
    except OSError as exc:
        raise fault_of(exc, file) from exc
    list_keys(folder, channel, [entry])
    return entry


def list_keys(folder: Path, channel: str, entries: Sequence[KeyEntry]) -> None:
    """Add keys to the list of a folder.

    Raises:
        InputUnreadable: the list that is there cannot be read or is of another channel.
        EnvironmentFault: disk or permission.
    """
    place = folder / LIST_NAME
    listed: dict[tuple[str, KeyRole], KeyEntry] = {}
    if place.is_file():
        known, there = _read_list(place)
        if known != channel:
            remedy = "name an empty folder; each channel has a folder of its own"
            raise InputUnreadable(file=place, place="keys of another channel", remedy=remedy)
        listed = {(entry.key_id, entry.role): entry for entry in there}
    listed |= {(entry.key_id, entry.role): entry for entry in entries}
    keys = [entry.document(folder) for entry in listed.values()]
    document = {"format": LIST_FORMAT, "channel": channel, "keys": keys}
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as exc:
        raise fault_of(exc, folder) from exc
    write_whole(place, (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())


def signer_for(entry: KeyEntry, passphrase: str) -> CryptoSigner:
    """Open a private key.

    Raises:
        InputUnreadable: the passphrase is wrong, or the file is damaged, not encrypted or another key than was listed.
        EnvironmentFault: the file cannot be read.
    """
    try:
        data = entry.file.read_bytes()
    except FileNotFoundError as exc:
        remedy = f"ask {entry.holder} for it; name the folder it lies in with --keys"
        raise InputUnreadable(file=entry.file, place="the key is not here", remedy=remedy) from exc
    except OSError as exc:
        raise fault_of(exc, entry.file) from exc
    try:
        # Nothing at all would count as not having been asked for a passphrase; no key opens with a NUL either.
        private = load_ssh_private_key(data, passphrase.encode() or b"\0")
    except UnsupportedAlgorithm as exc:
        raise _no_bcrypt(entry.file) from exc
    except TypeError as exc:
        remedy = "a plain key counts as stolen: replace it with 'advisor-admin keys rotate'"
        raise InputUnreadable(file=entry.file, place="the key is not encrypted", remedy=remedy) from exc
    except ValueError as exc:
        remedy = "type it again; a lost one cannot be recovered, 'advisor-admin keys rotate' replaces the key"
        place = f"the passphrase of {entry.holder} does not open it, or the file is damaged"
        raise InputUnreadable(file=entry.file, place=place, remedy=remedy) from exc
    signer = CryptoSigner(private) if isinstance(private, Ed25519PrivateKey) else None
    if signer is None or signer.public_key.keyval["public"] != entry.public:
        remedy = f"bring back the file that {LIST_NAME} was written with"
        raise InputUnreadable(file=entry.file, place=f"holds another key than {LIST_NAME} says", remedy=remedy)
    return signer


def write_private(file: Path, data: bytes) -> None:
    """Write a new file that only its owner can read, flushed to the disk.

    Raises:
        OSError: it exists already, or the disk refused; nothing is left then.
    """
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _PRIVATE_FILE)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        file.unlink(missing_ok=True)
        raise


def _encrypted(key: CryptoSigner, passphrase: str, rounds: int, file: Path) -> bytes:
    # CryptoSigner gives its key away in plain PEM only; it never leaves memory here.
    private = key._private_key  # noqa: SLF001
    try:
        encryption = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(rounds).build(passphrase.encode())
        data: bytes = private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, encryption)
    except UnsupportedAlgorithm as exc:
        raise _no_bcrypt(file) from exc
    return data


def _no_bcrypt(file: Path) -> EnvironmentFault:
    reason = "encrypted keys need the package bcrypt"
    return EnvironmentFault(
        path=file, reason=reason, remedy="install the admin packages: pip install beratungskoffer[admin]"
    )


def _read_list(place: Path) -> tuple[str, list[KeyEntry]]:
    """Read a list of keys.

    Raises:
        InputUnreadable: this is none.
        EnvironmentFault: it cannot be read.
    """
    try:
        document: Any = json.loads(place.read_bytes())
        if document["format"] != LIST_FORMAT:
            remedy = "use the version of advisor-admin that wrote it, or a newer one"
            raise InputUnreadable(file=place, place=f"format {document['format']}", remedy=remedy)
        entries = [_entry(place.parent, one) for one in document["keys"]]
        return str(document["channel"]), entries
    except OSError as exc:
        raise fault_of(exc, place) from exc
    except (ValueError, KeyError, TypeError) as exc:
        remedy = "bring back the file from its copy; it holds public data only"
        raise InputUnreadable(file=place, place="is no list of keys", remedy=remedy) from exc


def _entry(folder: Path, document: Any) -> KeyEntry:
    public = str(document["public"])
    key = SSlibKey(str(document["key_id"]), _SCHEME, _SCHEME, {"public": public})
    if id_of(key) != key.keyid:
        raise ValueError(public)
    return KeyEntry(
        key_id=key.keyid,
        public=public,
        role=KeyRole(document["role"]),
        holder=str(document["holder"]),
        file=folder / str(document["file"]),
        created=str(document["created"]),
    )
