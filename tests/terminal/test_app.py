"""`advisor-app` in the terminal, run on the real content."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from advisor_app.__main__ import main


@pytest.fixture
def app(data_dir, capsys):
    def run(*words: str):
        status = main([words[0], "--data-dir", str(data_dir), *words[1:]])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_search_answers_with_the_agreed_document(app):
    status, out, _ = app("search", "meisterprämie", "--json")
    document = json.loads(out)
    assert status == 0
    assert {"query", "total", "took_ms", "hits", "facets", "suggestion", "relax"} <= set(document)
    assert {"id", "kind", "title", "snippet", "score"} <= set(document["hits"][0])
    assert document["hits"][0]["id"] == "meistergruendungspraemie-nrw"
    assert document["total"] == sum(document["facets"]["kind"].values())


def test_kind_and_filter_narrow_and_labels_are_accepted_for_codes(app):
    _, everything, _ = app("search", "--json")
    _, narrowed, _ = app(
        "search", "--kind", "programme", "--filter", "foerderart=Zuschuss", "--limit", "1000", "--json"
    )
    found = json.loads(narrowed)
    assert 0 < found["total"] < json.loads(everything)["total"]
    assert {hit["kind"] for hit in found["hits"]} == {"programme"}
    assert len(found["hits"]) == found["total"]


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (["search", "--kind", "progamme"], "programme"),
        (["search", "--filter", "foerderart=zuschus"], "zuschuss"),
        (["search", "--filter", "farbe=rot"], "foerderart"),
        (["search", "--filter", "unsinn"], "field=value"),
        (["search", "--limit", "0"], "limit"),
        (["show", "zim-einzeln"], "zim-einzel"),
        (["frobnicate"], "--help"),
    ],
)
def test_wrong_usage_is_one_line_with_a_remedy(app, words, remedy):
    status, out, err = app(*words)
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert remedy in err


def test_show_gives_the_record_and_the_text(app):
    _, out, _ = app("show", "zim-einzel", "--json")
    assert json.loads(out)["schema"] == "programme/1"
    _, text, _ = app("show", "zim-einzel")
    assert "Darf ich schon unterschreiben?" in text
    assert "Quellen" in text
    assert "[q1]" not in text


def test_facets_and_status(app):
    _, out, _ = app("facets", "--json")
    facets = json.loads(out)["facets"]
    assert {"kind", "foerderart", "ebene", "region", "fenster"} <= set(facets)
    status, out, _ = app("status", "--json")
    document = json.loads(out)
    assert status == 0
    assert document["items"] == facets["kind"]
    assert len(document["digest"]) == 64
    assert document["as_of"] == "2026-11-23"


def test_without_knowledge_the_remedy_is_named(tmp_path, capsys, monkeypatch):
    from advisor_app import workspace

    places = workspace.Workspace(data_dir=tmp_path, seed=tmp_path / "seed", kb=None, resources=tmp_path)
    monkeypatch.setattr(workspace.Workspace, "locate", classmethod(lambda _cls, _dir=None: places))
    assert main(["status"]) == 3
    assert "advisor-admin build" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["💥" * 3000, "((((", '"', "-", "kind:", "a" * 10_000, "\x00\x1b[31m", "\u202egnuredröF", "* ? ~ ^2"]
)
def test_nonsense_is_answered(app, text):
    status, out, err = app("search", "--json", "--", text)
    assert (status, err) == (0, "")
    assert json.loads(out)["total"] >= 0


def without_display(data_dir, text: str):
    environment = {"PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "advisor_app", "--data-dir", str(data_dir)]
    return subprocess.run(command, input=text, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_the_terminal_searches(data_dir):
    done = without_display(data_dir, "kfw 511\n1\nquit\n")
    assert done.returncode == 0
    assert len(done.stderr.strip().splitlines()) == 1
    assert "no display" in done.stderr
    assert "kfw-511-512" in done.stdout
    assert "Quellen" in done.stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_input_the_prompt_shows_a_sample_and_ends(data_dir):
    done = without_display(data_dir, "")
    assert done.returncode == 0
    assert "Maschinen" in done.stdout
    assert "hits in" in done.stdout


def test_a_filter_that_is_none_is_told(app):
    _, out, _ = app("search", "kind:quatsch", "--json")
    assert json.loads(out)["not_understood"] == ["kind:quatsch"]
    _, text, _ = app("search", "kind:quatsch")
    assert "Not a filter" in text


def test_a_reader_that_has_seen_enough_is_no_fault(data_dir):
    command = (
        f"{sys.executable} -m advisor_app search --limit 1000 --data-dir {data_dir} | head -1; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
