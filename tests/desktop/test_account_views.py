"""The de-minimis account as it is shown: room today and later, grants, whose account it is, warnings, what leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.content.profile_file import read_profile
from advisor_app.desktop.formatting import euro
from advisor_app.desktop.presenters.check_account import fit_words, present_account
from advisor_app.desktop.presenters.check_account_export import as_html, as_text, twin
from advisor_app.desktop.presenters.check_account_views import AccountView
from advisor_app.domain.profile import Interval, Known, Profile
from advisor_app.domain.state_aid import Basis, DeMinimisGrant, Holding
from advisor_app.matching.derive import derive
from tests.desktop.aid_world import DAY, GRANTS, MAYBE, MIXED, OWNER, company

GOLD = sorted((Path(__file__).parents[2] / "kb" / "gold" / "profiles").glob("*.yaml"))
NBSP = "\u00a0"
EUR = f"{NBSP}EUR"


def shown(profile: Profile, day: date = DAY) -> AccountView:
    return present_account(profile, day)


def titles(view: AccountView) -> list[str]:
    return [notice.title for notice in view.notices]


def test_the_room_today_and_the_day_it_returns() -> None:
    side = shown(company([OWNER], GRANTS)).sides[0]
    assert (side.used, side.room, side.tone) == (f"140.000{EUR}", f"160.000{EUR}", "ok")
    assert side.release == f"Ab 13.02.2027 sind 220.000{EUR} frei: 60.000{EUR} zählen dann nicht mehr"
    assert [(level.day, level.high) for level in side.levels] == [
        (DAY, 140_000), (date(2027, 2, 13), 80_000), (date(2028, 7, 1), 0),
    ]  # fmt: skip


def test_the_worked_case_of_a_supplier() -> None:
    """The figures of the sample check: 290,000 EUR granted on 15 March 2024."""
    grant = DeMinimisGrant(granted_on="2024-03-15", gge_eur=290_000)
    side = shown(company([], [grant])).sides[0]
    assert (side.room, side.tone) == (f"10.000{EUR}", "warn")
    assert fit_words(side, 15_000, DAY) == ("Heute nicht. Passt sicher ab 16.03.2027.", "warn")
    assert fit_words(side, 9_000, DAY) == ("Passt heute in den Rahmen.", "ok")
    assert fit_words(side, 400_000, DAY)[1] == "bad"


def test_each_grant_says_whether_it_counts_and_until_when() -> None:
    bars = shown(company([OWNER], GRANTS)).bars
    assert [(bar.amount, bar.state, bar.free) for bar in bars] == [
        (f"25.000{EUR}", "over", ""),
        (f"60.000{EUR}", "counts", "frei ab 13.02.2027"),
        (f"80.000{EUR}", "counts", "frei ab 01.07.2028"),
    ]
    assert [bar.place for bar in bars] == [2, 0, 1]
    assert "Holding" in bars[2].spoken


def test_who_shares_the_account_is_named() -> None:
    view = shown(company([OWNER], GRANTS))
    assert view.names == ("Holding", "Schwester GmbH")
    assert view.undertaking.endswith("dieses mit Holding und Schwester GmbH.")
    assert "Verbundene teilen sich den Rahmen" in titles(view)
    assert "wer dazugehört, ist noch offen" in shown(company(None, GRANTS)).undertaking


def test_grants_to_enterprises_that_may_be_linked_leave_a_range() -> None:
    grants = (*GRANTS, DeMinimisGrant(granted_on="2026-01-15", gge_eur=50_000, undertaking="Vertrieb"))
    view = shown(company(MIXED, grants))
    assert view.sides[0].room == f"110.000 bis 160.000{EUR}"
    assert next(bar for bar in view.bars if bar.label == "Vertrieb").state == "maybe"
    assert "Gehört das Unternehmen dazu?" in titles(view)
    assert fit_words(view.sides[0], 130_000, DAY)[0].startswith("Heute ungewiss. Passt sicher ab")


def test_a_partner_has_an_account_of_its_own() -> None:
    grants = (DeMinimisGrant(granted_on="2026-01-15", gge_eur=50_000, undertaking="Montage"),)
    view = shown(company(MIXED, grants))
    assert view.bars[0].state == "elsewhere"
    assert view.sides[0].room == f"300.000{EUR}"


def test_nothing_listed_is_not_the_same_as_nothing_received() -> None:
    unlisted = shown(company([]))
    assert unlisted.unlisted
    assert unlisted.sides[0].tone == "info"
    assert titles(unlisted)[0] == "Beihilfen sind noch nicht aufgelistet"
    none = shown(company([], []))
    assert not none.unlisted
    assert none.sides[0].room == f"300.000{EUR}"
    assert "Beihilfen sind noch nicht aufgelistet" not in titles(none)


def test_more_than_the_ceiling_is_told() -> None:
    grants = [DeMinimisGrant(granted_on=f"202{year}-05-01", gge_eur=170_000) for year in (4, 5)]
    view = shown(company([], grants))
    assert view.sides[0].room == f"0{EUR}"
    assert view.sides[0].tone == "bad"
    assert "Mehr als die Obergrenze" in titles(view)


def test_the_register_is_incomplete_until_2029() -> None:
    grants: list[DeMinimisGrant] = []
    assert "Das Register kennt noch nicht alles" in titles(shown(company([], grants)))
    assert "Das Register kennt noch nicht alles" not in titles(shown(company([], grants), date(2029, 1, 1)))
    assert "Die Verordnung gilt an diesem Tag nicht" in titles(shown(company([], grants), date(2031, 1, 1)))


def test_other_regulations_have_sides_of_their_own() -> None:
    dawi = DeMinimisGrant(granted_on="2026-05-01", gge_eur=12_000, basis=Basis.DAWI)
    view = shown(company([], [*GRANTS, dawi]))
    assert [(side.basis, side.ceiling) for side in view.sides] == [("de_minimis", 300_000), ("dawi", 750_000)]
    assert "140.000" in view.sides[0].used
    assert view.sides[1].room == f"738.000{EUR}"
    assert next(bar for bar in view.bars if bar.amount == f"12.000{EUR}").state == "beside"


def test_a_room_entered_by_hand_is_told() -> None:
    view = shown(company([], GRANTS[:1], deminimis_room_eur=100_000))
    assert titles(view)[0] == "Der freie Rahmen ist von Hand eingetragen"
    assert view.notices[0].tone == "warn"
    assert shown(company([], GRANTS[:1], deminimis_room_eur=240_000)).notices[0].tone == "info"


def test_holdings_that_lead_in_a_circle() -> None:
    circle = Holding(name="A", share_pct=60, related=(Holding(name="A"),))
    assert "Den Beteiligungen lässt sich nicht folgen" in titles(shown(company([circle], GRANTS)))


def test_public_bodies_make_no_single_undertaking() -> None:
    city = Holding(name="Stadt", share_pct=80, public=True)
    assert shown(company([city], [])).names == ()


def test_two_grants_that_are_alike_keep_their_places() -> None:
    grant = DeMinimisGrant(granted_on="2025-01-15", gge_eur=1_000)
    view = shown(company([], [grant, replace(grant)]))
    assert sorted(bar.place for bar in view.bars) == [0, 1]


@given(st.lists(st.tuples(st.dates(date(2021, 1, 1), date(2027, 6, 1)), st.integers(0, 400_000)), max_size=20))
def test_the_line_reaches_over_all_that_counts(told: list[tuple[date, int]]) -> None:
    grants = [DeMinimisGrant(granted_on=day.isoformat(), gge_eur=amount) for day, amount in told]
    view = shown(company([], grants))
    assert view.start < DAY < view.end
    for bar in view.bars:
        assert bar.end < DAY or (view.start <= bar.start and bar.end <= view.end)
    side = view.sides[0]
    assert [level.day for level in side.levels] == sorted({level.day for level in side.levels})
    for level in side.levels:
        assert level.high == side.account.used_on(level.day).high
    assert sorted(bar.place for bar in view.bars) == list(range(len(grants)))


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.stem)
def test_what_is_shown_is_what_the_check_works_out(file: Path) -> None:
    profile = read_profile(file.read_bytes(), file.name).profile
    assert profile is not None
    room = derive(profile.without("company.deminimis_room_eur"), DAY).profile.value("company.deminimis_room_eur")
    side = shown(profile).sides[0]
    found = side.account.room_on(DAY)
    if isinstance(room.possible, Known):
        assert room.possible.value == found.low == found.high
        assert side.room == euro(found.low)
    else:
        assert not found.exact


# What leaves


@pytest.mark.parametrize("related", [None, [OWNER]])
def test_what_leaves_says_everything_and_promises_nothing(related: list[Holding] | None) -> None:
    view = shown(company(related, GRANTS))
    for told in (as_text(view), as_html(view)):
        assert "nicht die De-minimis-Erklärung" in told
        assert "keine Zusage" in told
        assert "2023/2831" in told
        assert "12.02.2024" in told
        assert "13.02.2027" in told


def test_the_picture_is_told_in_words_too() -> None:
    words = twin(shown(company([OWNER], GRANTS)))
    assert f"heute: 160.000{EUR} frei" in words
    assert f"ab 13.02.2027: 220.000{EUR} frei" in words
    assert len([line for line in words.splitlines() if "vom" in line]) == len(GRANTS)
    assert "Keine Beihilfen angegeben." in twin(shown(company([], [])))


def test_brackets_stay_brackets() -> None:
    grant = DeMinimisGrant(granted_on="2026-01-15", gge_eur=Interval(10_000, 20_000))
    view = shown(company([], [grant]))
    assert view.bars[0].amount == f"10.000 bis 20.000{EUR}"
    assert view.sides[0].room == f"280.000 bis 290.000{EUR}"


def test_where_nothing_may_be_free_only_the_upper_end_is_told() -> None:
    grants = [DeMinimisGrant(granted_on="2026-03-01", gge_eur=300_000, undertaking="Vertrieb")]
    view = shown(company([MAYBE], grants))
    assert view.sides[0].room == f"bis 300.000{EUR}"
    assert view.sides[0].used == f"bis 300.000{EUR}"


def test_a_heading_that_asks_gets_no_full_stop() -> None:
    html = as_html(shown(company([MAYBE], GRANTS)), "")
    assert "<b>Gehört das Unternehmen dazu?</b>" in html
    assert "?." not in html
