"""What window and terminal ask: cheap, and never in trouble over damaged files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from advisor_app.errors import EnvironmentFault, UsageFault
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.desk import UpdateDesk
from advisor_app.updates.policy import UpdatePolicy
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.state import UpdateState, save_state
from advisor_app.updates.transport.source import open_source
from tests.channel import NOW, Channel
from tests.makers import programme, topic

ENDPOINT = "https://updates.example.org/kb/"
ONE = [programme("p-a"), topic("t-a")]
TWO = [programme("p-a", title="Neuer Titel"), topic("t-a"), topic("t-b", title="Laser")]


@pytest.fixture
def channel(tmp_path):
    made = Channel(tmp_path / "channel", development=True)
    made.publish(ONE)
    return made


@pytest.fixture
def receive(tmp_path, channel):
    def once(*, repair: bool = False) -> None:
        store = KnowledgeStore(tmp_path / "knowledge")
        client = UpdateClient(
            home=tmp_path / "updates", store=store, seed=None, trust_root=TrustRoot.parse(channel.root)
        )
        with open_source(channel.folder) as source:
            client.update(source, now=NOW, repair=repair)

    return once


@pytest.fixture
def desk(tmp_path, channel) -> UpdateDesk:
    (tmp_path / "root.json").write_bytes(channel.root)
    return UpdateDesk(
        home=tmp_path / "updates",
        store=KnowledgeStore(tmp_path / "knowledge"),
        seed=None,
        policy=UpdatePolicy(endpoint=ENDPOINT, managed=frozenset({"endpoint"})),
        trust_root=tmp_path / "root.json",
        command=["program", "--data-dir", "somewhere"],
        started_at=NOW - timedelta(days=3),
    )


def test_a_new_device(desk):
    status = desk.status(NOW)
    assert (status.endpoint, status.last_check, status.known_version, status.held) == (ENDPOINT, "", 0, 0)
    assert (status.development, status.managed, status.scheduled) == (True, {"endpoint"}, True)
    assert status.last_fault_details is None
    assert (desk.earlier(), desk.feed(), desk.visible_version(), desk.read_up_to) == ((), (), 0, 0)


@pytest.mark.parametrize(
    ("endpoint", "shown"),
    [
        ("https://anna:geheim@a.example/k@b/", "https://a.example/k@b/"),
        ("https://a.example", "https://a.example"),
        ("/media/stick@home", "/media/stick@home"),
    ],
)
def test_no_login_is_shown(desk, endpoint, shown):
    desk.policy = UpdatePolicy(endpoint=endpoint)
    assert desk.status(NOW).endpoint == shown


def test_after_an_update(desk, receive):
    receive()
    status = desk.status(NOW)
    assert status.last_check == status.last_attempt == "2026-11-23T09:00:00+00:00"
    assert (status.known_version, desk.visible_version()) == (1, 1)
    assert status.expires > "2026-12-01"
    assert "2026-11-24T04" <= status.next_check <= "2026-11-24T14"
    assert desk.status(NOW + timedelta(hours=1)).next_check == status.next_check


def test_faults_are_told_with_their_details(desk, tmp_path, channel):
    (tmp_path / "updates").mkdir()
    save_state(
        tmp_path / "updates",
        channel.id,
        UpdateState(last_attempt=NOW, last_fault="offline", last_fault_details={"where": "x"}, failures=3),
    )
    status = desk.status(NOW)
    assert (status.last_fault, status.last_fault_details, status.failures) == ("offline", {"where": "x"}, 3)


def test_going_back(desk, receive, channel):
    receive()
    channel.publish(TWO)
    receive()
    (earlier,) = desk.earlier()
    assert (earlier.version, earlier.as_of, earlier.received_on) == (1, "2026-11-23", "2026-11-23T09:00:00+00:00")
    assert desk.go_back(earlier.name) == earlier
    status = desk.status(NOW)
    assert (status.held, status.known_version, desk.visible_version()) == (2, 2, 1)
    with pytest.raises(UsageFault):
        desk.go_back("g1-00000000-00000000")
    (newer,) = desk.earlier()
    assert (newer.version, desk.go_back(newer.name).version, desk.status(NOW).held) == (2, 2, 0)


def test_what_a_repair_replaced_is_no_state_to_go_back_to(desk, receive, channel, tmp_path):
    receive()
    channel.publish(TWO)
    receive()
    store = KnowledgeStore(tmp_path / "knowledge")
    current = store.current()
    assert current is not None
    current.database.write_bytes(b"\0" * 900)
    receive(repair=True)
    assert [one.version for one in desk.earlier()] == [1]


def test_the_feed_tells_what_changed(desk, receive, channel):
    receive()
    assert desk.feed() == ()
    channel.publish(TWO)
    receive()
    assert {entry.id for entry in desk.feed()} == {"p-a", "t-b"}
    assert desk.feed(since=2) == ()


def test_what_was_read_is_remembered(desk, receive, tmp_path):
    assert not (tmp_path / "updates").exists()
    desk.mark_read(7)
    assert desk.read_up_to == 7
    for damage in (b"", b"[]", b'{"version": "x"}', b"[" * 90_000, b'{"version": -4}'):
        (tmp_path / "updates/seen.json").write_bytes(damage)
        assert desk.read_up_to == 0
    shutil.rmtree(tmp_path / "updates")
    (tmp_path / "updates").write_bytes(b"")
    with pytest.raises(EnvironmentFault):
        desk.mark_read(8)


@pytest.mark.parametrize("content", [None, b"", b"\0" * 90, b"{}"])
def test_a_damaged_root_does_not_hide_the_state_of_things(desk, tmp_path, receive, content):
    receive()
    (tmp_path / "root.json").unlink()
    if content is not None:
        (tmp_path / "root.json").write_bytes(content)
    assert desk.status(NOW).development is False
    assert desk.feed() == ()


def test_the_worker_s_command(desk):
    start = ["program", "--data-dir", "somewhere", "update", "--events"]
    assert desk.worker() == start
    assert desk.worker(source="/media/stick/x.kbz", accept_expired=True) == [
        *start,
        "--from",
        "/media/stick/x.kbz",
        "--accept-expired",
    ]
    assert desk.worker(scheduled=True, repair=True) == [*start, "--scheduled", "--repair"]


def test_asking_loads_neither_tuf_nor_network_nor_database(tmp_path, receive, channel):
    receive()
    (tmp_path / "root.json").write_bytes(channel.root)
    program = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
import advisor_app.updates.desk, advisor_app.updates.events, advisor_app.updates.model, advisor_app.updates.policy
from advisor_app.knowledge.generations import KnowledgeStore
home = Path({str(tmp_path)!r})
desk = advisor_app.updates.desk.UpdateDesk(home=home / "updates", store=KnowledgeStore(home / "knowledge"), seed=None,
    policy=advisor_app.updates.policy.UpdatePolicy(), trust_root=home / "root.json", command=["x"])
assert desk.status(datetime.now(tz=UTC)).known_version == 1
desk.earlier()
heavy = {{"tuf", "securesystemslib", "urllib3", "sqlalchemy", "cryptography", "numpy", "zstandard", "filelock"}}
sys.exit(", ".join(sorted(heavy & set(sys.modules))) or 0)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=Path.cwd())
    assert (done.returncode, done.stderr) == (0, "")
