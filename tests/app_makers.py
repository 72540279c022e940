"""Small installers for tests: they are what their names say, as far as anybody can tell without running them."""

from __future__ import annotations

import json
import lzma
import tarfile
import zipfile
from collections.abc import Collection, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

from advisor_app.installation import Installation, Package
from advisor_app.publishing.app_files import read_app_files
from advisor_app.publishing.app_release import AppNews, propose_app, upload_app
from advisor_app.publishing.rotation import finish
from advisor_app.updates.app_offer import PLATFORMS, file_name
from tests.channel import Channel

NOTES = ("Die Suche findet auch Abkürzungen.", "Der Start ist schneller.")
STAMP = "beratungskoffer/_internal/resources/stamp.json"


def installed(package: Package = Package.DEB, version: str = "0.1.0") -> Installation:
    """Return a frozen program of some version."""
    return Installation(version=version, package=package, platform=PLATFORMS.get(package, "linux"))


def make_installer(
    folder: Path,
    package: Package,
    version: str,
    *,
    channel: str = "",
    inside: str = "",
    filling: bytes = b"",
) -> Path:
    """Write an installer under its proper name.

    Args:
        folder: where to.
        package: its form.
        version: what its name tells.
        channel: the channel in its stamp, "" for none.
        inside: the version it really holds, if that is another one.
        filling: more of it, to make it another file.
    """
    stamp = json.dumps({"version": inside or version, "channel": channel}).encode()
    file = folder / file_name(package, version)
    match package:
        case Package.DEB:
            control = f"Package: beratungskoffer\nVersion: {inside or version}\nArchitecture: amd64\n".encode()
            data = b"!<arch>\n" + _ar("debian-binary", b"2.0\n")
            data += _ar("control.tar.xz", lzma.compress(_tar({"./control": control}), preset=0))
            tree = {f"./usr/lib/{STAMP}": stamp, "./usr/share/doc/filling": filling}
            data += _ar("data.tar.xz", lzma.compress(_tar(tree), preset=0))
        case Package.TAR:
            data = lzma.compress(_tar({STAMP: stamp, "beratungskoffer/filling": filling}), preset=0)
        case Package.ZIP:
            packed = BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr(STAMP, stamp)
                archive.writestr("beratungskoffer/filling", filling)
            data = packed.getvalue()
        case _:
            told = f"ProductVersion\0{inside or version}.0\0\0".encode("utf-16-le")
            data = b"MZ".ljust(60, b"\0") + (64).to_bytes(4, "little") + b"PE\0\0" + told + filling
    file.write_bytes(data)
    return file


def publish_app(  # noqa: PLR0913 (what a release may be)
    channel: Channel,
    folder: Path,
    version: str,
    *,
    packages: Collection[Package] = (Package.DEB,),
    notes: tuple[str, ...] = NOTES,
    needs: Mapping[str, str] | None = None,
    filling: bytes = b"",
    force: bool = False,
    now: datetime | None = None,
) -> None:
    """Publish a version of the app as the real publisher does, signed by two."""
    at = now or channel.now
    folder.mkdir(parents=True, exist_ok=True)
    made = [make_installer(folder, one, version, channel=channel.id, filling=filling) for one in packages]
    files = read_app_files(made)
    upload_app(channel.destination, files)
    current = channel.current(at)
    pending = propose_app(current, files, AppNews(notes=notes, **(needs or {})), now=at, force=force)
    for path, data in finish(
        current, pending.signed_by(channel.app), [channel.online], now=at, expiries=channel.expiries
    ).items():
        channel.destination.write(path, data, immutable=False)


def _ar(name: str, body: bytes) -> bytes:
    head = f"{name:16}{0:<12}{0:<6}{0:<6}{'100644':8}{len(body):<10}`\n".encode()
    return head + body + b"\n" * (len(body) % 2)


def _tar(files: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, body in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, BytesIO(body))
    return packed.getvalue()
