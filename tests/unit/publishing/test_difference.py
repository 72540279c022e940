"""What a publish would change, as the editor sees it."""

from __future__ import annotations

import json
from dataclasses import replace

from advisor_app.domain import Certainty
from advisor_app.knowledge.writer import prepare
from advisor_app.publishing.difference import EDITORIAL, Fate, difference, update_size
from advisor_app.terminal.difference_words import amount, counts_line, field_lines, record_line
from tests.makers import REVIEW, programme, topic


def records(*items, **vocabularies):
    return prepare(items, vocabularies, version=1).records


def test_new_changed_and_removed_are_told_apart():
    old = records(programme("a"), programme("b"), topic("c"))
    new = records(programme("a"), programme("b", "Neuer Name"), programme("d", "Dazu"))
    found = difference(old, new)
    assert [(one.fate, one.id, one.kind, one.title) for one in found.records] == [
        (Fate.NEW, "d", "programme", "Dazu"),
        (Fate.CHANGED, "b", "programme", "Neuer Name"),
        (Fate.REMOVED, "c", "topic", "Thema A"),
    ]
    assert counts_line(found) == "1 new, 1 changed, 1 removed"


def test_fields_are_told_with_old_and_new_value():
    old, new = (records(programme("a", title, summary="Wozu es da ist.")) for title in ("Alt", "Neu"))
    [one] = difference(old, new).records
    [field] = one.fields
    assert (field.path, field.old, field.new) == ("title", "Alt", "Neu")
    assert field.nature != EDITORIAL


def test_what_readers_do_not_see_is_told_as_editorial():
    later = replace(REVIEW, review_by="2027-05-01", certainty=Certainty.B)
    [one] = difference(records(programme("a")), records(programme("a", review=later))).records
    told = {field.path: (field.nature, field.old, field.new) for field in one.fields}
    assert told["review.review_by"] == (EDITORIAL, "2027-02-01", "2027-05-01")
    assert told["review.certainty"][0] != EDITORIAL
    assert len(told) == len(one.fields)


def test_a_review_alone_is_still_a_change():
    later = replace(REVIEW, review_by="2027-05-01")
    [one] = difference(records(programme("a")), records(programme("a", review=later))).records
    assert [field.nature for field in one.fields] == [EDITORIAL]


def test_vocabularies_tell_their_codes():
    old = records(programme("a"), themes={"x": "X", "y": "Y"})
    [one] = difference(old, records(programme("a"), themes={"x": "Xa", "z": "Z"})).records
    assert (one.id, one.kind, one.fate) == ("vocabulary/themes", "vocabulary", Fate.CHANGED)
    assert [(field.path, field.old, field.new) for field in one.fields] == [
        ("x", "X", "Xa"),
        ("y", "Y", None),
        ("z", None, "Z"),
    ]
    [one] = difference(old, records(programme("a"), themes={"y": "Y", "x": "X"})).records
    assert [field.path for field in one.fields] == ["order"]
    [one] = difference(old, records(programme("a"))).records
    assert (one.fate, one.fields) == (Fate.REMOVED, ())


def test_no_change_is_no_record():
    old = records(programme("a"))
    assert difference(old, old).records == ()
    assert update_size(old, prepare([programme("a")], {}, version=2)) == 0
    assert 0 < update_size(old, prepare([programme("a", "Neu")], {}, version=2)) < 2000


def test_it_is_plain_json():
    found = json.loads(json.dumps(difference({}, records(programme("a"))).document()))
    assert (found["new"], found["changed"], found["removed"]) == (1, 0, 0)
    assert found["records"] == [{"id": "a", "kind": "programme", "title": "Zuschuss A", "fate": "new", "fields": []}]


def test_lines_stay_lines():
    [one] = difference(records(programme("a", "Alt")), records(programme("a", "Neu\n\x1b[31m" + "x" * 300))).records
    lines = [record_line(one), *field_lines(one)]
    assert all(line.isprintable() for line in lines)
    assert len(lines[1]) < 300


def test_amounts_are_readable():
    assert [amount(size) for size in (999, 1000, 12_345, 2_500_000)] == ["999 bytes", "1.0 KB", "12.3 KB", "2.5 MB"]
