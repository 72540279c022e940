"""A preset that was built in, as the workspace follows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor_app.errors import PolicyUnreadable
from advisor_app.updates import policy
from advisor_app.updates.format import CHANNEL_FIELD
from advisor_app.updates.preset import load_preset
from advisor_app.workspace import Workspace

TEXT = """\
[house]
name = IHK A
[updates]
endpoint = https://ihk.example.org/kb/
trust_root = root.json
[locked]
updates = endpoint
"""


@pytest.fixture(autouse=True)
def no_administrator(monkeypatch):
    """The machine's own policy is none of these tests' business."""
    monkeypatch.setattr(policy, "admin_policy_files", lambda: ())


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    """A checkout with a development channel of its own, and resources in which a preset was staged."""
    resources: Path = tmp_path / "resources"
    house = tmp_path / "house"
    house.mkdir()
    root = json.dumps({"signed": {"_type": "root", "version": 1, CHANNEL_FIELD: "aaaaaaaa"}, "signatures": []})
    local = tmp_path / "local.json"
    for file in (house / "root.json", resources / "trust" / "root.json", local):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(root, encoding="utf-8")
    (house / "preset.ini").write_text(TEXT, encoding="utf-8")
    load_preset(house / "preset.ini").stage(resources / "preset")
    return Workspace(data_dir=tmp_path / "data", seed=tmp_path / "seed", kb=None, resources=resources, local_root=local)


def test_the_preset_holds_and_its_root_before_that_of_a_development_channel(workspace):
    workspace.settings_file.parent.mkdir()
    workspace.settings_file.write_text("[updates]\nendpoint = https://evil.example.org/\ncheck = off\n")
    desk = workspace.updates()
    assert desk.policy.endpoint == "https://ihk.example.org/kb/"
    assert not desk.policy.check
    assert workspace.trust_root(desk.policy) == workspace.resources / "trust" / "root.json"
    house = workspace.house()
    assert house is not None
    assert house.name == "IHK A"


def test_a_damaged_preset_lets_updates_rest_and_nothing_else(workspace):
    (workspace.resources / "preset" / "preset.ini").write_bytes(b"\xff\xfe")
    with pytest.raises(PolicyUnreadable):
        workspace.updates()
    with pytest.raises(PolicyUnreadable):
        workspace.update_client()
    assert workspace.house() is None
