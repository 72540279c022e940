"""English words for keys, alarms and changes of keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from advisor_app.publishing.alarms import Alarm, Level
from advisor_app.publishing.ceremony import ONLINE_HOLDER, ROOT_NAME, People, Stage
from advisor_app.publishing.keys import KeyRing
from advisor_app.publishing.passphrases import MIN_LENGTH, MIN_WORDS, slug
from advisor_app.publishing.pending import Effect, EffectKind, Need, Pending

STAGES = {
    Stage.MADE: "made key",
    Stage.FOUND: "found key",
    Stage.SIGNED: "signed files:",
    Stage.WRITTEN: "wrote files:",
}
_LEVELS = {
    Level.NOTICE: "renew it within three weeks",
    Level.WARNING: "renew it within two weeks",
    Level.URGENT: "RENEW IT NOW",
    Level.EXPIRED: "EXPIRED, clients refuse updates",
}


def alarm_line(alarm: Alarm) -> str:
    """Return an alarm as a line: role, day, what to do."""
    when = f"expires on {alarm.expires_on} ({alarm.days_left} days left)"
    if alarm.level is Level.EXPIRED:
        when = f"expired on {alarm.expires_on}"
    return f"{alarm.role} {when}: {_LEVELS[alarm.level]}"


def level_words(level: Level | None) -> str:
    """Return what a level asks for, "" for none."""
    return "" if level is None else _LEVELS[level]


def key_name(ring: KeyRing | None, key_id: str) -> str:
    """Return a key as people tell it on the phone: the beginning of its id and, if known here, its holder."""
    holder = "" if ring is None else ring.holder(key_id)
    return f"{key_id[:8]} {holder}".rstrip()


def effect_line(ring: KeyRing, effect: Effect) -> str:
    """Return one thing a change does as a line. New keys are told in full: their ids are to be compared."""
    match effect.kind:
        case EffectKind.EXPIRY:
            text = f"holds until {effect.after} (now {effect.before})"
        case EffectKind.KEY_ADDED:
            text = f"{effect.subject} may be signed by NEW key {effect.after} {ring.holder(effect.after)}".rstrip()
        case EffectKind.KEY_REMOVED:
            text = f"{effect.subject} may NO LONGER be signed by key {key_name(ring, effect.before)}"
        case EffectKind.THRESHOLD:
            text = f"{effect.subject} needs {effect.after} signatures (now {effect.before})"
        case EffectKind.INSTALLER:
            text = f"{effect.subject} becomes {effect.after or 'nothing'} (now {effect.before or 'nothing'})"
        case EffectKind.OTHER:
            text = f"ALTERS {effect.subject}, which no command here does: do not sign this"
    return f"  {effect.role}: {text}"


def need_lines(ring: KeyRing, needs: Sequence[Need]) -> Iterator[str]:
    """Yield, for every file that lacks signatures, how many and who may give them."""
    for need in needs:
        if not need.met:
            who = ", ".join(key_name(ring, key_id) for key_id in need.may_sign)
            yield f"  {need.role}: {need.have} of {need.threshold} signatures; may sign: {who}"


def change_lines(ring: KeyRing, pending: Pending) -> Iterator[str]:
    """Yield what a change alters."""
    mark = " (development)" if pending.development else ""
    yield f"{pending.label} of channel {pending.channel}{mark}, made on {pending.created}:"
    for effect in pending.effects():
        yield effect_line(ring, effect)


def ceremony_lines(keys: Path, endpoint: str, people: People, *, goes_on: bool) -> tuple[str, ...]:
    """Return what is going to happen, for the people who are about to choose passphrases."""
    again = "This ceremony was broken off; what is there is kept. " if goes_on else ""
    return (
        f"{again}You are making the keys that decide whose knowledge every laptop accepts.",
        "",
        f"1. Root: {', '.join(people.holders)}. Two of these three must sign to change who may do what.",
        f"2. Content: {', '.join(people.editors)}. One of them signs every publish.",
        "3. App: the same three as for the root; two of them sign a release of the app.",
        f"4. Online ('{ONLINE_HOLDER}'): the machine that publishes; its key only says that all is fresh.",
        "",
        f"Everybody chooses a passphrase of their own, {MIN_LENGTH} characters or {MIN_WORDS} words at least.",
        "Nothing is shown while you type, and nobody can recover it: with two root passphrases lost,",
        "every laptop needs a new app.",
        "",
        f"Encrypted keys go to {keys}, a folder for each person; the first signed files go to {endpoint}.",
        "",
    )


def next_steps(keys: Path, people: People) -> tuple[str, ...]:
    """Return what to do once a channel has begun."""
    folders = ", ".join(str(keys / slug(name)) for name, _roles in people.everybody()[:-1])
    return (
        "What to do now:",
        f"- Everybody carries away their own folder on two sticks, then it is deleted here: {folders}",
        f"- The machine that publishes keeps {keys / ONLINE_HOLDER}",
        f"- Ship the root with the app: cp {keys / ROOT_NAME} resources/trust/{ROOT_NAME}",
        "- Publish: advisor-admin publish --to ENDPOINT --keys FOLDER",
    )
