"""ICU's data, cut to the languages of the program.

Qt brings data of 800 languages, 32 MB; the window sorts German. The library is replaced by one of the same name that
holds fewer items of the same package: any other language falls back to the root, as one that ICU does not know.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from advisor_app.errors import StepFailed
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.steps import run_step

# Package format 1: a header, a table of names and places sorted by name, the items.
_FORMAT_AT = 12
_FORMAT = b"CmnD"
_ENTRY = struct.Struct("<II")
_COUNT = struct.Struct("<I")
_ALIGNED = 16

_LOCALE = re.compile(r"(?P<language>[a-z]{2,3})(?:_\w+)?\.res")
_LANGUAGES = frozenset({"de", "en"})
# Converters of old encodings, word lists of languages written without spaces, string preparation, characters that look
# alike, transliteration, numbers in words, names of languages, regions, units and characters: Qt asks for none of them.
_UNUSED = re.compile(r"\.(?:cnv|dict|spp|cfu)$|^(?:lang|rbnf|region|translit|unit)/|^unames\.icu$")

_SOURCE = """\
\t.section .rodata
\t.globl {symbol}
\t.type {symbol}, @object
\t.balign 16
{symbol}:
\t.incbin "{data}"
\t.size {symbol}, .-{symbol}
\t.section .note.GNU-stack,"",@progbits
"""
_VERSION = re.compile(r"libicudata\.so\.(?P<major>\d+)")
_REMEDY = "freeze with the PySide6 of build/lock/installer.txt"


def is_needed(item: str) -> bool:
    """Tell whether an item of the package is needed.

    Args:
        item: its name without the package's, such as `coll/de.res`.
    """
    if _UNUSED.search(item):
        return False
    locale = _LOCALE.fullmatch(item.rpartition("/")[2])
    return locale is None or locale["language"] in _LANGUAGES


def cut_package(data: bytes, needed: Callable[[str], bool] = is_needed) -> bytes:
    """Return a package with only those items that are needed, in the same order.

    Args:
        data: the whole package.
        needed: asked with each item's name, without the package's.

    Raises:
        ValueError: this is no such package.
    """
    if data[_FORMAT_AT : _FORMAT_AT + len(_FORMAT)] != _FORMAT:
        raise ValueError("not a package of ICU data")
    (start,) = struct.unpack_from("<H", data)
    kept = [(name, item) for name, item in _items(data, start) if needed(name.decode().partition("/")[2])]
    if not kept:
        raise ValueError("nothing would be left")
    names = b"".join(name + b"\0" for name, _item in kept)
    name_at = _COUNT.size + _ENTRY.size * len(kept)
    place = _aligned(name_at + len(names))
    table, body = _COUNT.pack(len(kept)), b""
    for name, item in kept:
        table += _ENTRY.pack(name_at, place + len(body))
        name_at += len(name) + 1
        body += item.ljust(_aligned(len(item)), b"\0")
    return data[:start] + (table + names).ljust(place, b"\0") + body


def cut_library(library: Path, work: Path, *, logs: Path) -> None:
    """Replace a library of ICU data by one that holds only what is needed.

    Args:
        library: `libicudata.so.N`.
        work: folder for what lies in between.
        logs: folder of the steps' logs.

    Raises:
        StepFailed: binutils fail, or the library is of another layout.
        EnvironmentFault: the disk refused.
    """
    log = logs / "icu.log"
    version = _VERSION.fullmatch(library.name)
    if version is None:
        raise StepFailed(step="trim", reason=f"{library.name} is no library of ICU data", remedy=_REMEDY, log=log)
    whole, cut, source, compiled, linked = (
        work / name for name in ("icu.dat", "icu-cut.dat", "icu.s", "icu.o", library.name)
    )

    def step(*words: str | Path) -> None:
        run_step("trim", words, log=log, remedy="install binutils, or read the log")

    try:
        work.mkdir(parents=True, exist_ok=True)
        step("objcopy", "-O", "binary", "--only-section=.rodata", library, whole)
        cut.write_bytes(cut_package(whole.read_bytes()))
        source.write_text(_SOURCE.format(symbol=f"icudt{version['major']}_dat", data=cut.name), encoding="utf-8")
        run_step("trim", ["as", "-o", compiled.name, source.name], log=log, cwd=work)
        step("ld", "-shared", "-soname", library.name, "-z", "noexecstack", "--build-id=none", "-o", linked, compiled)
        library.write_bytes(linked.read_bytes())
    except (ValueError, struct.error) as exc:
        raise StepFailed(step="trim", reason=f"{library.name}: {exc}", remedy=_REMEDY, log=log) from exc
    except OSError as exc:
        raise fault_of(exc, work) from exc


def _items(data: bytes, start: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of each item."""
    (count,) = _COUNT.unpack_from(data, start)
    first = start + _COUNT.size
    places = [_ENTRY.unpack_from(data, first + _ENTRY.size * number) for number in range(count)]
    ends = [place for _name, place in places[1:]] + [len(data) - start]
    for (name_at, place), end in zip(places, ends, strict=True):
        name = data[start + name_at : data.index(b"\0", start + name_at)]
        yield name, data[start + place : start + end]


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
