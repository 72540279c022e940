"""Worked cases of the size class.

Sources: the Annex of Recommendation 2003/361/EC, and the European Commission's "User guide to the SME definition"
(2020), whose cases are told with figures of our own.
"""

from __future__ import annotations

import pytest

from advisor_app.domain.profile import Interval
from advisor_app.domain.state_aid.figures import Span
from advisor_app.domain.state_aid.holdings import Direction, Exempt, Holding, HoldingKind
from advisor_app.domain.state_aid.sme import class_of, linked_names, possible_status, size_class, status_over_years
from advisor_app.domain.state_aid.staff import StaffGroup, annual_work_units
from advisor_app.domain.state_aid.steps import StepCode

M = 1_000_000
HOLDS = Direction.HOLDS


def firm(name, share, staff=100, **more):
    """An enterprise with a staff of 100 unless told otherwise, and few money figures."""
    return Holding(name=name, share_pct=share, headcount=staff, turnover_eur=1, balance_eur=1, **more)


def staff_of(*related, own=10):
    """The head count of a company with what counts towards it."""
    return size_class(headcount=own, turnover_eur=1, balance_eur=1, related=related).total.headcount.figure()


@pytest.mark.parametrize(
    ("staff", "turnover", "balance", "size"),
    [
        # Art. 2: fewer than, but up to; staff and one of the two amounts.
        (9.99, 2 * M, 3 * M, "kleinst"),
        (10, 2 * M, 2 * M, "klein"),
        (9, 3 * M, 2 * M, "kleinst"),
        (9, 2_000_001, 2_000_001, "klein"),
        (49.5, 10 * M, 40 * M, "klein"),
        (50, 1 * M, 1 * M, "mittel"),
        (49, 10_000_001, 10_000_001, "mittel"),
        (249, 50 * M, 90 * M, "mittel"),
        (249, 90 * M, 43 * M, "mittel"),
        (249, 50_000_001, 43_000_001, "gross"),
        (250, 1, 1, "gross"),
        (249.9, 1, 1, "mittel"),
        (38, 6_200_000, 0, "klein"),
    ],
)
def test_the_thresholds_of_article_2(staff, turnover, balance, size):
    assert class_of(staff, turnover, balance) == size
    assert size_class(headcount=staff, turnover_eur=turnover, balance_eur=balance).settled == size


@pytest.mark.parametrize(
    ("related", "total"),
    [
        # Guide, calculation for partners: pro rata upstream and downstream.
        ((firm("B", 25), firm("C", 33, direction=HOLDS), firm("D", 49, direction=HOLDS)), 10 + 25 + 33 + 49),
        # Guide, linked enterprises count in full, whatever the majority.
        ((firm("B", 60), firm("C", 51, direction=HOLDS), firm("D", 100, direction=HOLDS)), 10 + 300),
        # Below 25 % nothing counts, from 25 % a partner, at 50 % still one, above it linked.
        ((firm("B", 24.99),), 10),
        ((firm("B", 25),), 35),
        ((firm("B", 50),), 60),
        ((firm("B", 50.01),), 110),
        # What is linked to a partner counts with the partner's share; a partner of a partner does not.
        ((firm("B", 25, related=(firm("D", 60),)),), 10 + 25 + 25),
        ((firm("B", 33, related=(firm("D", 33),)),), 10 + 33),
        # A partner of a linked enterprise counts pro rata; so does the chain of linked ones in full.
        ((firm("B", 70, related=(firm("D", 30),)),), 10 + 100 + 30),
        ((firm("B", 70, related=(firm("D", 80, related=(firm("E", 90, related=(firm("F", 40),)),)),)),), 10 + 340),
        # Guide, example 4: a university and an institutional investor that have nothing to do with each other.
        (
            (
                firm("B", 25, exempt=Exempt.UNIVERSITY),
                firm("C", 30),
                firm("D", 25, exempt=Exempt.INSTITUTIONAL),
            ),
            10 + 30,
        ),
        # Guide, example 5: linked to each other they hold 55 % and count in full.
        (
            (
                firm("B", 25, exempt=Exempt.UNIVERSITY, group="BD"),
                firm("C", 25),
                firm("D", 30, exempt=Exempt.PUBLIC_INVESTMENT, group="BD"),
            ),
            10 + 100 + 25 + 100,
        ),
        # An exempt investor above 50 % is linked like any other.
        ((firm("B", 51, exempt=Exempt.VENTURE_CAPITAL),), 110),
        # The larger of capital and votes decides on the share, the votes on the link.
        ((firm("B", 20, votes_pct=30),), 40),
        ((firm("B", 60, votes_pct=40),), 70),
        ((firm("B", 10, votes_pct=51),), 110),
        # Control without a majority, and a majority that brings no control.
        ((firm("B", 10, kind=HoldingKind.LINKED),), 110),
        ((firm("B", 60, kind=HoldingKind.PARTNER),), 70),
        # Cross-holdings: the greater percentage (Art. 6(2)).
        ((firm("B", 30), firm("B", 40, direction=HOLDS)), 50),
        # What linked enterprises hold in one enterprise is added up.
        (
            (
                firm("B", 80, direction=HOLDS, related=(firm("C", 30, direction=HOLDS),)),
                firm("C", 30, direction=HOLDS),
            ),
            10 + 200,
        ),
        # Holders that are linked to each other reach 25 % together.
        ((firm("B", 20, group="x"), firm("C", 20, group="x")), 10 + 40 + 40),
        ((firm("B", 20), firm("C", 20)), 10),
        # What is in the consolidated accounts already is not added again (Art. 6(2) and (3)).
        ((firm("B", 100, consolidated=True),), 10),
        # Linked through the same persons in the same market (Art. 3(3), fourth subparagraph).
        ((firm("B", None, kind=HoldingKind.LINKED, through_person=True),), 110),
    ],
)
def test_what_counts_towards_a_company(related, total):
    assert staff_of(*related) == pytest.approx(total)


