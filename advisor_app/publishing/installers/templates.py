"""Templates of the installers: text files with `${name}` in them."""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path

from advisor_app.errors import InputUnreadable


def fill(template: Path, values: Mapping[str, str]) -> str:
    """Return a template with its values.

    Raises:
        InputUnreadable: it cannot be read or names a value that there is none of.
    """
    try:
        return string.Template(template.read_text(encoding="utf-8")).substitute(values)
    except (OSError, UnicodeDecodeError, KeyError, ValueError) as exc:
        raise InputUnreadable(file=template, place=str(exc), remedy="correct the template") from exc
