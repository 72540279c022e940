"""Packing records: one zstd frame whose first line repeats what is signed about it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

import zstandard

from advisor_app.publishing.chain import PackFile
from advisor_app.updates.format import MAX_LINE, MAX_RAW, MAX_WINDOW, PackInfo

LEVEL = 19
_SMALLEST_WINDOW = 10  # log2, what zstd allows at least
_BITE = 1 << 18

# Told the bytes that have been packed; may raise to end the work.
Fed = Callable[[int], None]


def _unheard(_size: int) -> None:
    """Take the count and tell nobody."""


@dataclass(frozen=True, kw_only=True)
class Packed(PackFile):
    """A pack with its bytes."""

    data: bytes = field(repr=False)


def write_pack(
    info: PackInfo,
    upserts: Mapping[str, str],
    removed: Collection[str],
    *,
    level: int = LEVEL,
    fed: Fed = _unheard,
) -> Packed:
    """Pack records and removals.

    Args:
        info: what is to be signed about the pack; `raw`, `up` and `down` are filled in here.
        upserts: id -> canonical record.
        removed: ids that are gone.
        level: zstd level; lower ones are for tests that pack a lot.
        fed: told about every bite of bytes that has been packed.

    Raises:
        ValueError: a record is too long, or all of them together: no client would take them.
    """
    lines = [f"+{record}\n".encode() for _, record in sorted(upserts.items())]
    lines += [f"-{record_id}\n".encode() for record_id in sorted(removed)]
    if any(len(line) > MAX_LINE for line in lines):
        raise ValueError(max(len(line) for line in lines))
    raw = sum(map(len, lines))
    if raw > MAX_RAW:
        raise ValueError(raw)
    complete = replace(info, raw=raw, up=len(upserts), down=len(removed))
    data = compressed(b"".join((complete.line(), *lines)), level=level, fed=fed)
    return Packed(length=len(data), sha256=hashlib.sha256(data).hexdigest(), info=complete, data=data)


def compressed(raw: bytes, *, level: int = LEVEL, fed: Fed = _unheard) -> bytes:
    """Return one zstd frame with checksum and content size; its window holds all of it, up to the agreed bound."""
    window = min(max((len(raw) - 1).bit_length(), _SMALLEST_WINDOW), MAX_WINDOW.bit_length() - 1)
    parameters = zstandard.ZstdCompressionParameters.from_level(
        level, source_size=len(raw), window_log=window, enable_ldm=True, write_checksum=True, write_content_size=True
    )
    # In bites: a large collection takes a minute, in which somebody may want to know how far it is, or to end it.
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj(size=len(raw))
    parts: list[bytes] = []
    for start in range(0, len(raw), _BITE):
        bite = raw[start : start + _BITE]
        parts.append(packer.compress(bite))
        fed(len(bite))
    return b"".join((*parts, packer.flush()))
