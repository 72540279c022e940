"""The portable archive for Linux: unpack anywhere, run, no rights needed."""

from __future__ import annotations

import io
import lzma
import re
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

from advisor_app.errors import Cancelled, InputUnreadable
from advisor_app.installation import PORTABLE_MARK
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.checksums import digest_of
from advisor_app.publishing.installers.deb import RECIPES
from advisor_app.publishing.installers.debian_needs import needs_of
from advisor_app.publishing.installers.finishing import finished
from advisor_app.publishing.installers.model import NAME, Artefact, Form, Order, Platform, StepProgress
from advisor_app.publishing.installers.templates import fill

STEP = "tar"
READ_ME = "LIESMICH.txt"
_FILTERS = (
    # Jumps in machine code become absolute addresses, which repeat: 3 % smaller.
    {"id": lzma.FILTER_X86},
    {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME},
)


def write_tar(
    program: Path,
    order: Order,
    *,
    progress: StepProgress,
    cancelled: Callable[[], bool] = lambda: False,
) -> Artefact:
    """Pack a program as a portable `tar.xz`; the same program makes the same file.

    Args:
        program: its folder, complete.
        order: what is built; the archive goes to `order.out`.
        progress: told `tar` with the bytes that are packed.
        cancelled: asked before every file.

    Raises:
        StepFailed: what it needs of the system cannot be told.
        InputUnreadable: a template is wrong.
        Cancelled: `cancelled` said so.
        EnvironmentFault: disk or permission; `DiskFull` if there is no room.
    """
    target = order.out / f"{NAME}-{order.version}-linux-x86_64.tar.xz"
    texts = _texts(program, order)
    try:
        paths = sorted(program.rglob("*"), key=lambda path: path.relative_to(program).as_posix())
        whole = sum(len(text) for text in texts.values())
        whole += sum(path.stat().st_size for path in paths if path.is_file() and not path.is_symlink())
        with finished(target) as half, lzma.open(half, "wb", check=lzma.CHECK_CRC64, filters=_FILTERS) as packed:
            done = 0
            with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
                for member, data in _members(program, paths, texts, order.stamp.epoch):
                    if cancelled():
                        raise Cancelled
                    progress(STEP, done, whole)
                    _add(archive, member, data)
                    done += member.size
        progress(STEP, whole, whole)
    except OSError as exc:
        raise fault_of(exc, target) from exc
    return Artefact(
        form=Form.TAR,
        platform=Platform.LINUX,
        file=target,
        size=target.stat().st_size,
        installed=whole,
        sha256=digest_of(target),
    )


def _texts(program: Path, order: Order) -> dict[str, bytes]:
    """Return the files that only a portable program has."""
    recipes = order.checkout / RECIPES
    needs = needs_of(program, recipes, log=order.logs / "needs.log")
    values = {
        "version": order.version,
        "knowledge_as_of": order.stamp.knowledge_as_of,
        "glibc": needs.glibc,
        "depends": ", ".join(re.sub(r" \(.*?\)", "", package).replace(" | ", " oder ") for package in needs.packages),
    }
    mark = recipes / PORTABLE_MARK
    try:
        return {PORTABLE_MARK: mark.read_bytes(), READ_ME: fill(recipes / f"{READ_ME}.in", values).encode("utf-8")}
    except OSError as exc:
        raise InputUnreadable(file=mark, place=str(exc), remedy="bring it back from the repository") from exc


def _members(
    program: Path, paths: list[Path], texts: dict[str, bytes], epoch: int
) -> Iterator[tuple[tarfile.TarInfo, Path | bytes | None]]:
    yield _member("", epoch, directory=True), None
    for name, text in sorted(texts.items()):
        member = _member(name, epoch)
        member.size = len(text)
        yield member, text
    for path in paths:
        name = path.relative_to(program).as_posix()
        if path.is_symlink():
            member = _member(name, epoch)
            member.type, member.linkname, member.mode = tarfile.SYMTYPE, str(path.readlink()), 0o777
            yield member, None
        elif path.is_dir():
            yield _member(name, epoch, directory=True), None
        else:
            member = _member(name, epoch, executable=name == NAME)
            member.size = path.stat().st_size
            yield member, path


def _member(name: str, epoch: int, *, directory: bool = False, executable: bool = False) -> tarfile.TarInfo:
    """Return an entry that says nothing of the machine it was made on."""
    member = tarfile.TarInfo(f"{NAME}/{name}" if name else NAME)
    member.mtime = epoch
    member.mode = 0o755 if directory or executable else 0o644
    member.type = tarfile.DIRTYPE if directory else tarfile.REGTYPE
    return member


def _add(archive: tarfile.TarFile, member: tarfile.TarInfo, data: Path | bytes | None) -> None:
    if isinstance(data, Path):
        with data.open("rb") as opened:
            archive.addfile(member, opened)
    else:
        archive.addfile(member, io.BytesIO(data) if data is not None else None)
