"""A new version of the app at an endpoint: its installers uploaded first, then a change that several people sign.

The role `app` needs two of three keys that are never in one place, so what is proposed here travels as a `Pending` like
a change of keys. It names the installers by hash; before it is published they are read back from the endpoint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tuf.api.metadata import Metadata, TargetFile, Targets

from advisor_app.errors import InputUnreadable, UsageFault
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.app_files import AppFile
from advisor_app.publishing.chain import Current, PackFile, Read
from advisor_app.publishing.destination import Destination
from advisor_app.publishing.paths import hashed_path, read_target
from advisor_app.publishing.pending import Pending
from advisor_app.publishing.refusal import PublishRefused
from advisor_app.publishing.release import StepProgress, unheard
from advisor_app.publishing.roles import MANUAL, Expiries
from advisor_app.publishing.signed import Role, encode, next_version
from advisor_app.updates.app_offer import MAX_NOTE, MAX_NOTES, AppOffer, is_newer, is_note, is_version

_MAX_BYTES = 200_000
_PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppUploaded:
    """What an upload of installers did: files and bytes written, files that were there already."""

    files: int
    bytes: int
    skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppNews:
    """What is told about a version: lines of German for the users, and what its machines need ("" for nothing)."""

    notes: tuple[str, ...]
    glibc: str = ""
    min_windows: str = ""

    def custom(self, file: AppFile, day: str) -> dict[str, Any]:
        """Return what is signed about an installer on an ISO day."""
        needs = {"glibc": self.glibc} if file.platform == "linux" else {"min_windows": self.min_windows}
        told = {"version": file.version, _PUBLISHED: day, "notes": list(self.notes)}
        return told | {name: needed for name, needed in needs.items() if needed}


def read_notes(file: Path) -> tuple[str, ...]:
    """Read what is new: a line each, empty ones and list marks left out.

    Raises:
        InputUnreadable: there is nothing in it, or something that cannot be told as lines of text.
        EnvironmentFault: it cannot be read.
    """
    try:
        with file.open("rb") as data:
            text = data.read(_MAX_BYTES + 1).decode("utf-8-sig")
    except OSError as exc:
        raise fault_of(exc, file, remedy="name a text file that tells what is new, a line each") from exc
    except UnicodeDecodeError as exc:
        raise InputUnreadable(file=file, place="it is no UTF-8 text", remedy="save it as UTF-8") from exc
    lines = [line.strip().removeprefix("- ").removeprefix("* ").strip() for line in text.splitlines()]
    notes = tuple(line for line in lines if line)
    wrong = next((number for number, line in enumerate(lines, 1) if line and not is_note(line)), 0)
    if wrong:
        remedy = f"write at most {MAX_NOTE} printable characters in a line"
        raise InputUnreadable(file=file, place=f"line {wrong}", remedy=remedy)
    if not notes or len(notes) > MAX_NOTES:
        raise InputUnreadable(file=file, place=f"{len(notes)} lines", remedy=f"write 1 to {MAX_NOTES} lines")
    return notes


def published_version(current: Current, name: str) -> str:
    """Return the version that is signed under a target name, "" for none."""
    target = current.app.signed.targets.get(name)
    version = (target.custom or {}).get("version", "") if target is not None else ""
    return version if isinstance(version, str) else ""


def is_published(current: Current, files: Mapping[str, AppFile], news: AppNews) -> bool:
    """Tell whether exactly these installers, and this about them, are what is signed now."""
    return _are_named(current.app, files, news)


def are_proposed(pending: Pending, files: Mapping[str, AppFile], news: AppNews) -> bool:
    """Tell whether a change that waits says exactly this about exactly these installers."""
    return set(pending.files) == {Role.APP} and _are_named(pending.file(Role.APP), files, news)


def propose_app(
    current: Current,
    files: Mapping[str, AppFile],
    news: AppNews,
    *,
    now: datetime,
    expiries: Expiries = MANUAL,
    force: bool = False,
) -> Pending:
    """Return the change that makes installers the newest of their forms; other forms stay as they are.

    Args:
        current: the verified state.
        files: target name -> installer.
        news: what is told about them.
        now: the time (UTC).
        expiries: how long signatures hold.
        force: also a version that is not higher than the published one; devices that saw the higher one refuse it.

    Raises:
        PublishRefused: an installer trusts another channel, or its version is not higher than the published one.
        UsageFault: what is told makes no sense to clients.
    """
    for name, file in files.items():
        if file.channel and file.channel != current.channel:
            what = f"{file.file.name} trusts channel {file.channel[:8]}, this is {current.channel[:8]}"
            raise PublishRefused(what=what, remedy="build it with the root of this channel: its updates would end")
        known = published_version(current, name)
        if known and not is_newer(file.version, known) and not force:
            what = f"{name}: version {known} is published, {file.version} is not higher"
            raise PublishRefused(
                what=what, remedy="raise the version and build anew; --force publishes it all the same"
            )
    app = next_version(current.app, expiries.until(Role.APP, now))
    app.signed.targets = {**app.signed.targets, **{name: _target(file, news, now) for name, file in files.items()}}
    return Pending.begun(current, {Role.APP: encode(app)}, now)


def upload_app(
    destination: Destination, files: Mapping[str, AppFile], *, progress: StepProgress = unheard
) -> AppUploaded:
    """Bring installers to an endpoint under names that hold their hash; clients see nothing of it yet.

    Broken off, it is run again: what is there, byte for byte, is not written again.

    Args:
        destination: where to.
        files: target name -> installer.
        progress: told ("upload", bytes done, bytes in all).

    Raises:
        InputUnreadable: a file changed since it was looked at.
        TransportFault: the place cannot be reached; EnvironmentFault where it is a folder.
    """
    whole = sum(file.length for file in files.values())
    sent = size = skipped = done = 0
    progress("upload", 0, whole)
    for name, file in sorted(files.items()):
        if _is_there(destination, name, file.published):
            skipped += 1
        else:
            destination.write(hashed_path(name, file.sha256), _bytes_of(file), immutable=True)
            sent += 1
            size += file.length
        done += file.length
        progress("upload", done, whole)
    return AppUploaded(files=sent, bytes=size, skipped=skipped)


def check_uploaded(read: Read, pending: Pending, where: str) -> None:
    """Read the installers that a change brings back from the endpoint: clients would be told of what is not there.

    Raises:
        PublishRefused: one is missing or not the one that was signed.
    """
    if Role.APP not in pending.files:
        return
    before = pending.old(Role.APP).signed.targets
    for name, target in pending.file(Role.APP).signed.targets.items():
        if name in before and before[name].hashes == target.hashes:
            continue
        pack = PackFile(length=target.length, sha256=target.hashes.get("sha256", ""))
        data = read(hashed_path(name, pack.sha256))
        if data is None or len(data) != pack.length or hashlib.sha256(data).hexdigest() != pack.sha256:
            state = "is not there" if data is None else "is not the file that was signed"
            raise PublishRefused(
                what=f"{where}: {name} of version {(target.custom or {}).get('version', '?')} {state}",
                remedy="run 'advisor-admin installer publish' once more with the same files and the same --out",
            )


def damaged_installers(current: Current, read: Read) -> tuple[str, ...]:
    """Return the target names of signed installers whose file is missing or altered at the endpoint."""
    return tuple(
        name
        for name, pack in current.installers().items()
        if (data := read(hashed_path(name, pack.sha256))) is None
        or len(data) != pack.length
        or hashlib.sha256(data).hexdigest() != pack.sha256
    )


def installers_for(current: Current, read: Read, platform: str) -> dict[str, bytes]:
    """Return endpoint path -> bytes of the installers of a platform.

    Raises:
        UsageFault: none is published.
        ContentMismatch: one is missing or not the signed one.
    """
    wanted = {name: pack for name, pack in current.installers().items() if name.startswith(f"app/{platform}-")}
    if not wanted:
        remedy = "publish one with 'advisor-admin installer publish', or leave out --with-app"
        raise UsageFault(what=f"{current.where}: no installer for {platform} is published", remedy=remedy)
    return {
        hashed_path(name, pack.sha256): read_target(read, name, pack, current.where) for name, pack in wanted.items()
    }


def _target(file: AppFile, news: AppNews, now: datetime) -> TargetFile:
    custom = news.custom(file, now.date().isoformat())
    try:
        # What clients would pass over is refused here.
        AppOffer.signed(file.package, file.length, file.sha256, custom)
        wrong = next((needed for needed in (news.glibc, news.min_windows) if needed and not is_version(needed)), "")
        if wrong:
            raise ValueError(wrong)  # noqa: TRY301 (told like all that makes no sense)
    except ValueError as exc:
        what = f"{file.file.name}: clients would not take it: {exc}"
        raise UsageFault(what=what, remedy="mend notes and requirements") from exc
    return TargetFile(file.length, {"sha256": file.sha256}, file.target, {"custom": custom})


def _are_named(metadata: Metadata[Targets], files: Mapping[str, AppFile], news: AppNews) -> bool:
    """Tell whether files and news are signed; on which day that was is no difference."""

    def is_named(target: TargetFile | None, file: AppFile) -> bool:
        if target is None or (target.length, target.hashes.get("sha256")) != (file.length, file.sha256):
            return False
        said = target.custom or {}
        return bool(said == {**news.custom(file, ""), _PUBLISHED: said.get(_PUBLISHED)})

    return bool(files) and all(is_named(metadata.signed.targets.get(name), file) for name, file in files.items())


def _is_there(destination: Destination, name: str, pack: PackFile) -> bool:
    path = hashed_path(name, pack.sha256)
    if destination.size(path) != pack.length:
        return False
    data = destination.read(path)
    return data is not None and hashlib.sha256(data).hexdigest() == pack.sha256


def _bytes_of(file: AppFile) -> bytes:
    try:
        data = file.file.read_bytes()
    except OSError as exc:
        raise fault_of(exc, file.file) from exc
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise InputUnreadable(file=file.file, place="it changed meanwhile", remedy="begin again once it is finished")
    return data
