"""A content file: front matter between `---` lines, then Markdown under `## ` headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor_app.content.faults import Path, error
from advisor_app.content.text_file import decode
from advisor_app.content.yaml_data import Plain, read_yaml
from advisor_app.domain.item import Section
from advisor_app.errors import Problem

_FENCE = "---"
_HEADING = re.compile(r"## +(\S.*?) *#* *")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The parts of a readable file. `lines` is field path -> line, `headings` are the lines of the sections."""

    data: dict[str, Plain]
    lines: dict[Path, int]
    sections: tuple[Section, ...]
    headings: tuple[int, ...]

    def line(self, path: Path) -> int:
        """Return the line of a field, or of the nearest field around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


@dataclass(frozen=True, slots=True)
class Parsed:
    """Outcome of reading a file: the document (None if it is beyond reading) and all faults."""

    document: Document | None
    problems: tuple[Problem, ...]


def parse(raw: bytes, file: str) -> Parsed:
    """Split a file into fields and sections; every fault becomes a problem, nothing is raised."""
    decoded = decode(raw, file)
    if decoded.text is None:
        return Parsed(None, decoded.problems)
    lines = decoded.text.split("\n")
    end, missing = _fence(lines, file)
    if missing is not None:
        return Parsed(None, (*decoded.problems, missing))
    tabs = _tabs(lines, end, file)
    if tabs and tabs[0].line <= end:
        return Parsed(None, (*decoded.problems, tabs[0]))
    read = read_yaml("\n".join(lines[1:end]), file, first_line=2)
    problems = [*decoded.problems, *read.problems, *tabs]
    if not isinstance(read.data, dict):
        if not read.problems:
            problems.append(error(file, 2, "", "front_matter", "front matter has no `key: value` lines"))
        return Parsed(None, tuple(problems))
    sections, headings, faults = _sections(lines, end + 1, file)
    document = Document(data=read.data, lines=read.lines, sections=sections, headings=headings)
    return Parsed(document, (*problems, *faults))


def _fence(lines: list[str], file: str) -> tuple[int, Problem | None]:
    """Return the index of the closing fence, or the problem that there is none."""
    if lines[0].rstrip() != _FENCE:
        return 0, error(file, 1, "", "front_matter", "first line must be `---`, the start of the front matter")
    for index in range(1, len(lines)):
        if lines[index].rstrip() == _FENCE:
            return index, None
    return 0, error(file, 1, "", "front_matter", "front matter is not closed; put a line `---` before the text")


def _tabs(lines: list[str], end: int, file: str) -> list[Problem]:
    """Return at most one tab problem; a tab in the front matter comes first."""
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            where = "front matter" if number <= end else "text"
            return [error(file, number, "", "tab", f"tab character in the {where}; use spaces")]
    return []


def _sections(lines: list[str], start: int, file: str) -> tuple[tuple[Section, ...], tuple[int, ...], list[Problem]]:
    """Split the body at its `## ` headings; text before the first heading is a fault."""
    sections: list[Section] = []
    headings: list[int] = []
    problems: list[Problem] = []
    heading, text = "", list[str]()
    for number, line in enumerate([*lines[start:], "## end"], start + 1):
        found = _HEADING.fullmatch(line)
        if found is None:
            text.append(line)
            continue
        content = "\n".join(text).strip("\n").rstrip()
        if heading:
            sections.append(Section(heading=heading, markdown=content))
        elif content.strip():
            problems.append(error(file, start + 1, "body", "text_before_heading", "text stands before the first `## `"))
        heading, text = found.group(1), []
        headings.append(number)
    return tuple(sections), tuple(headings[:-1]), problems
