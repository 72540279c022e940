"""The window on a real channel: real keys, real packs, the real update process."""

import json
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from advisor_app.desktop.app import make_face
from advisor_app.desktop.presenters.feed import FeedFilter
from advisor_app.desktop.presenters.update_faults import Deed
from advisor_app.desktop.presenters.update_steps import Job
from advisor_app.domain.programme import Amounts, Range
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.desk import UpdateDesk
from advisor_app.updates.policy import load_policy
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source
from advisor_app.workspace import Workspace
from tests.channel import Channel
from tests.desktop.conftest import RESOURCES, dispose
from tests.makers import programme, topic

LABELS = {
    "themes": {"innovation": "Innovation", "ki": "Künstliche Intelligenz"},
    "regions": {"05": "Nordrhein-Westfalen"},
}
WAIT = 20_000


def items(rate: float = 50, *, more: int = 0) -> list[Any]:
    """Return a programme whose rate changes, a topic, and as many more programmes as wanted."""
    return [
        programme("zuschuss-a", "Zuschuss A", amounts=Amounts(rate_pct=Range(max=rate))),
        topic("thema-a", "Thema A", themes=("ki",)),
        *(programme(f"weitere-{number}", f"Weitere {number}") for number in range(more)),
    ]


@pytest.fixture
def channel(tmp_path):
    channel = Channel(tmp_path / "channel", now=datetime.now(tz=UTC))
    channel.publish(items(), LABELS)
    return channel


@pytest.fixture
def workspace(tmp_path):
    return Workspace(data_dir=tmp_path / "data", seed=tmp_path / "seed", kb=None, resources=RESOURCES)


@pytest.fixture
def desk(channel, workspace, tmp_path):
    root = tmp_path / "root.json"
    root.write_bytes(channel.root)
    policy = tmp_path / "policy.ini"
    policy.write_text(f"[updates]\nendpoint = {channel.folder}\ntrust_root = {root}\ncheck = off\n", encoding="utf-8")
    worker = [sys.executable, str(Path(__file__).with_name("real_worker.py")), str(policy)]
    worker += ["--data-dir", str(workspace.data_dir)]
    return UpdateDesk(
        home=workspace.update_home, store=workspace.own_store(), seed=None, trust_root=root,
        policy=load_policy(workspace.settings_file, (policy,)), command=worker,
    )  # fmt: skip


@pytest.fixture
def stocked(channel, workspace):
    """The first knowledge of the channel, received beforehand."""
    client = UpdateClient(home=workspace.update_home, store=workspace.own_store(), seed=None,
                          trust_root=TrustRoot.parse(channel.root))  # fmt: skip
    with open_source(channel.folder) as source:
        client.update(source)


@pytest.fixture
def window(stocked, empty_window):
    """A window on a device that has knowledge."""
    return empty_window


@pytest.fixture
def empty_window(app, settings, desk, workspace, qtbot):
    """A window on the device as it is."""
    today = datetime.now(tz=UTC).date()
    face = make_face(
        app,
        workspace.open_library,
        resources=RESOURCES,
        settings=settings,
        today=today,
        updates=desk,
        first_page="search",
    )
    face.window.show()
    qtbot.waitUntil(lambda: not face.runner.is_busy() and face.window._painted, timeout=WAIT)
    yield face.window
    dispose(face)


def room(window: Any) -> Any:
    return window.updates


def rest(qtbot, window: Any) -> None:
    qtbot.waitUntil(lambda: room(window).receiving.run is None and not window._runner.is_busy(), timeout=WAIT)
    qtbot.wait(10)


def update(qtbot, window: Any, job: Job | None = None) -> Any:
    room(window).receiving.start(job or Job())
    rest(qtbot, window)
    return page(window).state.view


def page(window: Any) -> Any:
    window.show_freshness()
    return window.page("freshness")


def shown(window: Any) -> dict[str, str]:
    model = window.search.results.model
    return {row.id: f"{row.figure}" for number in range(model.rowCount()) if (row := model.row(number))}


def test_an_empty_device_gets_its_first_knowledge(empty_window, qtbot, channel):
    window = empty_window
    fault = window.search.results.fault
    qtbot.waitUntil(fault.updates.isVisible)
    fault.updates.click()
    button = page(window).state.button(Deed.CHECK)
    assert button is not None
    button.click()
    rest(qtbot, window)
    assert page(window).state.view.title == "Neuer Inhaltsstand eingespielt"
    assert set(shown(window)) == {"zuschuss-a", "thema-a"}
    assert update(qtbot, window).title == "Nichts Neues"


