"""Finished installers as they are about to be published: which form of which version a file is, and whether it is that.

A file is believed only as far as it can be read here: the Debian package tells its own version, archives and the
package hold the program's stamp. Of a `setup.exe` nothing but its resources can be read without running it.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import zstandard

from advisor_app.errors import InputUnreadable, UsageFault
from advisor_app.installation import STAMP, Package
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.chain import PackFile
from advisor_app.publishing.installers.checksums import NAME as CHECKSUMS
from advisor_app.updates.app_offer import PLATFORMS, package_of, version_key
from advisor_app.updates.format import APP_TARGETS

_BLOCK = 1 << 20
_MAX_STAMP = 100_000
_SBOM = ".cdx.json"
_STAMP_PLACE = f"_internal/resources/{STAMP}"
_DAMAGE = (tarfile.TarError, zipfile.BadZipFile, lzma.LZMAError, zlib.error, zstandard.ZstdError, EOFError, ValueError,
           KeyError, NotImplementedError, RuntimeError)  # fmt: skip
_AR_HEADER = 60
_PRODUCT_VERSION = re.compile(
    "ProductVersion\0".encode("utf-16-le") + rb"(?:\0\0)*" + rb"((?:[0-9.]\0){3,40})\0\0", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppFile:
    """An installer that is to be published.

    `channel` is the update channel of the root inside it, "" where that cannot be read.
    """

    package: Package
    version: str
    file: Path
    length: int
    sha256: str
    channel: str = ""

    @property
    def target(self) -> str:
        """Return the name under which it is signed."""
        return APP_TARGETS[self.package]

    @property
    def platform(self) -> str:
        """Return what it runs on."""
        return PLATFORMS[self.package]

    @property
    def published(self) -> PackFile:
        """Return it as a file of an endpoint."""
        return PackFile(length=self.length, sha256=self.sha256)


def read_app_files(files: Iterable[Path]) -> dict[str, AppFile]:
    """Recognise installers and check each; what a build writes beside them (checksums, SBOM) is passed over.

    Returns:
        Target name -> installer.

    Raises:
        UsageFault: there is none, two are the same form, or their versions differ.
        InputUnreadable: one is not what its name says.
        EnvironmentFault: one cannot be read.
    """
    found: dict[str, AppFile] = {}
    for file in files:
        if file.name == CHECKSUMS or file.name.endswith(_SBOM):
            continue
        one = read_app_file(file)
        if one.target in found:
            what = f"{file.name} and {found[one.target].file.name} are the same form"
            raise UsageFault(what=what, remedy="name one file of each form")
        found[one.target] = one
    versions = sorted({one.version for one in found.values()}, key=version_key)
    if not versions:
        raise UsageFault(
            what="no installer is named", remedy="name the files that 'advisor-admin installer build' made"
        )
    if len(versions) > 1:
        raise UsageFault(what=f"these are versions {' and '.join(versions)}", remedy="publish one version at a time")
    return found


def read_app_file(file: Path) -> AppFile:
    """Recognise one installer by its name and check that it is what the name says.

    Raises:
        InputUnreadable: it is not.
        EnvironmentFault: it cannot be read.
    """
    told = package_of(file.name)
    if told is None:
        remedy = "name a file as 'advisor-admin installer build' wrote it, under its own name"
        raise InputUnreadable(file=file, place="no installer is called so", remedy=remedy)
    package, version = told
    with _told(file), file.open("rb") as data:
        inside = _READERS[package](data)
        own = inside.get("version", "")
        if own and version_key(own) != version_key(version):
            raise _unfit(file, f"it holds version {own}")
        if not own and package is not Package.SETUP:
            raise _unfit(file, "it does not say which version it holds")
        length, sha256 = _measured(data)
    if _listed(file).get(file.name, sha256) != sha256:
        raise _unfit(file, f"it is not the file that {CHECKSUMS} beside it names")
    return AppFile(
        package=package, version=version, file=file, length=length, sha256=sha256, channel=inside.get("channel", "")
    )


def _of_deb(data: IO[bytes]) -> dict[str, str]:
    """Return what a Debian package says of itself: its control file and the stamp of the program in it."""
    members = dict(_ar_members(data))
    control = next((body for name, body in members.items() if name.startswith("control.tar")), None)
    tree = next((body for name, body in members.items() if name.startswith("data.tar")), None)
    if control is None or tree is None:
        raise ValueError("it is no Debian package")
    text = next((body for name, body in _tar_files(control, {"control"})), b"").decode()
    fields = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line and not line.startswith(" "))
    stamp = _stamp(body for _name, body in _tar_files(tree, {STAMP}))
    # What follows the last hyphen counts builds of the same version.
    own = fields.get("Version", "").rpartition("-")[0] or fields.get("Version", "")
    if stamp.get("version", own) != own:
        raise ValueError(f"its control file says {own}, the program in it {stamp['version']}")
    return {**stamp, "version": own}


def _of_tar(data: IO[bytes]) -> dict[str, str]:
    return _stamp(body for _name, body in _tar_files(data.read(), {STAMP}))


def _of_zip(data: IO[bytes]) -> dict[str, str]:
    with zipfile.ZipFile(data) as archive:
        damaged = archive.testzip()
        if damaged is not None:
            raise ValueError(f"{damaged} is damaged")
        names = [info for info in archive.infolist() if info.filename.endswith(_STAMP_PLACE)]
        return _stamp(archive.read(info) for info in names if info.file_size <= _MAX_STAMP)


def _of_setup(data: IO[bytes]) -> dict[str, str]:
    """Return the version in the resources of a Windows program, nothing if it has none."""
    head = data.read(_BLOCK)
    start = int.from_bytes(head[60:64], "little")
    if not head.startswith(b"MZ") or head[start : start + 4] != b"PE\0\0":
        raise ValueError("it is no Windows program")
    found = _PRODUCT_VERSION.search(head)
    return {"version": found[1].decode("utf-16-le").strip(".")} if found else {}


_READERS = {Package.DEB: _of_deb, Package.TAR: _of_tar, Package.ZIP: _of_zip, Package.SETUP: _of_setup}


def _ar_members(data: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    if data.read(8) != b"!<arch>\n":
        raise ValueError("it is no Debian package")
    while head := data.read(_AR_HEADER):
        size = int(head[48:58])
        body = data.read(size)
        if len(body) != size:
            raise ValueError("it was cut off")
        yield head[:16].decode().strip().rstrip("/"), body
        data.read(size % 2)


def _tar_files(packed: bytes, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the small files of these names, after reading the archive to its very end: a cut one must not pass."""
    stream = _unpacked(packed)
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        found = []
        for member in archive:
            if member.isfile() and member.name.rpartition("/")[2] in wanted and member.size <= _MAX_STAMP:
                file = archive.extractfile(member)
                found.append((member.name, file.read() if file is not None else b""))
    while stream.read(_BLOCK):
        continue
    yield from (one for one in found if not one[0].endswith(STAMP) or one[0].endswith(_STAMP_PLACE))


