"""A version of the app as people publish it, and as advisors get it: `installer publish`, `keys`, `update --app`."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from advisor_app.__main__ import main as advisor_app
from advisor_app.installation import Installation, Package
from advisor_app.publishing.ceremony import People, begin_channel
from advisor_app.publishing.chain import Current
from advisor_app.publishing.destination import LocalDestination
from advisor_app.publishing.passphrases import slug, write_passphrases
from advisor_app.publishing.paths import hashed_path
from advisor_app.terminal.admin import main as advisor_admin
from advisor_app.terminal.admin_app import publish_app
from advisor_app.terminal.shell import run_typer
from advisor_app.updates.app_offer import AppFetched
from advisor_app.updates.events import decode
from advisor_app.updates.format import APP_TARGETS
from advisor_app.updates.root import TrustRoot
from advisor_app.workspace import Workspace
from tests.app_makers import NOTES, installed, make_installer
from tests.app_makers import publish_app as publish_quickly
from tests.channel import Channel
from tests.makers import programme

NOW = datetime.now(tz=UTC).replace(microsecond=0)
PASSPHRASES = {
    "Anna": "die erste hat vier",
    "Ben": "die zweite hat auch vier",
    "Cem": "die dritte ebenso viele",
    "online": "die Maschine merkt sich alles",
}
DEB = APP_TARGETS[Package.DEB]


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Return a folder with a channel, installers of two versions and notes; made once."""
    folder = tmp_path_factory.mktemp("begun")
    people = People(holders=("Anna", "Ben", "Cem"), editors=("Anna",))
    begin_channel(folder / "K", LocalDestination(folder / "E"), people, PASSPHRASES.__getitem__, now=NOW, rounds=1)
    for name in ("all", "anna", "ben"):
        own = {slug(who): word for who, word in PASSPHRASES.items() if name in ("all", slug(who))}
        online = {"online": PASSPHRASES["online"]} if name != "ben" else {}
        write_passphrases(folder / f"{name}.ini", own | online)
    (folder / "notes.txt").write_text("".join(f"- {note}\n" for note in NOTES), encoding="utf-8")
    channel = TrustRoot.read(folder / "K" / "root.json").channel
    for version in ("0.2.0", "0.3.0"):
        (folder / version).mkdir()
        for package in APP_TARGETS:
            make_installer(folder / version, package, version, channel=channel, filling=version.encode() * 500)
    return folder


@pytest.fixture
def place(begun, tmp_path, monkeypatch):
    own = tmp_path / "place"
    shutil.copytree(begun, own)
    monkeypatch.chdir(own)
    return own


def publish(version, *more, who="all"):
    program = typer.Typer()
    program.callback()(lambda: None)
    program.command("publish")(publish_app)
    files = [str(path) for path in sorted(Path(version).iterdir())]
    named = ["--to", "E", "--keys", "K", "--passphrases", f"{who}.ini", "--notes", "notes.txt", *more]
    return run_typer(program, "advisor-admin installer", ["publish", *files, *named])


def current():
    root = Path("K/root.json").read_bytes()
    return Current.read(LocalDestination(Path("E")).read, root, now=datetime.now(UTC))


def test_who_has_two_keys_at_hand_publishes_at_once(place, capsys):
    assert publish("0.2.0", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["version"], document["published"], document["waits"]) == ("0.2.0", True, None)
    assert {one["target"] for one in document["installers"]} == set(current().installers()) == set(APP_TARGETS.values())
    assert not Path("pending.json").exists()
    assert publish("0.2.0") == 0
    assert "published already; nothing was changed" in capsys.readouterr().out


def test_other_news_about_a_published_version_are_not_passed_over(place, capsys):
    assert publish("0.2.0") == 0
    Path("notes.txt").write_text("Etwas anderes.\n", encoding="utf-8")
    assert publish("0.2.0") == 1
    assert "--force publishes it all the same" in capsys.readouterr().err
    assert publish("0.2.0", "--force") == 0
    assert current().app.signed.targets[DEB].custom["notes"] == ["Etwas anderes."]


