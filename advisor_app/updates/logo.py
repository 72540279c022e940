"""Whether a picture may be the logo of a house: SVG or PNG, small, and nothing that reaches outside itself.

The window draws it with Qt's own renderer, which runs no scripts; but a picture that names a file or a share elsewhere
could make the renderer open it, and one that unfolds into a huge one would use up the memory.
"""

from __future__ import annotations

import re
import struct
from zlib import crc32

MAX_BYTES = 512 * 1024
# Pixels of a side: enough for any screen, and 16 MB unpacked at most.
PNG_SIDES = (16, 2048)
_PNG = b"\x89PNG\r\n\x1a\n"
_ELEMENTS = 5000
_DEPTH = 64
_SVG_WANTED = "save it as plain SVG without scripts, filters and links, or as PNG"
# Elements that do something or unfold; a logo is made of shapes.
_FORBIDDEN = frozenset(
    {
        *("script", "foreignobject", "handler", "listener", "iframe", "audio", "video", "filter", "pattern"),
        *("set", "animate", "animatecolor", "animatemotion", "animatetransform"),
    }
)
_INSIDE = re.compile(r"#|data:image/(png|jpeg)[;,]", re.IGNORECASE)
_OUTSIDE = re.compile(r"url\(\s*+[\"']?+\s*+(?!#)|@import", re.IGNORECASE)


def logo_fault(data: bytes) -> tuple[str, str]:
    """Return what is wrong with a logo and how to mend it; two empty texts if nothing is.

    Args:
        data: the bytes of the file.
    """
    if len(data) > MAX_BYTES:
        return f"the file is larger than {MAX_BYTES // 1024} KB", "give a smaller picture"
    if data.startswith(_PNG):
        return _png_fault(data)
    return _svg_fault(data)


def logo_suffix(data: bytes) -> str:
    """Return the ending that fits the content of a sound logo."""
    return ".png" if data.startswith(_PNG) else ".svg"


def _png_fault(data: bytes) -> tuple[str, str]:
    """Walk the chunks: a picture that was cut off or altered on its way is told here, not by an empty place."""
    damaged = ("the PNG is damaged", "export the picture again")
    kinds: list[bytes] = []
    at = len(_PNG)
    while at < len(data):
        head = data[at : at + 8]
        if len(head) < 8:
            return damaged
        length, kind = struct.unpack(">I4s", head)
        body = data[at + 4 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(check) < 4 or crc32(body) != int.from_bytes(check, "big"):
            return damaged
        kinds.append(kind)
        at += 12 + length
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds or len(data) < 33:
        return damaged
    width, height = struct.unpack(">II", data[16:24])
    low, high = PNG_SIDES
    if not (low <= width <= high and low <= height <= high):
        return f"the PNG has {width} x {height} pixels", f"each side needs {low} to {high} pixels"
    return "", ""


def _svg_fault(data: bytes) -> tuple[str, str]:
    from xml.parsers import expat  # noqa: PLC0415 - only who has a logo pays for it

    reader = _SvgReader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.declare
    parser.ProcessingInstructionHandler = reader.instruct
    # Texts come whole: a link that is split in two would be overlooked.
    parser.buffer_text = True
    parser.buffer_size = MAX_BYTES
    try:
        parser.Parse(data, True)
    except _SvgRefusedError as refused:
        return str(refused), _SVG_WANTED
    except (expat.ExpatError, ValueError, LookupError):
        return "the file is neither SVG nor PNG", "give a picture as .svg or .png"
    return "", ""


class _SvgRefusedError(Exception):
    """Stops reading; its text says why."""


class _SvgReader:
    """Follows the elements of an SVG and stops at the first that a logo has no use for."""

    def __init__(self) -> None:
        self._depth = 0
        self._count = 0
        self._in_style = False

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        name = _local(element)
        if self._count == 0 and name != "svg":
            raise _SvgRefusedError("the file is XML, but no SVG")
        self._depth += 1
        self._count += 1
        self._in_style = name == "style"
        if name in _FORBIDDEN:
            raise _SvgRefusedError(f"the SVG holds <{name}>")
        if self._count > _ELEMENTS or self._depth > _DEPTH:
            raise _SvgRefusedError("the SVG has too many elements")
        for attribute, value in attributes.items():
            key = _local(attribute)
            if key.startswith("on"):
                raise _SvgRefusedError(f"the SVG holds a script ({key})")
            if key in ("href", "src") and name != "a" and not _INSIDE.match(value.strip()):
                raise _SvgRefusedError(f"the SVG links to something outside itself (<{name}>)")
            if _OUTSIDE.search(value):
                raise _SvgRefusedError(f"the SVG links to something outside itself ({key})")

    def end(self, _element: str) -> None:
        self._depth -= 1
        self._in_style = False

    def text(self, text: str) -> None:
        if self._in_style and _OUTSIDE.search(text):
            raise _SvgRefusedError("the SVG links to something outside itself (<style>)")

    def instruct(self, target: str, _words: str) -> None:
        if target.casefold() == "xml-stylesheet":
            raise _SvgRefusedError("the SVG links to something outside itself (xml-stylesheet)")

    def declare(self, *_entity: object) -> None:
        raise _SvgRefusedError("the SVG declares entities")


def _local(name: str) -> str:
    return name.rpartition(" ")[2].casefold()
