"""Endpoints are read wherever they lie, and what is missing is told apart from what cannot be reached."""

from __future__ import annotations

from threading import Thread

import pytest

from advisor_app.errors import InputUnreadable, ServerUnreachable, TransportFault, UsageFault
from advisor_app.publishing.chain import Current
from advisor_app.publishing.reading import open_tree
from advisor_app.publishing.release import read_records
from advisor_app.publishing.serve import EndpointServer
from tests.channel import NOW, Channel
from tests.makers import programme


@pytest.fixture
def channel(tmp_path):
    made = Channel(tmp_path)
    made.publish([programme()])
    return made


@pytest.fixture
def served(channel):
    with EndpointServer(channel.folder) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_over_the_web_as_in_a_folder(channel, served):
    for where in (served.url, str(channel.folder), channel.folder.as_uri()):
        with open_tree(where) as tree:
            current = Current.read(tree.read, channel.root, now=NOW, where=tree.label)
            assert list(read_records(current, tree.read).records) == ["zuschuss-a"]


def test_what_is_missing_is_none(served):
    with open_tree(served.url) as tree:
        assert tree.read("metadata/9.root.json") is None
        assert tree.read("targets/content/none.kbp") is None


def test_a_server_that_is_not_there():
    with open_tree("http://127.0.0.1:1/") as tree, pytest.raises(ServerUnreachable):
        tree.read("metadata/timestamp.json")


def test_a_server_with_a_fault_of_its_own(served, monkeypatch):
    monkeypatch.setattr(served.RequestHandlerClass, "do_GET", lambda handler: handler.send_error(500))
    with open_tree(served.url) as tree, pytest.raises(TransportFault):
        tree.read("metadata/timestamp.json")


def test_what_is_no_endpoint_is_told(tmp_path):
    with pytest.raises(InputUnreadable), open_tree(str(tmp_path / "none.kbz")):
        pass
    with pytest.raises(UsageFault), open_tree("gopher://example.org/"):
        pass
