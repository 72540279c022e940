"""English words for error codes: one line that names the file, the place and the remedy."""

from __future__ import annotations

from advisor_app.errors import AdvisorError, Problem

_TEXTS = {
    "usage": "{what}; {remedy}",
    "content_refused": "the content has {errors} error(s), nothing was built; the first: {first_line}; "
    "'advisor-admin validate' lists all",
    "input_unreadable": "{file}: {place}: {remedy}",
    "environment": "{path}: {reason}; {remedy}",
    "knowledge_missing": "{path}: there is no knowledge yet; run 'advisor-admin build' once",
    "knowledge_damaged": "{path}: the knowledge cannot be read ({reason}); run 'advisor-admin build' to make it anew",
    "knowledge_too_new": "{path}: written in format {found}, this version reads up to {supported}; update the app",
    "cancelled": "cancelled, nothing was changed",
    "busy": "{path}: another process is writing here; try again when it has ended",
}


def message_for(error: AdvisorError) -> str:
    """Return the one line that tells a user what is wrong and what helps."""
    details = {key: _one_line(value) for key, value in error.details.items()}
    first = error.details.get("first")
    if first is not None:
        details["first_line"] = problem_line(first)
    return _TEXTS[error.code].format_map(_Missing(details))


def problem_line(problem: object) -> str:
    """Return a problem as one line: file:line: severity [code] field: message."""
    if not isinstance(problem, Problem):
        return _one_line(problem)
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    field = f"{problem.field}: " if problem.field else ""
    return f"{place}: {problem.severity} [{problem.code}] {field}{_one_line(problem.message)}"


def _one_line(value: object) -> str:
    """Keep foreign text on one line and free of terminal control characters."""
    return "".join(char if char.isprintable() else " " for char in str(value))


class _Missing(dict[str, str]):
    """A detail that the raiser left out shows as a dash instead of hiding the message."""

    def __missing__(self, key: str) -> str:
        return "-"
