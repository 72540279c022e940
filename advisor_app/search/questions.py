"""Questions of advisors with the items that answer them: the `questions/1` files of `kb/gold`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor_app.content.text_file import decode
from advisor_app.content.yaml_data import Plain, YamlData, read_yaml
from advisor_app.errors import InputUnreadable

QUESTIONS_SCHEMA = "questions/1"


@dataclass(frozen=True, slots=True)
class Question:
    """A query and the grades of the documents that answer it (above zero: relevant)."""

    id: str
    query: str
    grades: Mapping[str, float]


def read_questions(path: Path) -> Sequence[Question]:
    """Read a `questions/1` file.

    Raises:
        InputUnreadable: the file is missing, no UTF-8, no YAML, or no such list; the line is named.
    """
    try:
        content = decode(path.read_bytes(), str(path))
    except OSError as fault:
        raise InputUnreadable(
            file=path, place="file", remedy=f"{fault.strerror}; check path and permissions"
        ) from fault
    if content.text is None:
        raise InputUnreadable(file=path, place=f"line {content.problems[0].line}", remedy=content.problems[0].message)
    parsed = read_yaml(content.text, str(path))
    if parsed.problems:
        raise InputUnreadable(file=path, place=f"line {parsed.problems[0].line}", remedy=parsed.problems[0].message)
    return _QuestionReader(path, parsed).questions()


class _QuestionReader:
    """Checks the parsed YAML of a questions file, field by field."""

    def __init__(self, path: Path, parsed: YamlData) -> None:
        self._path = path
        self._parsed = parsed

    def questions(self) -> Sequence[Question]:
        """Return the questions; ids are unique and each expects something."""
        data = self._parsed.data
        if not isinstance(data, dict) or data.get("schema") != QUESTIONS_SCHEMA:
            raise self._fault((), f'expected "schema: {QUESTIONS_SCHEMA}" and a list "questions"')
        entries = data.get("questions")
        if not isinstance(entries, list) or not entries:
            raise self._fault(("questions",), 'expected a list of {id, query, expect} under "questions"')
        found = [self._question(number, entry) for number, entry in enumerate(entries)]
        twice = next((key for key, times in Counter(question.id for question in found).items() if times > 1), None)
        if twice is not None:
            place = max(number for number, question in enumerate(found) if question.id == twice)
            raise self._fault(("questions", place), f'the id "{twice}" stands twice; give each question its own')
        return found

    def _question(self, number: int, entry: Plain) -> Question:
        where = ("questions", number)
        if not isinstance(entry, dict):
            raise self._fault(where, "expected {id, query, expect}")
        key, query, expect = entry.get("id"), entry.get("query"), entry.get("expect")
        if not isinstance(key, str) or not isinstance(query, str) or not query.strip():
            raise self._fault(where, "id and query must be text; put it in quotes")
        if not isinstance(expect, dict):
            raise self._fault(where, "expect must name item ids and their grades: {item-id: 3}")
        grades: dict[str, float] = {}
        for item, grade in expect.items():
            if isinstance(grade, bool) or not isinstance(grade, (int, float)):
                raise self._fault((*where, "expect", item), f'the grade of "{item}" must be a number')
            grades[item] = grade
        if not any(grade > 0 for grade in grades.values()):
            raise self._fault((*where, "expect"), "at least one item must have a grade above zero")
        return Question(key, query, grades)

    def _fault(self, field: tuple[str | int, ...], remedy: str) -> InputUnreadable:
        lines = self._parsed.lines
        line = next((lines[field[:size]] for size in range(len(field), -1, -1) if field[:size] in lines), 1)
        return InputUnreadable(file=self._path, place=f"line {line}", remedy=remedy)
