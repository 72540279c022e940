"""A part of the real content that stands by itself, for tests that would gain nothing from all of it but time."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

# Every so manieth entry of each kind.
_EVERY = 9
_RELATED = re.compile(r"^related:.*\n(?:  .*\n)*", re.MULTILINE)
_LIST = re.compile(r"\[([^\]]*)\]")
# Content without a chamber for each district is not released.
_CHAMBER = re.compile(r"^kind: (?:ihk|hwk)$", re.MULTILINE)
# What an entry names that it cannot be without.
_NEEDED = re.compile(r"^(?:successor|predecessor|cumulation|parent|organiser|series_id): *(.*)$", re.MULTILINE)
_WORD = re.compile(r"[a-z0-9][a-z0-9-]*[a-z0-9]")


def copy_part_of_kb(kb: Path, target: Path, *wanted: str) -> None:
    """Copy some entries of each kind and all vocabularies.

    What kept entries only relate to is not named there any more; what they cannot be without comes with them. Questions
    and profiles whose answers are known stay away: they ask for all of it.

    Args:
        kb: the real content.
        target: a folder that is not there yet.
        wanted: ids of entries that must be among them.
    """
    files = {path.stem: path for path in sorted(kb.glob("*/*.md")) if path.parent.name != "gold"}
    texts = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    kept: set[str] = set()
    waiting = [*wanted, *list(files)[::_EVERY], *(name for name, text in texts.items() if _CHAMBER.search(text))]
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept.add(name)
            named = " ".join(_NEEDED.findall(texts[name].split("\n---", 1)[0]))
            waiting += sorted(files.keys() & set(_WORD.findall(named)) - kept)
    gone = files.keys() - kept
    left = {f"{name}.md" for name in gone} | {"gold"}
    shutil.copytree(kb, target, ignore=lambda _folder, names: left.intersection(names))
    for name in kept:
        path = target / files[name].relative_to(kb)
        path.write_text(_RELATED.sub(lambda block: _without(block[0], gone), texts[name], count=1), encoding="utf-8")


def _without(related: str, gone: set[str]) -> str:
    def kept(found: re.Match[str]) -> str:
        return f"[{', '.join(one for one in found[1].replace(' ', '').split(',') if one and one not in gone)}]"

    return _LIST.sub(kept, related)
