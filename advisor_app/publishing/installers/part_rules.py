"""The rules of `build/installer/licences/parts.toml`: what no metadata tell of what lies in a program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Self

from advisor_app.errors import InputUnreadable

_REMEDY = "correct it; its head says what it may hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One part, as the file describes it; what the fields mean stands in the file's head."""

    name: str
    licence: str
    match: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    stdlib: bool = False
    version: str = ""
    supplier: str = ""
    purl: str = ""
    source: str = ""
    texts: tuple[str, ...] = ()
    note: str = ""
    inside: str = ""
    kind: str = "library"
    platform: str = ""

    def takes_file(self, path: str) -> bool:
        """Tell whether a file of the program, as a path from its folder, belongs to this part."""
        return any(fnmatchcase(path.lower(), pattern) for pattern in self.match)

    def takes_module(self, name: str) -> bool:
        """Tell whether a module of the program belongs to this part."""
        return any(fnmatchcase(name, pattern) for pattern in self.modules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """What the metadata of a distribution leave out; empty fields leave it as it is."""

    licence: str = ""
    supplier: str = ""
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules.

    `first` are looked at before distributions, `fallback` after everything else; `within` are the parts that are
    compiled into others. `distributions` supplement what these say of themselves, `licences` (name -> SPDX expression)
    Debian's packages and what was compiled into wheels.
    """

    first: tuple[Rule, ...]
    fallback: tuple[Rule, ...]
    within: tuple[Rule, ...]
    distributions: Mapping[str, Supplement]
    licences: Mapping[str, str]

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read the file.

        Raises:
            InputUnreadable: it is missing, no TOML, or has an unknown field.
        """
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
            parts = [_rule(entry) for entry in data["part"]]
            return cls(
                first=tuple(rule for rule in parts if not rule.inside),
                within=tuple(rule for rule in parts if rule.inside),
                fallback=tuple(_rule(entry) for entry in data.get("fallback", [])),
                distributions={
                    name: Supplement(**_tuples(fields)) for name, fields in data.get("distribution", {}).items()
                },
                licences=dict(data.get("licence", {})),
            )
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, KeyError, AttributeError) as exc:
            raise InputUnreadable(file=file, place=str(exc), remedy=_REMEDY) from exc


def _rule(fields: Mapping[str, Any]) -> Rule:
    return Rule(**_tuples(fields))


def _tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
