from __future__ import annotations

from dataclasses import replace

from advisor_app.domain.programme import Window, WindowModel
from advisor_app.publishing.stats import knowledge_stats
from tests.makers import REVIEW, programme, topic


def test_counts_and_what_is_stale(today):
    items = [
        programme("a", review=replace(REVIEW, review_by="2026-11-01")),
        programme("b", review=replace(REVIEW, review_by="2026-12-01"), uncertain=("Satz offen",)),
        programme("c", window=Window(model=WindowModel.SINGLE, open_to="2026-10-31")),
        programme("d", window=Window(model=WindowModel.CLOSED, open_to="2026-10-31"), valid_to="2026-10-31"),
        topic("e"),
    ]
    stats = knowledge_stats(items, today=today)
    assert stats.items == {"programme": 4, "topic": 1}
    assert stats.windows == {"beendet": 2, "laufend": 2}
    assert stats.certainty["programme"]["A"] == 4
    assert stats.uncertain == 1
    found = [(entry.id, entry.reason) for entry in stats.stale]
    assert found == [("c", "window_ended"), ("a", "review_overdue"), ("b", "review_due_soon")]
