"""The memory of a channel: last changes, what is gone for ever, what was published when."""

from __future__ import annotations

import json

import pytest
import zstandard

from advisor_app.errors import ContentMismatch
from advisor_app.publishing.history import History, Published

PUBLISH = Published(version=1, at="2026-11-23T09:00:00+00:00", content=2, snapshot=2)


def test_versions_count_from_one_and_the_oldest_stays():
    history = History().after(["a", "b"], [])
    assert (history.oldest, history.version) == (1, 1)
    history = history.after(["b"], [])
    assert (history.oldest, history.version) == (1, 2)
    assert history.changed == {"a": 1, "b": 2}
    assert history.changed_since(1) == {"b"}
    assert history.changed_since(0) == {"a", "b"}


def test_what_is_gone_is_remembered_for_ever():
    history = History().after(["a", "b"], []).after([], ["a"])
    for _ in range(500):
        history = history.after(["b"], [])
    assert history.removed == {"a": 2}
    assert history.removed_since(1) == {"a"}
    assert history.removed_since(2) == set()


def test_what_comes_back_is_not_gone_and_can_go_again():
    history = History().after(["a", "b"], []).after([], ["a"]).after(["a"], [])
    assert history.removed == {}
    assert history.changed == {"a": 3, "b": 1}
    history = history.after([], ["a"])
    assert history.removed == {"a": 4}
    assert history.changed == {"b": 1}


def test_it_survives_its_journey():
    history = History().after(["a", "vocabulary/themes"], []).after([], ["a"]).with_publish(PUBLISH, ())
    assert History.parse(history.data(level=3), "endpoint") == history


def test_publishes_whose_files_are_gone_are_forgotten():
    second = Published(version=2, at="2026-11-24T09:00:00+00:00", content=3, snapshot=3)
    history = History().with_publish(PUBLISH, ()).with_publish(second, ())
    assert history.published == (second,)
    assert History().with_publish(PUBLISH, ()).with_publish(second, (PUBLISH,)).published == (PUBLISH, second)


def packed(document):
    return zstandard.ZstdCompressor().compress(json.dumps(document).encode())


GOOD = {"format": 1, "oldest": 1, "version": 1, "changed": {}, "removed": {}, "published": []}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no frame",
        packed([]),
        packed({}),
        packed({**GOOD, "format": 2}),
        packed({**GOOD, "changed": []}),
        packed({**GOOD, "removed": {"a": "x"}}),
        packed({**GOOD, "published": [{"version": 1, "at": "heute", "content": 1, "snapshot": 1}]}),
        packed({**GOOD, "published": [{"version": 1, "at": "2026-11-23T09:00:00", "content": 1, "snapshot": 1}]}),
    ],
)
def test_what_is_no_history_is_refused(data):
    with pytest.raises(ContentMismatch):
        History.parse(data, "endpoint")


def test_a_newer_format_says_so():
    with pytest.raises(ContentMismatch) as caught:
        History.parse(packed({**GOOD, "format": 2}), "endpoint")
    assert "update advisor-admin" in str(caught.value.details["reason"])
