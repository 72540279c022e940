"""`advisor-admin keys` and `resign` as admins meet them."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from advisor_app.publishing.ceremony import begin_channel
from advisor_app.publishing.destination import LocalDestination
from advisor_app.publishing.keys import KeyRing, KeyRole, save_key, signer_for
from advisor_app.publishing.passphrases import slug, write_passphrases
from advisor_app.publishing.roles import Expiries, Role, initial_metadata
from advisor_app.publishing.upkeep import read_channel, resign
from advisor_app.terminal import admin_keys, key_work
from advisor_app.terminal.admin import main
from advisor_app.workspace import Workspace
from tests.signing import ask_client

HOLDERS = ("Anna Müller", "Ben", "Cem")
PASSPHRASES = {
    "Anna Müller": "die erste hat vier",
    "Ben": "die zweite hat auch vier",
    "Cem": "die dritte ebenso viele",
    "Dora": "die vierte kommt später dazu",
    "online": "die Maschine merkt sich alles",
}


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch):
    """Make guessing cheap: what a second of work per key protects is tested elsewhere."""
    monkeypatch.setattr(admin_keys, "begin_channel", partial(begin_channel, rounds=1))
    monkeypatch.setattr(key_work, "save_key", partial(save_key, rounds=1))


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Return a folder to work in, with files of passphrases for everybody and for each."""
    monkeypatch.chdir(tmp_path)
    write_passphrases(Path("all.ini"), {slug(name): value for name, value in PASSPHRASES.items()})
    for name, value in PASSPHRASES.items():
        write_passphrases(Path(f"{slug(name)}.ini"), {slug(name): value})
    return tmp_path


def init(*more):
    holders = [word for name in HOLDERS for word in ("--holder", name)]
    return main(["keys", "init", "--keys", "K", "--to", "E", *holders, "--passphrases", "all.ini", *more])


@pytest.fixture
def channel(place, capsys):
    assert init() == 0
    capsys.readouterr()
    return place


def run(*words, status=0):
    assert main([str(word) for word in words]) == status


def state(root="K/root.json"):
    return read_channel(LocalDestination(Path("E")), Path(root).read_bytes(), now=datetime.now(UTC))


def first_root():
    return Path("E/metadata/1.root.json").read_bytes()


def client_accepts(name):
    files = {f"metadata/{path.name}": path.read_bytes() for path in Path("E/metadata").iterdir()}
    return ask_client(files, first_root(), Path(name)) is None


def test_a_channel_begins_and_says_what_to_do_next(place, capsys):
    assert init() == 0
    out, err = capsys.readouterr()
    assert state().channel in out
    for word in ("K/anna-mueller", "K/online", "resources/trust/root.json", "advisor-admin publish"):
        assert word in out
    assert err.count("made key") == 8
    assert not any(passphrase in out + err for passphrase in PASSPHRASES.values())
    assert client_accepts("client")


def test_a_second_ceremony_changes_nothing(channel, capsys):
    before = {path: path.read_bytes() for path in channel.rglob("*") if path.is_file()}
    assert init() == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in channel.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (["keys", "init", "--keys", "K"], "--to"),
        (["keys", "init", "--keys", "K", "--to", "E", "--holder", "Anna", "--passphrases", "all.ini"], "--holder"),
        (["keys", "init", "--keys", "K", "--to", "E", "--passphrases", "none.ini"], "none.ini"),
        (["keys", "renew", "--to", "E", "--keys", "K"], "keys init"),
        (["keys", "apply", "none.json", "--to", "E", "--keys", "."], "keys init"),
        (["keys", "rotate", "emperor", "--to", "E"], "emperor"),
        (["keys", "status", "--today", "heute"], "YYYY-MM-DD"),
        (["resign", "--to", "E", "--keys", "K"], "keys init"),
    ],
)
def test_wrong_usage_of_keys_is_one_line(place, words, remedy, capsys):
    assert main(words) in (2, 3)
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert remedy in err


def test_passphrases_that_others_may_read_are_refused(place, capsys):
    Path("all.ini").chmod(0o644)
    assert init() == 2
    assert "chmod 600" in capsys.readouterr().err
    assert not Path("K").exists()


def test_a_missing_passphrase_names_the_holder(place, capsys):
    holders = [word for name in ("Ben", "Anna Müller", "Cem") for word in ("--holder", name)]
    run("keys", "init", "--keys", "K", "--to", "E", "--passphrases", "ben.ini", *holders, status=2)
    assert "anna-mueller = ..." in capsys.readouterr().err
    run("keys", "init", "--keys", "K", "--to", "E", "--passphrases", "all.ini", *holders)
    assert capsys.readouterr().err.count("found key Ben") == 3
    assert client_accepts("client")


