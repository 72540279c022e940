"""What a self-test is made of: checks that stand for themselves, and what came of each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from advisor_app.errors import AdvisorError

# Returns what was seen, in one line.
Check = Callable[[], str]
_LONGEST = 400


class CheckFailed(Exception):
    """A check says no; the reason is one line."""


class CheckSkipped(Exception):
    """A check cannot be done on this machine; the reason is one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What came of a check: `passed` is None where it could not be done, `ms` what it took, `detail` one line."""

    name: str
    passed: bool | None
    ms: float
    detail: str

    def to_json(self) -> dict[str, object]:
        """Return the result as the JSON object that scripts rely on."""
        return asdict(self)

    @classmethod
    def from_json(cls, document: object) -> CheckResult:
        """Read a result.

        Raises:
            ValueError: this is none.
        """
        match document:
            case {
                "name": str(name),
                "passed": bool() | None as passed,
                "ms": int() | float() as ms,
                "detail": str(detail),
            }:
                return cls(name=name, passed=passed, ms=ms, detail=detail)
            case _:
                raise ValueError("no result of a check")


def plain_words(error: AdvisorError) -> str:
    """Return a fault in one line without a face's words: its code and its details."""
    return ", ".join([error.code, *(f"{name} {value}" for name, value in error.details.items())])


def perform(name: str, check: Check, words_for: Callable[[AdvisorError], str] = plain_words) -> CheckResult:
    """Do a check; whatever it raises, bugs included, becomes its result, so that the next one is done all the same.

    Args:
        name: of the check.
        check: does it.
        words_for: turns a fault into one line.
    """
    began = time.perf_counter()
    passed: bool | None = False
    try:
        detail, passed = check(), True
    except CheckSkipped as exc:
        detail, passed = str(exc), None
    except CheckFailed as exc:
        detail = str(exc)
    except AdvisorError as exc:
        detail = words_for(exc)
    except Exception as exc:  # noqa: BLE001 (a check that breaks says that something is broken)
        detail = f"{type(exc).__name__}: {exc}"
    ms = (time.perf_counter() - began) * 1000
    line = " ".join(detail.split())
    return CheckResult(name=name, passed=passed, ms=round(ms, 1), detail=line[:_LONGEST])
