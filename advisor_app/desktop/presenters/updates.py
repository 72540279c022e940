"""The card that says how the update stands, as a frozen view: at rest, under way, ended, failed. No Qt here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from advisor_app.desktop import formatting
from advisor_app.desktop.fault_words import needs_help, words_for
from advisor_app.desktop.presenters.update_faults import Deed, look_of
from advisor_app.desktop.presenters.update_steps import (
    LOOKING,
    Job,
    Run,
    StepView,
    day_words,
    present_steps,
    source_name,
    way_of,
)
from advisor_app.desktop.presenters.views import StatusView
from advisor_app.errors import AdvisorError
from advisor_app.updates.app_offer import AppOffer
from advisor_app.updates.events import fault_named
from advisor_app.updates.model import Found, Outcome, UpdateResult, UpdateStatus

# What can be done while something else is being fetched.
_AT_ANY_TIME = frozenset({Deed.CHANGES, Deed.DISMISS, Deed.OPTIONS})
_VERSION = re.compile(r"\d+(?:\.\d+)+")
DEVELOPMENT = "Entwicklungs-Kanal, nicht für den Einsatz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an update ended: with a result, a fault, or (neither) because it was cancelled."""

    job: Job
    found: Found | None = None
    result: UpdateResult | None = None
    fault: AdvisorError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that the card is made of.

    `busy` says that something else is being fetched, so that no update can begin; `helper` how to reach who helps, ""
    if nobody said.
    """

    now: datetime
    knowledge: StatusView | None = None
    status: UpdateStatus = field(default_factory=UpdateStatus)
    run: Run | None = None
    ending: Ending | None = None
    busy: bool = False
    helper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence with its icon."""

    icon: str
    tone: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """The card: heading, sentence, steps or lines, and what one can do. `fine_print` is for those who help."""

    icon: str
    tone: str
    title: str
    sentence: str
    steps: tuple[StepView, ...] = ()
    lines: tuple[Line, ...] = ()
    deeds: tuple[Deed, ...] = ()
    fine_print: str = ""

    @property
    def spoken(self) -> str:
        """Return heading and sentence for a screen reader."""
        return f"{self.title}. {self.sentence}".strip()


def present_card(situation: Situation) -> CardView:
    """Return the card for a situation."""
    if situation.run is not None:
        return _running(situation.run)
    ending = situation.ending
    if ending is None:
        card = _resting(situation)
    elif ending.result is not None:
        card = _done(ending, ending.result, situation)
    else:
        card = present_fault(ending, situation.knowledge, situation.status.app, situation.helper)
    return replace(card, deeds=tuple(deed for deed in card.deeds if deed in _AT_ANY_TIME)) if situation.busy else card


def from_to(found: Found) -> str:
    """Return `20.11.2026 → 23.11.2026`; editions where both are of one day."""
    if found.before_as_of and found.before_as_of != found.after_as_of:
        return f"{formatting.as_of(found.before_as_of)} → {formatting.as_of(found.after_as_of)}"
    if found.before_as_of and found.before:
        return f"Ausgabe {found.before} → {found.after} vom {formatting.as_of(found.after_as_of)}"
    return f"Stand {formatting.as_of(found.after_as_of)}"


def keeps_usable(knowledge: StatusView | None) -> str:
    """Return that the knowledge on the device stays usable; "" where there is none."""
    return f"Der Stand vom {knowledge.as_of} bleibt nutzbar." if knowledge is not None else ""


# At rest


def _resting(situation: Situation) -> CardView:
    knowledge, status = situation.knowledge, situation.status
    if knowledge is None:
        return CardView(icon="database-x", tone="mute", title="Noch keine Inhalte",
                        sentence="Sie kommen vom Server oder von einem USB-Stick.",
                        lines=_rest_lines(situation), deeds=_rest_deeds(status))  # fmt: skip
    old = bool(knowledge.stale_days)
    return CardView(
        icon="hourglass" if old else "rosette-discount-check",
        tone="warn" if old else "ok",
        title=f"Inhaltsstand {knowledge.as_of}",
        sentence=f"Zusammengestellt {knowledge.age}, ganz auf diesem Gerät.",
        lines=_rest_lines(situation),
        deeds=_rest_deeds(status),
    )


def _rest_deeds(status: UpdateStatus) -> tuple[Deed, ...]:
    if not status.endpoint:
        return (Deed.OPTIONS, Deed.STICK)
    return (Deed.NEWEST,) if status.held else (Deed.CHECK,)