def test_status_shows_every_role_with_its_holders(channel, capsys):
    run("keys", "status", "--keys", "K", "--to", "E")
    out = capsys.readouterr().out
    for role in Role:
        assert f"\n{role}" in out
    assert out.count("Anna Müller") == 4
    assert "2 of" in out
    run("keys", "status", "--keys", "K", "--to", "E", "--json")
    document = json.loads(capsys.readouterr().out)
    assert [role["role"] for role in document["roles"]] == [str(role) for role in Role]
    assert document["root"]["development"] is False
    assert {key["holder"] for key in document["roles"][0]["keys"]} == set(HOLDERS)
    assert all(role["alarm"] is None for role in document["roles"])


@pytest.mark.parametrize(
    ("days", "status", "alarm"),
    [(38, 0, None), (40, 0, "notice"), (47, 0, "warning"), (54, 1, "urgent"), (61, 1, "expired")],
)
def test_status_alarms(channel, capsys, days, status, alarm):
    day = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
    run("keys", "status", "--keys", "K", "--to", "E", "--json", "--today", day, status=status)
    roles = {role["role"]: role for role in json.loads(capsys.readouterr().out)["roles"]}
    assert roles["timestamp"]["alarm"] == alarm
    assert roles["root"]["alarm"] is None


def test_status_of_a_web_server(channel, capsys):
    handler = partial(QuietHandler, directory="E")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        run("keys", "status", "--root", "K/root.json", "--to", f"http://127.0.0.1:{server.server_port}/")
        run(
            "keys",
            "status",
            "--root",
            "K/root.json",
            "--to",
            f"http://127.0.0.1:{server.server_port}/nothing/",
            status=2,
        )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    out, err = capsys.readouterr()
    assert "content version 0" in out
    assert "keys init" in err


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments) -> None:
        """Say nothing."""


def test_packaging_refuses_a_development_root(channel, capsys):
    run("keys", "status", "--release", status=4)
    assert "development" in capsys.readouterr().err
    run("keys", "status", "--release", "--root", "K/root.json")
    run("keys", "status", "--release", "--root", "K/root.json", "--today", "2039-01-01", status=4)
    assert "expired" in capsys.readouterr().err


def test_resign_is_one_line_for_a_daily_job(channel, capsys):
    shutil.move("K/online", "host")
    run("resign", "--to", "E", "--keys", "host", "--passphrases", "online.ini")
    out, err = capsys.readouterr()
    assert (len(out.splitlines()), err) == (1, "")
    assert state().version(Role.TIMESTAMP) == 2
    until = datetime.now(UTC) + timedelta(days=30)
    assert state().expires(Role.TIMESTAMP).date() == until.date()
    run("resign", "--to", "E", "--keys", "host", "--passphrases", "online.ini", "--json")
    document = json.loads(capsys.readouterr().out)
    assert (document["fresh_until"], document["alarms"]) == (until.date().isoformat(), [])


def test_resign_says_when_a_role_must_be_renewed(place, capsys, monkeypatch):
    short = Expiries(content=5)
    monkeypatch.setattr("advisor_app.publishing.ceremony.initial_metadata", partial(initial_metadata, expiries=short))
    assert init() == 0
    capsys.readouterr()
    run("resign", "--to", "E", "--keys", "K", "--passphrases", "all.ini", status=1)
    out = capsys.readouterr().out
    assert "ALARM: content" in out
    assert len(out.splitlines()) == 1


def test_resign_needs_the_online_key_and_its_passphrase(channel, capsys):
    run("resign", "--to", "E", "--keys", "K/ben", "--passphrases", "ben.ini", status=2)
    run("resign", "--to", "E", "--keys", "K", "--passphrases", "ben.ini", status=2)
    write_passphrases(Path("wrong.ini"), {"online": "das ist gar nicht richtig"})
    run("resign", "--to", "E", "--keys", "K", "--passphrases", "wrong.ini", status=2)
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split(":")[0] for line in err.splitlines()] == ["advisor-admin"] * 3
    assert "online" in err.splitlines()[1]
    assert "does not open" in err.splitlines()[2]
    assert state().version(Role.TIMESTAMP) == 1