def test_people_in_different_rooms_sign_one_after_the_other(place, capsys):
    assert publish("0.2.0", who="anna") == 0
    told = capsys.readouterr()
    assert "1 of 2 signatures" in told.out
    assert all(note in told.out for note in NOTES)
    assert "4 installers" in told.err
    assert current().installers() == {}
    assert publish("0.2.0", who="anna") == 0, "called once more it goes on with what waits"
    assert "0 installers, 0 bytes uploaded, 4 were there already" in capsys.readouterr().err
    assert publish("0.3.0", who="anna") == 2, "something else waits there"
    notes = Path("notes.txt").read_text(encoding="utf-8")
    Path("notes.txt").write_text("Etwas anderes.\n", encoding="utf-8")
    assert publish("0.2.0", who="anna") == 2, "what waits tells users something else"
    Path("notes.txt").write_text(notes, encoding="utf-8")
    assert advisor_admin(["keys", "apply", "pending.json", "--to", "E", "--keys", "K"]) == 2
    signing = ["keys", "sign", "pending.json", "--keys", "K", "--passphrases", "ben.ini", "--yes"]
    assert advisor_admin(signing) == 0
    out = capsys.readouterr().out
    assert "all signatures are there" in out
    assert "do not sign" not in out
    applying = ["keys", "apply", "pending.json", "--to", "E", "--keys", "K", "--passphrases", "anna.ini"]
    assert advisor_admin(applying) == 0
    assert len(current().installers()) == 4


def test_apply_looks_whether_the_installers_are_there(place, capsys):
    assert publish("0.2.0", who="anna") == 0
    lost = next(Path("E/targets/app/linux-x86_64").glob("*.deb"))
    lost.unlink()
    assert advisor_admin(["keys", "sign", "pending.json", "--keys", "K", "--passphrases", "ben.ini", "--yes"]) == 0
    applying = ["keys", "apply", "pending.json", "--to", "E", "--keys", "K", "--passphrases", "anna.ini"]
    assert advisor_admin(applying) == 1
    assert f"{DEB} of version 0.2.0 is not there" in capsys.readouterr().err
    assert current().installers() == {}
    assert publish("0.2.0", who="anna") == 0, "brought up once more, it is complete and published"
    assert lost.is_file()
    assert len(current().installers()) == 4


def test_versions_only_rise(place, capsys):
    assert publish("0.3.0") == 0
    assert publish("0.2.0") == 1
    assert "0.3.0 is published, 0.2.0 is not higher" in capsys.readouterr().err
    assert publish("0.2.0", "--force") == 0
    assert not Path("pending.json").exists()


def test_a_lost_installer_is_named_by_the_repair_and_brought_back(place, capsys):
    assert publish("0.2.0") == 0
    (Path("E") / hashed_path(DEB, current().installers()[DEB].sha256)).unlink()
    repairing = ["publish", "--repair", "--to", "E", "--keys", "K", "--passphrases", "all.ini"]
    assert advisor_admin(["--data-dir", "data", *repairing]) == 0
    out = capsys.readouterr().out
    assert f"{DEB} is missing or damaged" in out
    assert "nothing else is damaged" in out
    assert publish("0.2.0") == 0
    assert "1 lost files brought back" in capsys.readouterr().out
    assert advisor_admin(["--data-dir", "data", *repairing]) == 0
    assert "nothing is damaged" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "told"),
    [(["--notes", "all.ini/x"], "name a text file"), (["--needs-glibc", "new"], "clients would not take it")],
)
def test_what_is_wrong_is_said_before_anything_is_uploaded(place, capsys, more, told):
    assert publish("0.2.0", *more) in (2, 3)
    assert told in capsys.readouterr().err
    assert not Path("E/targets/app").exists()


# --- advisors


class Installed(Workspace):
    """An installed program, not a checkout."""

    @property
    def installation(self) -> Installation:
        return installed(Package.DEB, "0.1.0")


@pytest.fixture
def channel(tmp_path):
    made = Channel(tmp_path / "channel", development=True, now=NOW)
    made.publish([programme("p-a")])
    return made


