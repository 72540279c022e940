"""Where the files of an endpoint lie, by what is signed about them."""

from __future__ import annotations

import hashlib

from advisor_app.errors import ContentMismatch
from advisor_app.publishing.chain import PackFile, Read
from advisor_app.updates.format import hashed_path

__all__ = ["hashed_path", "read_target"]


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
