"""Passphrases: what a good one is, and files of them for jobs that nobody watches."""

from __future__ import annotations

import json
import os
import re
import secrets
import unicodedata
from collections.abc import Mapping
from configparser import Error, RawConfigParser
from pathlib import Path
from typing import Any

from advisor_app.errors import InputUnreadable
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.keys import write_private

SECTION = "passphrases"
MIN_LENGTH = 12
MIN_WORDS = 4
# Fewer different characters than this are one key held down.
_MIN_DIFFERENT = 5
_RANDOM_BYTES = 24
_OTHERS = 0o077
_GERMAN = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"))


def weakness(passphrase: str) -> str:
    """Return what is wrong with a new passphrase, "" if it will do."""
    if len(passphrase) < MIN_LENGTH and len(passphrase.split()) < MIN_WORDS:
        return f"too short: take {MIN_LENGTH} characters or {MIN_WORDS} words"
    if len(set(passphrase)) < _MIN_DIFFERENT:
        return "too uniform: take words of your own"
    return ""


def random_passphrase() -> str:
    """Return a passphrase that nobody has to remember."""
    return secrets.token_urlsafe(_RANDOM_BYTES)


def slug(name: str) -> str:
    """Return a person's name as a folder name: ASCII letters, digits and hyphens; "" if nothing of it can be kept."""
    plain = name.casefold()
    for letter, letters in _GERMAN:
        plain = plain.replace(letter, letters)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def read_passphrases(file: Path) -> dict[str, str]:
    """Read a file of passphrases: `[passphrases]` with `name = passphrase`, or JSON with the same names.

    Returns:
        Slug of the holder's name -> passphrase.

    Raises:
        InputUnreadable: others may read it too, or it is no such file.
        EnvironmentFault: it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            # Windows keeps permissions elsewhere; there the mode says nothing.
            open_to_others = os.name != "nt" and os.fstat(stream.fileno()).st_mode & _OTHERS
            data = stream.read()
    except OSError as exc:
        raise fault_of(exc, file, remedy="name a file of passphrases that you may read") from exc
    if open_to_others:
        raise InputUnreadable(file=file, place="others may read it", remedy=f"chmod 600 {file}")
    try:
        text = data.decode()
        values = _from_json(text) if text.lstrip().startswith("{") else _from_ini(text)
    except (ValueError, KeyError, Error) as exc:
        # The parser's own words would quote the line, and with it a passphrase.
        remedy = f"write [{SECTION}] and below it one 'name = passphrase' a line"
        raise InputUnreadable(file=file, place="is no file of passphrases", remedy=remedy) from exc
    return {slug(name): value for name, value in values.items()}


def write_passphrases(file: Path, passphrases: Mapping[str, str]) -> None:
    """Write a new file of passphrases that only its owner can read.

    Raises:
        OSError: it exists already, or the disk refused.
    """
    lines = [f"[{SECTION}]", *(f"{name} = {value}" for name, value in passphrases.items())]
    write_private(file, ("\n".join(lines) + "\n").encode())


def _from_ini(text: str) -> dict[str, str]:
    parser = RawConfigParser(delimiters=("=",))
    parser.read_string(text)
    return dict(parser[SECTION])


def _from_json(text: str) -> dict[str, str]:
    document: Any = json.loads(text)
    values = document.get(SECTION, document)
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise ValueError(SECTION)
    return values
