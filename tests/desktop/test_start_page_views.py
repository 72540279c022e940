"""What the start page says: dates, topics, standing, checks, news. Without a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from advisor_app.desktop.presenters.feed import FeedView
from advisor_app.desktop.presenters.start import TILES, months_between, present_start, short_day, theme_icon
from advisor_app.desktop.presenters.start_news import SHOWN, present_news
from advisor_app.desktop.shot_samples import FEED
from advisor_app.domain.item import Certainty, Related
from advisor_app.domain.programme import Legal, Window, WindowModel
from advisor_app.domain.topic import Maturity
from tests.desktop.conftest import ENDED, PARTNER, REVIEW, SECURITY, TODAY, TOPIC, MemoryLibrary, programme

SOON = "2026-12-31"


def start_of(*items, **fields):
    library = MemoryLibrary(items)
    for name, value in fields.items():
        setattr(library, name, value)
    return present_start(library, TODAY)


def deadline(item_id, day=SOON, **fields):
    return programme(item_id, item_id, window=Window(model=WindowModel.SINGLE, dates=(day,)), **fields)


# Dates


def test_days_hold_what_happens_on_them_and_the_weightiest_gives_the_tone():
    stichtag = programme("stichtag", "Stichtag", window=Window(model=WindowModel.CUTOFFS, dates=(SOON, "2026-12-03")))
    view = start_of(deadline("frist"), stichtag)
    assert [(day.label, day.tone, [line.title for line in day.lines]) for day in view.days] == [
        ("3. Dez.", "info", ["Stichtag"]),
        ("31. Dez.", "warn", ["frist", "Stichtag"]),
    ]
    day = view.days[1]
    assert (day.number, day.month, day.distance) == ("31", "Dez. 2026", "noch 38\u00a0Tage")
    assert day.lines[0].text == "Einreichfrist"
    assert day.spoken == "31.12.2026, 2\u00a0Termine: frist (Einreichfrist) und Stichtag (Stichtag)"


def test_only_the_next_sixty_days_and_nothing_past():
    view = start_of(deadline("gestern", "2026-11-22"), deadline("heute", "2026-11-23"), deadline("spaet", "2027-01-23"),
                    deadline("letzter", "2027-01-22"))  # fmt: skip
    assert [day.lines[0].title for day in view.days] == ["heute", "letzter"]
    assert [day.distance for day in view.days] == ["heute", "noch 60\u00a0Tage"]
    assert view.dates == 2


def test_an_end_says_what_follows():
    window = Window(model=WindowModel.ROLLING, open_to=SOON)
    heir = programme("erbe", "Erbe")
    view = start_of(
        heir,
        programme("a", "A", window=window, successor=("erbe",)),
        programme("b", "B", window=window, successor=("none",)),
        programme("c", "C", window=window),
    )
    assert [line.text for line in view.days[0].lines] == [
        "Programm endet, Nachfolger Erbe",
        "Programm endet, ohne Nachfolger",
        "Programm endet, Nachfolge offen",
    ]


def test_that_a_guideline_ends_is_no_deadline():
    view = start_of(programme("a", "A", legal=Legal(guideline_valid_to=SOON)))
    line = view.days[0].lines[0]
    assert line.text.startswith("Richtlinie endet")
    assert "frist" not in line.text.lower()
    assert (line.tone, view.days[0].tone) == ("mute", "mute")


def test_days_and_months_in_words():
    assert short_day(date(2027, 3, 5)) == "5. März"
    assert list(months_between(date(2026, 11, 30), date(2027, 1, 29))) == [date(2026, 12, 1), date(2027, 1, 1)]
    assert list(months_between(date(2026, 12, 1), date(2026, 12, 31))) == []
    assert [name for _, name in start_of().months] == ["Dezember", "Januar 2027"]


# Topics


def test_tiles_count_the_programmes_that_run():
    topic = replace(TOPIC, related=Related(programmes=(SECURITY.id, ENDED.id, "gibt-es-nicht")))
    view = start_of(topic, SECURITY, ENDED)
    assert [(tile.title, tile.note) for tile in view.tiles] == [("IT-Sicherheit für KMU", "1\u00a0Programm")]
    assert view.tiles[0].icon == "shield-lock"
    assert view.ended == 1


def test_tiles_are_due_topics_from_several_themes_and_no_more_than_there_is_room_for():
    topics = [
        replace(TOPIC, id=f"thema-{number:02}", title=f"Thema {number}", themes=(theme,), maturity=maturity)
        for number, (theme, maturity) in enumerate(
            [("ki", Maturity.STAND_DER_TECHNIK)] * 9
            + [("produktion", Maturity.BEOBACHTEN), ("recht", Maturity.PFLICHT)],
        )
    ]
    tiles = start_of(*topics).tiles
    assert len(tiles) == TILES
    # One of each theme comes first, and of those the ones that are due.
    assert [tile.icon for tile in tiles[:3]] == ["cpu", "gavel", "robot"]


def test_an_unknown_theme_has_an_icon_too():
    assert theme_icon(("neues_thema",)) == "bulb"
    assert theme_icon(("neues_thema", "ki")) == "cpu"


# Standing


def test_received_knowledge_was_checked_on_the_way_in():
    standing = start_of(SECURITY).standing
    assert (standing.icon, standing.title) == ("rosette-discount-check", "Inhaltsstand 20.11.2026")
    assert standing.sentence.startswith("Signatur beim Empfang geprüft.")
    assert standing.counts == "1\u00a0Programm"


def test_what_came_with_the_installation_claims_no_signature():
    standing = start_of(SECURITY, origin="brought").standing
    assert "ignatur" not in standing.sentence
    assert standing.sentence.startswith("Mit der Installation gekommen.")
    assert standing.tone == "text2"


def test_what_was_built_here_was_never_signed():
    class Built(MemoryLibrary):
        def info(self):
            return replace(super().info(), version=0)

    sentence = present_start(Built((SECURITY,)), TODAY).standing.sentence
    assert sentence.startswith("Auf diesem Gerät gebaut, nicht signiert.")


def test_old_knowledge_says_so_first():
    standing = present_start(MemoryLibrary((SECURITY,), as_of="2026-08-01"), TODAY).standing
    assert (standing.icon, standing.tone) == ("hourglass", "warn")
    assert standing.sentence.startswith("114 Tage alt")


def test_what_is_to_be_checked_is_counted_and_named_the_longest_overdue_first():
    late = replace(PARTNER, review=replace(REVIEW, review_by="2026-10-01"))
    unsure = replace(SECURITY, review=replace(REVIEW, certainty=Certainty.C))
    today = programme("heute", "Heute", review=replace(REVIEW, review_by=TODAY.isoformat()))
    view = start_of(late, unsure, today)
    assert view.to_check == 2
    assert [(line.title, line.text) for line in view.checks] == [
        ("IHK Mittleres Ruhrgebiet", "Prüfung seit 01.10.2026 überfällig"),
        ("MID – Digitale Sicherheit", "ungesichert"),
    ]


def test_an_empty_library_has_a_start_page_too():
    view = start_of()
    assert (view.days, view.tiles, view.checks, view.dates) == ((), (), (), 0)


# News


def test_news_are_the_newest_unread_changes_with_their_first_field():
    news = present_news(FEED, "18.11.")
    assert news.heading == "Neu seit Ihrem Besuch am 18.11."
    assert len(news.lines) == min(SHOWN, FEED.unread)
    assert news.lines[0].text == "Einreichfrist: 31.03.2026 → 31.12.2026"
    assert news.total == len(FEED.changes)
    assert "+" not in news.lines[0].text


def test_without_unread_ones_the_last_changes_are_shown_as_such():
    news = present_news(FEED.all_read(), "")
    assert news.heading == "Zuletzt geändert"
    assert len(news.lines) == SHOWN
    assert present_news(FEED, "").heading == "Neu für Sie"


def test_nothing_received_yet_is_said_not_left_empty():
    for feed in (None, FeedView()):
        news = present_news(feed, "18.11.")
        assert news.lines == ()
        assert news.hint_title == "Noch keine Aktualisierung empfangen"


def test_what_is_gone_cannot_be_opened_and_more_fields_are_counted():
    change = replace(FEED.changes[0], exists=False, lines=FEED.changes[0].lines * 3)
    line = present_news(FeedView(changes=(change,)), "").lines[0]
    assert line.id == ""
    assert line.text.endswith("(+2)")
