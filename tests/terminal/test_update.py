"""`advisor-app update` and what `status` says, against endpoints that the real publisher made."""

from __future__ import annotations

import functools
import http.server
import json
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from advisor_app.__main__ import main
from advisor_app.errors import Offline
from advisor_app.updates.events import StepTold, decode
from advisor_app.updates.model import Found, Outcome, Step, UpdateResult
from advisor_app.updates.state import UpdateState, load_state, save_state
from advisor_app.workspace import Workspace
from tests.channel import Channel
from tests.makers import programme, topic

# What is published now is fresh for the programs under test, which ask the machine for the time.
NOW = datetime.now(tz=UTC).replace(microsecond=0)
ONE = [programme("p-a"), topic("t-a")]
TWO = [programme("p-a", title="Neuer Titel"), topic("t-a"), topic("t-b", title="Laser")]
LABELS = {"themes": {"innovation": "Innovation"}}


@pytest.fixture
def channel(tmp_path):
    made = Channel(tmp_path / "channel", development=True, now=NOW)
    made.publish(ONE, LABELS)
    return made


@pytest.fixture
def places(tmp_path, channel):
    (tmp_path / "root.json").write_bytes(channel.root)
    return Workspace(
        data_dir=tmp_path / "data",
        seed=tmp_path / "seed",
        kb=None,
        resources=tmp_path,
        local_root=tmp_path / "root.json",
    )


@pytest.fixture
def app(places, capsys, monkeypatch):
    monkeypatch.setattr(Workspace, "locate", classmethod(lambda _cls, _dir=None: places))

    def run(*words: str):
        status = main([*words])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def set_endpoint(places: Workspace, where: object, **more: str) -> None:
    lines = ["[updates]", f"endpoint = {where}", *(f"{key} = {value}" for key, value in more.items())]
    places.data_dir.mkdir(exist_ok=True)
    places.settings_file.write_text("\n".join(lines) + "\n")


@contextmanager
def served(folder: Path, *, delay: float = 0.0):
    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            time.sleep(delay)
            super().do_GET()

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_from_nothing_to_the_newest_and_nothing_new(app, channel, places):
    set_endpoint(places, channel.folder)
    status, out, err = app("update", "--json")
    document = json.loads(out)
    assert status == 0
    assert document["result"] == "updated"
    assert (document["from"], document["to"], document["changed"], document["removed"]) == (0, 1, 2, 0)
    assert document["bytes"] > 0
    assert document["requests"] > 0
    assert "fetching" in err
    channel.publish(TWO, LABELS)
    status, out, _ = app("update")
    assert status == 0
    assert out.startswith("updated: version 1 -> 2, as of 2026-11-23; 2 changed, 0 removed; ")
    status, out, _ = app("update")
    assert (status, out[:23]) == (0, "nothing new: version 2,")
    _, out, _ = app("search", "laser", "--json")
    assert [hit["id"] for hit in json.loads(out)["hits"]] == ["t-b"]


def test_over_http_with_the_agreed_number_of_requests(app, channel, places):
    with served(channel.folder) as address:
        set_endpoint(places, address, proxy="none")
        assert json.loads(app("update", "--json")[1])["requests"] <= 6
        channel.publish(TWO, LABELS)
        document = json.loads(app("update", "--json")[1])
        assert (document["to"], document["source"]) == (2, address.split("/")[2])
        assert document["requests"] <= 5
        current = json.loads(app("update", "--json")[1])
        assert (current["result"], current["requests"]) == ("current", 2)


def test_without_a_server_a_source_can_be_named(app, channel):
    status, out, err = app("update")
    assert (status, out) == (2, "")
    assert "--from" in err
    assert app("update", "--from", str(channel.folder))[0] == 0
    assert app("update", "--from", channel.folder.as_uri())[0] == 0


@pytest.mark.parametrize("source", ["ftp://example.org/", "missing.kbz", "https://", "https://a:b/"])
def test_a_source_that_is_none_is_wrong_usage(app, source):
    status, _, err = app("update", "--from", source)
    assert status == 2
    assert len(err.strip().splitlines()) == 1


