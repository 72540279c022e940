"""Make the update channel that `advisor-app self-test` receives from: `.venv/bin/python build/selftest_channel.py`.

A whole channel in small: four entries, signed by keys that are made here, used once and forgotten. Nobody can sign
anything else for it, and no installation trusts it but for the moment of its self-test. It holds until 2099, so that
the test needs no network and no renewal; it is made anew when the formats of what is signed change (a test says so).
"""

from __future__ import annotations

import secrets
import shutil
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from advisor_app.domain import Certainty, Event, Item, Partner, Programme, Source, Status, Topic
from advisor_app.domain.event import EventFormat
from advisor_app.domain.item import CheckedAgainst, Review, Section
from advisor_app.domain.partner import PartnerKind
from advisor_app.domain.programme import Level, Party, Window, WindowModel
from advisor_app.knowledge.writer import prepare
from advisor_app.publishing.destination import LocalDestination
from advisor_app.publishing.keys import new_key
from advisor_app.publishing.publish import Endpoint, following, publish_release
from advisor_app.publishing.release import prepare_release
from advisor_app.publishing.roles import ChannelKeys, Expiries, initial_metadata

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "selftest"
END = datetime(2099, 12, 31, tzinfo=UTC)
DAY = "2026-11-23"
# Where the first root lies at an endpoint; a copy of it is what the self-test trusts.
FIRST_ROOT = "metadata/1.root.json"
SOURCE = Source(id="q1", url="https://example.org/selbsttest", title="Selbsttest", as_of=DAY, read_on=DAY)
REVIEW = Review(
    checked_on=DAY, checked_against=CheckedAgainst.STORED_COPY, review_by="2099-12-31", certainty=Certainty.A
)


def items() -> tuple[Item, ...]:
    """Return an entry of each kind; what they say matters to nobody but the test."""
    common: dict[str, Any] = {
        "status": Status.PUBLISHED,
        "themes": ("innovation",),
        "region": ("05",),
        "sources": (SOURCE,),
        "review": REVIEW,
        "summary": "Ein Eintrag, mit dem das Programm sich selbst prüft.",
        "body": (Section(heading="Wozu?", markdown="Damit **Empfang** und *Suche* geprüft werden können. [q1]"),),
    }
    return (
        Programme(
            id="selbsttest-programm", title="Prüfzuschuss für Übungsbetriebe", level=Level.LAND,
            funder=Party(name="Selbsttest"), window=Window(model=WindowModel.ROLLING), **common,
        ),
        Topic(id="selbsttest-thema", title="Probelauf im Werkzeugbau", ris_field="schluesseltechnologien", **common),
        Partner(id="selbsttest-partner", title="Musterkammer Nirgendwo", partner_kind=PartnerKind.NETZWERK, **common),
        Event(
            id="selbsttest-termin", title="Sprechtag Selbstprüfung", format=EventFormat.SPRECHTAG,
            organiser="selbsttest-partner", **common,
        ),
    )  # fmt: skip


def make(folder: Path, now: datetime) -> None:
    """Write root and endpoint into a folder; what lies there is replaced.

    Args:
        folder: where to.
        now: the time (UTC) the signatures begin at.
    """
    days = (END - now).days
    expiries = Expiries(**dict.fromkeys(("root", "targets", "content", "app", "snapshot", "timestamp"), days))
    root, app, content, online = [new_key(), new_key()], [new_key(), new_key()], new_key(), new_key()
    keys = ChannelKeys(
        root=tuple(key.public_key for key in root),
        app=tuple(key.public_key for key in app),
        content=(content.public_key,),
        online=(online.public_key,),
    )
    first = initial_metadata(
        keys, (*root, *app, content, online),
        channel=secrets.token_hex(16), development=True, now=now, expiries=expiries,
    )  # fmt: skip
    shutil.rmtree(folder, ignore_errors=True)
    place = LocalDestination(folder / "endpoint")
    for name, data in first.items():
        place.write(name, data, immutable=False)
    trusted = first[FIRST_ROOT]
    (folder / "root.json").write_bytes(trusted)
    endpoint = Endpoint.open(place, trusted, now=now)
    state, version = following(endpoint.state, None)
    prepared = prepare(items(), {"kinds": {"programme": "Programm", "topic": "Thema"}}, version=version)
    with TemporaryDirectory() as staging:
        release = prepare_release(prepared, state, endpoint.current, Path(staging), now=now)
        assert release is not None
        staged = endpoint.sign(release, content_signers=[content], online_signer=online, now=now, expiries=expiries)
        publish_release(staged, place, trusted_root=trusted, now=now)


def main(words: list[str]) -> int:
    """Make the channel and say where."""
    parser = ArgumentParser(description="Make the channel of the self-test.")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    folder = parser.parse_args(words).folder
    make(folder, datetime.now(UTC))
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
