"""The Debian package: the program below /usr/lib, what desktops want to know about it, and no maintainer scripts.

Menus, file types and icons are taken up by triggers of the packages that keep them. Everything has the time of the
stamp and belongs to root, so that the same program makes the same package.
"""

from __future__ import annotations

import configparser
import gzip
import hashlib
import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from advisor_app.errors import Cancelled, InputUnreadable
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.checksums import digest_of
from advisor_app.publishing.installers.debian_needs import needs_of
from advisor_app.publishing.installers.finishing import finished, full_disk_is_told, settle
from advisor_app.publishing.installers.licences import FOLDER, OVERVIEW
from advisor_app.publishing.installers.model import NAME, Artefact, Form, Order, Platform, StepProgress
from advisor_app.publishing.installers.parts import INSIDE
from advisor_app.publishing.installers.steps import need_programs, run_step
from advisor_app.publishing.installers.templates import fill

STEP = "deb"
RECIPES = Path("build", "installer", "linux")
ALIAS = "advisor-app"
_LIB = Path("usr", "lib", NAME)
_DOCUMENTS = Path("usr", "share", "doc", NAME)
# Measured: `xz -9e` in one block, as small as it gets.
_COMPRESSION = ("-Zxz", "-z9", "-Sextreme")
_BEFORE_RELEASE = re.compile(r"(?<=[0-9])\.?(a|b|rc|dev)(?=[0-9])")
_STEPS = 4


def write_deb(
    program: Path,
    order: Order,
    *,
    progress: StepProgress,
    cancelled: Callable[[], bool] = lambda: False,
) -> Artefact:
    """Pack a program as a Debian package.

    Args:
        program: its folder, complete.
        order: what is built; the package goes to `order.out`.
        progress: told `deb`.
        cancelled: asked between and within the steps.

    Raises:
        StepFailed: a program is missing or failed; `remedy` says what helps.
        InputUnreadable: a template is wrong.
        Cancelled: `cancelled` said so.
        EnvironmentFault: disk or permission; `DiskFull` if there is no room.
    """
    log = order.logs / "deb.log"
    need_programs(STEP, {"dpkg-deb": "dpkg", "objdump": "binutils"}, log=log)
    tree = order.work / STEP
    target = order.out / f"{NAME}_{order.version}_amd64.deb"
    try:
        shutil.rmtree(tree, ignore_errors=True)
        for number, step in enumerate((_put_program, _put_shares, _put_control)):
            if cancelled():
                raise Cancelled
            progress(STEP, number, _STEPS)
            step(tree, program, order)
        installed = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
        progress(STEP, _STEPS - 1, _STEPS)
        settle(tree, order.stamp.epoch, executable=(_LIB / NAME,))
        with finished(target) as half, full_disk_is_told(order.out):
            _pack(tree, half, order, log, cancelled)
    except OSError as exc:
        raise fault_of(exc, tree) from exc
    finally:
        with suppress(OSError):
            shutil.rmtree(tree, ignore_errors=True)
    progress(STEP, _STEPS, _STEPS)
    return Artefact(
        form=Form.DEB,
        platform=Platform.LINUX,
        file=target,
        size=target.stat().st_size,
        installed=installed,
        sha256=digest_of(target),
    )


def debian_version(version: str) -> str:
    """Return the app's version as Debian orders it: releases after what came before them."""
    return _BEFORE_RELEASE.sub(r"~\1", version)


def _put_program(tree: Path, program: Path, _order: Order) -> None:
    shutil.copytree(program, tree / _LIB, symlinks=True)
    programs = tree / "usr" / "bin"
    programs.mkdir(parents=True)
    for name in (NAME, ALIAS):
        (programs / name).symlink_to(Path("..", "lib", NAME, NAME))


