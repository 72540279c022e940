"""The steps of an update under way, as frozen views. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from advisor_app.desktop import formatting
from advisor_app.updates.events import StepTold
from advisor_app.updates.model import Found, Step

_ORDER = tuple(Step)
_APPLYING = {
    Step.CHECK: "Inhalte werden geprüft",
    Step.APPLY: "Einträge werden übernommen",
    Step.INDEX: "Die Suche wird ergänzt",
    Step.SWITCH: "Der neue Stand wird gleich gezeigt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What an update was asked to do.

    `source` is a folder or bundle file, "" for the server; `scheduled` says that nobody asked; `accept_expired`,
    `repair` and `app` (a newer version of the program instead of knowledge) are as in `UpdateDesk.worker`.
    """

    source: str = ""
    scheduled: bool = False
    accept_expired: bool = False
    repair: bool = False
    app: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """An update under way; `seconds_left` is 0 where nobody can tell."""

    job: Job
    found: Found | None = None
    told: StepTold | None = None
    seconds_left: float = 0.0
    cancelling: bool = False


class StepState(Enum):
    """How a step stands: its icon and the colour of the icon."""

    DONE = ("circle-check", "ok")
    ACTIVE = ("refresh", "accent")
    WAITING = ("circle-dashed", "text3")

    @property
    def icon(self) -> str:
        """Return the name of the icon."""
        return self.value[0]

    @property
    def tone(self) -> str:
        """Return the colour of the icon."""
        return self.value[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One line of the step list; `fraction` of its bar, None without one."""

    state: StepState
    title: str
    note: str = ""
    fraction: float | None = None


def source_name(source: str) -> str:
    """Return who an update comes from as one says it: the host of an address, the last part of a path."""
    if "://" in source:
        return formatting.host(source).partition("/")[0]
    return source.replace("\\", "/").rstrip("/").rpartition("/")[2] or source


def keys_words(threshold: int, keys: int) -> str:
    """Return how many keys vouch for the content."""
    return f"{threshold} von {keys} Schlüsseln" if keys > 1 else "1 Schlüssel der Redaktion"


LOOKING = {"server": "Suche nach einem neuen Stand", "stick": "USB-Stick oder Ordner wird gelesen",
            "repair": "Daten werden geprüft"}  # fmt: skip


def way_of(job: Job) -> str:
    """Return where knowledge comes from, as a key of `LOOKING`."""
    return "repair" if job.repair else "stick" if job.source else "server"


def present_steps(run: Run) -> tuple[StepView, ...]:
    """Return the four steps as they stand."""
    place = _ORDER.index(run.told.step) if run.told is not None else 0
    return (_first_step(run, place), _signature_step(run.found, place), _download_step(run, place),
            _apply_step(run.told, place))  # fmt: skip


def _state(place: int, first: Step, last: Step) -> StepState:
    if place > _ORDER.index(last):
        return StepState.DONE
    return StepState.ACTIVE if place >= _ORDER.index(first) else StepState.WAITING


def _first_step(run: Run, place: int) -> StepView:
    if run.found is not None:
        return StepView(state=StepState.DONE, title="Neuer Stand gefunden", note=source_name(run.found.source))
    if place > 0:
        return StepView(state=StepState.DONE, title="Antwort erhalten", note=source_name(run.job.source))
    asked = source_name(run.job.source) if run.job.source else "Der Server wird gefragt"
    return StepView(state=StepState.ACTIVE, title="Suche nach einem neuen Stand", note=asked)


def _signature_step(found: Found | None, place: int) -> StepView:
    if found is not None:
        note = f"{keys_words(found.threshold, found.keys)}, gültig bis {day_words(found.valid_until)}"
        return StepView(state=StepState.DONE, title="Signatur geprüft", note=note)
    state = _state(place, Step.VERIFY, Step.VERIFY)
    title = "Signatur wird geprüft" if state is StepState.ACTIVE else "Signatur prüfen"
    return StepView(state=state, title="Signatur geprüft" if state is StepState.DONE else title)


def day_words(iso: str) -> str:
    """Return the day of an ISO day or time."""
    return formatting.as_of(iso.partition("T")[0])


def _download_step(run: Run, place: int) -> StepView:
    state = _state(place, Step.DOWNLOAD, Step.DOWNLOAD)
    told, found = run.told, run.found
    whole = formatting.size(found.bytes) if found is not None else ""
    if state is not StepState.ACTIVE or told is None:
        return StepView(state=state, title="Geladen" if state is StepState.DONE else "Laden", note=whole)
    total = told.total or (found.bytes if found else 0)
    amount = formatting.of_size(told.done, total) if total else formatting.size(told.done)
    left = f"noch etwa {formatting.duration(run.seconds_left)}" if run.seconds_left else ""
    return StepView(state=state, title="Wird geladen", note=", ".join(part for part in (amount, left) if part),
                    fraction=min(told.done / total, 1.0) if total else 0.0)  # fmt: skip


def _apply_step(told: StepTold | None, place: int) -> StepView:
    state = _state(place, Step.CHECK, Step.SWITCH)
    if state is not StepState.ACTIVE or told is None:
        return StepView(state=state, title="Einspielen", note="Sie können weiterarbeiten")
    fraction = min(told.done / told.total, 1.0) if told.total else None
    return StepView(state=state, title="Wird eingespielt", note=_APPLYING.get(told.step, ""), fraction=fraction)


def progress_words(run: Run) -> str:
    """Return an update under way in one line, for the foot of the window."""
    if run.cancelling:
        return "Aktualisierung wird abgebrochen"
    active = next((step for step in present_steps(run) if step.state is StepState.ACTIVE), None)
    return f"{active.title}: {active.note}" if active is not None and active.note else LOOKING[way_of(run.job)]


def progress_fraction(run: Run) -> float:
    """Return how much of the whole is done, for the ring at the rail: loading is the first 60 %, the rest follows."""
    told = run.told
    if told is None or run.found is None:
        return 0.0
    part = min(told.done / told.total, 1.0) if told.total else 0.0
    if told.step is Step.DOWNLOAD:
        return 0.6 * part
    begin = {Step.CHECK: 0.6, Step.APPLY: 0.65, Step.INDEX: 0.75, Step.SWITCH: 0.97}.get(told.step, 0.0)
    return begin + {Step.APPLY: 0.1, Step.INDEX: 0.22}.get(told.step, 0.0) * part
