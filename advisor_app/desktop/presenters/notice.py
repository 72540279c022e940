"""What the banner says about a start that is not like others: safe mode, nothing kept, other knowledge, no file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from advisor_app.desktop import formatting
from advisor_app.desktop.storage import NotKept, Trouble
from advisor_app.errors import KnowledgeTooNew

if TYPE_CHECKING:
    from pathlib import Path

    from advisor_app.errors import AdvisorError


class Deed(StrEnum):
    """What the links of a notice do."""

    UNDERSTOOD = "understood"
    RETRY = "retry"
    REPAIR = "repair"
    RESTART = "restart"
    RESET = "reset"
    ASIDE = "aside"
    LOG = "log"
    REPORT = "report"


LABELS = {
    Deed.UNDERSTOOD: "Verstanden",
    Deed.RETRY: "Erneut versuchen",
    Deed.REPAIR: "Reparieren",
    Deed.RESTART: "Normal neu starten",
    Deed.RESET: "Einstellungen zurücksetzen",
    Deed.ASIDE: "Empfangene Inhalte beiseitelegen",
    Deed.LOG: "Protokoll öffnen",
    Deed.REPORT: "Bericht ansehen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Title, one or two sentences and what can be done: label and deed of each link, and of those in the menu.

    `asked` tells that it answers what somebody has just done.
    """

    icon: str
    title: str
    sentence: str
    deeds: tuple[tuple[str, Deed], ...]
    more: tuple[tuple[str, Deed], ...] = ()
    asked: bool = False


def _deeds(*deeds: Deed) -> tuple[tuple[str, Deed], ...]:
    return tuple((LABELS[deed], deed) for deed in deeds)


SAFE_MODE = Notice(
    icon="shield-question",
    title="Abgesicherter Modus",
    sentence="Das Programm läuft mit Voreinstellungen und den mitgelieferten Inhalten. Es speichert und aktualisiert "
    "von sich aus nichts.",
    deeds=_deeds(Deed.RESTART),
    more=_deeds(Deed.RESET, Deed.ASIDE, Deed.LOG),
)
CRASHED = Notice(
    icon="alert-triangle",
    title="Beim letzten Mal ist das Programm abgestürzt",
    sentence="Inhalte und Einstellungen sind unverändert. Der Bericht hilft der Betreuung, er nennt keine Namen.",
    deeds=_deeds(Deed.REPORT, Deed.UNDERSTOOD),
)
OTHER_WINDOW = Notice(
    icon="app-window",
    title="Es ist noch ein anderes Fenster offen",
    sentence="Es schriebe beim Schließen wieder, was hier geändert wird. Bitte schließen Sie es zuerst.",
    deeds=_deeds(Deed.UNDERSTOOD),
    asked=True,
)
_NOT_KEPT = {
    Trouble.READ_ONLY: (
        "Nur lesen: Einstellungen werden nicht behalten",
        (
            "In {path} darf nichts geschrieben werden. Suchen und Lesen geht wie gewohnt, neue Inhalte kommen "
            "nicht an. Schreibrechte für diesen Ordner helfen."
        ),
    ),
    Trouble.FULL: (
        "Kein Platz: Einstellungen werden nicht behalten",
        (
            "Der Datenträger von {path} ist voll. Suchen und Lesen geht wie gewohnt. Nach dem Aufräumen genügt "
            "„Erneut versuchen“."
        ),
    ),
    Trouble.BLOCKED: (
        "Einstellungen werden nicht behalten",
        ("{path} ist kein Ordner. Suchen und Lesen geht wie gewohnt. Was dort liegt umzubenennen hilft."),
    ),
    Trouble.FOLDER: (
        "Einstellungen werden nicht behalten",
        "{path} ist ein Ordner statt einer Datei. Alles andere geht wie gewohnt. Den Ordner umzubenennen hilft.",
    ),
    Trouble.HOMELESS: (
        "Nur für diese Sitzung: Einstellungen werden nicht behalten",
        "Das System nennt keinen Ordner für Ihre Daten. Suchen und Lesen geht wie gewohnt. Ihre IT legt einen fest.",
    ),
    Trouble.OTHER: (
        "Einstellungen werden nicht behalten",
        "In {path} gelingt das Schreiben nicht ({reason}). Suchen und Lesen geht wie gewohnt.",
    ),
}


def present_trouble(trouble: NotKept) -> Notice:
    """Return that nothing is kept, and what helps."""
    title, sentence = _NOT_KEPT[trouble.trouble]
    again = () if trouble.trouble is Trouble.HOMELESS else (Deed.RETRY,)
    return Notice(
        icon="lock",
        title=title,
        sentence=sentence.format(path=trouble.path, reason=trouble.reason or "ohne Grund"),
        deeds=_deeds(*again, Deed.UNDERSTOOD),
    )


def present_instead(fault: AdvisorError, *, brought: bool, as_of: str, updates: bool) -> Notice:
    """Return that other knowledge is shown than would have come first, why, and what helps.

    Args:
        fault: why the other was not opened.
        brought: whether what is shown came with the installation.
        as_of: ISO day of what is shown.
        updates: whether this window can receive any.
    """
    day = formatting.as_of(as_of)
    if not brought:
        return Notice(
            icon="database-x",
            title="Die mitgelieferten Inhalte lassen sich nicht lesen",
            sentence=f"Angezeigt werden die empfangenen vom {day}. Eine neue Installation stellt die anderen her.",
            deeds=_deeds(Deed.RETRY, Deed.UNDERSTOOD),
        )
    shown = f"Angezeigt wird der mitgelieferte Stand vom {day}."
    if isinstance(fault, KnowledgeTooNew):
        return Notice(
            icon="database-exclamation",
            title="Die empfangenen Inhalte sind neuer als dieses Programm",
            sentence=f"{shown} Eine neuere Version des Programms liest die empfangenen, sie liegen noch da.",
            deeds=_deeds(Deed.RETRY, Deed.UNDERSTOOD),
        )
    mend = " „Reparieren“ holt sie neu." if updates else ""
    older = "found" in fault.details
    return Notice(
        icon="database-exclamation" if older else "database-x",
        title="Die empfangenen Inhalte haben ein älteres Format"
        if older
        else "Die empfangenen Inhalte lassen sich nicht lesen",
        sentence=f"{shown} Gelöscht wurde nichts.{mend}",
        deeds=_deeds(*((Deed.REPAIR,) if updates else ()), Deed.RETRY, Deed.UNDERSTOOD),
    )


def present_missing(source: Path, *, safe: bool) -> Notice:
    """Return that something was not read in, and why.

    Args:
        source: the file or folder.
        safe: whether that is because of the safe mode; else there is nothing at its place.
    """
    if safe:
        return Notice(
            icon="shield-question",
            title=f"{source.name} wurde nicht eingelesen",
            sentence="Im abgesicherten Modus kommt nichts Neues an. Nach einem normalen Start geht es.",
            deeds=_deeds(Deed.UNDERSTOOD),
            asked=True,
        )
    return Notice(
        icon="file-broken",
        title=f"{source.name} gibt es nicht",
        sentence=f"Unter {source} liegt nichts, was sich einlesen lässt. Ist der Stick noch eingesteckt?",
        deeds=_deeds(Deed.UNDERSTOOD),
        asked=True,
    )
