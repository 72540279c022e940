"""A tiny frozen program and the environment it was frozen from, made of real files in the real formats."""

from __future__ import annotations

import marshal
import shutil
import struct
import sys
import zipfile
from pathlib import Path

from advisor_app.installation import STAMP
from advisor_app.publishing.installers.model import NAME, Order, Platform, Stamp

ROOT = Path(__file__).resolve().parent.parent
EPOCH = 1_795_449_600
MODULES = ("advisor_app", "advisor_app.errors", "abc", "kleinpaket", "kleinpaket.kern", "pyimod02_importers")


def stamp(version: str = "0.1.0") -> Stamp:
    """Return what the tiny program says of itself."""
    return Stamp(
        version=version,
        commit="abc",
        built_on="2026-11-23",
        epoch=EPOCH,
        platform=Platform.LINUX,
        knowledge_version=3,
        knowledge_digest="0" * 64,
        knowledge_as_of="2026-11-20",
        channel="development",
        house="Handwerkskammer Musterstadt",
    )


def make_order(folder: Path, *, version: str = "0.1.0") -> Order:
    """Return an order that works and delivers below a folder."""
    program = folder / NAME / "_internal"
    return Order(
        checkout=ROOT,
        work=folder / "work",
        out=folder / "out",
        resources=program / "resources",
        seed=program / "knowledge",
        stamp=stamp(version),
    )


def make_program(folder: Path, *, modules: tuple[str, ...] = MODULES, library: Path | None = None) -> Path:
    """Make a program that carries some modules, a library of a distribution, resources and knowledge.

    Args:
        folder: receives the program's folder.
        modules: what the archive behind the executable lists.
        library: a real library that is put in under the name that the distribution gives it.
    """
    program = folder / NAME
    files = {
        "_internal/kleinpaket/schnell.so": b"no library" if library is None else library.read_bytes(),
        "_internal/kleinpaket-1.2.dist-info/METADATA": b"Name: kleinpaket\n",
        "_internal/PySide6/Qt/lib/libQt6Core.so.6": b"qt",
        "_internal/PySide6/Qt/lib/libicudata.so.73": b"libicudata.so.73\0",
        f"_internal/resources/{STAMP}": stamp().to_json().encode(),
        "_internal/resources/icons/star.svg": b"<svg/>",
        "_internal/resources/preset/preset.ini": b"[house]\n",
        "_internal/knowledge/current": b"g3\n",
    }
    for name, data in files.items():
        target = program / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    for name in ("fonts/LICENSE", "icons/LICENSE", "geodata/README.md", "geodata/wz2008.LICENSE-MIT.txt"):
        target = program / "_internal" / "resources" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "resources" / name, target)
    (program / "_internal" / "libQt6Core.so.6").symlink_to("PySide6/Qt/lib/libQt6Core.so.6")
    with zipfile.ZipFile(program / "_internal" / "base_library.zip", "w") as base:
        for module in ("encodings/__init__.pyc", "os.pyc"):
            base.writestr(zipfile.ZipInfo(module), b"")
    executable = program / NAME
    executable.write_bytes(b"#!/bin/sh\necho Beratungskoffer\nexit 0\n" + archive(modules))
    executable.chmod(0o755)
    return program


def make_site_packages(folder: Path) -> Path:
    """Make an environment with two distributions, one of which tells what was compiled into its library."""
    site = folder / "site-packages"
    _distribution(
        site,
        "kleinpaket",
        "1.2",
        "License-Expression: MIT\nAuthor: Klara Klein\nProject-URL: Source, https://klein.example\n",
        ("kleinpaket/__init__.py", "kleinpaket/kern.py", "kleinpaket/schnell.so"),
    )
    sboms = site / "kleinpaket-1.2.dist-info" / "sboms"
    sboms.mkdir()
    (sboms / "rost.cyclonedx.json").write_text(
        '{"components": [{"name": "rost", "version": "0.9", "author": "Rosa Rost <rosa@example.org>",'
        ' "licenses": [{"expression": "MIT OR Apache-2.0"}], "purl": "pkg:cargo/rost@0.9"}]}'
    )
    for name, version in (("PySide6_Essentials", "6.11.3"), ("pyinstaller", "6.22.3")):
        _distribution(site, name, version, "License: LGPL-3.0-only\n", ())
    return site


def archive(modules: tuple[str, ...]) -> bytes:
    """Return what PyInstaller appends to its boot loader."""
    table = marshal.dumps([(name, (0, 0, 0)) for name in modules if not name.startswith("pyi")])
    inner = b"PYZ\0" + b"\0" * 4 + struct.pack("!i", 16) + b"\0" * 4 + table
    entries = [(name, b"m", b"") for name in modules if name.startswith("pyi")]
    body, rows = b"", b""
    for name, kind, data in [*entries, ("PYZ.pyz", b"z", inner), ("pyi-python-flag", b"o", b"")]:
        padded = name.encode() + b"\0"
        padded += b"\0" * (-(18 + len(padded)) % 16)
        rows += struct.pack("!IIIIBc", 18 + len(padded), len(body), len(data), len(data), 0, kind) + padded
        body += data
    length = len(body) + len(rows) + 88
    library = f"libpython{sys.version_info.major}.{sys.version_info.minor}.so.1.0".encode()
    return (
        body + rows + struct.pack("!8sIIII64s", b"MEI\014\013\012\013\016", length, len(body), len(rows), 311, library)
    )


def _distribution(site: Path, name: str, version: str, metadata: str, files: tuple[str, ...]) -> None:
    folder = site / f"{name}-{version}.dist-info"
    (folder / "licenses").mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{metadata}\n")
    (folder / "licenses" / "LICENSE").write_text(f"Lizenz von {name}\n")
    (folder / "RECORD").write_text("".join(f"{file},,\n" for file in (*files, f"{folder.name}/METADATA")))
    for file in files:
        (site / file).parent.mkdir(exist_ok=True)
        (site / file).write_text("")
