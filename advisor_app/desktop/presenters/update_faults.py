"""What a fault of an update looks like and what one can do about it. The words are in `desktop.messages`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """What the buttons of the update card do."""

    CHECK = "check"
    RETRY = "retry"
    CANCEL = "cancel"
    BACKGROUND = "background"
    STICK = "stick"
    ACCEPT_EXPIRED = "accept_expired"
    REPAIR = "repair"
    OPTIONS = "options"
    NEWEST = "newest"
    CHANGES = "changes"
    DISMISS = "dismiss"


DEED_LABELS = {
    Deed.CHECK: "Jetzt prüfen",
    Deed.RETRY: "Erneut versuchen",
    Deed.CANCEL: "Abbrechen",
    Deed.BACKGROUND: "Im Hintergrund fortsetzen",
    Deed.STICK: "Von USB-Stick",
    Deed.ACCEPT_EXPIRED: "Trotzdem einlesen",
    Deed.REPAIR: "Daten prüfen",
    Deed.OPTIONS: "Zu den Optionen",
    Deed.NEWEST: "Zum neuesten Stand",
    Deed.CHANGES: "Änderungen ansehen",
    Deed.DISMISS: "Schließen",
}


@dataclass(frozen=True, slots=True)
class FaultLook:
    """Icon, tone and remedies of a fault, the first remedy being the likeliest."""

    icon: str
    tone: str
    deeds: tuple[Deed, ...] = (Deed.RETRY,)


LOOKS = {
    "offline": FaultLook("wifi-off", "info", (Deed.RETRY, Deed.STICK)),
    "transport": FaultLook("plug-connected-x", "warn"),
    "server_unreachable": FaultLook("server-off", "warn", (Deed.RETRY, Deed.STICK)),
    "proxy_login": FaultLook("user-key", "warn", (Deed.OPTIONS, Deed.RETRY)),
    "server_refused": FaultLook("server-bolt", "warn"),
    "transport_altered": FaultLook("world-x", "warn"),
    "tls_refused": FaultLook("certificate-off", "bad"),
    "too_slow": FaultLook("gauge", "warn", (Deed.RETRY, Deed.STICK)),
    "trust": FaultLook("shield-x", "bad"),
    "signature_wrong": FaultLook("shield-x", "bad"),
    "rolled_back": FaultLook("arrow-back-up", "bad"),
    "content_mismatch": FaultLook("file-broken", "bad"),
    "material_expired": FaultLook("calendar-x", "warn"),
    "clock_wrong": FaultLook("clock-exclamation", "warn"),
    "trust_root_damaged": FaultLook("shield-question", "bad", (Deed.DISMISS,)),
    "app_too_old": FaultLook("versions", "warn", (Deed.DISMISS,)),
    "disk_full": FaultLook("database-exclamation", "warn"),
    "busy": FaultLook("app-window", "info"),
    "endpoint_missing": FaultLook("route-off", "info", (Deed.OPTIONS, Deed.STICK)),
    "input_unreadable": FaultLook("usb", "warn", (Deed.STICK, Deed.DISMISS)),
    "policy_unreadable": FaultLook("lock", "warn"),
    "knowledge_damaged": FaultLook("database-x", "warn", (Deed.REPAIR,)),
    "knowledge_missing": FaultLook("database-x", "warn", (Deed.REPAIR,)),
    "knowledge_too_new": FaultLook("versions", "warn", (Deed.DISMISS,)),
    "environment": FaultLook("alert-triangle", "warn"),
    "cancelled": FaultLook("circle-x", "mute"),
}
OTHER = FaultLook("alert-triangle", "warn")


def look_of(code: str, *, from_stick: bool) -> FaultLook:
    """Return how a fault is shown.

    Args:
        code: of the fault.
        from_stick: the update came from a folder or file: the server's remedies do not help.
    """
    look = LOOKS.get(code, OTHER)
    if not from_stick:
        return look
    if code == "material_expired":
        return FaultLook(look.icon, look.tone, (Deed.ACCEPT_EXPIRED, Deed.DISMISS))
    deeds = tuple(deed for deed in look.deeds if deed not in (Deed.STICK, Deed.OPTIONS))
    return FaultLook(look.icon, look.tone, deeds or (Deed.RETRY,)) if code != "input_unreadable" else look
