"""Pictures of the size class and of the de-minimis account."""

from __future__ import annotations

from collections.abc import Callable

from advisor_app.desktop.app import Face
from advisor_app.desktop.pages.check.page import CheckPage
from advisor_app.desktop.shot_kit import Act, Shot, in_all_looks, page, settle, then
from advisor_app.domain.profile import FactValue, Interval, Known, Profile
from advisor_app.domain.state_aid import DeMinimisGrant, Direction, Exempt, Holding

_DAY = "2026-11-20"
# Invented, as everything that is named here.
_RELATED = (
    Holding(
        name="Nordrhein Holding AG",
        share_pct=62.5,
        headcount=12,
        turnover_eur=1_500_000,
        balance_eur=30_000_000,
        related=(
            Holding(
                name="Schwester Werkzeugbau GmbH",
                share_pct=100,
                direction=Direction.HOLDS,
                headcount=190,
                turnover_eur=38_000_000,
                balance_eur=25_000_000,
            ),
        ),
    ),
    Holding(name="Fonds für Handwerk", share_pct=27.5, exempt=Exempt.VENTURE_CAPITAL, headcount=8),
    Holding(name="Stadt", share_pct=10, public=True),
    Holding(name="Brandt Montage", direction=Direction.HOLDS, share_pct=40, votes_pct=49, headcount=14,
            turnover_eur=2_000_000, balance_eur=800_000),
    Holding(name="Brandt Vertrieb", direction=Direction.HOLDS, share_pct=Interval(20, 60), headcount=3),
)  # fmt: skip
_GRANTS = (
    DeMinimisGrant(granted_on="2024-02-12", gge_eur=60_000, note="Beratung"),
    DeMinimisGrant(granted_on="2024-09-01", gge_eur=41_600, undertaking="Nordrhein Holding AG"),
    DeMinimisGrant(granted_on="2025-06-30", gge_eur=80_000, note="Bürgschaft"),
    DeMinimisGrant(granted_on="2026-03-01", gge_eur=25_000, undertaking="Brandt Vertrieb"),
)
_COMPANY = Profile(
    title="Metallbau Brandt GmbH",
    facts={
        name: FactValue(possible=Known(value), as_of=_DAY)
        for name, value in {
            "company.headcount": 38,
            "company.turnover_eur": 6_200_000,
            "company.balance_eur": 2_900_000,
            "company.related": _RELATED,
            "company.deminimis_grants": _GRANTS,
        }.items()
    },
)


def _on(deed: Callable[[CheckPage], None]) -> Act:
    """Do something on the page, and wait until it was worked out."""

    def act(face: Face) -> None:
        shown = face.window.page("check")
        if isinstance(shown, CheckPage):
            deed(shown)
        settle()
        while face.runner.is_busy():
            settle()

    return act


def _load(shown: CheckPage) -> None:
    shown.course.load(_COMPANY, "metallbau-brandt.yaml")


def _leaf(name: str) -> Act:
    def deed(shown: CheckPage) -> None:
        shown.open_leaf(name)

    return then(page("check"), _on(_load), _on(deed))


def _holding(shown: CheckPage) -> None:
    shown.leaves.panel("size").open_box((0,))  # type: ignore[attr-defined]  # the panel of that leaf


def _grant(shown: CheckPage) -> None:
    shown.leaves.panel("account").open_grant(1)  # type: ignore[attr-defined]  # the panel of that leaf


SHOTS: tuple[Shot, ...] = (
    *in_all_looks("check-aid-size", _leaf("size")),
    Shot(name="check-aid-holding", act=then(_leaf("size"), _on(_holding))),
    *in_all_looks("check-aid-account", _leaf("account")),
    Shot(name="check-aid-grant", act=then(_leaf("account"), _on(_grant))),
)
