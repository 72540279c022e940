"""The part of the self-test that needs Qt: it passes on what is whole and fails on what is broken."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest
from PySide6.QtGui import QFontDatabase

from advisor_app.__main__ import _WINDOW_PART
from advisor_app.content.topology import MIDDLE
from advisor_app.desktop import self_test
from advisor_app.domain.checks import CheckFailed, CheckResult
from advisor_app.errors import KnowledgeMissing
from advisor_app.terminal.self_test import WINDOW_CHECKS, WINDOW_PART, tell_skipped
from advisor_app.workspace import Workspace
from tests.small_knowledge import ROOT, receive_small


@pytest.fixture
def workspace(tmp_path):
    """An installation with an empty data directory and no knowledge."""
    found = Workspace.locate(tmp_path / "data")
    return replace(found, seed=tmp_path / "knowledge")


def test_the_window_shows_hits_an_entry_and_both_looks(app, workspace, tmp_path):
    receive_small(tmp_path)
    told = self_test.check_window(app, workspace)
    assert told.startswith("4 hits shown, '")


def test_a_window_without_knowledge_fails_with_the_reason(app, workspace):
    with pytest.raises(KnowledgeMissing):
        self_test.check_window(app, workspace)


def test_fonts_that_do_not_load_are_seen(app, tmp_path):
    QFontDatabase.removeAllApplicationFonts()
    with pytest.raises(CheckFailed, match="font"):
        self_test.check_fonts(tmp_path)
    assert self_test.check_fonts(ROOT / "resources") > 20


def test_an_empty_icon_is_seen(app, tmp_path):
    shutil.copytree(ROOT / "resources" / "icons", tmp_path / "icons")
    (tmp_path / "icons" / "clock.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    with pytest.raises(CheckFailed, match="clock"):
        self_test.check_icons(tmp_path)


def test_a_district_that_is_not_painted_is_seen(app, tmp_path):
    shutil.copytree(ROOT / "resources" / "geodata", tmp_path / "geodata")
    file = tmp_path / "geodata" / MIDDLE
    document = json.loads(file.read_text(encoding="utf-8"))
    shapes = document["objects"]["data"]["geometries"]
    # The same outline twice: what is painted last hides what was painted before.
    shapes[1]["arcs"], shapes[1]["type"] = shapes[0]["arcs"], shapes[0]["type"]
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(CheckFailed, match="not in the picture"):
        self_test.check_drawing(tmp_path / "geodata")


def test_both_sides_call_it_by_the_same_name():
    assert _WINDOW_PART == WINDOW_PART


def test_a_machine_without_window_libraries_is_told_as_skipped(capsys):
    assert tell_skipped("no libGL.so.1") == 0
    told = [CheckResult.from_json(json.loads(line)) for line in capsys.readouterr().out.splitlines()]
    assert [(result.name, result.passed) for result in told] == [(name, None) for name in WINDOW_CHECKS]
    assert all("no libGL.so.1" in result.detail for result in told)
