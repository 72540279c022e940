"""The search index at its face: build, open, search, update."""

from __future__ import annotations

import json
import shutil
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor_app.errors import Cancelled, EnvironmentFault, KnowledgeDamaged
from advisor_app.search.index import SearchIndex, build_index, update_index
from advisor_app.search.manifest import NAME, read
from advisor_app.search.model import SearchDocument, SearchRequest, SearchResult, Sort

TODAY = date(2026, 11, 23)
SYNONYMS = (("Künstliche Intelligenz", "KI", "AI"),)
LABELS = {
    "region": {"05": "Nordrhein-Westfalen", "05754": "Kreis Gütersloh", "05315": "Köln", "05754008": "Gütersloh"},
    "foerderart": {"zuschuss": "Zuschuss", "darlehen": "Darlehen"},
    "kind": {"programme": "Förderprogramm", "partner": "Partner", "topic": "Thema"},
}


def programme(name: str, title: str, body: str = "", **more) -> SearchDocument:
    facets = more.pop("facets", {"foerderart": ("zuschuss",), "region": ("05",)})
    return SearchDocument(id=name, kind="programme", title=title, body=body, facets=facets, **more)


DOCUMENTS = [
    programme(
        "mgp",
        "Meistergründungsprämie NRW",
        "Zuschuss für die Gründung nach der Meisterprüfung. Die Förderung wird erst nach Bewilligung ausgezahlt.",
        as_of="2026-02",
        window_model="rolling",
    ),
    programme(
        "kfw-511",
        "ERP-Förderkredit KfW 511/512",
        "Darlehen für Digitalisierung.",
        aliases=("KfW 511", "KfW 512"),
        facets={"foerderart": ("darlehen",), "region": ("DE",)},
        as_of="2026-05",
        window_model="single",
        closes="2026-12-31",
    ),
    programme(
        "digital-jetzt",
        "Digital Jetzt",
        "Beendetes Programm: keine Prämie, kein Meister.",
        window_model="closed",
        as_of="2023",
    ),
    programme(
        "mid",
        "Mittelstand Innovativ & Digital",
        "Gutschein für digitale Produkte.",
        keywords=("Digital Jetzt",),
        window_model="rolling",
        as_of="2026-09",
    ),
    programme("seed", "Seed Fonds", "Risikokapital: Beteiligung an jungen Unternehmen.", window_model="unknown"),
    programme("forderung", "Forderungsmanagement", "Eine Forderung ist kein Geschenk und keine Zuwendung."),
    SearchDocument(
        id="ki",
        kind="topic",
        title="Künstliche Intelligenz",
        aliases=("KI",),
        body="Maschinelles Lernen im Betrieb.",
        facets={"region": ("DE",)},
    ),
    SearchDocument(
        id="ihk",
        kind="partner",
        title="IHK Ostwestfalen",
        keywords=("Kreis Gütersloh", "Gütersloh"),
        body="Berät Unternehmen in der Region.",
        facets={"region": ("05754",)},
    ),
    SearchDocument(
        id="koeln",
        kind="partner",
        title="IHK zu Köln",
        body="Berät zu KI und Förderung.",
        facets={"region": ("05315",)},
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path: Path = tmp_path_factory.mktemp("index")
    build_index(DOCUMENTS, path, synonyms=SYNONYMS, labels=LABELS)
    return path


@pytest.fixture(scope="module")
def index(folder):
    opened = SearchIndex.open(folder, today=TODAY)
    yield opened
    opened.close()


def ask(index: SearchIndex, text: str, **more) -> SearchResult:
    return index.search(SearchRequest(text=text, **more))


def ids(result: SearchResult) -> list[str]:
    return [hit.id for hit in result.hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Gütersloh", "ihk"),
        ("Guetersloh", "ihk"),
        ("gutersloh", "ihk"),
        ("Meisterprämie", "mgp"),
        ("Meistergründungspraemie", "mgp"),
        ("Prämien", "mgp"),
        ("meistergr", "mgp"),
        ("Wagniskapital", "seed"),
        ("AI", "ki"),
        ("KI", "ki"),
        ("künstliche intelligenz", "ki"),
        ("KfW 511", "kfw-511"),
        ("kfw512", "kfw-511"),
        ("Digital Jetzt", "digital-jetzt"),
        ("Zuschus", "mgp"),
        ("Zusschuss", "mgp"),
        ("Zuschsus", "mgp"),
        ("Forderung", "forderung"),
        ('"erst nach Bewilligung"', "mgp"),
        ("wann wird das Geld nach der Meisterprüfung ausgezahlt?", "mgp"),
    ],
)
def test_first_hit(index, text, first):
    assert ids(ask(index, text))[0] == first


def test_old_names_lead_to_what_follows(index):
    assert ids(ask(index, "Digital Jetzt"))[:2] == ["digital-jetzt", "mid"]


def test_phrases_want_their_order(index):
    assert ids(ask(index, '"nach der Meisterprüfung"')) == ["mgp"]
    assert ids(ask(index, '"jungen Unternehmen"')) == ["seed"]
    assert ask(index, 'nrw "jungen Unternehmen"').total == 1


def test_exclusions(index):
    everything = ask(index, "").total
    assert ask(index, "-ihk").total == everything - 2
    assert "koeln" not in ids(ask(index, "ihk -köln"))
    assert ids(ask(index, 'Gründung -"nach der Meisterprüfung"')) == []
    assert ask(index, "-art:partner").total == everything - 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("region:05754", {"mgp", "kfw-511", "digital-jetzt", "mid", "seed", "forderung", "ki", "ihk"}),
        ("region:05754 art:partner", {"ihk"}),
        ("ort:gütersloh kind:partner", {"ihk"}),
        ("region:05754008 kind:partner", {"ihk"}),
        ("region:05 kind:partner", {"ihk", "koeln"}),
        ("förderart:darlehen", {"kfw-511"}),
        ("foerderart:Darl", {"kfw-511"}),
        ("fenster:endet_bald", {"kfw-511"}),
        ("art:thema", {"ki"}),
    ],
)
def test_typed_filters_take_codes_and_labels(index, text, expected):
    assert set(ids(ask(index, text))) == expected


