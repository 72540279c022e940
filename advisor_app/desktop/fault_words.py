"""Faults in words: code -> what is, and what helps. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping

from advisor_app.desktop import formatting
from advisor_app.errors import AdvisorError

_WORDS = {
    "knowledge_missing": (
        "Noch keine Inhalte auf diesem Gerät",
        (
            "In {path} liegt keine Wissensbasis. Die Seite „Aktualität“ lädt sie vom Server oder von einem USB-Stick. "
            "Sonst baut sie der Befehl „advisor-admin build“."
        ),
    ),
    "knowledge_damaged": (
        "Die Inhalte lassen sich nicht lesen",
        "{path}: {reason}. „Daten prüfen“ auf der Seite „Aktualität“ holt sie neu.",
    ),
    "knowledge_too_new": (
        "Die Inhalte sind neuer als dieses Programm",
        "Sie haben Fassung {found}, dieses Programm liest bis {supported}. Eine neuere Version öffnet sie.",
    ),
    "environment": ("Der Zugriff auf eine Datei gelingt nicht", "{path}: {reason}. {remedy}"),
    "not_saved": ("Dort lässt sich nichts speichern", "{path}: Ein anderer Ordner hilft, es ist nichts verändert."),
    "step_failed": ("Ein Arbeitsschritt ist gescheitert", "{step}: {reason}. {remedy}"),
    "disk_full": (
        "Auf diesem Gerät ist kein Platz mehr",
        "Gebraucht werden {needed_size}, frei sind {free_size}. Nach dem Aufräumen genügt ein neuer Versuch.",
    ),
    "busy": (
        "Die Inhalte werden gerade geschrieben",
        "Ein anderes Fenster oder ein Befehl ist dabei. Danach geht es hier weiter.",
    ),
    "input_unreadable": ("Das lässt sich nicht lesen", "{file}: {place}"),
    "policy_unreadable": (
        "Eine Festlegung für dieses Gerät ist nicht zu lesen",
        "Suchen und Lesen gehen weiter, Aktualisierungen ruhen, bis Ihre IT das behebt. {file}: {place}",
    ),
    "endpoint_missing": (
        "Kein Server eingerichtet",
        "Die Adresse steht in den Optionen, Ihre Geschäftsstelle kennt sie. Von einem USB-Stick geht es auch ohne.",
    ),
    "transport": ("Die Verbindung brach ab", "{where} ist nicht zu erreichen. Ein späterer Versuch hilft oft."),
    "offline": (
        "Kein Netz",
        "Alles auf diesem Gerät bleibt lesbar. Ein USB-Stick geht sofort, der Server wieder mit Netz.",
    ),
    "server_unreachable": (
        "Der Server antwortet nicht",
        "Das Netz ist da, {where} antwortet nicht. Ein späterer Versuch hilft oft.",
    ),
    "proxy_login": (
        "Der Proxy verlangt eine Anmeldung",
        "Er lässt {where} nicht ohne Benutzernamen durch. Ihre IT kennt den Eintrag für die Optionen.",
    ),
    "server_refused": (
        "Der Server gibt nichts heraus",
        "{where} antwortet mit Status {status}.{retry_words} Bleibt es dabei, hilft die Betreuung.",
    ),
    "transport_altered": (
        "Etwas anderes antwortet",
        "Statt {where} antwortet eine Anmeldeseite oder ein Filter. Nach der Anmeldung im Browser geht es weiter.",
    ),
    "tls_refused": (
        "Das Zertifikat des Servers wird nicht anerkannt",
        "Dieses Gerät vertraut dem Zertifikat von {where} nicht. Uhr und Netz prüfen; in Firmennetzen hilft Ihre IT.",
    ),
    "too_slow": (
        "Die Verbindung ist zu langsam",
        "Von {where} kommt kaum etwas an. Was schon geladen ist, bleibt; ein neuer Versuch setzt dort fort.",
    ),
    "trust": ("Das Angebot ist nicht vertrauenswürdig", "Nichts davon wurde übernommen. {where}: {reason}"),
    "signature_wrong": (
        "Die Signatur stimmt nicht",
        "Was {where} anbietet, hat nicht die Redaktion unterschrieben. Nichts wurde übernommen. Die Betreuung hilft.",
    ),
    "rolled_back": (
        "Angeboten wird ein älterer Stand",
        # No numbers: they may be those of signed files, which mean nothing to a reader.
        "Dieses Gerät kennt schon Neueres als {where}. Nichts wurde übernommen. Ein alter Stick ist harmlos.",
    ),
    "content_mismatch": (
        "Die Inhalte passen nicht zu ihrer Signatur",
        "Beim Prüfen stimmte die Prüfsumme nicht. Nichts davon wurde übernommen. Ein neuer Versuch lädt alles neu.",
    ),
    "material_expired": (
        "Die Bestätigung ist abgelaufen",
        (
            "{where} war bis {expired_day} bestätigt. Erneuern kann das nur die Redaktion, "
            "falls nicht die Uhr dieses Geräts vorgeht."
        ),
    ),
    "clock_wrong": (
        "Die Uhr dieses Geräts geht falsch",
        (
            "Sie zeigt den {today_day}, das passt nicht zu den signierten Angaben vom {known_day}. "
            "Mit der richtigen Zeit geht es weiter."
        ),
    ),
    "root_unfit": (
        "Diese Vertrauenswurzel gehört in kein Installationspaket",
        "{where}: {reason}. Mit eigenen Schlüsseln entsteht eine, die Sie weitergeben können.",
    ),
    "trust_root_damaged": (
        "Der Vertrauensanker ist beschädigt",
        "Ohne ihn lässt sich keine Signatur prüfen. Eine neue Installation stellt ihn her, Einstellungen bleiben.",
    ),
    "app_too_old": (
        "Dieses Programm ist zu alt für die neuen Inhalte",
        "Sie brauchen {needs}, installiert ist {have}. Die neue Version kommt von Ihrer Betreuung.",
    ),
    "cancelled": ("Abgebrochen", "Nichts wurde verändert. Was schon geladen ist, nutzt der nächste Versuch."),
    "text_too_long": (
        "Zu lang für einen QR-Code",
        "So viel fasst kein QR-Code. Kopieren Sie den Text stattdessen.",
    ),
    "internal": (
        "Die Aktualisierung brach unerwartet ab",
        "Nichts wurde verändert. Einzelheiten stehen im Protokoll für die Betreuung.",
    ),
}
# Where the reader can do nothing and whoever helps can.
_FOR_HELPERS = frozenset({
    "policy_unreadable", "knowledge_damaged", "knowledge_too_new", "environment", "endpoint_missing", "proxy_login",
    "server_refused", "tls_refused", "trust", "signature_wrong", "content_mismatch", "material_expired",
    "trust_root_damaged", "app_too_old", "internal",
})  # fmt: skip
_NO_ROOM_KNOWN = "{path}: Der Speicher ist voll. Nach dem Aufräumen genügt ein neuer Versuch."
_UNKNOWN = ("Das ging nicht", "Einzelheiten stehen im Protokoll.")


class _Blank(dict[str, object]):
    """Details of a fault; one that is not there is shown as nothing."""

    def __missing__(self, _key: str) -> str:
        return ""


def words_for(error: BaseException, helper: str = "") -> tuple[str, str]:
    """Return title and sentence for a fault.

    Args:
        error: what happened.
        helper: how to reach who helps, "" if nobody said; told where the reader needs it.
    """
    if not isinstance(error, AdvisorError):
        return _UNKNOWN
    title, sentence = _WORDS.get(error.code, _UNKNOWN)
    if error.code == "disk_full" and not error.details.get("needed"):
        sentence = _NO_ROOM_KNOWN
    told = sentence.format_map(_Blank(_spoken(error.details))).strip()
    return title, f"{told.rstrip('.')}. Hilfe: {helper}" if helper and needs_help(error.code) else told


def needs_help(code: str) -> bool:
    """Tell whether a fault is one that somebody else than the reader mends."""
    return code in _FOR_HELPERS


def _spoken(details: Mapping[str, object]) -> dict[str, object]:
    """Return details with sizes, days and waiting times as one says them."""
    spoken = dict(details)
    for name in ("needed", "free"):
        if isinstance(value := details.get(name), int):
            spoken[f"{name}_size"] = formatting.size(value)
    for name, key in (("expired_on", "expired_day"), ("today", "today_day"), ("known", "known_day")):
        spoken[key] = formatting.as_of(str(details.get(name, "")))
    wait = details.get("retry_after")
    if isinstance(wait, int) and wait > 0:
        spoken["retry_words"] = f" Ein neuer Versuch lohnt in {formatting.duration(wait)}."
    return spoken