def test_resign_does_not_freshen_what_was_put_back(channel, capsys):
    old = {path: path.read_bytes() for path in Path("E/metadata").iterdir()}
    run("resign", "--to", "E", "--keys", "K", "--passphrases", "all.ini")
    for path, data in old.items():
        path.write_bytes(data)
    run("resign", "--to", "E", "--keys", "K", "--passphrases", "all.ini", status=4)
    assert "older than what was seen" in capsys.readouterr().err


def test_three_people_who_never_meet_replace_a_root_key(channel, capsys):
    """Ben lost his stick: Anna draws Dora's key and signs, Cem signs at home, the host publishes."""
    sticks = {name: Path(f"stick-{name}") for name in ("anna-mueller", "cem", "online")}
    for name, stick in sticks.items():
        shutil.copytree(Path("K") / name, stick)
    write_passphrases(Path("two.ini"), {slug(name): PASSPHRASES[name] for name in ("Anna Müller", "Dora")})
    shutil.rmtree("K/cem")
    shutil.rmtree("K/online")
    run(
        "keys",
        "rotate",
        "root",
        "--old",
        "Ben",
        "--new",
        "Dora",
        "--to",
        "E",
        "--keys",
        "K",
        "--passphrases",
        "two.ini",
    )
    assert "signatures are lacking" in capsys.readouterr().out
    assert state("E/metadata/1.root.json").version(Role.ROOT) == 1
    run("keys", "apply", "pending.json", "--to", "E", "--keys", sticks["online"], "--passphrases", "online.ini",
        status=2)  # fmt: skip
    assert "root: " in capsys.readouterr().out
    run("keys", "sign", "pending.json", "--keys", sticks["cem"], "--passphrases", "cem.ini", status=2)
    assert "--yes" in capsys.readouterr().err
    run("keys", "sign", "pending.json", "--keys", sticks["cem"], "--passphrases", "cem.ini", "--yes")
    out = capsys.readouterr().out
    assert "NEW key" in out
    assert "NO LONGER" in out
    assert "keys apply" in out
    run("keys", "apply", "pending.json", "--to", "E", "--keys", sticks["online"], "--passphrases", "online.ini")
    after = state()
    assert after.version(Role.ROOT) == 2
    [dora] = [entry for entry in KeyRing.open(Path("K")).of(KeyRole.ROOT) if entry.holder == "Dora"]
    assert dora.key_id in {key.keyid for key in after.keys(Role.ROOT)}
    assert client_accepts("client")
    run("keys", "apply", "pending.json", "--to", "E", "--keys", sticks["online"], "--passphrases", "online.ini")
    assert "already" in capsys.readouterr().out


@pytest.mark.parametrize("role", ["content", "app", "online", "root"])
def test_one_command_is_enough_where_all_keys_lie(channel, capsys, role):
    old = ["--old", "Cem"] if role in ("app", "root") else []
    before = {key.keyid for one in Role for key in state().keys(one)}
    run("keys", "rotate", role, *old, "--to", "E", "--keys", "K", "--passphrases", "all.ini")
    assert "is published" in capsys.readouterr().out
    after = state()
    assert len({key.keyid for one in Role for key in after.keys(one)} - before) == 1
    assert not Path("pending.json").exists()
    assert client_accepts("client")
    run("resign", "--to", "E", "--keys", "K", "--passphrases", "all.ini")
    run("keys", "renew", "--to", "E", "--keys", "K", "--passphrases", "all.ini")
    assert client_accepts("client")


def test_an_editor_comes_and_another_goes(channel, capsys):
    run("keys", "rotate", "content", "--add", "--new", "Dora", "--to", "E", "--keys", "K", "--passphrases", "all.ini")
    assert len(state().keys(Role.CONTENT)) == 2
    run("keys", "rotate", "content", "--drop", "--to", "E", "--keys", "K", "--passphrases", "all.ini", status=2)
    assert "--old" in capsys.readouterr().err
    run(
        "keys",
        "rotate",
        "content",
        "--drop",
        "--old",
        "anna müller",
        "--to",
        "E",
        "--keys",
        "K",
        "--passphrases",
        "all.ini",
    )
    [key] = state().keys(Role.CONTENT)
    assert KeyRing.open(Path("K")).holder(key.keyid) == "Dora"
    run("keys", "rotate", "content", "--drop", "--to", "E", "--keys", "K", "--passphrases", "all.ini", status=2)
    run("keys", "rotate", "content", "--drop", "--add", "--to", "E", "--keys", "K", status=2)
    run("keys", "rotate", "content", "--add", "--to", "E", "--keys", "K", "--passphrases", "all.ini", status=2)
    assert "--new" in capsys.readouterr().err