def test_unknown_filter_values_are_told_and_taken_as_words(index):
    result = ask(index, "foerderart:geschenk")
    assert result.notes == ("foerderart:geschenk",)
    assert ids(result)[0] == "forderung"
    assert ids(ask(index, "unsinn:meisterprüfung")) == ["mgp"]


def test_facets_count_what_each_alternative_would_give(index):
    result = ask(index, "", filters={"kind": ("partner",)})
    assert result.total == 2
    assert result.facets["kind"] == {"partner": 2, "programme": 6, "topic": 1}
    assert result.facets["region"] == {"05": 2, "05315": 1, "05754": 1, "DE": 2}
    for name, counts in ask(index, "").facets.items():
        for code, count in counts.items():
            assert ask(index, "", filters={name: (code,)}).total == count, (name, code)


def test_window_facet_holds_for_the_day_of_opening(folder):
    def state(day: date) -> str:
        opened = SearchIndex.open(folder, today=day)
        return next(
            code for code, n in ask(opened, "kfw", filters={"foerderart": ("darlehen",)}).facets["fenster"].items()
        )

    assert [state(date(2026, 1, 1)), state(TODAY), state(date(2027, 1, 1))] == ["laufend", "endet_bald", "beendet"]


def test_orders(index):
    assert ids(ask(index, "", sort=Sort.TITLE, limit=2)) == ["digital-jetzt", "kfw-511"]
    assert ids(ask(index, "", sort=Sort.AS_OF, limit=2)) == ["mid", "kfw-511"]
    assert ids(ask(index, "", sort=Sort.DEADLINE))[0] == "kfw-511"
    assert ids(ask(index, "", sort=Sort.DEADLINE))[-1] == "digital-jetzt"


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["", "förderung", "nrw ihk"])
def test_pages_follow_each_other(index, sort, text):
    whole = ids(ask(index, text, sort=sort, limit=100))
    pages = [one for start in range(0, 12, 2) for one in ids(ask(index, text, sort=sort, limit=2, offset=start))]
    assert pages == whole
    assert ids(ask(index, text, sort=sort, limit=5, offset=1000)) == []


