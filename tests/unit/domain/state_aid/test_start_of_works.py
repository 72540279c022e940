from __future__ import annotations

from itertools import pairwise

import pytest

from advisor_app.domain.programme import StartRule
from advisor_app.domain.state_aid.start import Act, Answer, Stage, begun_too_early, first_stage, may

BEFORE_APPLICATION = StartRule.ANTRAG_VOR_BEGINN
AFTER_GRANT = StartRule.ERST_NACH_BEWILLIGUNG
EARLY = StartRule.VZMB_AUF_ANTRAG


@pytest.mark.parametrize(
    ("act", "stage", "rule", "answer"),
    [
        (Act.ORDER, Stage.BEFORE, BEFORE_APPLICATION, Answer.NO),
        (Act.BUILD, Stage.BEFORE, BEFORE_APPLICATION, Answer.NO),
        # An application is no grant: what is ordered now is ordered at one's own risk.
        (Act.ORDER, Stage.APPLIED, BEFORE_APPLICATION, Answer.OWN_RISK),
        (Act.ORDER, Stage.APPLIED, StartRule.NACH_ANTRAG_AUF_EIGENES_RISIKO, Answer.OWN_RISK),
        (Act.ORDER, Stage.APPLIED, AFTER_GRANT, Answer.NO),
        (Act.ORDER, Stage.APPLIED, EARLY, Answer.NO),
        (Act.ORDER, Stage.EARLY_START, EARLY, Answer.OWN_RISK),
        (Act.ORDER, Stage.BEFORE, StartRule.RUECKWIRKEND_MOEGLICH, Answer.YES),
        (Act.ORDER, Stage.BEFORE, StartRule.UNKLAR, Answer.UNCLEAR),
        # Planning, offers, permits and studies usually do not count.
        (Act.PLAN, Stage.BEFORE, AFTER_GRANT, Answer.USUALLY),
        (Act.OFFER, Stage.BEFORE, BEFORE_APPLICATION, Answer.USUALLY),
        (Act.PERMIT, Stage.APPLIED, AFTER_GRANT, Answer.USUALLY),
        (Act.STUDY, Stage.BEFORE, StartRule.UNKLAR, Answer.USUALLY),
        # European law does not count land; stricter programmes may.
        (Act.LAND, Stage.BEFORE, BEFORE_APPLICATION, Answer.USUALLY),
        (Act.LAND, Stage.BEFORE, AFTER_GRANT, Answer.UNCLEAR),
        (Act.CONDITIONAL_ORDER, Stage.BEFORE, BEFORE_APPLICATION, Answer.UNCLEAR),
        (Act.CONDITIONAL_ORDER, Stage.APPLIED, BEFORE_APPLICATION, Answer.OWN_RISK),
    ],
)
def test_what_may_be_done_when(act, stage, rule, answer):
    assert may(act, stage, rule) is answer


@pytest.mark.parametrize("rule", StartRule)
@pytest.mark.parametrize("act", Act)
def test_after_the_grant_everything_may_be_done_and_nothing_is_lost_on_the_way(act, rule):
    assert may(act, Stage.GRANTED, rule) is Answer.YES
    order = [Answer.NO, Answer.UNCLEAR, Answer.OWN_RISK, Answer.USUALLY, Answer.YES]
    early = rule is EARLY
    stages = [stage for stage in Stage if early or stage is not Stage.EARLY_START]
    if act in (Act.ORDER, Act.BUILD):
        assert all(
            order.index(may(act, one, rule)) <= order.index(may(act, later, rule)) for one, later in pairwise(stages)
        )


@pytest.mark.parametrize(
    ("rule", "stage"),
    [
        (BEFORE_APPLICATION, Stage.APPLIED),
        (AFTER_GRANT, Stage.GRANTED),
        (EARLY, Stage.EARLY_START),
        (StartRule.RUECKWIRKEND_MOEGLICH, Stage.BEFORE),
        (StartRule.UNKLAR, None),
    ],
)
def test_the_first_day_to_sign(rule, stage):
    assert first_stage(Act.ORDER, rule) is stage
    assert first_stage(Act.PLAN, rule) is Stage.BEFORE


@pytest.mark.parametrize(
    ("rule", "signed", "started", "lost"),
    [
        (BEFORE_APPLICATION, True, False, True),
        (BEFORE_APPLICATION, False, True, True),
        (BEFORE_APPLICATION, True, None, True),
        (BEFORE_APPLICATION, False, False, False),
        (BEFORE_APPLICATION, False, None, None),
        (BEFORE_APPLICATION, None, None, None),
        (StartRule.RUECKWIRKEND_MOEGLICH, True, True, False),
        (StartRule.RUECKWIRKEND_MOEGLICH, None, None, False),
        (StartRule.UNKLAR, True, False, None),
        (StartRule.UNKLAR, False, False, False),
    ],
)
def test_whether_a_grant_is_lost(rule, signed, started, lost):
    assert begun_too_early(rule, Stage.BEFORE, order_signed=signed, started=started) is lost