def _rest_lines(situation: Situation) -> tuple[Line, ...]:
    status, now = situation.status, situation.now
    checked = formatting.clock_time(status.last_check, now)
    lines = [Line(icon="history", tone="text2", text="Ein früherer Stand wird gezeigt, so haben Sie es gewählt.")]
    lines = lines if status.held else []
    if not status.endpoint:
        lines.append(Line(icon="route-off", tone="info", text="Es ist kein Server eingerichtet."))
    elif checked:
        lines.append(Line(icon="clock", tone="text2", text=f"Zuletzt geprüft {checked}"))
    else:
        lines.append(Line(icon="clock", tone="text2", text="Noch nicht nach Neuem gesehen"))
    if (fault := _last_fault(status, now)) is not None:
        lines.append(fault)
    if status.endpoint:
        lines.append(_next_line(status, now))
    if status.expires:
        lines.append(_expiry_line(status, now))
    if status.development:
        lines.append(Line(icon="flask", tone="warn", text=DEVELOPMENT))
    return tuple(lines)


def _last_fault(status: UpdateStatus, now: datetime) -> Line | None:
    if not status.last_fault or status.last_fault in ("cancelled", "endpoint_missing"):
        return None
    fault = fault_named(status.last_fault, status.last_fault_details or {})
    if fault is None:
        return None
    look = look_of(fault.code, from_stick=False)
    when = formatting.clock_time(status.last_attempt, now)
    return Line(icon=look.icon, tone=look.tone, text=f"Letzter Versuch {when}: {words_for(fault)[0]}")


def _next_line(status: UpdateStatus, now: datetime) -> Line:
    if not status.scheduled:
        return Line(icon="player-pause", tone="text2", text="Geprüft wird nur, wenn Sie es auslösen")
    due = formatting.clock_time(status.next_check, now)
    late = bool(due) and datetime.fromisoformat(status.next_check) <= now
    return Line(icon="calendar-repeat", tone="text2",
                text=f"Nächste Prüfung {due}" if due and not late else "Nächste Prüfung in Kürze")  # fmt: skip


def is_expired(status: UpdateStatus, now: datetime) -> bool:
    """Tell whether the signed freshness has ended: nobody confirms any more that this is the newest."""
    day = formatting.earliest(status.expires)
    return day is not None and day < now.date()


def _expiry_line(status: UpdateStatus, now: datetime) -> Line:
    day = formatting.as_of(status.expires)
    if is_expired(status, now):
        return Line(icon="calendar-x", tone="warn", text=f"Aktualität nicht mehr bestätigt seit {day}")
    return Line(icon="rosette-discount-check", tone="text2", text=f"Signiert, Aktualität bestätigt bis {day}")


# Under way


def _running(run: Run) -> CardView:
    found = run.found
    title = "Neuer Inhaltsstand wird geladen" if found is not None else LOOKING[way_of(run.job)]
    sentence = formatting.joined([from_to(found), formatting.size(found.bytes)]) if found is not None else ""
    if found is None and run.job.source:
        sentence = source_name(run.job.source)
    if run.cancelling:
        title, sentence = "Wird abgebrochen", "Der bisherige Stand bleibt."
    unchanged = Line(icon="lock", tone="text2", text="Ihre Einstellungen bleiben unverändert auf diesem Gerät.")
    return CardView(
        icon="rosette-discount-check" if found is not None else "refresh",
        tone="ok" if found is not None else "info",
        title=title,
        sentence=sentence,
        steps=present_steps(run),
        lines=(unchanged,),
        deeds=(Deed.BACKGROUND,) if run.cancelling else (Deed.BACKGROUND, Deed.CANCEL),
    )


# Ended