@pytest.mark.parametrize(
    ("related", "public", "size"),
    [
        ((firm("Stadt", 25, 0, public=True),), 0, "gross"),
        ((firm("Stadt", 24.9, 0, public=True),), 0, "klein"),
        ((firm("Stadt", 15, 0, public=True), firm("Land", 10, 0, public=True)), 0, "gross"),
        # The exceptions of Art. 3(2) hold up to 50 %.
        ((firm("Dorf", 30, 0, public=True, exempt=Exempt.SMALL_MUNICIPALITY),), 0, "klein"),
        ((firm("Uni", 50, 0, public=True, exempt=Exempt.UNIVERSITY),), 0, "klein"),
        ((firm("Uni", 51, 0, public=True, exempt=Exempt.UNIVERSITY),), 0, "gross"),
        # Held through a company that public bodies control.
        ((firm("Stadtwerke", 30, 0, related=(firm("Stadt", 100, 0, public=True),)),), 0, "gross"),
        ((firm("Holding", 30, 0, related=(firm("Stadt", 40, 0, public=True),)),), 0, "klein"),
        # A public body the company holds shares in says nothing about who controls the company.
        ((firm("Messe", 30, 0, public=True, direction=HOLDS),), 0, "klein"),
        ((), 25, "gross"),
        ((), 24, "klein"),
    ],
)
def test_public_bodies(related, public, size):
    result = size_class(headcount=20, turnover_eur=M, balance_eur=M, related=related, public_pct=public)
    assert result.settled == size


@pytest.mark.parametrize(
    ("given", "classes"),
    [
        ({"headcount": 300}, ("gross",)),
        ({"headcount": 300, "related": None}, ("gross",)),
        ({"headcount": 20}, ("klein", "mittel", "gross")),
        ({"headcount": 20, "turnover_eur": 3 * M}, ("klein",)),
        ({"headcount": 20, "balance_eur": 12 * M, "turnover_eur": 60 * M}, ("mittel",)),
        ({"headcount": Interval(10, 49), "turnover_eur": Interval(None, 10 * M)}, ("klein",)),
        ({"headcount": Interval(10, 50), "turnover_eur": Interval(None, 10 * M)}, ("klein", "mittel")),
        ({"headcount": 20, "turnover_eur": M, "related": None}, ("klein", "mittel", "gross")),
        ({"headcount": 20, "turnover_eur": M, "public_pct": Interval(20, 30)}, ("klein", "gross")),
        ({"headcount": 20, "turnover_eur": M, "public_pct": None}, ("klein", "gross")),
        ({}, ("kleinst", "klein", "mittel", "gross")),
        # A share that may make a partner: 10 or 10 + 30.
        ({"headcount": 10, "turnover_eur": M, "related": (firm("B", Interval(20, 30)),)}, ("klein",)),
        ({"headcount": 30, "turnover_eur": M, "related": (firm("B", Interval(20, 30)),)}, ("klein", "mittel")),
        # A linked enterprise nobody has figures of.
        ({"headcount": 20, "turnover_eur": M, "related": (firm("B", 60, None),)}, ("klein", "mittel", "gross")),
        ({"headcount": 20, "turnover_eur": M, "related": (firm("B", 20, None),)}, ("klein",)),
        # An unknown share of a partner lies between 25 and 50 %.
        (
            {"headcount": 20, "turnover_eur": M, "related": (firm("B", None, 50, kind=HoldingKind.PARTNER),)},
            ("klein",),
        ),
    ],
)
def test_what_is_not_known_leaves_classes_open(given, classes):
    assert size_class(**given).classes == classes


