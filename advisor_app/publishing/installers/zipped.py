"""The portable archive for Windows: unpack anywhere, run, no rights needed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from advisor_app.errors import Cancelled, InputUnreadable
from advisor_app.installation import PORTABLE_MARK
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.checksums import digest_of
from advisor_app.publishing.installers.finishing import finished
from advisor_app.publishing.installers.model import NAME, Artefact, Form, Order, Platform, StepProgress
from advisor_app.publishing.installers.templates import fill

STEP = "zip"
READ_ME = "LIESMICH.txt"
RECIPES = Path("build", "installer", "windows")
# Entries say that they come from Windows, whatever they were packed on.
_FROM_WINDOWS = 0
_LEVEL = 9


def write_zip(
    program: Path,
    order: Order,
    *,
    progress: StepProgress,
    cancelled: Callable[[], bool] = lambda: False,
) -> Artefact:
    """Pack a program as a portable zip; the same program makes the same file.

    Args:
        program: its folder, complete.
        order: what is built; the archive goes to `order.out`.
        progress: told `zip` with the bytes that are packed.
        cancelled: asked before every file.

    Raises:
        InputUnreadable: a template is missing or wrong.
        Cancelled: `cancelled` said so.
        EnvironmentFault: disk or permission; `DiskFull` if there is no room.
    """
    target = order.out / f"{NAME}-{order.version}-windows-x86_64.zip"
    members: dict[str, Path | bytes] = dict(_texts(order))
    try:
        members |= {path.relative_to(program).as_posix(): path for path in program.rglob("*") if path.is_file()}
        sizes = {name: _size(content) for name, content in members.items()}
        whole = sum(sizes.values())
        done = 0
        with (
            finished(target) as half,
            zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive,
        ):
            for name in sorted(members):
                if cancelled():
                    raise Cancelled
                progress(STEP, done, whole)
                content = members[name]
                data = content if isinstance(content, bytes) else content.read_bytes()
                archive.writestr(_entry(name, order.stamp.epoch), data, zipfile.ZIP_DEFLATED, _LEVEL)
                done += sizes[name]
        progress(STEP, whole, whole)
        size = target.stat().st_size
    except OSError as exc:
        raise fault_of(exc, target) from exc
    return Artefact(
        form=Form.ZIP, platform=Platform.WINDOWS, file=target, size=size, installed=whole, sha256=digest_of(target)
    )


def _texts(order: Order) -> dict[str, bytes]:
    """Return the files that only a portable program has, with the line ends of Windows."""
    recipes = order.checkout / RECIPES
    mark = recipes / PORTABLE_MARK
    values = {"version": order.version, "knowledge_as_of": order.stamp.knowledge_as_of}
    try:
        texts = {PORTABLE_MARK: mark.read_text(encoding="utf-8"), READ_ME: fill(recipes / f"{READ_ME}.in", values)}
    except (OSError, UnicodeDecodeError) as exc:
        raise InputUnreadable(file=mark, place=str(exc), remedy="bring it back from the repository") from exc
    return {name: text.replace("\n", "\r\n").encode("utf-8") for name, text in texts.items()}


def _size(content: Path | bytes) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _entry(name: str, epoch: int) -> zipfile.ZipInfo:
    """Return an entry that says nothing of the machine it was made on."""
    moment = datetime.fromtimestamp(epoch, UTC)
    entry = zipfile.ZipInfo(f"{NAME}/{name}", moment.timetuple()[:6])
    entry.create_system = _FROM_WINDOWS
    entry.external_attr = 0
    return entry