def test_snippets_and_titles_are_marked(index):
    hit = ask(index, "meisterprüfung gründ").hits[0]
    marked = [hit.snippet.text[start:end] for start, end in hit.snippet.marks]
    assert marked == ["Gründung", "Meisterprüfung"]
    assert [hit.title[start:end] for start, end in hit.title_marks] == ["Meistergründungsprämie"]
    assert ask(index, "meisterprüfung", snippets=0).hits[0].snippet.text == ""


def test_snippets_of_long_texts_hold_the_match(tmp_path):
    body = "Ein langer Satz ohne Belang. " * 200 + "Hier steht das Quarzglas im Text. " + "Noch ein Satz. " * 200
    build_index([SearchDocument(id="a", kind="document", title="", body=body)], tmp_path)
    snippet = ask(SearchIndex.open(tmp_path, today=TODAY), "quarzglas").hits[0].snippet
    assert len(snippet.text) < 260
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["Quarzglas"]


def test_suggestion_is_spelled_as_in_the_texts(index):
    assert ask(index, "Meisterprüfnug").suggestion == "Meisterprüfung"
    assert ask(index, "Meisterprüfung").suggestion == ""


def test_help_when_nothing_is_found(index):
    result = ask(index, "meisterprüfung", filters={"foerderart": ("darlehen",)})
    assert result.total == 0
    assert [(way.facet, way.code, way.total) for way in result.relax][:1] == [("foerderart", "darlehen", 1)]
    result = ask(index, "meisterprüfung -nrw")
    assert ("-nrw", 1) in [(way.drop, way.total) for way in result.relax]
    assert ask(index, "qqqqxxxx").relax == (ask(index, "qqqqxxxx").relax[0],)
    assert ask(index, "qqqqxxxx").relax[0].total == len(DOCUMENTS)


def test_complete_counts_hits_with_every_word(index):
    result = ask(index, "Gründung Meisterprüfung Risikokapital", growing=False)
    assert result.complete == 0
    assert set(ids(result)) >= {"mgp", "seed"}


NONSENSE = [
    *("-", "--", '"', '""', '"""', "kind:", 'kind:"', ":", ":::", "-kind:", "- - -", "*", "?*", "()", "AND OR NOT"),
    *("\0", "\0kind:\0", "🙂", "🙂" * 500, "\u202eabc\u202c", "مرحبا بالعالم", "x" * 10_000, "a " * 5_000),
    *('"a ' * 3_000, "-" * 10_000, "(" * 10_000, "kind:programme " * 800, "'; DROP TABLE", "\\", "é" * 300),
    *("region:99999", "region:", "§", "§§§", "1.000.000", "\ud800", "\n\t\r", "ß", "ﬁ", "½", "region:EU"),
    *("region:DE -region:DE", "a" * 63 + "ü" * 5),
]


@pytest.mark.parametrize("text", NONSENSE)
@pytest.mark.parametrize("growing", [True, False])
def test_nonsense_is_answered(index, text, growing):
    result = ask(index, text, growing=growing)
    assert result.total >= len(result.hits)
    assert result.took_ms < 1500


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                "förderung",
                "ihk",
                '"',
                "-",
                "kind:",
                "kind:partner",
                "region:05",
                "meister",
                "zuschus",
                " ",
                "nach",
                "der",
                "ki",
            ]
        ),
        max_size=8,
    ).map(" ".join),
    growing=st.booleans(),
    limit=st.integers(0, 12),
)
def test_any_input_gives_a_consistent_result(index, text, growing, limit):
    result = ask(index, text, growing=growing, limit=limit)
    assert len(result.hits) == min(limit, result.total)
    assert len({hit.id for hit in result.hits}) == len(result.hits)
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    for hit in result.hits:
        for start, end in hit.snippet.marks:
            assert 0 <= start < end <= len(hit.snippet.text)
        for start, end in hit.title_marks:
            assert 0 <= start < end <= len(hit.title)


def test_threads_share_an_index(index):
    texts = ["förderung", "ihk", "meister", "region:05 ki", '"nach der"', "zuschus"] * 5
    expected = [ids(ask(index, text)) for text in texts]
    found: dict[int, list[list[str]]] = {}

    def work(number: int) -> None:
        found[number] = [ids(ask(index, text)) for text in texts]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(4)] == [expected] * 4