@pytest.mark.parametrize(
    ("years", "status"),
    [
        # Oldest first. HMRC manual CIRD92000: 220, 260, 260 staff.
        (("mittel", "gross"), "mittel"),
        (("mittel", "gross", "gross"), "gross"),
        # Guide, table on Art. 4(2): small enough again, but for one year only.
        (("gross", "gross", "mittel"), "gross"),
        (("gross", "mittel", "mittel"), "mittel"),
        (("mittel", "gross", "mittel"), "mittel"),
        (("gross", "mittel", "gross"), "gross"),
        # Two steps in two years: the first threshold was crossed twice, the second once.
        (("klein", "mittel", "gross"), "mittel"),
        (("gross", "klein", "kleinst"), "klein"),
        (("klein",), "klein"),
    ],
)
def test_the_two_year_rule(years, status):
    assert status_over_years(years) == status


def test_a_first_year_in_another_class_leaves_the_former_one_open():
    assert possible_status(("klein",), two_years=True) == ("klein",)
    assert possible_status(("klein",), two_years=None) == ("klein",)
    assert possible_status(("klein",), two_years=False) == ("kleinst", "mittel", "gross")
    assert len(possible_status(("klein", "mittel"), two_years=False)) == 4


def test_the_calculation_can_be_read_line_by_line():
    related = (firm("B", 30, 20), firm("C", 60, 10, related=(firm("D", 30, 100),)), firm("E", 10))
    steps = size_class(headcount=38, turnover_eur=6 * M, balance_eur=M, related=related).steps
    codes = [step.code for step in steps]
    assert codes == [
        StepCode.OWN_FIGURES,
        StepCode.PARTNER,
        StepCode.LINKED,
        StepCode.TOO_SMALL,
        StepCode.PARTNER,
        StepCode.SUM,
        StepCode.CLASS,
    ]
    assert [step.values["name"] for step in steps[1:5]] == ["B", "C", "E", "D"]
    assert steps[4].values["under"] == "C"
    assert steps[5].values["headcount"] == Span(84, 84)
    assert steps[-1].values["classes"] == ("mittel",)
    assert all("2003/361" in step.source for step in steps)


def test_a_single_undertaking_has_no_partners_and_no_links_through_persons():
    related = (
        firm("Mutter", 60, related=(firm("Schwester", 100, direction=HOLDS),)),
        firm("Partner", 30),
        firm("Vielleicht", Interval(40, 60)),
        firm("Bruder", None, kind=HoldingKind.LINKED, through_person=True),
        firm("Stadt", 60, public=True, related=(firm("Stadtwerke", 100, direction=HOLDS),)),
    )
    certain, possible = linked_names(related, persons=False)
    assert certain == {"Mutter", "Schwester"}
    assert possible == {"Mutter", "Schwester", "Vielleicht"}
    assert "Bruder" in linked_names(related, persons=True)[0]


def test_annual_work_units_without_apprentices():
    groups = (
        StaffGroup(people=10),
        StaffGroup(people=4, hours_pct=50),
        StaffGroup(people=6, months=4),
        StaffGroup(people=3, apprentices=True),
    )
    assert annual_work_units(groups) == pytest.approx(10 + 2 + 2)
    with pytest.raises(ValueError, match="out of range"):
        StaffGroup(people=1, hours_pct=120)