def test_faults_have_their_exit_status_and_one_line(app, channel, places):
    set_endpoint(places, "http://127.0.0.1:9/", proxy="none")
    status, out, err = app("update", "--json")
    assert (status, out) == (3, "")
    assert len([line for line in err.splitlines() if line.startswith("advisor-app:")]) == 1
    timestamp = channel.folder / "metadata/timestamp.json"
    timestamp.write_bytes(timestamp.read_bytes().replace(b'"version":', b'"version":1'))
    status, _, err = app("update", "--from", str(channel.folder))
    assert status == 4
    assert "nothing of it was used" in err


def test_an_expired_stick_can_be_read_on_purpose(app, tmp_path, places):
    old = Channel(tmp_path / "old", now=NOW - timedelta(days=200))
    old.publish(ONE, LABELS)
    (tmp_path / "root.json").write_bytes(old.root)
    status, _, err = app("update", "--from", str(old.folder))
    assert (status, "expired on" in err, "or set the clock" in err) == (4, True, True)
    assert app("update", "--from", str(old.folder), "--accept-expired")[0] == 0


def test_an_expired_server_is_not_read_on_purpose(app, channel, places):
    with served(channel.folder) as address:
        for words in (["--from", address], ["--from", address.upper()], []):
            set_endpoint(places, address, proxy="none")
            status, _, err = app("update", "--accept-expired", *words)
            assert (status, "--accept-expired" in err, "sticks" in err) == (2, True, True)
        assert places.own_store().current() is None
        assert app("update")[0] == 0


def test_repair(app, channel, places):
    set_endpoint(places, channel.folder)
    app("update")
    assert json.loads(app("update", "--repair", "--json")[1])["result"] == "current"
    places.own_store().current().database.write_bytes(b"\0" * 900)
    status, out, _ = app("update", "--repair")
    assert (status, out[:9]) == (0, "repaired:")
    assert app("search", "Zuschuss")[0] == 0


def test_back_and_forth(app, channel, places):
    set_endpoint(places, channel.folder)
    status, _, err = app("update", "--back")
    assert (status, "no earlier state" in err) == (2, True)
    app("update")
    channel.publish(TWO, LABELS)
    app("update")
    status, out, _ = app("update", "--back", "--json")
    assert status == 0
    assert json.loads(out) == {"result": "back", "from": 2, "to": 1, "as_of": "2026-11-23"}
    assert json.loads(app("status", "--json")[1])["version"] == 1
    assert app("update", "--back")[0] == 2
    assert json.loads(app("update", "--scheduled", "--json")[1])["result"] == "current"
    assert "held" in app("status")[1]
    assert json.loads(app("update", "--json")[1])["to"] == 2


def test_status_tells_how_updates_are_doing(app, channel, places):
    set_endpoint(places, channel.folder)
    app("update")
    updates = json.loads(app("status", "--json")[1])["updates"]
    assert updates["endpoint"] == str(channel.folder)
    assert (updates["known_version"], updates["last_fault"], updates["development"]) == (1, "", True)
    assert updates["last_check"][:4] == str(NOW.year)
    assert updates["expires"] > NOW.date().isoformat()
    assert datetime.fromisoformat(updates["next_check"]) > NOW
    text = app("status")[1]
    assert "development root" in text
    assert str(channel.folder) in text
    save_state(
        places.update_home,
        channel.id,
        UpdateState(last_attempt=NOW, last_fault=Offline.code, last_fault_details={"where": "host", "reason": "weil"}),
    )
    assert "there is no network (weil)" in app("status")[1]


def test_status_tells_no_login(app, channel, places):
    assert app("update", "--from", str(channel.folder))[0] == 0
    login = "anna:geheim"
    set_endpoint(
        places,
        f"http://{login}@127.0.0.1:9/kb/",
        mirrors=f"http://{login}@127.0.0.1:9/mirror/",
        proxy=f"http://{login}@127.0.0.1:9/",
    )
    _, _, err = app("update")
    told = [err, *app("status")[1:], *app("status", "--json")[1:]]
    assert "127.0.0.1:9" in told[1]
    assert json.loads(told[3])["updates"]["last_fault"] == "server_unreachable"
    assert not [text for text in told if "geheim" in text or "anna" in text]