@pytest.fixture
def app(tmp_path, channel, capsys, monkeypatch):
    (tmp_path / "root.json").write_bytes(channel.root)
    places = Installed(
        data_dir=tmp_path / "data o'dir", seed=tmp_path / "seed", kb=None, resources=tmp_path,
        local_root=tmp_path / "root.json",
    )  # fmt: skip
    places.data_dir.mkdir()
    places.settings_file.write_text(f"[updates]\nendpoint = {channel.folder}\n")
    monkeypatch.setattr(Workspace, "locate", classmethod(lambda _cls, _dir=None: places))

    def run(*words: str):
        status = advisor_app([*words])
        out, err = capsys.readouterr()
        return status, out, err

    run.places = places  # type: ignore[attr-defined]
    return run


def test_an_update_says_in_one_line_that_there_is_a_newer_app(app, channel, tmp_path):
    status, out, _err = app("update")
    assert (status, len(out.splitlines())) == (0, 1)
    publish_quickly(channel, tmp_path / "out", "0.2.0", notes=("Eins.", "Zwei.", "Drei.", "[bold]Vier[/bold]"))
    status, out, _err = app("update")
    assert out.splitlines()[1] == (
        "version 0.2.0 is available: Eins; Zwei; Drei; and 1 more; 'advisor-app update --app' fetches it"
    )
    assert json.loads(app("update", "--json")[1])["app"]["version"] == "0.2.0"
    assert "version 0.2.0 is available" in app("status")[1]
    assert json.loads(app("status", "--json")[1])["updates"]["app"]["version"] == "0.2.0"


def test_the_newer_app_is_fetched_and_said_what_to_do_with(app, channel, tmp_path):
    status, out, _err = app("update", "--app")
    assert (status, out) == (0, "nothing newer: this is version 0.1.0\n")
    assert json.loads(app("update", "--app", "--json")[1]) == {"result": "current", "file": ""}
    publish_quickly(channel, tmp_path / "out", "0.2.0")
    status, out, _err = app("update", "--app")
    file = Path(out.splitlines()[0])
    assert status == 0
    assert file.read_bytes() == (tmp_path / "out" / file.name).read_bytes()
    assert shlex.split(out.splitlines()[-1].partition("install it: ")[2]) == ["sudo", "apt", "install", str(file)]
    document = json.loads(app("update", "--app", "--json")[1])
    assert (document["result"], document["file"], document["version"]) == ("fetched", str(file), "0.2.0")
    assert document["next"].startswith("install it: sudo apt install ")
    assert app.places.updates().app_file() == file


def test_the_worker_tells_what_it_fetched(app, channel, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    publish_quickly(channel, tmp_path / "out", "0.2.0")
    status, out, _err = app("update", "--app", "--events")
    events = [decode(line) for line in out.splitlines()]
    assert status == 0
    assert None not in events
    assert isinstance(events[-1], AppFetched)
    assert events[-1].offer is not None
    assert events[-1].offer.version == "0.2.0"


@pytest.mark.parametrize("more", [["--repair"], ["--back"], ["--scheduled"]])
def test_one_thing_at_a_time(app, more):
    assert app("update", "--app", *more)[0] == 2


def test_where_it_is_switched_off_nothing_is_fetched(app, channel, tmp_path):
    publish_quickly(channel, tmp_path / "out", "0.2.0")
    with app.places.settings_file.open("a") as file:
        file.write("app_updates = off\n")
    status, _out, err = app("update", "--app")
    assert status == 2
    assert "switched off" in err
    assert "available" not in app("update")[1]


def test_a_checkout_is_not_replaced_by_an_installer(app, channel, tmp_path, monkeypatch):
    publish_quickly(channel, tmp_path / "out", "0.2.0")
    monkeypatch.setattr(Installed, "installation", property(lambda _self: installed(Package.SOURCE)))
    status, _out, err = app("update", "--app")
    assert status == 2
    assert "checkout" in err


def test_content_that_needs_a_newer_app_says_where_it_is(app, channel, tmp_path):
    from advisor_app.publishing.release import Terms

    publish_quickly(channel, tmp_path / "out", "0.2.0")
    channel.publish([programme("p-b")], terms=Terms(level=1, min_app="0.2.0"))
    status, _out, err = app("update")
    assert status == 1
    assert "version 0.2.0 is available" in err
    assert "the old content stays" in err
