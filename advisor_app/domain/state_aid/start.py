"""What may be done when, before a project has begun in the sense of its programme (Vorhabenbeginn).

Source: Regulation (EU) No 651/2014 (AGVO), Art. 6 (incentive effect: a written application before the works begin) and
Art. 2 no. 23 (start of works: start of construction, or the first legally binding commitment to order equipment or
another commitment that makes the investment irreversible, whichever comes first; buying land and preparatory work such
as permits and feasibility studies are not considered start of works; of a takeover it is the moment the assets are
acquired). As of 2026-11-23, both checked against stored copies (Art. 2 no. 23 in a collection of legal definitions).
National grant law (VV to section 44 LHO/BHO) is often stricter and each programme has its own words: they stand in the
programme's `start_rule` and `start_event` and go first.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from advisor_app.domain.programme import StartRule

SOURCE = "AGVO Art. 2 Nr. 23, Art. 6"


class Act(StrEnum):
    """What a company may want to do."""

    PLAN = "planung"
    OFFER = "angebot"
    PERMIT = "genehmigung"
    STUDY = "machbarkeitsstudie"
    LAND = "grundstueck"
    CONDITIONAL_ORDER = "auftrag_mit_vorbehalt"
    ORDER = "auftrag"
    BUILD = "baubeginn"


class Stage(StrEnum):
    """How far the application is; a confirmation of receipt is no grant."""

    BEFORE = "vor_antrag"
    APPLIED = "antrag_gestellt"
    EARLY_START = "vorzeitiger_beginn_erlaubt"
    GRANTED = "bewilligt"


class Answer(StrEnum):
    """Whether it may be done without losing the grant; `usually` where the programme may say otherwise."""

    YES = "ja"
    USUALLY = "in_der_regel"
    OWN_RISK = "auf_eigenes_risiko"
    NO = "nein"
    UNCLEAR = "unklar"


PREPARING = (Act.PLAN, Act.OFFER, Act.PERMIT, Act.STUDY)
BINDING = (Act.ORDER, Act.BUILD)
# These rules follow the incentive effect of European law, for which land is no start of works.
_AFTER_APPLICATION = (StartRule.ANTRAG_VOR_BEGINN, StartRule.NACH_ANTRAG_AUF_EIGENES_RISIKO)

_BINDING_ANSWERS: Mapping[StartRule, Mapping[Stage, Answer]] = {
    # After the application the incentive effect is kept; whether there will be a grant is still open.
    StartRule.ANTRAG_VOR_BEGINN: {Stage.BEFORE: Answer.NO, Stage.APPLIED: Answer.OWN_RISK},
    StartRule.NACH_ANTRAG_AUF_EIGENES_RISIKO: {Stage.BEFORE: Answer.NO, Stage.APPLIED: Answer.OWN_RISK},
    StartRule.ERST_NACH_BEWILLIGUNG: {
        Stage.BEFORE: Answer.NO,
        Stage.APPLIED: Answer.NO,
        # The programme knows no early start; somebody allowed it all the same, so the words of the letter decide.
        Stage.EARLY_START: Answer.UNCLEAR,
    },
    StartRule.VZMB_AUF_ANTRAG: {Stage.BEFORE: Answer.NO, Stage.APPLIED: Answer.NO},
    StartRule.RUECKWIRKEND_MOEGLICH: {Stage.BEFORE: Answer.YES, Stage.APPLIED: Answer.YES},
    StartRule.UNKLAR: {
        Stage.BEFORE: Answer.UNCLEAR,
        Stage.APPLIED: Answer.UNCLEAR,
        Stage.EARLY_START: Answer.OWN_RISK,
    },
}


def may(act: Act, stage: Stage, rule: StartRule) -> Answer:
    """Return whether something may be done at a stage of the application."""
    if stage is Stage.GRANTED or rule is StartRule.RUECKWIRKEND_MOEGLICH:
        return Answer.YES
    if act in PREPARING:
        return Answer.USUALLY
    # A payment is still open even where an early start is allowed: it carries no claim to the grant.
    binding = _BINDING_ANSWERS[rule].get(stage, Answer.OWN_RISK)
    if act is Act.LAND and rule in _AFTER_APPLICATION:
        return Answer.USUALLY
    return Answer.UNCLEAR if act not in BINDING and binding is Answer.NO else binding


def first_stage(act: Act, rule: StartRule) -> Stage | None:
    """Return the first stage at which something may be done, at one's own risk or better; None if that is unclear."""
    for stage in Stage:
        if stage is Stage.EARLY_START and rule is not StartRule.VZMB_AUF_ANTRAG:
            continue
        answer = may(act, stage, rule)
        if answer is Answer.UNCLEAR:
            return None
        if answer is not Answer.NO:
            return stage
    return None


def begun_too_early(
    rule: StartRule, stage: Stage, *, order_signed: bool | None, started: bool | None = None
) -> bool | None:
    """Tell whether a grant is lost because the project has begun; None where that cannot be told.

    Args:
        rule: of the programme.
        stage: at which it began.
        order_signed: a binding order or contract was signed at that stage.
        started: works began at that stage.
    """
    if order_signed is False and started is False:
        return False
    answer = may(Act.ORDER, stage, rule)
    if answer in (Answer.YES, Answer.OWN_RISK):
        return False
    if order_signed or started:
        return True if answer is Answer.NO else None
    return None