def test_status_without_updates(app, channel, places, tmp_path):
    app("update", "--from", str(channel.folder))
    (tmp_path / "root.json").unlink()
    (tmp_path / "settings.ini").unlink(missing_ok=True)
    status, out, _ = app("status")
    assert status == 0
    assert "no server is set up" in out
    assert "never" in out


# The worker of the window.


@pytest.fixture
def worker(places, tmp_path):
    """Return a function that starts the program as the window does."""
    script = tmp_path / "program.py"
    script.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "from advisor_app.__main__ import main\n"
        "from advisor_app.workspace import Workspace\n"
        f"places = Workspace(data_dir=Path({str(places.data_dir)!r}), seed=Path({str(places.seed)!r}), kb=None,\n"
        f"    resources=Path({str(places.resources)!r}), local_root=Path({str(places.local_root)!r}))\n"
        "Workspace.locate = classmethod(lambda cls, data_dir=None: places)\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    running: list[subprocess.Popen[str]] = []

    def start(*words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(script), "update", "--events", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def events_of(process: subprocess.Popen[str]) -> SimpleNamespace:
    assert process.stdout is not None
    assert process.stderr is not None
    lines = list(process.stdout)
    process.wait(30)
    found = [decode(line) for line in lines]
    assert None not in found
    return SimpleNamespace(all=found, last=found[-1], status=process.returncode, errors=process.stderr.read())


def test_the_worker_tells_events(worker, channel, places):
    set_endpoint(places, channel.folder)
    told = events_of(worker())
    assert (told.status, told.errors) == (0, "")
    steps = [event.step for event in told.all if isinstance(event, StepTold)]
    assert list(dict.fromkeys(steps)) == list(Step)
    assert [event.after for event in told.all if isinstance(event, Found)] == [1]
    assert isinstance(told.last, UpdateResult)
    assert told.last.outcome is Outcome.UPDATED


def test_the_worker_tells_a_fault(worker, places):
    set_endpoint(places, "http://127.0.0.1:9/", proxy="none")
    told = events_of(worker("--scheduled"))
    assert (told.status, told.last.code) == (3, "server_unreachable")


@pytest.mark.parametrize("how", ["line", "end", "interrupt"])
def test_the_worker_can_be_cancelled(worker, channel, places, how):
    with served(channel.folder, delay=0.5) as address:
        set_endpoint(places, address, proxy="none")
        process = worker()
        first = process.stdout.readline()
        assert decode(first) == StepTold(step=Step.CONNECT, done=0, total=None)
        began = time.monotonic()
        match how:
            case "line":
                process.stdin.write("cancel\n")
                process.stdin.flush()
            case "end":
                process.stdin.close()
                process.stdin = None
            case "interrupt":
                process.send_signal(signal.SIGINT)
        told = events_of(process)
    assert (told.status, told.last.code, told.errors) == (1, "cancelled", "")
    assert time.monotonic() - began < 5
    # A window that was closed has not tried; who cancels has.
    attempt = load_state(places.update_home, channel.id).last_attempt
    assert (attempt is None) == (how == "end")
    assert places.own_store().current() is None


def test_a_killed_worker_does_no_harm(worker, channel, places, app):
    with served(channel.folder, delay=0.3) as address:
        set_endpoint(places, address, proxy="none")
        process = worker()
        process.stdout.readline()
        process.kill()
        process.wait(10)
        assert app("update")[0] == 0


def test_a_window_that_is_gone_ends_the_worker(worker, channel, places):
    set_endpoint(places, channel.folder)
    process = worker()
    process.stdout.close()
    process.stdout = None
    assert process.wait(30) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_ctrl_c_cancels_in_order(worker, channel, places, tmp_path):
    with served(channel.folder, delay=0.5) as address:
        set_endpoint(places, address, proxy="none")
        process = subprocess.Popen(
            [sys.executable, str(tmp_path / "program.py"), "update"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        first = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert first.strip() == "asking for what is new"
    assert (process.returncode, out, err) == (130, "", "advisor-app: cancelled, nothing was changed\n")