def _put_shares(tree: Path, program: Path, order: Order) -> None:
    recipes = order.checkout / RECIPES
    share = tree / "usr" / "share"
    values = _values(order)
    _copy(recipes / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    _copy(recipes / f"{NAME}.mime.xml", share / "mime" / "packages" / f"{NAME}.xml")
    _write(share / "metainfo" / f"{NAME}.metainfo.xml", fill(recipes / "metainfo.xml.in", values))
    icons = share / "icons" / "hicolor"
    for icon in sorted((recipes / "icons").glob("*.png")):
        _copy(icon, icons / f"{icon.stem}x{icon.stem}" / "apps" / f"{NAME}.png")
    _copy(order.checkout / "resources" / "icons" / f"{NAME}.svg", icons / "scalable" / "apps" / f"{NAME}.svg")
    pages = share / "man" / "man1"
    _write(pages / f"{ALIAS}.1.gz", fill(recipes / f"{ALIAS}.1.in", values))
    (pages / f"{NAME}.1.gz").symlink_to(f"{ALIAS}.1.gz")
    documents = tree / _DOCUMENTS
    _write(documents / "changelog.gz", fill(recipes / "changelog.in", values))
    _write(documents / "NEWS.md.gz", (order.checkout / "CHANGELOG.md").read_text(encoding="utf-8"))
    _copy(recipes / "policy.ini", documents / "examples" / "policy.ini")
    overview = program / INSIDE / FOLDER / OVERVIEW
    parts = overview.read_text(encoding="utf-8") if overview.is_file() else ""
    licence = (order.checkout / "LICENSE").read_text(encoding="utf-8")
    _write(documents / "copyright", fill(recipes / "copyright.in", {**values, "parts": parts, "licence": licence}))
    _copy(recipes / "lintian-overrides", share / "lintian" / "overrides" / NAME)
    # Empty: what an administrator puts there is not ours. dpkg removes the folder with the package if it still is.
    (tree / "etc" / NAME).mkdir(parents=True)


def _put_control(tree: Path, program: Path, order: Order) -> None:
    recipes = order.checkout / RECIPES
    needs = needs_of(program, recipes, log=order.logs / "needs.log")
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    sums = []
    for file in files:
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, lambda: hashlib.md5(usedforsecurity=False))
        sums.append(f"{digest.hexdigest()}  {file.relative_to(tree).as_posix()}\n")
    control = tree / "DEBIAN"
    _write(control / "md5sums", "".join(sums))
    values = {
        **_values(order),
        "depends": ", ".join(needs.packages),
        "installed_kib": str(_installed_kib(tree)),
    }
    _write(control / "control", _without_empty(fill(recipes / "control.in", values)))


def _pack(tree: Path, target: Path, order: Order, log: Path, cancelled: Callable[[], bool]) -> None:
    run_step(
        STEP,
        ["dpkg-deb", "--root-owner-group", *_COMPRESSION, "--build", tree, target],
        log=log,
        remedy="read the log; the tree of files is made anew at the next try",
        env={**os.environ, "SOURCE_DATE_EPOCH": str(order.stamp.epoch), "LC_ALL": "C.UTF-8"},
        cancelled=cancelled,
    )


def _values(order: Order) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    file = order.checkout / RECIPES / "package.ini"
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
        maintainer = parser["package"]["maintainer"]
    except (OSError, UnicodeDecodeError, configparser.Error, KeyError) as exc:
        raise InputUnreadable(file=file, place=str(exc), remedy="correct it") from exc
    moment = datetime.fromtimestamp(order.stamp.epoch, tz=UTC)
    return {
        "version": debian_version(order.version),
        "maintainer": maintainer,
        "day": moment.date().isoformat(),
        "date": format_datetime(moment),
        "knowledge_as_of": order.stamp.knowledge_as_of,
    }


def _installed_kib(tree: Path) -> int:
    """Return the size as dpkg counts it: files in whole KiB, one for everything else."""
    return sum(
        -(-path.stat().st_size // 1024) if path.is_file() and not path.is_symlink() else 1 for path in tree.rglob("*")
    )


def _without_empty(control: str) -> str:
    """Leave out fields without a value: a program without libraries depends on nothing."""
    return re.sub(r"^[A-Z][A-Za-z-]*: *\n", "", control, flags=re.MULTILINE)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode("utf-8")
    target.write_bytes(gzip.compress(data, mtime=0) if target.suffix == ".gz" else data)