def _unpacked(packed: bytes) -> IO[bytes]:
    if packed.startswith(b"\x28\xb5\x2f\xfd"):
        return zstandard.ZstdDecompressor().stream_reader(BytesIO(packed))
    if packed.startswith(b"\xfd7zXZ"):
        return lzma.open(BytesIO(packed))
    if packed.startswith(b"\x1f\x8b"):
        return BytesIO(zlib.decompress(packed, wbits=31))
    return BytesIO(packed)


def _stamp(bodies: Iterable[bytes]) -> dict[str, str]:
    """Return what the program's stamp says, nothing if there is none."""
    for body in bodies:
        document: Any = json.loads(body)
        if isinstance(document, Mapping):
            return {key: value for key, value in document.items() if isinstance(value, str)}
    return {}


def _measured(data: IO[bytes]) -> tuple[int, str]:
    data.seek(0)
    digest, length = hashlib.sha256(), 0
    while block := data.read(_BLOCK):
        digest.update(block)
        length += len(block)
    return length, digest.hexdigest()


def _listed(file: Path) -> dict[str, str]:
    """Return name -> SHA-256 as listed beside a file, nothing where there is no list."""
    beside = file.with_name(CHECKSUMS)
    try:
        lines = beside.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as exc:
        raise InputUnreadable(file=beside, place="it cannot be read", remedy="mend it or remove it") from exc
    return {name.lstrip(" *"): sha256 for sha256, _, name in (line.partition(" ") for line in lines)}


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise fault_of(exc, file, remedy="name the files that 'advisor-admin installer build' made") from exc
    except _DAMAGE as exc:
        raise _unfit(file, " ".join(str(exc).split()) or "it is damaged") from exc


def _unfit(file: Path, why: str) -> InputUnreadable:
    return InputUnreadable(file=file, place=why, remedy="build it anew, or name it as it is")
