"""What every file of calendars and address books has to be, line by line."""

from __future__ import annotations

import re


def strictly(data: bytes) -> list[str]:
    """Return the unfolded content lines of a file, after checking how it is written (RFC 5545 3.1, RFC 2426 5.8.1)."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")[:-1]
    for line in lines:
        assert b"\r" not in line
        assert b"\n" not in line
        assert 0 < len(line) <= 75
        line.decode()  # no character is torn apart
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line)
    unfolded = b"\r\n".join(lines).replace(b"\r\n ", b"").decode().split("\r\n")
    for content in unfolded:
        assert re.match(r"[A-Z-]+[;:]", content), content
    return unfolded