def test_what_changed_is_told_and_can_be_filtered_read_and_undone(window, qtbot, channel):
    channel.publish(items(40, more=2), LABELS)
    window.search.ask_for("zuschuss")
    rest(qtbot, window)
    assert shown(window)["zuschuss-a"] == "bis 50\u00a0%"
    view = update(qtbot, window)
    assert view.title == "Neuer Inhaltsstand eingespielt"
    assert "3\u00a0Änderungen" in view.sentence
    assert shown(window)["zuschuss-a"] == "bis 40\u00a0%"
    panel = page(window).feed
    assert panel.feed.unread == 3
    assert "3\u00a0neue Änderungen" in window.rail._buttons["freshness"].accessibleName()
    change = next(change for change in panel.feed.changes if change.item_id == "zuschuss-a")
    assert [(line.old, line.new) for line in change.lines] == [("bis 50\u00a0%", "bis 40\u00a0%")]
    panel.apply(FeedFilter(group="new"))
    assert panel.model.rowCount() == 2
    panel.apply(FeedFilter(theme="innovation", region="05"))
    assert panel.model.rowCount() == 3
    panel.mark_read()
    rest(qtbot, window)
    assert panel.feed.unread == 0
    assert window.toast.isVisible()
    window.toast.undo()
    rest(qtbot, window)
    assert panel.feed.unread == 3
    panel.open_index(panel.model.index(0, 0))
    rest(qtbot, window)
    assert window.search.isVisible()
    assert window.search.reading.view.id == panel.model.change(0).item_id


def test_back_to_the_state_before_and_forth_again(window, qtbot, channel):
    channel.publish(items(40), LABELS)
    update(qtbot, window)
    earlier = room(window).receiving.known.earlier
    assert [state.version for state in earlier] == [1]
    room(window).receiving.go_back(earlier[0].name)
    rest(qtbot, window)
    assert shown(window)["zuschuss-a"] == "bis 50\u00a0%"
    assert window.banner.isVisible()
    assert update(qtbot, window, Job(scheduled=True)).title.startswith("Inhaltsstand")
    assert shown(window)["zuschuss-a"] == "bis 50\u00a0%"
    window.toast.undo()
    rest(qtbot, window)
    assert shown(window)["zuschuss-a"] == "bis 40\u00a0%"
    assert not window.banner.isVisible()


def test_a_worker_that_is_killed_leaves_everything_as_it_was(window, qtbot, channel):
    channel.publish(items(40, more=300), LABELS)
    receiving = room(window).receiving
    receiving.start(Job())
    qtbot.waitUntil(lambda: receiving.run is not None and receiving.run.found is not None, timeout=WAIT)
    os.kill(receiving._process._process.processId(), signal.SIGKILL)
    rest(qtbot, window)
    view = page(window).state.view
    assert view.title == "Die Aktualisierung brach unerwartet ab"
    assert shown(window)["zuschuss-a"] == "bis 50\u00a0%"
    assert update(qtbot, window).title == "Neuer Inhaltsstand eingespielt"
    assert len(shown(window)) == 30


def test_cancelling_leaves_everything_as_it_was(window, qtbot, channel):
    channel.publish(items(40, more=300), LABELS)
    receiving = room(window).receiving
    receiving.start(Job())
    qtbot.waitUntil(lambda: receiving.run is not None and receiving.run.told is not None, timeout=WAIT)
    receiving.cancel()
    rest(qtbot, window)
    assert page(window).state.view.title == "Abgebrochen"
    assert shown(window)["zuschuss-a"] == "bis 50\u00a0%"


def test_forged_packs_are_refused(window, qtbot, channel):
    channel.publish(items(40), LABELS)
    timestamp = channel.folder / "metadata" / "timestamp.json"
    document = json.loads(timestamp.read_text(encoding="utf-8"))
    document["signatures"][0]["sig"] = "00" * 64
    timestamp.write_text(json.dumps(document), encoding="utf-8")
    view = update(qtbot, window)
    assert view.title == "Die Signatur stimmt nicht"
    assert view.lines[0].text.endswith("bleibt nutzbar.")
    assert shown(window)["zuschuss-a"] == "bis 50\u00a0%"


def test_a_folder_is_read_like_the_server(window, qtbot, channel):
    channel.publish(items(40), LABELS)
    room(window).read_source(str(channel.folder))
    rest(qtbot, window)
    assert page(window).state.view.title == "Neuer Inhaltsstand eingespielt"


def test_damaged_data_is_mended(window, qtbot, channel, desk, workspace):
    database = workspace.own_store().current().database
    data = bytearray(database.read_bytes())
    spot = data.find(b"Zuschuss A ist ein Eintrag")
    assert spot > 0
    data[spot : spot + 8] = b"Zuschlag"
    database.chmod(0o644)
    database.write_bytes(bytes(data))
    view = update(qtbot, window, Job(repair=True))
    assert view.title == "Daten geprüft und erneuert"
    assert update(qtbot, window, Job(repair=True)).title == "Daten geprüft, alles in Ordnung"
