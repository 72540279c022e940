"""`advisor-admin publish`, `diff` and `bundle` as admins meet them."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advisor_app.publishing.ceremony import People, begin_channel
from advisor_app.publishing.destination import LocalDestination
from advisor_app.publishing.passphrases import slug, write_passphrases
from advisor_app.publishing.publish import Endpoint
from advisor_app.terminal.admin import main
from advisor_app.updates.transport.source import open_source
from tests.part_of_kb import copy_part_of_kb

PASSPHRASES = {
    "Anna": "die erste hat vier",
    "Ben": "die zweite hat auch vier",
    "Cem": "die dritte ebenso viele",
    "online": "die Maschine merkt sich alles",
}
TODAY = ("--today", "2026-11-23")
SIGNED = ("--keys", "K", "--passphrases", "all.ini")


@pytest.fixture(scope="module")
def begun(tmp_path_factory, root):
    """Return a folder with a channel that has begun, and content; made once and copied for each test."""
    folder = tmp_path_factory.mktemp("begun")
    people = People(holders=("Anna", "Ben", "Cem"), editors=("Anna",))
    destination = LocalDestination(folder / "E")
    begin_channel(folder / "K", destination, people, PASSPHRASES.__getitem__, now=datetime.now(UTC), rounds=1)
    write_passphrases(folder / "all.ini", {slug(name): value for name, value in PASSPHRASES.items()})
    copy_part_of_kb(root / "kb", folder / "kb", "afbg")
    return folder


@pytest.fixture(scope="module")
def first(begun, tmp_path_factory):
    """Return such a folder with the content published as version 1."""
    folder = tmp_path_factory.mktemp("first") / "place"
    shutil.copytree(begun, folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        assert publish("--yes") == 0
    return folder


@pytest.fixture
def place(begun, tmp_path, monkeypatch):
    return work_in(begun, tmp_path, monkeypatch)


@pytest.fixture
def published(first, tmp_path, monkeypatch):
    return work_in(first, tmp_path, monkeypatch)


def work_in(folder, tmp_path, monkeypatch):
    own = tmp_path / "place"
    shutil.copytree(folder, own)
    monkeypatch.chdir(own)
    return own


def publish(*more):
    return main(["--data-dir", "data", "publish", "--to", "E", "--kb", "kb", *SIGNED, *TODAY, *more])


def diff(*more):
    return main(["--data-dir", "data", "diff", "--kb", "kb", *TODAY, *more])


def version():
    root = Path("K/root.json").read_bytes()
    return Endpoint.open(LocalDestination(Path("E")), root, now=datetime.now(UTC)).state.version


def edit(name="afbg", field="title", value="Aufstiegs-BAföG, neu gefasst"):
    path = Path("kb/programmes") / f"{name}.md"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(rf"^{field}: .*$", f'{field}: "{value}"', text, count=1, flags=re.MULTILINE)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def test_nobody_there_to_confirm_publishes_nothing(place, capsys):
    assert publish() == 2
    told = capsys.readouterr().err
    assert "version 0 -> 1" in told
    assert "--yes" in told.splitlines()[-1]
    assert version() == 0


def test_from_the_content_to_a_client(place, capsys):
    assert publish("--yes", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["before"], document["version"], document["unchanged"]) == (0, 1, False)
    assert document["new"] == len(document["records"]) > 30
    assert document["uploaded"]["files"] == 5
    assert document["packs"]["content/snapshot.kbp"] > 20_000
    with open_source("E") as source:
        assert source.fetcher.download_bytes(f"{source.metadata_url}2.content.json", 10_000)


def test_nothing_new_is_no_new_version(published, capsys):
    assert publish("--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["version"], document["unchanged"], document["new"]) == (1, True, 0)
    assert publish() == 0
    assert "nothing was published" in capsys.readouterr().out
    assert version() == 1


def test_a_change_is_shown_and_published(published, capsys):
    edit()
    assert diff("--to", "E", "--root", "K/root.json") == 0
    shown = capsys.readouterr().out
    assert "1 changed" in shown
    assert "title" in shown
    assert "Aufstiegs-BAföG, neu gefasst" in shown
    assert diff("--to", "E", "--root", "K/root.json", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["version"], document["changed"], document["new"], document["removed"]) == (1, 1, 0, 0)
    assert 0 < document["update_bytes"] < 20_000
    assert publish("--yes") == 0
    assert "version 2 is published" in capsys.readouterr().out
    assert version() == 2


def test_a_version_somebody_else_took_is_skipped_over(published, capsys):
    assert publish("--at-least", "1000") == 2
    told = capsys.readouterr().err.splitlines()
    assert "versions 2 to 999 are skipped for ever; every laptop fetches everything" in told
    assert "--yes" in told[-1]
    assert version() == 1
    assert publish("--at-least", "1000", "--yes", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["before"], document["version"], document["changed"]) == (1, 1000, 0)
    assert sorted(document["packs"]) == ["content/history.kbp", "content/snapshot.kbp"]
    for taken in ("1", "1000", str(2**53)):
        assert publish("--at-least", taken, "--yes") == 2
        assert "name one from 1001" in capsys.readouterr().err.splitlines()[-1]
    assert publish("--yes", "--json") == 0
    assert json.loads(capsys.readouterr().out)["unchanged"]
    edit()
    assert publish("--yes") == 0
    assert version() == 1001


def test_a_skip_that_was_broken_off_is_not_made_twice(published, capsys, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("advisor_app.terminal.publish_call.publish_release", lambda *_, **__: sys.exit(9))
        with pytest.raises(SystemExit):
            publish("--at-least", "1000", "--yes")
    assert version() == 1
    assert publish("--at-least", "1000", "--yes") == 0
    assert "finishing version 1000" in capsys.readouterr().err
    assert version() == 1000


def lose(pattern):
    """Remove files of the endpoint and return their names."""
    found = sorted(Path("E").glob(pattern))
    assert found
    for path in found:
        path.unlink()
    return [path.relative_to("E").as_posix() for path in found]


def test_a_damaged_endpoint_is_mended_from_what_was_kept(place, capsys):
    assert publish("--yes") == 0
    capsys.readouterr()
    lost = lose("targets/content/*.history.kbp") + lose("metadata/2.content.json") + lose("metadata/1.app.json")
    assert publish("--yes") == 4
    assert "publish --repair" in capsys.readouterr().err.splitlines()[-1]
    resign = ["--data-dir", "data", "resign", "--to", "E", *SIGNED]
    assert main(resign) == 4
    assert "publish --repair" in capsys.readouterr().err.splitlines()[-1]
    # Only what was signed already is written: no key is asked for, and no content.
    words = ["--data-dir", "data", "publish", "--to", "E", "--keys", "K", "--kb", "nowhere", "--repair"]
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert "3 files brought back, version 1 can be built upon" in out
    assert sorted(line.removeprefix("brought back: ") for line in err.splitlines()) == sorted(lost)
    assert main([*words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["version"], document["brought_back"], document["lost"]) == (1, [], [])
    assert main(words) == 0
    assert "nothing is damaged" in capsys.readouterr().out
    assert main(resign) == 0
    assert version() == 1


def test_a_lost_past_begins_anew_when_somebody_says_so(published, capsys):
    shutil.rmtree("data")
    lose("targets/content/*.history.kbp")
    assert publish("--repair") == 2
    told = capsys.readouterr().err.splitlines()
    assert "lost for good: content/history.kbp" in told
    assert "the channel's past is lost: version 2 begins it anew, every laptop fetches everything" in told
    assert "--yes" in told[-1]
    assert publish("--yes") == 4
    capsys.readouterr()
    assert publish("--repair", "--yes", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["version"], document["lost"], document["new"]) == (2, ["content/history.kbp"], 0)
    assert version() == 2
    edit()
    assert publish("--yes") == 0
    assert version() == 3


def test_what_cannot_be_mended_is_told_in_one_line(published, capsys):
    shutil.rmtree("data")
    lose("metadata/2.content.json")
    assert publish("--repair", "--yes") == 1
    assert "the machine that published last" in capsys.readouterr().err.splitlines()[-1]
    assert publish("--repair", "--at-least", "7") == 2
    assert "repair first" in capsys.readouterr().err.splitlines()[-1]


def test_content_is_held_against_another_folder(place, begun, capsys):
    assert diff("--against", str(begun / "kb"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["records"] == []
    edit()
    assert diff("--against", str(begun / "kb"), "--json") == 0
    [record] = json.loads(capsys.readouterr().out)["records"]
    assert (record["id"], record["fate"]) == ("afbg", "changed")


def test_content_is_held_against_what_is_built_here(place, capsys):
    assert main(["--data-dir", "data", "build", "--kb", "kb", *TODAY]) == 0
    edit()
    capsys.readouterr()
    assert diff("--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert [record["id"] for record in document["records"]] == ["afbg"]


@pytest.mark.parametrize(("answer", "status", "reached"), [("y\n", 0, 1), ("n\n", 2, 0), ("\n", 2, 0)])
def test_the_answer_counts(place, capsys, monkeypatch, answer, status, reached):
    typed = io.StringIO(answer)
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", typed)
    assert publish() == status
    assert "Publish this?" in capsys.readouterr().err
    assert version() == reached


def test_ctrl_c_in_the_upload_and_once_more(published, capsys, monkeypatch):
    edit()
    real = LocalDestination.write
    written: list[str] = []

    def interrupted(self, path, data, *, immutable):
        if len(written) == 3:
            raise KeyboardInterrupt
        written.append(path)
        real(self, path, data, immutable=immutable)

    with monkeypatch.context() as patched:
        patched.setattr(LocalDestination, "write", interrupted)
        assert publish("--yes") == 130
    assert version() == 1
    assert publish("--yes", "--json") == 0
    out, err = capsys.readouterr()
    assert "finishing version 2" in err
    assert "3 were there already" in err
    document = json.loads(out)
    assert (document["finished"], document["version"], document["unchanged"]) == (2, 2, True)
    assert version() == 2
    assert publish("--json") == 0
    assert json.loads(capsys.readouterr().out)["finished"] is None


def test_what_was_not_finished_and_is_overtaken_is_made_anew(published, capsys, monkeypatch):
    edit()
    with monkeypatch.context() as patched:
        patched.setattr("advisor_app.terminal.publish_call.publish_release", lambda *_, **__: sys.exit(9))
        with pytest.raises(SystemExit):
            publish("--yes")
    # Other words: the same ones signed within the same second would be the very same version.
    edit(value="Anders gefasst")
    assert main(["--data-dir", "elsewhere", "publish", "--to", "E", "--kb", "kb", *SIGNED, *TODAY, "--yes"]) == 0
    edit(value="Noch einmal anders")
    capsys.readouterr()
    assert publish("--yes") == 0
    assert "made anew" in capsys.readouterr().err
    assert version() == 3


def test_content_with_errors_is_not_published(place, capsys):
    path = Path("kb/programmes/afbg.md")
    path.write_text(path.read_text(encoding="utf-8").replace("\nlevel:", "\nlevle:", 1), encoding="utf-8")
    assert publish("--yes") == 1
    assert "afbg.md" in capsys.readouterr().err
    assert version() == 0


def test_many_removals_want_force(published, capsys):
    for path in Path("kb").glob("*/*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("\nstatus: published", "\nstatus: draft", 1), encoding="utf-8")
    assert publish("--yes") == 1
    told = capsys.readouterr().err.splitlines()[-1]
    assert "0 items" in told
    assert "--force" in told
    assert version() == 1
    assert publish("--yes", "--force") == 0
    assert version() == 2


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["publish", "--to", "E", "--keys", "none"], 2, "keys.json"),
        (["publish", "--to", "nowhere", *SIGNED, "--kb", "kb", *TODAY, "--yes"], 2, "there is no channel"),
        (["publish", "--to", "https://example.org/", *SIGNED, "--kb", "kb", *TODAY], 2, "only be read"),
        (["publish", "--to", "E", "--keys", "K", "--kb", "kb", *TODAY, "--yes"], 2, "--passphrases"),
        (["diff", "--to", "E", "--against", "kb"], 2, "name one of them"),
        (["diff", "--to", "nowhere", "--root", "K/root.json", "--kb", "kb", *TODAY], 2, "there is no channel"),
        (["bundle", "--from", "E", "--out", "kb.zip", "--root", "K/root.json"], 2, ".kbz"),
        (["bundle", "--from", "E", "--out", "kb.kbz", "--root", "K/root.json"], 2, "no content yet"),
        (["serve", "kb"], 2, "holds no endpoint"),
    ],
)
def test_wrong_calls_are_told_in_one_line(place, capsys, words, status, told):
    assert main(["--data-dir", "data", *words]) == status
    line = capsys.readouterr().err.splitlines()[-1]
    assert line.startswith("advisor-admin: ")
    assert told in line
    assert version() == 0


def test_a_wrong_passphrase_signs_nothing(place, capsys):
    write_passphrases(Path("wrong.ini"), {"anna": "das ist sie leider nicht", "online": PASSPHRASES["online"]})
    words = ["publish", "--to", "E", "--kb", "kb", "--keys", "K", "--passphrases", "wrong.ini", *TODAY, "--yes"]
    assert main(["--data-dir", "data", *words]) == 2
    assert "leider" not in capsys.readouterr().err
    assert version() == 0


def test_a_bundle_of_what_is_published(published, capsys):
    words = ["bundle", "--from", "E", "--out", "kb.kbz", "--root", "K/root.json"]
    assert main(["--data-dir", "data", *words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["version"], document["bytes"]) == (1, Path("kb.kbz").stat().st_size)
    assert main(["--data-dir", "data", *words]) == 0
    assert "version 1" in capsys.readouterr().out
    assert diff("--to", "kb.kbz", "--root", "K/root.json") == 0
    assert "0 new, 0 changed, 0 removed" in capsys.readouterr().out


def test_what_must_be_renewed_is_told_on_every_publish(place, capsys):
    later = datetime.now(UTC) + timedelta(days=720)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("advisor_app.terminal.admin_publish.datetime", Clock(later))
        assert publish("--yes", "--json") == 0
    told = json.loads(capsys.readouterr().out)["alarms"]
    assert {alarm["role"]: alarm["level"] for alarm in told} == {
        "root": "warning",
        "targets": "warning",
        "app": "warning",
    }


class Clock:
    """A clock that stands."""

    def __init__(self, now):
        self._now = now

    def now(self, _zone):
        return self._now
