"""What the makers of installers agree on: platforms, the order, the stamp, what came out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

# Told (step, done, all); `all` is None where nobody knows.
StepProgress = Callable[[str, int, int | None], None]
Cancelled = Callable[[], bool]

# The name of the program, of its folder and of the Debian package.
NAME = "beratungskoffer"


class Platform(StrEnum):
    """What installers are made for: 64-bit x86 of each."""

    LINUX = "linux"
    WINDOWS = "windows"


class Form(StrEnum):
    """The forms in which the program is handed out."""

    DEB = "deb"
    TAR = "tar"
    SETUP = "setup"
    ZIP = "zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a frozen program says of itself (`resources/stamp.json`). Same checkout, same knowledge: same stamp.

    `version` is the app's, `commit` the checkout's ("" outside git), `built_on` the ISO day of `epoch`, `epoch` seconds
    since 1970 (the commit's time, or SOURCE_DATE_EPOCH). `knowledge_*` describe the seed: version, digest, as-of day.
    `channel` is the update channel of its root of trust, `house` the name in the preset ("" without).
    """

    version: str
    commit: str
    built_on: str
    epoch: int
    platform: Platform
    knowledge_version: int
    knowledge_digest: str
    knowledge_as_of: str
    channel: str
    house: str = ""

    def to_json(self) -> str:
        """Return the stamp as it lies in the program."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be built.

    Args:
        checkout: folder of the checkout: the package, `resources/`, `build/installer/`, `build/lock/installer.txt`.
        work: folder for what may be thrown away (environments, wheels, logs); kept between builds to be quick.
        out: folder that receives the finished files.
        resources: the staged `resources/` of the program: icons, fonts, styles, geodata, trust, preset, stamp.
        seed: the staged store of the seed knowledge, as `KnowledgeStore` wrote it.
        stamp: what the program says of itself.
    """

    checkout: Path
    work: Path
    out: Path
    resources: Path
    seed: Path
    stamp: Stamp

    @property
    def version(self) -> str:
        """Return the app's version."""
        return self.stamp.version

    @property
    def logs(self) -> Path:
        """Return the folder of the steps' logs."""
        return self.work / "logs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """A finished file. `size` and `installed` in bytes (installed: what it takes on disk once it is unpacked)."""

    form: Form
    platform: Platform
    file: Path
    size: int
    installed: int
    sha256: str
