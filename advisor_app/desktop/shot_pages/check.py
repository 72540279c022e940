"""Pictures of the check."""

from __future__ import annotations

from collections.abc import Mapping

from advisor_app.desktop.app import Face
from advisor_app.desktop.pages.check.page import CheckPage
from advisor_app.desktop.shot_kit import Act, Shot, in_all_looks, page, settle, then
from advisor_app.domain.profile import FactValue, Known, Profile, Provenance

_DAY = "2026-11-23"


def _known(**facts: object) -> Mapping[str, FactValue]:
    """Return facts by name, with two underscores for the dot."""
    return {name.replace("__", "."): FactValue(possible=Known(value), as_of=_DAY) for name, value in facts.items()}


# A company as in the guide, invented.
_BRANDT = Profile(
    title="Metallbau Brandt GmbH",
    facts={
        **_known(
            company__headcount=38,
            company__related=(),
            company__seat_ags="05914000",
            company__legal_form="gmbh",
            company__legal_kind="handwerk",
            project__kind=("investition", "digitalisierung"),
            project__themes=("robotik",),
            project__total_cost_eur=210_000,
        ),
        "company.turnover_eur": FactValue(possible=Known(6_200_000), provenance=Provenance.DOCUMENT, as_of=_DAY),
    },
)


def _do(step: str, *values: object) -> Act:
    """Do something on the page, by the name of its slot; with a dot for one of its parts."""

    def act(face: Face) -> None:
        shown = face.window.page("check")
        if isinstance(shown, CheckPage):
            target: object = shown
            *parts, last = step.split(".")
            for part in parts:
                target = getattr(target, part)
            getattr(target, last)(*values)

    return act


def _rest(face: Face) -> None:
    """Wait until everything was worked out."""
    while face.runner.is_busy():
        settle()


_OPEN = then(page("check"), _rest)
_BEGUN = then(_OPEN, _do("course.load", _BRANDT, "metallbau-brandt.yaml"), _rest)


def _leaf(step: str, *values: object) -> Act:
    return then(_BEGUN, _do(step, *values), _rest)


SHOTS: tuple[Shot, ...] = (
    *in_all_looks("check", _BEGUN),
    *in_all_looks("check-begin", _OPEN),
    Shot(name="check-why", act=then(_BEGUN, _do("question.toggle_why"))),
    Shot(name="check-more", act=then(_BEGUN, _do("facts.toggle_others"))),
    Shot(name="check-facts-200-compact", act=then(_BEGUN, _do("toggle_facts")), size=(1024, 640), zoom=2.0),
    *in_all_looks("check-edit", _leaf("edit_fact", "company.headcount")),
    Shot(name="check-reason", act=_leaf("leaves.explain", "mid-digitale-sicherheit")),
    Shot(name="check-sheet", act=_leaf("open_sheet")),
    Shot(name="check-size", act=_leaf("open_leaf", "size")),
    Shot(name="check-account", act=_leaf("open_leaf", "account")),
    Shot(name="check-what-if", act=_leaf("open_leaf", "what_if")),
    Shot(name="check-reading", act=_leaf("read", "mid-digitale-sicherheit")),
)
