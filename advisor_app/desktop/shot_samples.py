"""Invented states of updates for pictures: one of each kind a reader may meet. Nothing here is shown in the product."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from advisor_app.desktop.presenters.changes import ChangeLine, ChangeView
from advisor_app.desktop.presenters.feed import FeedView
from advisor_app.desktop.presenters.update_steps import Job, Run
from advisor_app.desktop.presenters.updates import Ending
from advisor_app.desktop.receiving import AppEnding, Known, Receiving
from advisor_app.errors import AppTooOld, MaterialExpired, Offline, SignatureWrong
from advisor_app.installation import Package
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.updates.app_offer import AppOffer
from advisor_app.updates.desk import UpdateDesk
from advisor_app.updates.events import StepTold
from advisor_app.updates.model import Earlier, Found, Outcome, Step, UpdateResult, UpdateStatus
from advisor_app.updates.policy import Source, UpdatePolicy, load_policy
from advisor_app.updates.preset import Preset, load_preset

SERVER = "https://updates.example.org/kb/"
NOW = datetime(2026, 11, 23, 10, 30, tzinfo=timezone(timedelta(hours=1)))
FOUND = Found(before=41, after=42, before_as_of="2026-11-20", after_as_of="2026-11-23", bytes=2_100_000,
              source="updates.example.org", valid_until="2026-12-07", keys=3, threshold=2)  # fmt: skip
RESULT = UpdateResult(outcome=Outcome.UPDATED, before=41, after=42, bytes=16_400, requests=5, seconds=2.4, changed=17,
                      removed=1, as_of="2026-11-23", source="updates.example.org", valid_until="2026-12-07", keys=3,
                      threshold=2)  # fmt: skip
EARLIER = (
    Earlier(name="g41-a", version=41, as_of="2026-11-18", received_on="2026-11-18T07:40:00+00:00"),
    Earlier(name="g40-b", version=40, as_of="2026-11-11", received_on="2026-11-11T08:02:00+00:00"),
    Earlier(name="g39-c", version=39, as_of="2026-11-04", received_on="2026-11-04T09:15:00+00:00"),
)
STATUS = UpdateStatus(
    endpoint=SERVER,
    last_check="2026-11-23T09:12:00+00:00",
    last_attempt="2026-11-23T09:12:00+00:00",
    next_check="2026-11-24T09:30:00+00:00",
    known_version=42,
    expires="2026-12-07",
)
Do = Callable[[Receiving], None]


def desk(folder: Path, trust_root: Path) -> UpdateDesk:
    """Return a desk that knows nothing and looks for nothing by itself.

    Args:
        folder: an empty folder.
        trust_root: the root file.
    """
    return UpdateDesk(home=folder / "updates", store=KnowledgeStore(folder / "knowledge"), seed=None,
                      policy=UpdatePolicy(endpoint=SERVER, check=False), trust_root=trust_root, command=[],
                      started_at=NOW)  # fmt: skip


def preset(resources: Path) -> Preset:
    """Return the preset that is handed out as an example.

    Args:
        resources: folder of a checkout's resources.
    """
    return load_preset(resources.parent / "build" / "installer" / "preset.example.ini")


def managed(house: Preset, folder: Path) -> UpdatePolicy:
    """Return what holds on a device whose house set it up, whose IT fixed one more thing and whose user chose another.

    Args:
        house: the preset.
        folder: an empty folder.
    """
    policy, own = folder / "policy.ini", folder / "own.ini"
    policy.write_text("[updates]\nproxy = http://proxy.example.org:8080\n", encoding="utf-8")
    own.write_text("[updates]\nmetered = on\n", encoding="utf-8")
    found = load_policy(own, [policy], house)
    return replace(found, why={**found.why, "proxy": Source(file=Path("/etc/beratungskoffer/policy.ini"))})


def rest(*, status: UpdateStatus = STATUS, earlier: tuple[Earlier, ...] = EARLIER) -> Do:
    """Show an update at rest."""

    def do(receiving: Receiving) -> None:
        receiving.take_known(Known(status=status, earlier=earlier, read_up_to=40))

    return do


def run(step: Step, done: int, total: int | None, *, found: Found | None = FOUND, seconds_left: float = 0.0) -> Do:
    """Show an update under way."""

    def do(receiving: Receiving) -> None:
        receiving.run = Run(job=Job(), found=found, told=StepTold(step=step, done=done, total=total),
                            seconds_left=seconds_left)  # fmt: skip
        rest()(receiving)

    return do


def end(ending: Ending) -> Do:
    """Show how an update ended."""

    def do(receiving: Receiving) -> None:
        receiving.ending = ending
        rest()(receiving)

    return do


DONE = Ending(job=Job(), found=FOUND, result=RESULT)
OFFLINE = Ending(job=Job(), fault=Offline(where="updates.example.org", reason="no name could be resolved"))
SIGNATURE = Ending(job=Job(), fault=SignatureWrong(where="updates.example.org", reason="1 of 2 signatures verified"))
OLD_STICK = Ending(job=Job(source="/media/stick/koffer.kbz"),
                   fault=MaterialExpired(where="koffer.kbz", role="timestamp", expired_on="2026-10-12"))  # fmt: skip
HELD = UpdateStatus(endpoint=SERVER, last_check=STATUS.last_check, last_attempt=STATUS.last_attempt,
                    next_check=STATUS.next_check, known_version=42, held=42, expires=STATUS.expires)  # fmt: skip


_APP_NOTES = (
    "Partner erscheinen auf einer Karte der Kreise.",
    "Fälle lassen sich mit einem Kennwort verschließen.",
    "Die Suche versteht auch englische Fachwörter.",
    "Druckansicht mit dem Logo Ihres Hauses.",
    "Schnellerer Start auf älteren Geräten.",
    "Umlaute überstehen das Kopieren.",
)
APP = AppOffer.signed(Package.DEB, 29_400_000, "ab" * 32,
                      {"version": "0.2.0", "published": "2026-11-20", "notes": _APP_NOTES})  # fmt: skip
_APP_FILE = f"/home/erika/.local/share/beratungskoffer/updates/app/{APP.file_name}"
TOO_OLD = Ending(job=Job(), fault=AppTooOld(needs="app version 0.2.0", have="app version 0.1.0"))


def app(*, loaded: int | None = None, fetched: bool = False, ending: Ending | None = None) -> Do:
    """Show a newer version of the program: offered, with so many bytes of it loaded, or fetched."""

    def do(receiving: Receiving) -> None:
        known = rest(status=replace(STATUS, app=APP))
        known(receiving)
        if loaded is not None:
            told = StepTold(step=Step.DOWNLOAD, done=loaded, total=APP.length)
            receiving.run = Run(job=Job(app=True), told=told, seconds_left=4)
        receiving.app_ending = AppEnding(file=_APP_FILE) if fetched else None
        receiving.ending = ending
        known(receiving)

    return do


def _change(item_id: str, title: str, look: tuple[str, str, str, str], *lines: tuple[str, str, str], note: str,
            unread: bool = True, themes: tuple[str, ...] = ("digitalisierung",)) -> ChangeView:  # fmt: skip
    label, tone, icon, group = look
    return ChangeView(
        item_id=item_id, kind="programme", title=title, label=label, tone=tone, icon=icon,
        lines=tuple(ChangeLine(field=field, old=old, new=new) for field, old, new in lines), note=note, themes=themes,
        regions=("05",), group=group, groups=frozenset({group}), unread=unread, version=42 if unread else 40,
        day="23.11.2026" if unread else "11.11.2026",
    )  # fmt: skip


FEED = FeedView(
    changes=(
        _change("a", "Klimaanpassung.Unternehmen.NRW", ("Frist geändert", "warn", "pencil", "deadline"),
                ("Einreichfrist", "31.03.2026", "31.12.2026"), note="Quelle in.nrw, Stand 2026"),
        _change("b", "Regionales Wirtschaftsförderungsprogramm", ("Widerspruch", "warn", "zoom-question", "support"),
                ("Höchstsatz", "45 %", "45 % oder 50 %"),
                note="Land NRW (Stand 2026) nennt 45 %; IHK (Stand 03/2024) nennt 50 %"),
        _change("c", "Ressource.NRW", ("Beendet", "mute", "ban", "ended"),
                ("Antragsfenster", "Frist 30.06.2026", "verstrichen"), note="Geprüft 23.11.2026"),
        _change("d", "NIS-2 und Cyber Resilience Act", ("Neu", "ok", "star", "new"),
                note="Pflichten zur IT-Sicherheit, mit fünf Fragen für den Betrieb und drei passenden Programmen.",
                themes=("it_sicherheit",)),
        _change("e", "Forschungszulage (FZulG)", ("Betrag geändert", "info", "pencil", "amount"),
                ("Höchstbetrag im Jahr", "3.500.000 EUR", "4.200.000 EUR"), note="Quelle BMF, Stand 07/2025"),
        _change("f", "Witten und Hattingen", ("Zuständigkeit", "info", "users", "other"),
                ("IHK", "SIHK zu Hagen", "IHK Mittleres Ruhrgebiet"), note="", unread=False),
        _change("g", "Mittelstand Innovativ & Digital", ("Text überarbeitet", "mute", "pencil", "other"),
                ("Abschnitt „Was wird gefördert?“",
                 "… Analyse der Abläufe, Schulung der Beschäftigten und Schutz der Anlagen vor Ausfall, soweit sie …",
                 "… Analyse der Abläufe, Schulung der Beschäftigten, Beratung zur Lieferkette und Schutz …"),
                note="Quelle Produktseite der NRW.BANK, Stand 12/2025", unread=False),
    ),
    themes=(("digitalisierung", "Digitalisierung"), ("it_sicherheit", "IT-Sicherheit")),
    regions=(("05", "Nordrhein-Westfalen"),),
)  # fmt: skip
