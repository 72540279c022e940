"""Frozen modules go without docstrings and are the same otherwise."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import CodeType

import pytest
import whoosh

from advisor_app.publishing.installers.docstrings import reads_docstrings, without_docstrings

ROOT = Path(__file__).resolve().parents[3]
WRITTEN = '''\
"""Of the module.

Long."""  # why
from __future__ import annotations


class Place:
    """Größe."""

    def name(self) -> str:
        r"""One line."""
        value = """no docstring"""
        return value

    async def far(self): """All in one line."""


def bare():
    "data"[0]
    assert False, "kept"
'''


def test_a_docstring_becomes_a_full_stop_and_assertions_stay():
    place: dict[str, object] = {}
    exec(compile(without_docstrings(WRITTEN.encode()), "m.py", "exec", dont_inherit=True, optimize=0), place)
    place["told"] = []
    exec("told += [__doc__, Place.__doc__, Place.name.__doc__, Place.far.__doc__, Place().name()]", place)
    assert place["told"] == [".", ".", ".", ".", "no docstring"]
    with pytest.raises(AssertionError, match="kept"):
        exec("bare()", place)


@pytest.mark.parametrize("folder", [ROOT / "advisor_app" / "domain", Path(whoosh.__file__).parent / "query"])
def test_all_else_and_every_line_number_stays(folder):
    """Without docstrings, as `python -OO` compiles, a module and its bare one are the same code in the same lines."""
    sources = sorted(folder.rglob("*.py"))
    assert sources
    for path in sources:
        source = path.read_bytes()
        whole, bare = (
            compile(text, path.name, "exec", dont_inherit=True, optimize=2)
            for text in (source, without_docstrings(source))
        )
        assert _told(bare) == _told(whole)
        assert without_docstrings(source).count(b"\n") == source.count(b"\n")


def _told(code: CodeType) -> list[object]:
    """Return what a code object does, and the lines its steps are said to stand in."""
    inner = [_told(const) for const in code.co_consts if isinstance(const, CodeType)]
    plain = [const for const in code.co_consts if not isinstance(const, CodeType)]
    lines = [(start, line) for start, _end, line in code.co_lines()]
    return [code.co_name, code.co_code, code.co_names, plain, lines, inner]


def test_windows_line_ends_do_no_harm():
    assert without_docstrings(b'"""One\r\ntwo."""\r\nx = 1\r\n') == b'"."\n\nx = 1\n'


def test_a_dataclass_does_not_write_its_own():
    place: dict[str, object] = {}
    text = 'import dataclasses\n@dataclasses.dataclass\nclass Point:\n    """Where."""\n    x: int\n'
    exec(compile(without_docstrings(text.encode()), "m.py", "exec", dont_inherit=True), place)
    assert isinstance(place["Point"], type)
    assert place["Point"].__doc__ == "."
    assert dataclasses.is_dataclass(place["Point"])


def test_the_help_of_the_terminal_keeps_its_words():
    assert reads_docstrings("advisor_app.terminal.check")
    assert reads_docstrings("advisor_app.terminal")
    assert not reads_docstrings("advisor_app.terminals")
    assert not reads_docstrings("sqlalchemy.sql")
