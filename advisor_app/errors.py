"""Faults: errors that are raised, and problems that are collected.

`AdvisorError` is for the user or the environment (a missing file, a full disk); its subclasses carry
data and a stable `code`, never a sentence. The faces (terminal, desktop) turn the code into words.
`Problem` is a fault in content: a value, collected with all others and shown together.
Anything else that is raised is a bug.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """How much a problem weighs: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in content, told so that its author can mend it.

    `line` counts from 1 (0: the file as a whole); `field` is a dotted path such as `amounts.rate_pct.max`;
    `message` is one line that names what is wrong and what to do about it.
    """

    file: str
    line: int
    field: str
    code: str
    severity: Severity
    message: str


class AdvisorError(Exception):
    """A fault of input or environment that the user can act on.

    `code` is stable; `exit_status` is what the terminal returns for it; `details` are the named values
    that the message of the face is made of.
    """

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 3

    def __init__(self, **details: object) -> None:
        super().__init__(self.code, details)
        self.details = details


class UsageFault(AdvisorError):
    """The call itself is wrong: an unknown item, field or option value. Details: `what`, `remedy`."""

    code = "usage"
    exit_status = 2


class ContentRefused(AdvisorError):
    """The content has errors, so nothing was built. Details: `errors` (count), `first` (a Problem)."""

    code = "content_refused"
    exit_status = 1


class InputUnreadable(AdvisorError):
    """A file given by the user cannot be read as what it should be. Details: `file`, `place`, `remedy`."""

    code = "input_unreadable"
    exit_status = 2


class EnvironmentFault(AdvisorError):
    """Disk, permission or another fault of the machine. Details: `path`, `reason`, `remedy`."""

    code = "environment"
    exit_status = 3


class KnowledgeMissing(AdvisorError):
    """There is no knowledge database where one is looked for. Details: `path`."""

    code = "knowledge_missing"
    exit_status = 3


class KnowledgeDamaged(AdvisorError):
    """The knowledge database or its index cannot be read. Details: `path`, `reason`."""

    code = "knowledge_damaged"
    exit_status = 3


class KnowledgeTooNew(AdvisorError):
    """The knowledge database was written by a newer app. Details: `path`, `found`, `supported`."""

    code = "knowledge_too_new"
    exit_status = 3


class Cancelled(AdvisorError):
    """The user cancelled a long piece of work; nothing was changed."""

    code = "cancelled"
    exit_status = 1


class Busy(AdvisorError):
    """Another process is writing the same knowledge. Details: `path`."""

    code = "busy"
    exit_status = 3
