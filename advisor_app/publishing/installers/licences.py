"""The licence texts of everything in a program, and a readable list of its parts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.parts import INSIDE, Part

FOLDER = "licences"
OVERVIEW = "README.txt"
COMPILED = "compiled"
_HEAD = """\
Lizenzen / Licences
===================

Beratungskoffer steht unter der EUPL-1.2. Es enthält die unten genannten Teile anderer; ihre Lizenztexte liegen in den
Ordnern daneben. Qt, PySide6 und Shiboken werden unter der LGPL-3.0 benutzt: Die Bibliotheken sind dynamisch gebunden
und dürfen durch eigene Fassungen ersetzt werden; wo ihr Quelltext zu haben ist, steht bei jedem Teil und in
Qt/Qt-notice.txt. Die Liste für Maschinen ist sbom.cdx.json im Ordner darüber (CycloneDX).

Beratungskoffer is licensed under the EUPL-1.2. It contains the parts of others named below; their licence texts lie in
the folders beside this file. Qt, PySide6 and Shiboken are used under the LGPL-3.0: the libraries are linked dynamically
and may be replaced by builds of your own; where their source is to be had is said with each part and in
Qt/Qt-notice.txt. The list for machines is sbom.cdx.json in the folder above (CycloneDX).

"""
_INSIDE_HEAD = "\nIn Bibliotheken einkompiliert / compiled into libraries\n\n"


def write_licences(program: Path, parts: Sequence[Part]) -> Path:
    """Write `_internal/licences/` anew: a folder of texts for each part and an overview.

    Args:
        program: folder of the program.
        parts: what it consists of.

    Returns:
        The folder.

    Raises:
        EnvironmentFault: it cannot be written; `DiskFull` if there is no room.
    """
    target = program / INSIDE / FOLDER
    try:
        # Texts may lie inside the program, but never in this folder.
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for part in parts:
            folder = target / slug(part.inside or part.name)
            _copy(part, folder / COMPILED if part.inside else folder)
        (target / OVERVIEW).write_text(overview(parts), encoding="utf-8", newline="\n")
    except OSError as exc:
        raise fault_of(exc, target) from exc
    return target


def overview(parts: Iterable[Part]) -> str:
    """Return the readable list of parts."""
    own = [part for part in parts if not part.inside]
    inside = [part for part in parts if part.inside]
    blocks = [_block(part) for part in own]
    text = _HEAD + "\n".join(blocks)
    if inside:
        text += _INSIDE_HEAD + "".join(f"{_line(part)}\n" for part in inside)
    return text


def slug(name: str) -> str:
    """Return a part's name as a name of a folder that every file system takes."""
    return re.sub(r"[^\w.+-]+", "-", name).strip("-.")


def _copy(part: Part, folder: Path) -> None:
    for text in part.texts:
        # The folders of a wheel may nest; the text stays recognisable, the path short.
        target = folder / "-".join(PurePosixPath(text.name).parts)
        folder.mkdir(parents=True, exist_ok=True)
        if target.suffix.lower() not in {".txt", ".md"}:
            target = target.with_name(f"{target.name}.txt")
        # Contents only: times and rights of the build's machine do not belong in here.
        shutil.copyfile(text.file, target)


def _block(part: Part) -> str:
    lines = [f"{part.name} {part.version}".rstrip(), f"  {part.licence}"]
    lines += [f"  {text}" for text in (part.supplier, part.source, part.note) if text]
    lines.append(f"  -> {slug(part.name)}/")
    return "\n".join(lines) + "\n"


def _line(part: Part) -> str:
    words = (f"{part.name} {part.version}".rstrip(), part.licence, part.supplier, part.source)
    return f"in {part.inside}: " + "; ".join(word for word in words if word)
