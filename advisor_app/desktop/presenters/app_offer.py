"""A newer version of the program, as a frozen view: there is one, it is being fetched, it is here. No Qt here."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum

from advisor_app.desktop import formatting
from advisor_app.desktop.fault_words import words_for
from advisor_app.desktop.presenters.update_faults import look_of
from advisor_app.desktop.presenters.update_steps import Run
from advisor_app.desktop.presenters.updates import Ending, Line
from advisor_app.errors import AdvisorError, ContentMismatch, InputUnreadable
from advisor_app.installation import Package
from advisor_app.updates.app_offer import AppOffer
from advisor_app.updates.model import Step, UpdateStatus

# As many lines of what is new are shown at once; the rest unfolds.
NOTES_SHOWN = 4


class AppDeed(StrEnum):
    """What the buttons of the card do."""

    FETCH = "fetch"
    CANCEL = "cancel"
    INSTALL = "install"
    FOLDER = "folder"
    COPY = "copy"
    LATER = "later"
    SHOW = "show"


DEED_LABELS = {
    AppDeed.FETCH: "Herunterladen und prüfen",
    AppDeed.CANCEL: "Abbrechen",
    AppDeed.INSTALL: "Installieren",
    AppDeed.FOLDER: "Ordner öffnen",
    AppDeed.COPY: "Befehl kopieren",
    AppDeed.LATER: "Später",
    AppDeed.SHOW: "Ansehen",
}
_AGAIN = "Erneut herunterladen"
_ALTERED = (
    "Die Datei passt nicht zu ihrer Signatur",
    "Sie fehlt, kam unvollständig an oder wurde verändert, und wird nicht verwendet. Ein neuer Versuch lädt sie neu.",
)
_KNOWLEDGE_ONLY = (
    "Die neue Version ist dort nicht dabei",
    "{file} bringt Inhalte, aber nicht das Programm. Der nächste Versuch fragt den Server.",
)
_UNPACK = (
    "Das Programm schließen und das Archiv über den bisherigen Ordner auspacken. Was Ihnen gehört, liegt im "
    "Unterordner „Daten“ und bleibt."
)
_HANDED_OVER = {
    Package.SETUP: "Zum Installieren schließt sich das Fenster. Einstellungen und Inhalte bleiben.",
    Package.DEB: "Die Installation verlangt ein Kennwort. Auf verwalteten Geräten übernimmt das Ihre IT.",
    Package.TAR: _UNPACK,
    Package.ZIP: _UNPACK,
}
_READY_DEEDS = {
    Package.SETUP: (AppDeed.INSTALL, AppDeed.FOLDER, AppDeed.LATER),
    Package.DEB: (AppDeed.INSTALL, AppDeed.COPY, AppDeed.FOLDER, AppDeed.LATER),
    Package.TAR: (AppDeed.FOLDER, AppDeed.LATER),
    Package.ZIP: (AppDeed.FOLDER, AppDeed.LATER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSituation:
    """All that the card is made of.

    `offer` is the newer version, None without one; `run` its download under way; `busy` says that knowledge is being
    received, so that nothing else can be; `file` is the fetched installer, "" without one; `fault` what the last try
    ended with; `later` that the user put it off; `needed` that new knowledge cannot be read without it; `as_of` the day
    of the knowledge on the device, as it is written.
    """

    offer: AppOffer | None = None
    run: Run | None = None
    busy: bool = False
    file: str = ""
    fault: AdvisorError | None = None
    later: bool = False
    needed: bool = False
    as_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCardView:
    """The card: heading, one line of what it is, what is new, how far it is, and what one can do.

    `fraction` of the bar is None without one; `command` is what installs the file in a terminal, "" without one;
    `first` is what the first button says where that is not its usual word, `primary` that it is what matters most on
    the page; `idle` tells that the buttons wait for something else to end.
    """

    title: str
    sentence: str
    icon: str = "versions"
    tone: str = "accent"
    notes: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    fraction: float | None = None
    progress: str = ""
    command: str = ""
    deeds: tuple[AppDeed, ...] = ()
    first: str = ""
    primary: bool = False
    idle: bool = False

    @property
    def spoken(self) -> str:
        """Return the card for a screen reader."""
        return f"{self.title}. {self.sentence}".strip()


def present_offer(situation: AppSituation) -> AppCardView | None:
    """Return the card, None where there is nothing to offer."""
    offer = situation.offer
    if offer is None:
        return None
    if situation.run is not None:
        return _fetching(offer, situation.run)
    if situation.later and not situation.needed and not situation.fault:
        return AppCardView(title=_title(offer), sentence="Auf später verschoben", icon="versions", tone="mute",
                           deeds=(AppDeed.SHOW,))  # fmt: skip
    if situation.fault is not None:
        return _failed(offer, situation, situation.fault)
    return _ready(offer, situation) if situation.file else _offered(offer, situation)


def pill_words(situation: AppSituation) -> str:
    """Return what is said beside the search field, "" for nothing: put off, or under way, it is quiet."""
    offer = situation.offer
    if offer is None or situation.later or situation.run is not None:
        return ""
    return f"Version {offer.version}"


def is_needed(ending: Ending | None, status: UpdateStatus) -> bool:
    """Tell whether new knowledge was refused because this program is too old for it."""
    if ending is not None and not ending.job.app and ending.fault is not None:
        return ending.fault.code == "app_too_old"
    return status.last_fault == "app_too_old"


def _title(offer: AppOffer) -> str:
    return f"Version {offer.version} ist da"


def _facts(offer: AppOffer) -> str:
    return formatting.joined([f"vom {formatting.as_of(offer.published)}", formatting.size(offer.length)])


def _offered(offer: AppOffer, situation: AppSituation) -> AppCardView:
    lines = [Line(icon="rosette-discount-check", tone="text2", text="Angebot signiert, geprüft wird auch die Datei")]
    if situation.needed:
        until = f" Bis dahin bleiben die Inhalte vom {situation.as_of}." if situation.as_of else ""
        text = f"Die neuen Inhalte brauchen eine neuere Version des Programms.{until}"
        lines.insert(0, Line(icon="alert-triangle", tone="warn", text=text))
    return AppCardView(title=_title(offer), sentence=_facts(offer), notes=offer.notes, lines=tuple(lines),
                       deeds=(AppDeed.FETCH, AppDeed.LATER), primary=situation.needed, idle=situation.busy)  # fmt: skip


def _fetching(offer: AppOffer, run: Run) -> AppCardView:
    fraction, words = fetch_progress(run)
    cancelling = run.cancelling
    return AppCardView(
        title="Wird abgebrochen" if cancelling else f"Version {offer.version} wird geladen",
        sentence="Was geladen ist, nutzt der nächste Versuch." if cancelling else _facts(offer),
        icon="download",
        notes=offer.notes,
        fraction=fraction,
        progress=words,
        deeds=() if cancelling else (AppDeed.CANCEL,),
    )


def fetch_progress(run: Run) -> tuple[float, str]:
    """Return how much of a version is loaded, as a fraction and in words."""
    told = run.told
    if told is None or told.step in (Step.CONNECT, Step.VERIFY):
        return 0.0, "Das Angebot wird geprüft"
    if told.step is not Step.DOWNLOAD or not told.total:
        return 1.0, "Die Prüfsumme wird verglichen"
    left = f"noch etwa {formatting.duration(run.seconds_left)}" if run.seconds_left else ""
    words = [formatting.of_size(told.done, told.total), left]
    return min(told.done / told.total, 1.0), ", ".join(word for word in words if word)


def _fault_words(offer: AppOffer, fault: AdvisorError) -> tuple[str, str]:
    """Return title and sentence for a fault; where it is about the file, those for knowledge would mislead."""
    if isinstance(fault, ContentMismatch):
        return _ALTERED
    if isinstance(fault, InputUnreadable) and fault.details.get("place") == offer.path:
        title, sentence = _KNOWLEDGE_ONLY
        return title, sentence.format(file=fault.details.get("file"))
    return words_for(fault)


def _failed(offer: AppOffer, situation: AppSituation, fault: AdvisorError) -> AppCardView:
    look = look_of(fault.code, from_stick=False)
    title, sentence = _fault_words(offer, fault)
    tried = Line(
        icon="versions",
        tone="text2",
        text=f"Version {offer.version} liegt nicht bereit, am Programm ist nichts verändert.",
    )
    return AppCardView(icon=look.icon, tone=look.tone, title=title, sentence=sentence, lines=(tried,),
                       deeds=(AppDeed.FETCH, AppDeed.LATER), first=_AGAIN, idle=situation.busy)  # fmt: skip


def _ready(offer: AppOffer, situation: AppSituation) -> AppCardView:
    checked = Line(icon="rosette-discount-check", tone="ok", text="Geladen. Signatur und Prüfsumme stimmen.")
    how = Line(icon="info-circle", tone="text2", text=_HANDED_OVER[offer.package])
    command = f"sudo apt install {shlex.quote(situation.file)}" if offer.package is Package.DEB else ""
    return AppCardView(
        icon="circle-check",
        tone="ok",
        title=f"Version {offer.version} ist bereit",
        sentence=_facts(offer),
        lines=(checked, how),
        command=command,
        deeds=_READY_DEEDS[offer.package],
        primary=situation.needed,
    )