def _done(ending: Ending, result: UpdateResult, situation: Situation) -> CardView:
    confirmed = f"Aktualität bestätigt bis {day_words(result.valid_until)}" if result.valid_until else ""
    source = source_name(result.source)
    if result.outcome is Outcome.CURRENT:
        title = "Daten geprüft, alles in Ordnung" if ending.job.repair else "Nichts Neues"
        newest = "Der Stick hat keinen neueren Stand." if ending.job.source else f"{source} hat keinen neueren Stand."
        return CardView(icon="circle-check", tone="ok", title=title,
                        sentence=f"{newest} Sie lesen den Stand vom {formatting.as_of(result.as_of)}.",
                        lines=_confirmed(confirmed), deeds=(Deed.DISMISS,))  # fmt: skip
    number = result.changed + result.removed
    changes = formatting.count(number, "Änderung", "Änderungen") if number else "ohne Änderung an Einträgen"
    if result.outcome is Outcome.REPAIRED:
        title, sentence = "Daten geprüft und erneuert", f"Stand {formatting.as_of(result.as_of)}, {changes}"
    else:
        reached = from_to(ending.found) if ending.found else f"Stand {formatting.as_of(result.as_of)}"
        title, sentence = "Neuer Inhaltsstand eingespielt", f"{reached}, {changes}"
    amount = f"{formatting.size(result.bytes)} von {source} in {formatting.duration(result.seconds)}"
    lines = (Line(icon="download", tone="text2", text=amount), *_confirmed(confirmed))
    deeds = (Deed.CHANGES, Deed.DISMISS) if number else (Deed.DISMISS,)
    if situation.status.development:
        lines = (*lines, Line(icon="flask", tone="warn", text=DEVELOPMENT))
    return CardView(icon="rosette-discount-check", tone="ok", title=title, sentence=sentence, lines=lines, deeds=deeds)


def _confirmed(text: str) -> tuple[Line, ...]:
    return (Line(icon="rosette-discount-check", tone="text2", text=text),) if text else ()


def present_fault(
    ending: Ending, knowledge: StatusView | None, newer: AppOffer | None = None, helper: str = ""
) -> CardView:
    """Return the card for an update that failed or was cancelled.

    Args:
        ending: how it ended.
        knowledge: what is on the device, None for nothing.
        newer: a newer version of the program that is offered, None without one.
        helper: how to reach who helps, "" if nobody said.
    """
    fault = ending.fault or fault_named("cancelled", {})
    code = fault.code if fault is not None else "cancelled"
    look = look_of(code, from_stick=bool(ending.job.source))
    title, sentence = _words(ending, fault)
    if fault is not None and code == "app_too_old":
        sentence = _needed_words(fault, newer)
    usable = keeps_usable(knowledge)
    lines = (Line(icon="book", tone="text2", text=usable),) if usable else ()
    if helper and needs_help(code):
        lines = (*lines, Line(icon="building", tone="text2", text=f"Hilfe: {helper}"))
    deeds = look.deeds if Deed.DISMISS in look.deeds else (*look.deeds, Deed.DISMISS)
    return CardView(icon=look.icon, tone=look.tone, title=title, sentence=sentence, lines=lines, deeds=deeds,
                    fine_print=_fine_print(fault))  # fmt: skip


def _words(ending: Ending, fault: AdvisorError | None) -> tuple[str, str]:
    code = fault.code if fault is not None else ""
    if code == "material_expired" and fault is not None and ending.job.source:
        day = formatting.as_of(str(fault.details.get("expired_on", "")))
        until = f"Seine Bestätigung galt bis {day}. " if day else ""
        return "Abgelaufenen Stick trotzdem einlesen?", (
            f"{until}Signatur und Reihenfolge der Ausgaben werden weiter geprüft. Dass es nichts Neueres gibt, "
            "sagt der Stick aber nicht mehr zu."
        )
    if code in ("knowledge_damaged", "knowledge_missing"):
        return "Die Inhalte auf diesem Gerät sind beschädigt", "„Daten prüfen“ erneuert, was nicht stimmt."
    return words_for(fault) if fault is not None else ("Abgebrochen", "")


def _needed_words(fault: AdvisorError, newer: AppOffer | None) -> str:
    """Return which version knowledge needs that this program is too old for, and where that is to be had."""
    wanted = _VERSION.search(str(fault.details.get("needs", "")))
    needs = f"Sie brauchen Version {wanted[0]}" if wanted else "Sie brauchen eine neuere Version"
    if newer is None:
        return f"{needs}. Die neue Version kommt von Ihrer Betreuung."
    if wanted and wanted[0] == newer.version:
        return f"{needs}, sie steht unter „Aktualität“ bereit."
    return f"{needs}. Version {newer.version} steht unter „Aktualität“ bereit."


def _fine_print(fault: AdvisorError | None) -> str:
    """Return what helps those who look after the device; English words of libraries stay as they are."""
    if fault is None or fault.code in ("cancelled", "endpoint_missing", "busy"):
        return ""
    shown = [str(fault.details.get(name, "")) for name in ("where", "status", "reason")]
    return ", ".join([f"Für die Betreuung: {fault.code}", *[part for part in shown if part]])