def test_a_refused_rotation_leaves_no_key_behind(channel, capsys):
    before = sorted(channel.rglob("*.pem"))
    run("keys", "rotate", "root", "--to", "E", "--keys", "K", "--passphrases", "all.ini", status=2)
    err = capsys.readouterr().err
    assert all(name in err for name in HOLDERS)
    run("keys", "rotate", "root", "--old", "Nobody", "--to", "E", "--keys", "K", "--passphrases", "all.ini", status=2)
    assert sorted(channel.rglob("*.pem")) == before


def test_a_waiting_change_is_not_written_over(channel, capsys):
    run("keys", "renew", "root", "--to", "E", "--keys", "K", "--passphrases", "ben.ini")
    before = Path("pending.json").read_bytes()
    run("keys", "renew", "root", "--to", "E", "--keys", "K", "--passphrases", "ben.ini", status=2)
    assert Path("pending.json").read_bytes() == before
    run("keys", "sign", "pending.json", "--keys", "K", "--passphrases", "ben.ini", "--yes", status=2)
    run("keys", "sign", "pending.json", "--keys", "K", "--passphrases", "all.ini", "--holder", "Cem", "--yes")
    run("keys", "apply", "pending.json", "--to", "E", "--keys", "K", "--passphrases", "cem.ini", status=2)
    run("keys", "apply", "pending.json", "--to", "E", "--keys", "K", "--passphrases", "all.ini")
    assert state().version(Role.ROOT) == 2


def test_a_new_holder_needs_a_good_passphrase(channel, capsys):
    before = sorted(channel.rglob("*.pem"))
    write_passphrases(Path("weak.ini"), {**{slug(name): PASSPHRASES[name] for name in HOLDERS}, "dora": "kurz"})
    run("keys", "rotate", "content", "--new", "Dora", "--to", "E", "--keys", "K", "--passphrases", "weak.ini", status=2)
    assert "too short" in capsys.readouterr().err
    assert sorted(channel.rglob("*.pem")) == before


def test_an_interrupted_publication_is_taken_up(channel, capsys, monkeypatch):
    Path("E/metadata/2.targets.json").mkdir()
    run("keys", "renew", "targets", "--to", "E", "--keys", "K", "--passphrases", "all.ini", status=3)
    assert "keys apply pending.json" in capsys.readouterr().err
    Path("E/metadata/2.targets.json").rmdir()
    run("keys", "apply", "pending.json", "--to", "E", "--keys", "K", "--passphrases", "all.ini")
    assert state().version(Role.TARGETS) == 2


def test_nobody_signs_a_change_of_another_channel(channel, capsys):
    run("keys", "renew", "root", "--to", "E", "--keys", "K", "--passphrases", "ben.ini")
    run("keys", "init", "--keys", "K2", "--to", "E2", "--passphrases", "all.ini",
        *(word for name in HOLDERS for word in ("--holder", name)))  # fmt: skip
    run("keys", "sign", "pending.json", "--keys", "K2", "--passphrases", "all.ini", "--yes", status=4)
    run("keys", "apply", "pending.json", "--to", "E2", "--keys", "K2", "--passphrases", "all.ini", status=2)
    run("keys", "sign", "all.ini", "--keys", "K", "--passphrases", "all.ini", "--yes", status=2)


def test_a_tampered_endpoint_is_not_signed_on_top_of(channel, capsys):
    path = Path("E/metadata/1.targets.json")
    path.write_bytes(path.read_bytes().replace(b'"content/*"', b'"*"'))
    for words in (("resign",), ("keys", "renew"), ("keys", "rotate", "online"), ("keys", "status")):
        more = () if words[-1] == "status" else ("--passphrases", "all.ini")
        run(*words, "--to", "E", "--keys", "K", *more, status=4)
    assert not Path("pending.json").exists()


