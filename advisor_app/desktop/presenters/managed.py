"""Settings of the updates in words: what holds, who fixed it and why, what the house proposes. No Qt here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from advisor_app.desktop import formatting
from advisor_app.updates.policy import TRUST_ROOT, Source, UpdatePolicy, without_login

LABELS = {
    "endpoint": "Adresse des Servers",
    "mirrors": "Weitere Adressen, falls der Server nicht antwortet",
    "proxy": "Proxy",
    "check": "Nach neuen Inhalten sehen",
    "interval_hours": "Abstand zwischen zwei Prüfungen",
    "metered": "Auch in Netzen, die nach Menge kosten",
    "app_updates": "Neue Versionen dieses Programms anbieten",
    TRUST_ROOT: "Vertrauensanker",
}
# Named settings that a choice sets: value as it is written, word.
CHOICES = {
    "proxy": (("system", "Wie das System"), ("none", "Keiner")),
    "check": (("on", "Von selbst"), ("off", "Nur auf Wunsch")),
    "metered": (("off", "Nein"), ("on", "Ja")),
    "app_updates": (("on", "Ja"), ("off", "Nein")),
}
_YES = frozenset({"on", "yes", "true", "1"})
_SWITCHES = frozenset({"check", "metered", "app_updates"})
SOME_FIXED = "Was ein Schloss trägt, ist festgelegt und hier nur zu lesen."


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingView:
    """A setting. `value` is what holds, in words; `why` says who fixed it, "" where users choose.

    `proposal` is what the house proposes, in words, None where it proposes nothing; `departs` tells that something else
    holds.
    """

    key: str
    label: str
    value: str
    why: str = ""
    proposal: str | None = None

    @property
    def locked(self) -> bool:
        """Tell whether users cannot change it."""
        return bool(self.why)

    @property
    def departs(self) -> bool:
        """Tell whether the user chose something else than what the house proposes."""
        return self.proposal is not None and self.proposal != self.value

    @property
    def note(self) -> str:
        """Return what is said below it, "" for nothing."""
        if self.why:
            return self.why
        if self.proposal is None:
            return ""
        return f"Vorschlag Ihres Hauses: {self.proposal}" if self.departs else "Vorschlag Ihres Hauses"


def present_setting(key: str, policy: UpdatePolicy) -> SettingView:
    """Return the view of a setting."""
    source = policy.why.get(key)
    proposed = policy.proposed.get(key)
    return SettingView(
        key=key,
        label=LABELS[key],
        value=_root_words(policy) if key == TRUST_ROOT else value_words(key, policy.written(key)),
        why=why_words(source) if source is not None else "",
        proposal=value_words(key, proposed) if proposed is not None else None,
    )


def why_words(source: Source) -> str:
    """Return who fixed a setting."""
    if source.house is None:
        return f"Festgelegt von Ihrer IT (Richtlinie {source.file})"
    return f"Festgelegt von {source.house}" if source.house else "Festgelegt von Ihrem Haus"


def value_words(key: str, written: str) -> str:
    """Return a value as one says it; logins are left out.

    Args:
        key: of the setting.
        written: the value as a file holds it.
    """
    value = written.strip()
    if key in _SWITCHES:
        value = "on" if value.casefold() in _YES else "off"
    named = dict(CHOICES.get(key, ())).get(value or ("system" if key == "proxy" else ""))
    if named is not None:
        return named
    others: dict[str, Callable[[str], str]] = {"interval_hours": _hours, "endpoint": _server, "mirrors": _mirrors}
    return others.get(key, without_login)(value)


def _hours(value: str) -> str:
    hours = int(value)
    return "Jede Stunde" if hours == 1 else f"Alle {formatting.count(hours, 'Stunde', 'Stunden')}"


def _server(value: str) -> str:
    return without_login(value) or "Kein Server, nur USB-Stick oder Ordner"


def _mirrors(value: str) -> str:
    return " ".join(without_login(address) for address in value.replace(",", " ").split()) or "Keine"


def _root_words(policy: UpdatePolicy) -> str:
    return str(policy.trust_root) if policy.trust_root is not None else "Mit der Installation geliefert"
