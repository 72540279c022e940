"""Reading a pack: one zstd frame of lines, each of them checked before anybody relies on it.

That the file is the signed one was checked by whoever fetched it. What is checked here guards against slips of a
publisher and against packs that would exhaust memory or disk.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import zstandard

from advisor_app.errors import Cancelled, ContentMismatch
from advisor_app.knowledge.disk import fault_of
from advisor_app.updates.format import MAX_LINE, MAX_RAW, MAX_WINDOW, PackInfo, PackKind

_ID = re.compile(r"[a-z0-9-]{1,200}|vocabulary/[a-z0-9_-]{1,100}")
_FRAME_MAGIC = b"\x28\xb5\x2f\xfd"
# A frame's header needs at most this much; a block of 4 bytes can unpack to 128 KB, so the file is fed in small bites.
_HEADER = 18
_BITE = 1024
_ASK_EVERY = 256  # lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a pack says: records to put in (id -> canonical line) and ids to take out, in the order of the file."""

    upserts: dict[str, str]
    removed: tuple[str, ...]


def read_pack(
    path: Path, info: PackInfo, *, max_raw: int = MAX_RAW, cancelled: Callable[[], bool] = lambda: False
) -> Pack:
    """Read a pack.

    Args:
        path: the file, already known to be the signed one.
        info: what is signed about it.
        max_raw: the most bytes it may unpack to.
        cancelled: asked now and then.

    Raises:
        ContentMismatch: it is not what its signature says, or not in the agreed form.
        Cancelled: `cancelled` said so.
        EnvironmentFault: the file cannot be read.
    """
    if info.raw > max_raw:
        _refuse(path, f"it unpacks to {info.raw} bytes, more than {max_raw}")
    upserts: dict[str, str] = {}
    removed: dict[str, None] = {}
    with closing(_lines(path, len(info.line()) + info.raw)) as lines:
        if next(lines, b"") + b"\n" != info.line():
            _refuse(path, "its first line is not what is signed about it")
        for number, line in enumerate(lines, 2):
            if number % _ASK_EVERY == 0 and cancelled():
                raise Cancelled
            sign, text = line[:1], _text(path, number, line[1:])
            entry = _record_id(path, number, text) if sign == b"+" else text
            if sign not in (b"+", b"-") or _ID.fullmatch(entry) is None:
                _refuse(path, f"line {number} is neither a record nor a removal")
            if entry in upserts or entry in removed:
                _refuse(path, f"line {number} names {entry} once more")
            if sign == b"+":
                upserts[entry] = text
            else:
                removed[entry] = None
    _check_counts(path, info, len(upserts), len(removed))
    return Pack(upserts=upserts, removed=tuple(removed))


def _check_counts(path: Path, info: PackInfo, up: int, down: int) -> None:
    if (up, down) != (info.up, info.down):
        _refuse(path, f"it holds {up} records and {down} removals instead of {info.up} and {info.down}")
    if info.kind is PackKind.SNAPSHOT and (down or up != info.n):
        _refuse(path, f"a whole state of {info.n} records cannot have {up} records and {down} removals")


def _no_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _record_id(path: Path, number: int, text: str) -> str:
    """Return the id of a record, which must be written in the canonical form: digests are taken of the text."""
    try:
        record = _DECODER.decode(text)
        same = _ENCODER.encode(record) == text
        item_id = record["id"]
    except (ValueError, KeyError, TypeError, RecursionError) as exc:
        raise ContentMismatch(where=path.name, reason=f"line {number} is no record") from exc
    if not same or not isinstance(item_id, str) or not unicodedata.is_normalized("NFC", text):
        _refuse(path, f"line {number} is not written in the canonical form")
    return item_id


def _text(path: Path, number: int, line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as exc:
        raise ContentMismatch(where=path.name, reason=f"line {number} is not UTF-8") from exc


def _lines(path: Path, length: int) -> Generator[bytes, None, None]:
    """Yield the lines of a pack without their line ends.

    Args:
        path: the pack.
        length: how many bytes it must unpack to, exactly.
    """
    pending: list[bytes] = []
    held = 0
    for chunk in _unpacked(path, length):
        *whole, rest = chunk.split(b"\n")
        for line in whole:
            complete = b"".join([*pending, line])
            if len(complete) > MAX_LINE:
                _refuse(path, f"a line is longer than {MAX_LINE} bytes")
            yield complete
            pending, held = [], 0
        pending.append(rest)
        held += len(rest)
        if held > MAX_LINE:
            _refuse(path, f"a line is longer than {MAX_LINE} bytes")
    if held:
        _refuse(path, "its last line has no end")


def _unpacked(path: Path, length: int) -> Iterator[bytes]:
    """Yield the content of the one frame of a file, stopping at the first byte too many."""
    unpacker = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).decompressobj()
    seen = 0
    try:
        with path.open("rb") as file:
            _check_frame(path, file.read(_HEADER))
            file.seek(0)
            while not unpacker.eof and (bite := file.read(_BITE)):
                chunk = unpacker.decompress(bite)
                seen += len(chunk)
                if seen > length:
                    _refuse(path, f"it unpacks to more than the signed {length} bytes")
                yield chunk
            if not unpacker.eof:
                _refuse(path, "it is cut short")
            if unpacker.unused_data or file.read(1):
                _refuse(path, "something follows its end")
    except zstandard.ZstdError as exc:
        raise ContentMismatch(where=path.name, reason=f"it cannot be unpacked: {exc}") from exc
    except OSError as exc:
        raise fault_of(exc, path) from exc
    if seen != length:
        _refuse(path, f"it unpacks to {seen} bytes instead of {length}")


def _check_frame(path: Path, head: bytes) -> None:
    if not head.startswith(_FRAME_MAGIC):
        _refuse(path, "it is no zstd frame")
    frame = zstandard.get_frame_parameters(head)
    if frame.window_size > MAX_WINDOW or not frame.has_checksum or frame.dict_id:
        _refuse(path, "its frame has a window that is too large, no checksum or a dictionary")


def _refuse(path: Path, reason: str) -> NoReturn:
    raise ContentMismatch(where=path.name, reason=reason)
