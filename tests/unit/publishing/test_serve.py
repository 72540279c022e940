"""The small server for trying things out: parts, cache headers, nothing beyond the tree."""

from __future__ import annotations

from http.client import HTTPConnection
from threading import Thread

import pytest

from advisor_app.errors import EnvironmentFault, UsageFault
from advisor_app.publishing.serve import EndpointServer

PACK = f"/targets/content/{'a' * 64}.snapshot.kbp"
DATA = bytes(range(200))


@pytest.fixture
def folder(tmp_path):
    tree = tmp_path / "endpoint"
    (tree / "metadata").mkdir(parents=True)
    (tree / "targets" / "content").mkdir(parents=True)
    (tree / "metadata" / "timestamp.json").write_text("{}")
    (tree / "metadata" / "1.root.json").write_text("{}")
    (tree / "metadata" / ".hidden.json").write_text("{}")
    (tree / PACK[1:]).write_bytes(DATA)
    (tree / "targets" / "content" / "empty.kbp").write_bytes(b"")
    (tmp_path / "secret.json").write_text("secret")
    return tree


@pytest.fixture
def told():
    return []


@pytest.fixture
def ask(folder, told):
    with EndpointServer(folder, told=lambda *request: told.append(request)) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        connection = HTTPConnection("127.0.0.1", int(server.server_address[1]), timeout=10)

        def answer(path, method="GET", **headers):
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read(), response.headers

        yield answer
        connection.close()
        server.shutdown()
        thread.join()


def test_files_and_their_cache_headers(ask, told):
    status, body, headers = ask(PACK)
    assert (status, body) == (200, DATA)
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Accept-Ranges"] == "bytes"
    assert ask("/metadata/timestamp.json")[2]["Cache-Control"] == "no-cache"
    assert "immutable" in ask("/metadata/1.root.json?x=1")[2]["Cache-Control"]
    assert told[0] == ("GET", PACK, 200)


def test_a_missing_root_is_not_remembered_for_long(ask):
    status, body, headers = ask("/metadata/2.root.json")
    assert (status, body, headers["Cache-Control"]) == (404, b"", "max-age=60")


@pytest.mark.parametrize(
    ("wanted", "status", "span"),
    [
        ("bytes=0-", 206, (0, 200)),
        ("bytes=150-", 206, (150, 200)),
        ("bytes=10-19", 206, (10, 20)),
        ("bytes=190-999", 206, (190, 200)),
        ("bytes=-5", 206, (195, 200)),
        ("bytes=-999", 206, (0, 200)),
        ("bytes=200-", 416, None),
        ("bytes=20-10", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=-", 200, (0, 200)),
        ("bytes=0-1,5-6", 200, (0, 200)),
        ("lines=0-1", 200, (0, 200)),
    ],
)
def test_parts(ask, wanted, status, span):
    found, body, headers = ask(PACK, Range=wanted)
    assert found == status
    if span is None:
        assert headers["Content-Range"] == "bytes */200"
        assert body == b""
        return
    assert body == DATA[span[0] : span[1]]
    assert headers["Content-Length"] == str(len(body))
    assert headers["Content-Range"] == (f"bytes {span[0]}-{span[1] - 1}/200" if status == 206 else None)


def test_head_says_the_size_only(ask):
    status, body, headers = ask(PACK, method="HEAD")
    assert (status, body, headers["Content-Length"]) == (200, b"", "200")
    assert ask("/targets/content/empty.kbp")[:2] == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/", "/metadata", "/metadata/", "/targets/content/", "/secret.json", "/../secret.json",
        "/metadata/../../secret.json", "/metadata/%2e%2e/%2e%2e/secret.json", "//secret.json",
        "/metadata/.hidden.json", "/metadata/..", "/targets/content/../../metadata/1.root.json", "/metadata/a\\b",
    ],
)  # fmt: skip
def test_nothing_else_is_served(ask, path):
    status, body, _headers = ask(path)
    assert (status, body) == (404, b"")


def test_other_methods_are_refused(ask):
    assert ask(PACK, method="PUT")[0] == 501


def test_wrong_calls_are_told(folder, tmp_path):
    with pytest.raises(UsageFault):
        EndpointServer(tmp_path)
    with EndpointServer(folder) as server:
        port = int(server.server_address[1])
        assert server.url == f"http://127.0.0.1:{port}/"
        with pytest.raises(EnvironmentFault):
            EndpointServer(folder, port=port)
    with pytest.raises(EnvironmentFault):
        EndpointServer(folder, host="no-such-host.invalid")
