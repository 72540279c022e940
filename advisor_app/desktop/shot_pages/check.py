"""Pictures of the check."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from advisor_app.desktop.app import Face
from advisor_app.desktop.pages.check.page import CheckPage
from advisor_app.desktop.pages.check.what_if_panel import WhatIfPanel
from advisor_app.desktop.presenters.check_what_if import supposed
from advisor_app.desktop.shot_kit import DAY, Act, Shot, in_all_looks, page, settle, then
from advisor_app.domain.profile import FactValue, Known, Profile, Provenance
from advisor_app.domain.state_aid import DeMinimisGrant

_DAY = DAY.isoformat()


def _known(**facts: object) -> Mapping[str, FactValue]:
    """Return facts by name, with two underscores for the dot."""
    return {name.replace("__", "."): FactValue(possible=Known(value), as_of=_DAY) for name, value in facts.items()}


_BROKEN = """schema: profile/1
title: Metallbau Brandt GmbH
facts:
  company.headcount: -3
  company.founded_on: "31.02.2019"
  company.umsatz: 6200000
  project.kind: [weiterbildung]
"""
# A company as in the guide, invented; so is what the conversation settled.
_BRANDT = Profile(
    title="Metallbau Brandt GmbH",
    facts={
        **_known(
            company__headcount=38,
            company__balance_eur=2_900_000,
            company__related=(),
            company__deminimis_grants=(
                DeMinimisGrant(granted_on="2024-03-12", gge_eur=181_600, note="Beratung und Bürgschaft"),
            ),
            company__founded_on="1994-05-02",
            company__seat_ags="05914000",
            company__legal_form="gmbh",
            company__legal_kind="handwerk",
            company__wz_codes=("25",),
            project__kind=("investition", "digitalisierung", "qualifizierung"),
            project__themes=("produktion",),
            project__site_ags="05914000",
            project__total_cost_eur=210_000,
        ),
        "company.turnover_eur": FactValue(possible=Known(6_200_000), provenance=Provenance.DOCUMENT, as_of=_DAY),
    },
    judged={
        condition: FactValue(possible=Known(found), as_of=_DAY)
        for condition, found in {
            "expressbuergschaft-nrw/ergebnis": True,
            "expressbuergschaft-nrw/bonitaet": True,
            "expressbuergschaft-nrw/sanierung": True,
            "digital-europe-edih/zielgruppe": True,
            "digital-europe-edih/hub": True,
            "inqa-coaching/scheck": False,
            "inqa-coaching/coach": True,
            "inqa-coaching/beteiligung": True,
        }.items()
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


def _try_out(face: Face) -> None:
    """Let the company have more staff, on trial."""
    shown = face.window.page("check")
    panel = shown.leaves.panel("what_if") if isinstance(shown, CheckPage) else None
    if isinstance(panel, WhatIfPanel):
        for fact, value in (("company.headcount", 260), ("project.started", True)):
            panel.try_fact(fact)
            panel.change(fact, supposed(value, DAY))
        panel.restyle()


def _open_broken(face: Face) -> None:
    """Open a file in which much is wrong."""
    shown = face.window.page("check")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "metallbau-brandt.yaml"
        file.write_text(_BROKEN, encoding="utf-8")
        if isinstance(shown, CheckPage):
            shown.filing.open(str(file))
        _rest(face)


SHOTS: tuple[Shot, ...] = (
    *in_all_looks("check", _BEGUN),
    *in_all_looks("check-begin", _OPEN),
    Shot(name="check-why", act=then(_BEGUN, _do("question.toggle_why"))),
    Shot(name="check-more", act=then(_BEGUN, _do("facts.toggle_others"))),
    Shot(name="check-facts-200-compact", act=then(_BEGUN, _do("toggle_facts")), size=(1024, 640), zoom=2.0),
    Shot(
        name="check-rows-200-compact", act=then(_BEGUN, _do("results.list.setFocus"), _rest), size=(1024, 640), zoom=2.0
    ),
    *in_all_looks("check-edit", _leaf("edit_fact", "company.headcount")),
    *in_all_looks("check-reason", _leaf("leaves.explain", "mid-digitale-sicherheit")),
    *in_all_looks("check-sheet", _leaf("open_sheet")),
    *in_all_looks("check-what-if", _leaf("open_leaf", "what_if")),
    *in_all_looks("check-what-if-tried", then(_leaf("open_leaf", "what_if"), _try_out, _rest)),
    Shot(name="check-reading", act=_leaf("read", "mid-digitale-sicherheit")),
    *in_all_looks("check-faults", then(_BEGUN, _open_broken)),
)