def test_development_is_one_command(tmp_path, monkeypatch, capsys):
    made = Workspace.locate()
    checkout = Workspace(
        data_dir=tmp_path / "data", seed=made.seed, kb=made.kb, resources=made.resources,
        local_root=tmp_path / ".cache" / "trust" / "root.json",
    )  # fmt: skip
    monkeypatch.setattr(Workspace, "locate", lambda _data_dir=None: checkout)
    run("keys", "init", "--development")
    run("keys", "init", "--development")
    assert "nothing was changed" in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {".cache"}
    run("keys", "status", "--to", tmp_path / ".cache" / "endpoint")
    assert "DEVELOPMENT" in capsys.readouterr().out
    run("resign", "--to", tmp_path / ".cache" / "endpoint")
    run("keys", "rotate", "online", "--to", tmp_path / ".cache" / "endpoint", "--out", tmp_path / "change.json")
    run("keys", "status", "--to", tmp_path / ".cache" / "endpoint")
    monkeypatch.setattr(Workspace, "locate", lambda _data_dir=None: Workspace(
        data_dir=tmp_path, seed=made.seed, kb=None, resources=made.resources))  # fmt: skip
    run("keys", "init", "--development", status=2)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_the_guided_ceremony_asks_and_never_shows_what_is_typed(place, root):
    new, again = "New passphrase of {}: ", "The same again: "
    anna = PASSPHRASES["Anna Müller"]
    dialogue = [
        *((f"holder {number} of 3: ", name) for number, name in enumerate(HOLDERS, 1)),
        (new.format("Anna Müller"), "kurz"),
        ("too short", None),
        (new.format("Anna Müller"), anna),
        (again, "etwas ganz anderes"),
        ("differ", None),
        (new.format("Anna Müller"), anna),
        (again, anna),
        (new.format("Ben"), anna),
        ("somebody else's", None),
        *((text, PASSPHRASES[name]) for name in ("Ben", "Cem", "online") for text in (new.format(name), again)),
        ("advisor-admin publish", None),
    ]
    seen = talk(root, ["keys", "init", "--keys", "K", "--to", "E"], dialogue)
    assert "Two of these three must sign" in seen
    assert not any(passphrase in seen for passphrase in PASSPHRASES.values())
    for entry in KeyRing.open(Path("K")).entries:
        signer_for(entry, PASSPHRASES[entry.holder])
    assert client_accepts("client")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_who_is_not_here_leaves_the_question_empty(channel, root):
    dialogue = [
        ("Passphrase of Anna Müller (root key, empty if not here): ", ""),
        ("Passphrase of Ben (root key, empty if not here): ", "das war die falsche"),
        ("does not open", None),
        ("Passphrase of Ben (root key, empty if not here): ", PASSPHRASES["Ben"]),
        ("Passphrase of Cem (root key, empty if not here): ", ""),
        ("1 of 2 signatures", None),
        ("keys sign pending.json", None),
    ]
    talk(root, ["keys", "renew", "root", "--to", "E", "--keys", "K", "--out", "pending.json"], dialogue)
    dialogue = [
        ("Sign this? [y/N]: ", "y"),
        ("Passphrase of Cem (root key): ", PASSPHRASES["Cem"]),
        ("all signatures are there", None),
    ]
    talk(root, ["keys", "sign", "pending.json", "--keys", "K", "--holder", "Cem"], dialogue)
    dialogue = [
        ("Passphrase of online (online key, empty if not here): ", PASSPHRASES["online"]),
        ("is published", None),
    ]
    talk(root, ["keys", "apply", "pending.json", "--to", "E", "--keys", "K"], dialogue)
    assert state().version(Role.ROOT) == 2


def talk(root, words, dialogue):
    """Run a command on a terminal of its own and return what it shows.

    Args:
        root: the checkout.
        words: the command.
        dialogue: what is awaited, and what is typed then (None: nothing).
    """
    import pty

    program = (
        "import sys; from functools import partial; from advisor_app.terminal import admin_keys as a, admin;"
        "a.begin_channel = partial(a.begin_channel, rounds=1); sys.exit(admin.main(sys.argv[1:]))"
    )
    terminal, inner = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        stdin=inner, stdout=inner, stderr=inner, start_new_session=True, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    os.close(inner)
    seen = ""
    for expected, answer in dialogue:
        seen += read_until(terminal, expected)
        if answer is not None:
            os.write(terminal, answer.encode() + b"\n")
    status = process.wait(timeout=30)
    os.close(terminal)
    assert status == 0
    return seen


def read_until(terminal: int, text: str) -> str:
    """Return what a terminal shows up to a text. What is typed before a prompt's last blank is thrown away by it."""
    shown = b""
    while text not in shown.decode(errors="ignore"):
        assert select.select([terminal], [], [], 30)[0], shown.decode(errors="replace")
        shown += os.read(terminal, 1)
    return shown.decode(errors="ignore")


def test_freshness_of_the_library_is_what_the_command_gives(channel):
    """The daily job and the library agree on how long freshness holds."""
    [entry] = KeyRing.open(Path("K")).of(KeyRole.ONLINE)
    now = datetime.now(UTC)
    after = resign(
        LocalDestination(Path("E")), first_root(), signer_for(entry, PASSPHRASES["online"]), state(), now=now
    )
    assert after.expires(Role.TIMESTAMP) - now <= timedelta(days=30)
