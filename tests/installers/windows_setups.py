"""Small setups of several versions around a stand-in: what the setup does is tried in seconds."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from advisor_app.publishing.installers.mingw import compile_c
from advisor_app.publishing.installers.model import Order, Platform, Stamp
from advisor_app.publishing.installers.setup_exe import write_setup

HERE = Path(__file__).resolve().parent
EPOCH = 1_795_392_000


def order_of(checkout: Path, folder: Path, version: str) -> Order:
    """Return an order of a version, everything below a folder."""
    stamp = Stamp(
        version=version,
        commit="",
        built_on="2026-11-23",
        epoch=EPOCH,
        platform=Platform.WINDOWS,
        knowledge_version=1,
        knowledge_digest="0" * 64,
        knowledge_as_of="2026-11-23",
        channel="test",
    )
    return Order(
        checkout=checkout,
        work=folder / "work",
        out=folder / "out",
        resources=folder / "resources",
        seed=folder / "seed",
        stamp=stamp,
    )


def small_program(folder: Path) -> Path:
    """Return a folder laid out like the program, with next to nothing in it."""
    program = folder / "program"
    (program / "_internal" / "knowledge").mkdir(parents=True)
    for name in ("beratungskoffer.exe", "advisor-app.exe"):
        (program / name).write_bytes(b"MZ" + bytes(200))
    (program / "_internal" / "über uns.txt").write_text("Beratungskoffer", encoding="utf-8")
    (program / "_internal" / "knowledge" / "current").write_text("1", encoding="utf-8")
    return program


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupMaker:
    """Makes setups of the stand-in.

    Args:
        checkout: the checkout with the recipes.
        folder: everything is written below it.
    """

    checkout: Path
    folder: Path

    def setup(self, version: str) -> Path:
        """Return the setup of a version; each brings a file that only this version has."""
        order = order_of(self.checkout, self.folder / version, version)
        made = order.out / f"beratungskoffer-{version}-windows-x86_64-setup.exe"
        if made.is_file():
            return made
        program = self.folder / version / "program"
        (program / "_internal" / "knowledge").mkdir(parents=True)
        stand_in = self.folder / "stand-in.exe"
        if not stand_in.is_file():
            log = self.folder / "stand-in.log"
            compile_c("stand-in", stand_in, [HERE / "windows_stand_in.c"], "-municode", "-mwindows", log=log)
        for name in ("beratungskoffer.exe", "advisor-app.exe"):
            shutil.copyfile(stand_in, program / name)
        (program / "_internal" / f"only-in-{version}").write_text(version, encoding="utf-8")
        (program / "_internal" / "knowledge" / "current").write_text(version, encoding="utf-8")
        return write_setup(program, order, sign=None, progress=lambda *_told: None).file