def test_an_empty_collection_is_an_index(tmp_path):
    build_index([], tmp_path)
    opened = SearchIndex.open(tmp_path, today=TODAY)
    for text in ("", "wort", '"zwei worte"', "-wort", "kind:programme"):
        assert ask(opened, text).total == 0
    update_index(tmp_path, DOCUMENTS[:2], [])
    assert ask(SearchIndex.open(tmp_path, today=TODAY), "").total == 2


def test_plain_documents_need_nothing_but_a_text(tmp_path):
    build_index([SearchDocument(id=str(n), kind="document", title="", body=f"Satz {n}") for n in range(3)], tmp_path)
    assert ids(ask(SearchIndex.open(tmp_path, today=TODAY), "satz 2", growing=False))[0] == "2"


def test_a_cancelled_build_leaves_the_old_index(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    before = sorted(path.relative_to(copy) for path in copy.rglob("*"))
    with pytest.raises(Cancelled):
        build_index(DOCUMENTS[:1], copy, cancelled=lambda: True)
    assert sorted(path.relative_to(copy) for path in copy.rglob("*")) == before
    assert ask(SearchIndex.open(copy, today=TODAY), "").total == len(DOCUMENTS)


def test_progress_is_told(tmp_path):
    told: list[tuple[int, int | None]] = []
    build_index(DOCUMENTS, tmp_path, progress=lambda done, whole: told.append((done, whole)))
    assert told[-1] == (len(DOCUMENTS), len(DOCUMENTS))


def test_update_changes_adds_and_removes(tmp_path):
    build_index(DOCUMENTS, tmp_path, synonyms=SYNONYMS, labels=LABELS)
    old = SearchIndex.open(tmp_path, today=TODAY)
    changed = [replace(DOCUMENTS[0], title="Meisterbonus"), programme("neu", "Ganz neues Programm", "Quarzglas.")]
    update_index(tmp_path, changed, ["ki", "unknown"])
    now = SearchIndex.open(tmp_path, today=TODAY)
    assert ask(now, "").total == len(DOCUMENTS)
    assert ids(ask(now, "Meisterbonus"))[0] == "mgp"
    assert ids(ask(now, "quarzglas")) == ["neu"]
    assert "ki" not in ids(ask(now, "künstliche intelligenz", limit=100))
    assert ids(ask(now, "ort:gütersloh kind:partner")) == ["ihk"]
    assert ask(now, "").facets["kind"] == {"partner": 2, "programme": 7}
    assert ask(old, "").total == len(DOCUMENTS)
    assert ids(ask(old, "künstliche intelligenz"))[0] == "ki"
    update_index(tmp_path, [], ["neu", "mgp"])
    last = SearchIndex.open(tmp_path, today=TODAY)
    assert ask(last, "").total == len(DOCUMENTS) - 2
    assert read(tmp_path).segments == ("base",)


def test_many_small_updates_equal_one_build(tmp_path):
    updated, built = tmp_path / "updated", tmp_path / "built"
    final = [replace(one, body=one.body + " Nachtrag") for one in DOCUMENTS[:4]] + DOCUMENTS[5:]
    build_index(DOCUMENTS, updated, labels=LABELS)
    for one in final[:4]:
        update_index(updated, [one], [])
    update_index(updated, [], [DOCUMENTS[4].id])
    build_index(final, built, labels=LABELS)
    mended, fresh = (SearchIndex.open(path, today=TODAY) for path in (updated, built))
    for text in ("", "nachtrag", "ihk", "meisterprüfung", "region:05754", '"nach der"', "-ihk"):
        first, second = ask(mended, text, limit=100), ask(fresh, text, limit=100)
        assert set(ids(first)) == set(ids(second)), text
        assert first.facets == second.facets


def test_large_changes_rewrite_the_whole(tmp_path):
    many = [SearchDocument(id=str(n), kind="document", title=f"Titel {n}", body="Wort") for n in range(600)]
    build_index(many, tmp_path)
    update_index(tmp_path, [replace(one, body="Anderes") for one in many[:300]], [])
    assert read(tmp_path).segments == ("base",)
    opened = SearchIndex.open(tmp_path, today=TODAY)
    assert (ask(opened, "anderes").total, ask(opened, "").total) == (300, 600)


def test_only_what_was_written_here_is_opened(folder, tmp_path):
    with pytest.raises(KnowledgeDamaged):
        SearchIndex.open(tmp_path / "nowhere", today=TODAY)
    with pytest.raises(KnowledgeDamaged):
        update_index(tmp_path / "nowhere", DOCUMENTS[:1], [])


@pytest.mark.parametrize(
    "file",
    [
        "index.json",
        "parts.txt",
        "stem.terms",
        "stem.docs.npy",
        "form_stems.npy",
        "ids.txt",
        "text.bin",
        "facet.ptr.npy",
    ],
)
@pytest.mark.parametrize("how", ["empty", "missing", "cut", "other"])
def test_damage_is_told(folder, tmp_path, file, how):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    target = next(copy.rglob(file))
    content = target.read_bytes()
    if how == "missing":
        target.unlink()
    else:
        target.write_bytes({"empty": b"", "cut": content[: len(content) // 2], "other": bytes(reversed(content))}[how])
    with pytest.raises(KnowledgeDamaged):
        SearchIndex.open(copy, today=TODAY)


@pytest.mark.parametrize("file", ["stem.docs.npy", "form.ptr.npy", "form_parts.npy", "text_ptr.npy", "runs.stems.npy"])
def test_numbers_that_lead_outside_are_refused_even_with_a_fitting_manifest(folder, tmp_path, file):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    target = next(copy.rglob(file))
    values = np.load(target)
    values[len(values) // 2] = 60_000
    np.save(target, values)
    state = json.loads((copy / NAME).read_text(encoding="utf-8"))
    state["files"][f"base/{file}"] = [target.stat().st_size, ""]
    (copy / NAME).write_text(json.dumps(state), encoding="utf-8")
    with pytest.raises(KnowledgeDamaged):
        SearchIndex.open(copy, today=TODAY)


def test_a_foreign_pickle_is_never_opened(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    toc = next(copy.rglob("*.toc"))
    content = bytearray(toc.read_bytes())
    content[-3] ^= 1
    toc.write_bytes(content)
    with pytest.raises(KnowledgeDamaged):
        update_index(copy, DOCUMENTS[:1], [])
    assert ask(SearchIndex.open(copy, today=TODAY), "").total == len(DOCUMENTS)


def test_a_manifest_cannot_point_outside(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    state = json.loads((copy / NAME).read_text(encoding="utf-8"))
    state["generation"] = "../" + state["generation"]
    (copy / NAME).write_text(json.dumps(state), encoding="utf-8")
    with pytest.raises(KnowledgeDamaged):
        SearchIndex.open(copy, today=TODAY)


def test_a_place_that_cannot_be_written_is_an_environment_fault(tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(EnvironmentFault):
        build_index(DOCUMENTS[:1], tmp_path / "file" / "index")


def test_what_has_ended_stands_behind_equals_unless_asked_for_by_name(tmp_path):
    text = "Zuschuss für Beratung zur Digitalisierung in kleinen Betrieben."
    ended = SearchDocument(
        id="alt", kind="programme", title="Altes Programm", body=text, window_model="closed", closes="2024-12-31"
    )
    current = SearchDocument(id="neu", kind="programme", title="Neues Programm", body=text, window_model="rolling")
    build_index([ended, current], tmp_path)
    found = SearchIndex.open(tmp_path, today=date(2026, 11, 23))
    assert [hit.id for hit in found.search(SearchRequest(text="Digitalisierung")).hits] == ["neu", "alt"]
    assert found.search(SearchRequest(text="Altes Programm")).hits[0].id == "alt"
    found.close()


def test_words_of_a_long_other_name_are_not_marked_one_by_one(tmp_path):
    documents = [
        SearchDocument(id="a", kind="topic", title="NIS-2 und Cyber Resilience Act", body="Pflichten für Hersteller."),
        SearchDocument(id="b", kind="topic", title="Datenräume und Data Act", body="NIS-2 wird hier nur erwähnt."),
    ]
    build_index(documents, tmp_path, synonyms=[("NIS-2", "NIS-2 und Cyber Resilience Act")])
    found = SearchIndex.open(tmp_path, today=date(2026, 11, 23))
    marked = {
        hit.id: [hit.title[start:end] for start, end in hit.title_marks]
        for hit in found.search(SearchRequest(text="NIS-2")).hits
    }
    assert marked == {"a": ["NIS", "2"], "b": []}
    found.close()
