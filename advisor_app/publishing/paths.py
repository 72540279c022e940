"""Where the files of an endpoint lie, by what is signed about them."""

from __future__ import annotations

import hashlib

from advisor_app.errors import ContentMismatch
from advisor_app.publishing.chain import PackFile, Read
from advisor_app.updates.format import TARGETS


def hashed_path(name: str, sha256: str) -> str:
    """Return where a target lies at an endpoint."""
    folder, _, last = name.rpartition("/")
    return f"{TARGETS}{folder}/{sha256}.{last}"


def read_target(read: Read, name: str, pack: PackFile, where: str) -> bytes:
    """Read a signed file of an endpoint.

    Raises:
        ContentMismatch: it is missing or not the signed one.
    """
    path = hashed_path(name, pack.sha256)
    data = read(path)
    if data is None:
        raise ContentMismatch(where=f"{where}: {path}", reason="is missing")
    if len(data) != pack.length or hashlib.sha256(data).hexdigest() != pack.sha256:
        raise ContentMismatch(where=f"{where}: {path}", reason="is not the file that was signed")
    return data
