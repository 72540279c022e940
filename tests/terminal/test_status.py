"""The terminal tells, as the window does, when other knowledge is shown than would have come first."""

from __future__ import annotations

import json

import pytest

from advisor_app.__main__ import main
from advisor_app.workspace import Workspace
from tests.makers import programme
from tests.stores import fill


@pytest.fixture
def places(tmp_path, monkeypatch) -> Workspace:
    """An installation with knowledge of its own and received knowledge."""
    workspace = Workspace(data_dir=tmp_path / "data", seed=tmp_path / "seed", kb=None, resources=tmp_path / "res")
    fill(workspace.seed_store(), [programme("mitgebracht", "Mitgebracht")], version=1)
    fill(workspace.own_store(), [programme("empfangen", "Empfangen")], version=2)
    monkeypatch.setattr(Workspace, "locate", classmethod(lambda _cls, _dir=None: workspace))
    return workspace


def status(capsys) -> dict[str, object]:
    assert main(["status", "--json"]) == 0
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def test_all_is_well(places, capsys):
    document = status(capsys)
    assert (document["version"], document["origin"], document["instead_of"]) == (2, "own", None)
    assert document["data_dir"] == str(places.data_dir)


def test_received_knowledge_that_cannot_be_read_is_named(places, capsys):
    generation = places.knowledge()
    generation.database.write_bytes(b"x" * 5000)
    document = status(capsys)
    assert (document["version"], document["origin"]) == (1, "brought")
    instead = document["instead_of"]
    assert isinstance(instead, dict)
    assert instead["code"] == "knowledge_damaged"
    assert str(generation.database) in instead["message"]
    assert main(["status"]) == 0
    assert f"instead  {generation.database}" in capsys.readouterr().out
    assert main(["search", "mitgebracht", "--json"]) == 0
    told = capsys.readouterr()
    assert [hit["id"] for hit in json.loads(told.out)["hits"]] == ["mitgebracht"]
    assert len(told.err.splitlines()) == 1
    assert "2026-11-23" in told.err


def test_without_a_good_one_the_fault_of_the_first_is_told(places, capsys):
    places.knowledge().database.write_bytes(b"x" * 5000)
    brought = places.seed_store().current()
    assert brought is not None
    brought.database.unlink()
    assert main(["status"]) == 3
    assert str(places.own_store().root) in capsys.readouterr().err
