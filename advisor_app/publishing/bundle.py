"""One file for the USB stick: the tree of an endpoint in a stored zip, every byte verified while it is written."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from advisor_app.errors import ContentMismatch, MaterialExpired, SignatureWrong, UsageFault
from advisor_app.knowledge.disk import write_whole
from advisor_app.publishing.app_release import installers_for
from advisor_app.publishing.chain import Current, Read, follow_root, read_root
from advisor_app.publishing.paths import hashed_path, read_target
from advisor_app.publishing.release import read_records
from advisor_app.publishing.signed import Role, path_of
from advisor_app.publishing.upkeep import Readable
from advisor_app.updates.format import HISTORY, SNAPSHOT

SUFFIX = ".kbz"
# Zips know no time zone and nothing before 1980; the same state gives the same file.
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """What a bundle holds: content version, ISO day of the knowledge, records, the ISO day until which it is fresh."""

    path: Path
    version: int
    as_of: str
    records: int
    valid_until: str
    files: int
    bytes: int


def write_bundle(endpoint: Readable, trusted_root: bytes, path: Path, *, now: datetime, with_app: str = "") -> Bundled:
    """Write a bundle of what an endpoint holds now.

    Args:
        endpoint: where it comes from.
        trusted_root: the root the channel is known by.
        path: the file, replaced in one step.
        now: the time (UTC).
        with_app: `linux` or `windows`: put the installers of the app for that platform onto it as well.

    Raises:
        UsageFault: the file's name will not do, there is no content yet, or no installer for the platform.
        MaterialExpired: a signature has expired: clients would refuse it.
        TrustFault: something is not what was signed.
        TransportFault: the endpoint cannot be reached.
        EnvironmentFault: disk or permission.
    """
    if path.suffix != SUFFIX:
        raise UsageFault(what=f"{path} is no name for a bundle", remedy=f"let it end in {SUFFIX}")
    if not path.parent.is_dir():
        raise UsageFault(what=f"{path.parent} is not a folder", remedy="name an existing one with --out")
    current = Current.read(endpoint.read, trusted_root, now=now, where=endpoint.label)
    _refuse_expired(current)
    packs = current.packs()
    whole = packs.get(SNAPSHOT)
    if whole is None or whole.info is None:
        raise UsageFault(what=f"{endpoint.label} has no content yet", remedy="publish something first")
    files = {**_roots(endpoint.read, trusted_root, current), **_metadata(endpoint.read, current)}
    for name, pack in packs.items():
        if name != HISTORY:
            files[hashed_path(name, pack.sha256)] = read_target(endpoint.read, name, pack, endpoint.label)
    if with_app:
        files.update(installers_for(current, endpoint.read, with_app))
    read_records(current, files.get)
    # What is written is read once more as a client would: nothing but the bundle itself.
    Current.read(files.get, trusted_root, now=now, where=str(path))
    data = _zip(files)
    write_whole(path, data)
    return Bundled(
        path=path,
        version=whole.info.to,
        as_of=whole.info.as_of,
        records=whole.info.n,
        valid_until=min(current.expires(role) for role in Role).date().isoformat(),
        files=len(files),
        bytes=len(data),
    )


def _refuse_expired(current: Current) -> None:
    for role in current.expired:
        day = current.expires(role).date().isoformat()
        raise MaterialExpired(where=current.where, role=str(role), expired_on=day, reason="clients would refuse it")


def _roots(read: Read, trusted_root: bytes, current: Current) -> dict[str, bytes]:
    """Return all roots from the first one on: a client may know any of them.

    Raises:
        ContentMismatch: one of them is missing.
        SignatureWrong: they do not lead to the one that is trusted here.
    """
    files: dict[str, bytes] = {}
    root = None
    for version in range(1, current.version(Role.ROOT) + 1):
        path = path_of(Role.ROOT, version)
        data = read(path)
        if data is None:
            raise ContentMismatch(where=f"{current.where}: {path}", reason="is missing")
        place = f"{current.where}: {path}"
        root = read_root(data, place) if root is None else follow_root(root, data, place)
        files[path] = data
    trusted = path_of(Role.ROOT, read_root(trusted_root, "root").signed.version)
    if files.get(trusted) != trusted_root:
        raise SignatureWrong(where=f"{current.where}: {trusted}", reason="is not the root that is trusted here")
    return files


def _metadata(read: Read, current: Current) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for role in (Role.TARGETS, Role.CONTENT, Role.APP, Role.SNAPSHOT, Role.TIMESTAMP):
        path = path_of(role, current.version(role))
        data = read(path)
        if data is None:
            raise ContentMismatch(where=f"{current.where}: {path}", reason="is missing")
        files[path] = data
    return files


def _zip(files: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as bundle:
        for path, data in files.items():
            bundle.writestr(zipfile.ZipInfo(path, _TIME), data)
    return packed.getvalue()
