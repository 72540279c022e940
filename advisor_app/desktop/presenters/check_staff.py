"""Staff in annual work units as it is typed: who worked how much of the year, what counts, what it comes to. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from advisor_app.desktop.formatting import NBSP, number
from advisor_app.desktop.presenters.check_figures import Wrong, read_number
from advisor_app.domain.state_aid.staff import MONTHS_OF_A_YEAR, StaffGroup, annual_work_units

_MOST = 1_000_000
# Fine enough that nobody just below a limit is rounded up to it.
_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffKind:
    """People who work alike: what they are called, whether hours and months are asked for, whether they count."""

    code: str
    label: str
    hours: bool = False
    months: bool = False
    counts: bool = True


KINDS = (
    StaffKind(code="full", label="Vollzeit, ganzes Jahr"),
    StaffKind(code="part", label="Teilzeit", hours=True),
    StaffKind(code="season", label="Saison, befristet, unterjährig", hours=True, months=True),
    StaffKind(code="owners", label="Mitarbeitende Inhaberinnen und Inhaber"),
    StaffKind(code="apprentices", label="Auszubildende", counts=False),
    StaffKind(code="leave", label="In Elternzeit, ganzes Jahr", counts=False),
)
PART = KINDS[1]
RULE = (
    "Wer das ganze Jahr Vollzeit gearbeitet hat, zählt als eins, alle anderen anteilig. Auszubildende und Elternzeit "
    "zählen nicht (Anhang Art. 5)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLine:
    """A line of the calculation as it is typed: people, hours in percent of full time, months of the year."""

    kind: StaffKind
    people: str = ""
    hours: str = ""
    months: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSum:
    """What the lines come to.

    Args:
        units: annual work units; None where nothing was typed or something is wrong.
        words: the same in words.
        note: the lines in short, for whoever reads the answer later.
        faults: (number of the line, field) -> what is wrong.
    """

    units: float | None = None
    words: str = ""
    note: str = ""
    faults: dict[tuple[int, str], str] = field(default_factory=dict)


def add_up(lines: Sequence[StaffLine]) -> StaffSum:
    """Return what the lines come to, or what is wrong with them."""
    groups: list[StaffGroup] = []
    said: list[str] = []
    faults: dict[tuple[int, str], str] = {}
    for place, line in enumerate(lines):
        read = _read(line)
        if isinstance(read, StaffGroup):
            groups.append(read)
            said.append(_said(line, read))
        else:
            faults |= {(place, name): words for name, words in read.items()}
    if faults or not groups:
        return StaffSum(faults=faults)
    units = round(float(annual_work_units(groups)), _DIGITS)
    units = int(units) if units.is_integer() else units
    return StaffSum(
        units=units, words=f"{number(units)}{NBSP}Jahresarbeitseinheiten", note=f"ausgerechnet: {'; '.join(said)}"
    )


def _read(line: StaffLine) -> StaffGroup | dict[str, str]:
    """Return the people of a line, or by the field's name what is wrong; nothing is wrong with an empty line."""
    texts = {"people": line.people, "hours": line.hours, "months": line.months}
    most: dict[str, tuple[str, float]] = {
        "people": ("AWU", _MOST),
        "hours": ("%", 100),
        "months": ("months", MONTHS_OF_A_YEAR),
    }
    numbers: dict[str, float] = {}
    faults: dict[str, str] = {}
    for name, text in texts.items():
        value = read_number(text, most[name][0], most=most[name][1])
        if isinstance(value, Wrong):
            faults[name] = value.words
        elif value is not None:
            numbers[name] = value
    if "people" in numbers and not float(numbers["people"]).is_integer():
        faults["people"] = "Ganze Personen zählen."
    if not faults and "people" not in numbers and (line.hours.strip() or line.months.strip()):
        faults["people"] = "Wie viele sind es?"
    if faults or "people" not in numbers:
        return faults
    return StaffGroup(
        people=int(numbers["people"]),
        hours_pct=numbers.get("hours", 100),
        months=numbers.get("months", MONTHS_OF_A_YEAR),
        apprentices=not line.kind.counts,
    )


def _said(line: StaffLine, group: StaffGroup) -> str:
    parts = [f"{group.people} {line.kind.label}"]
    if line.kind.hours and group.hours_pct < 100:
        parts.append(f"{number(group.hours_pct)}{NBSP}%")
    if line.kind.months and group.months < MONTHS_OF_A_YEAR:
        parts.append(f"{number(group.months)}{NBSP}Monate")
    return ", ".join([*parts, *["nicht gezählt"] * (not line.kind.counts)])
