"""The size class as it is shown: answer, reasons, boxes, calculation, warnings, and what leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor_app.content.profile_file import read_profile
from advisor_app.desktop.presenters.check_size import present_size
from advisor_app.desktop.presenters.check_size_export import PURPOSE, as_html, as_text, twin
from advisor_app.desktop.presenters.check_size_views import SizeView
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Profile
from advisor_app.domain.state_aid import Direction, Exempt, Holding, HoldingKind
from advisor_app.matching.derive import derive
from tests.desktop.aid_world import CITY, DAY, MIXED, OWNER, PARTNER, chain, company, known

GOLD = sorted((Path(__file__).parents[2] / "kb" / "gold" / "profiles").glob("*.yaml"))
NBSP = "\u00a0"


def shown(profile: Profile) -> SizeView:
    return present_size(profile, DAY)


def titles(view: SizeView) -> list[str]:
    return [notice.title for notice in view.notices]


def test_a_small_enterprise_alone() -> None:
    view = shown(company([]))
    assert (view.answer, view.tone) == ("Kleines Unternehmen", "ok")
    assert view.because.startswith("38 Beschäftigte, weniger als 50, und Umsatz")
    assert [row.level for row in view.limits] == ["klein", "klein", "klein"]
    assert len(view.rows) == 1


def test_linked_ones_count_in_full_and_the_sum_decides() -> None:
    view = shown(company([OWNER], headcount=90))
    assert view.answer == "Großes Unternehmen, kein KMU"
    assert view.because == "292 Beschäftigte zählen zusammen. Ein KMU hat weniger als 250."
    assert [(row.name, row.headcount) for row in view.rows] == [
        ("Metallbau Brandt GmbH", "90"), ("Holding", "12"), ("Schwester GmbH", "190"), ("Zusammen", "292"),
    ]  # fmt: skip
    assert "Verbundene zählen ganz mit" in titles(view)


def test_a_partner_counts_pro_rata() -> None:
    view = shown(company([PARTNER]))
    row = view.rows[1]
    assert (row.weight, row.headcount, row.turnover) == (f"40{NBSP}%", "4", f"800.000{NBSP}EUR")
    assert "Art. 3 Abs. 2" in row.source


def test_both_amounts_above_make_it_large() -> None:
    view = shown(company([], turnover_eur=60e6, balance_eur=50e6))
    assert view.answer.startswith("Groß")
    assert "Umsatz" in view.because
    assert "Bilanzsumme" in view.because


def test_every_box_tells_how_it_counts_in_shape_and_word() -> None:
    boxes = {box.name: box for box in shown(company(MIXED)).boxes}
    assert {name: box.counting for name, box in boxes.items()} == {
        "Metallbau Brandt GmbH": "own", "Holding": "linked", "Schwester GmbH": "linked", "Fonds": "exempt",
        "Stadt": "not", "Montage": "partner", "Vertrieb": "maybe",
    }  # fmt: skip
    assert boxes["Stadt"].public
    assert boxes["Stadt"].word == f"unter 25{NBSP}%, zählt nicht"
    assert boxes["Montage"].word == f"Partner, zählt zu 40{NBSP}%"
    assert boxes["Holding"].share == f"62,5{NBSP}%"
    assert boxes["Holding"].owner
    assert not boxes["Schwester GmbH"].owner
    assert boxes["Schwester GmbH"].path == (0, 0)
    assert boxes["Vertrieb"].share == f"20 bis 60{NBSP}%"
    assert len({box.word for box in boxes.values()}) >= 5


def test_votes_and_unknown_shares_stand_on_the_line() -> None:
    votes = Holding(name="A", share_pct=40, votes_pct=60)
    unknown = Holding(name="B")
    people = Holding(name="C", kind=HoldingKind.LINKED, through_person=True)
    boxes = shown(company([votes, unknown, people])).boxes[1:]
    assert [box.share for box in boxes] == [f"40{NBSP}%, Stimmen 60{NBSP}%", "Anteil offen", "über Personen"]
    assert boxes[0].spoken.startswith(f"A hält 40{NBSP}% (Stimmen 60{NBSP}%) am Unternehmen.")


def test_the_picture_is_told_in_words_too() -> None:
    words = twin(shown(company(MIXED)))
    assert len(words.splitlines()) == 1 + len(MIXED) + 1
    assert f"Holding hält 62,5{NBSP}% am Unternehmen." in words
    assert "Das Unternehmen hält" in words


def test_unknown_holdings_leave_larger_classes_open() -> None:
    view = shown(company())
    assert view.answer == "Klein, mittel oder groß, noch offen"
    assert titles(view)[0] == "Beteiligungen sind noch nicht bekannt"
    assert view.related is None


def test_nothing_known_at_all() -> None:
    view = shown(Profile())
    assert view.is_empty
    assert view.answer == "Größenklasse noch offen"
    assert view.company == "Das Unternehmen"
    assert all(fact.is_open for fact in view.facts)


def test_public_bodies_make_it_large() -> None:
    view = shown(company([Holding(name="Stadt", share_pct=30, public=True)]))
    assert view.answer.startswith("Groß")
    assert titles(view)[0] == f"Öffentliche Stellen halten 30{NBSP}%"
    assert "Zwei-Jahres-Regel" not in titles(view)


def test_public_bodies_below_a_quarter_do_not() -> None:
    assert shown(company([CITY])).answer == "Kleines Unternehmen"


@pytest.mark.parametrize(
    ("related", "title", "path"),
    [
        (
            (Holding(name="A", related=(Holding(name="B", related=(Holding(name="A"),)),)),),
            "laufen im Kreis",
            (0, 0, 0),
        ),
        (chain(25), "gehen zu tief", None),
        ((Holding(name="A", share_pct=130),), "nicht zwischen 0 und 100", (0,)),
        ((Holding(name="A", related=(Holding(name="B", headcount=-3),)),), "kleiner als null", (0, 0)),
        ((Holding(name=" "),), "keinen Namen", (0,)),
    ],
)
def test_holdings_that_cannot_be_followed(
    related: tuple[Holding, ...], title: str, path: tuple[int, ...] | None
) -> None:
    view = shown(company(related))
    assert title in view.notices[0].title
    assert view.notices[0].tone == "bad"
    assert path is None or view.notices[0].path == path
    assert all(box.word == "nicht berechnet" for box in view.boxes[1:])
    assert view.answer == "Größenklasse noch offen"


def test_shares_that_add_up_to_more_than_all() -> None:
    view = shown(company([Holding(name="A", share_pct=80), Holding(name="B", share_pct=60)]))
    assert any(title.startswith("Zusammen mehr als 100 %") for title in titles(view))
    assert not any(title.startswith("Zusammen") for title in titles(shown(company(MIXED))))


def test_the_two_year_rule() -> None:
    assert "Zwei-Jahres-Regel" in titles(shown(company([])))
    assert "Zwei-Jahres-Regel" not in titles(shown(company([], two_year_rule=True)))
    held_back = shown(company([], two_year_rule=False))
    assert held_back.answer == "Kleinst, mittel oder groß, noch offen"
    assert "Im Vorjahr war es anders" in held_back.because
    assert any("zwei Abschlüssen" in title for title in titles(held_back))


def test_what_is_missing_is_named_with_the_way_to_it() -> None:
    view = shown(company([Holding(name="Groß AG", share_pct=80)]))
    notice = next(one for one in view.notices if one.title == "Zahlen fehlen, die mitzählen")
    assert "Groß AG" in notice.text
    assert notice.path == (0,)


def test_a_class_entered_by_hand_is_told_beside_the_calculation() -> None:
    other = shown(company([], sme_class="mittel"))
    notice = next(one for one in other.notices if one.title == "Die Klasse ist von Hand eingetragen")
    assert (notice.tone, notice.action) == ("warn", "Angabe entfernen")
    same = shown(company([], sme_class="klein"))
    assert next(one for one in same.notices if one.title == notice.title).tone == "info"
    several = company([]).with_fact("company.sme_class", FactValue(possible=AnyOf(("kleinst", "klein"))))
    assert "„Kleinst oder klein“" in next(one for one in shown(several).notices if one.title == notice.title).text


def test_figures_known_in_part_stay_in_part() -> None:
    profile = company([], headcount=None).with_fact("company.headcount", FactValue(possible=Interval(10, 49)))
    view = shown(profile)
    assert view.rows[0].headcount == "10 bis 49"
    assert view.answer == "Kleines Unternehmen"
    declined = profile.with_fact("company.headcount", FactValue(possible=Absent.DECLINED))
    assert next(fact for fact in shown(declined).facts if fact.label == "Beschäftigte").value == "keine Angabe"


def test_a_company_that_does_not_exist_yet() -> None:
    view = shown(Profile(facts={"company.exists": known(False)}))
    assert view.answer == "Kleinstunternehmen"
    assert view.related == ()
    assert view.value.is_open
    assert {fact.origin for fact in view.facts if fact.value.startswith("0")} == {"berechnet"}
    assert "Das Unternehmen gibt es noch nicht" in titles(view)
    assert "Zwei-Jahres-Regel" not in titles(view)
    planned = shown(company(None, headcount=12, exists=False))
    assert planned.facts[0].value == "12"


def test_limits_of_exceptions_are_named() -> None:
    angel = Holding(name="Angel", share_pct=30, exempt=Exempt.BUSINESS_ANGEL)
    assert "Ausnahme für Angel" in titles(shown(company([angel])))


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.stem)
def test_what_is_shown_is_what_the_check_works_out(file: Path) -> None:
    profile = read_profile(file.read_bytes(), file.name).profile
    assert profile is not None
    plain = profile.without("company.sme_class")
    worked = derive(plain, DAY).profile.value("company.sme_class").possible
    view = shown(plain)
    assert len(view.boxes) >= 1
    if isinstance(worked, Known):
        names = {"kleinst": "Kleinst", "klein": "Klein", "mittel": "Mittel", "gross": "Groß"}
        assert view.short == names[worked.value]
    else:
        assert "noch offen" in view.answer


# What leaves


def test_what_leaves_is_no_declaration() -> None:
    view = shown(company(MIXED))
    for told in (as_text(view), as_html(view)):
        assert PURPOSE in told
        assert "nicht die KMU-Erklärung selbst" in told
        assert "246,86" not in told
        assert "Schwester GmbH" in told
        assert "2003/361/EG" in told
        assert "23.11.2026" in told


def test_names_are_no_markup_and_no_formula() -> None:
    view = shown(company([Holding(name="=<b>A</b> & Söhne", share_pct=30, direction=Direction.HOLDS)]))
    assert "<b>A</b>" not in as_html(view)
    assert "&lt;b&gt;A" in as_html(view)
    assert "\n'=<b>A</b> & Söhne\t" in as_text(view)
