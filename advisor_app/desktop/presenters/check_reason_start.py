"""May we sign already: the programme's answer, and a table of what may be done at which stage of the application."""

from __future__ import annotations

from collections.abc import Mapping

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import programme_facts as key_facts
from advisor_app.desktop.presenters.check_reason_views import StartRow, StartView
from advisor_app.desktop.presenters.views import Labels, Mark
from advisor_app.domain.profile import Profile
from advisor_app.domain.programme import Programme, StartRule
from advisor_app.domain.state_aid.intensity import AS_OF
from advisor_app.domain.state_aid.start import SOURCE, Act, Answer, Stage, begun_too_early, may

ACTS: Mapping[Act, str] = {
    Act.PLAN: "Planen und beraten lassen",
    Act.OFFER: "Angebote einholen",
    Act.PERMIT: "Genehmigungen beantragen",
    Act.STUDY: "Machbarkeit prüfen lassen",
    Act.LAND: "Grundstück kaufen",
    Act.CONDITIONAL_ORDER: "Auftrag nur für den Fall der Bewilligung",
    Act.ORDER: "Verbindlich bestellen oder unterschreiben",
    Act.BUILD: "Mit dem Bau beginnen",
}
STAGES: Mapping[Stage, str] = {
    Stage.BEFORE: "Vor dem Antrag",
    Stage.APPLIED: "Antrag gestellt",
    Stage.EARLY_START: "Vorzeitiger Beginn erlaubt",
    Stage.GRANTED: "Bescheid da",
}
_ANSWERS: Mapping[Answer, Mark] = {
    Answer.YES: Mark(icon="circle-check", tone="ok", text="Ja"),
    Answer.USUALLY: Mark(icon="circle-check", tone="ok", text="In der Regel"),
    Answer.OWN_RISK: Mark(icon="alert-triangle", tone="warn", text="Eigenes Risiko"),
    Answer.NO: Mark(icon="hand-stop", tone="bad", text="Nein"),
    Answer.UNCLEAR: Mark(icon="help-circle", tone="mute", text="Ungeklärt"),
}
_ALLOWING = (Answer.YES, Answer.USUALLY, Answer.OWN_RISK)
LAW = f"{SOURCE}, Stand {formatting.as_of(AS_OF.isoformat())}"


def present_start(programme: Programme, profile: Profile, labels: Labels, *, stale: bool) -> StartView:
    """Return the answer with its table.

    Args:
        programme: whose rule it is.
        profile: what is known of the project.
        labels: knows the words behind codes.
        stale: the knowledge as a whole is too old to allow anything.
    """
    early = programme.start_rule is StartRule.VZMB_AUF_ANTRAG
    stages = tuple(one for one in Stage if early or one is not Stage.EARLY_START)
    capped = key_facts.start_capped(programme, stale=stale)
    rows = tuple(
        StartRow(act=words, answers=tuple(_answer(act, stage, programme.start_rule, capped) for stage in stages))
        for act, words in ACTS.items()
    )
    notes = [_begun(programme.start_rule, profile), "Der Wortlaut des Programms und des Bescheids geht vor.", LAW]
    return StartView(
        signature=key_facts.signature(programme, labels, stale=stale),
        stages=tuple(STAGES[stage] for stage in stages),
        rows=rows,
        note=" ".join(f"{note.rstrip('.')}." for note in notes if note),
    )


def _answer(act: Act, stage: Stage, rule: StartRule, capped: bool) -> Mark:  # noqa: FBT001 - of every cell alike
    answer = may(act, stage, rule)
    # Old knowledge allows nothing before the letter is there.
    if capped and answer in _ALLOWING and stage is not Stage.GRANTED:
        return key_facts.check_mark()
    return _ANSWERS[answer]


def _begun(rule: StartRule, profile: Profile) -> str:
    """Return what it means that something was signed or begun already, "" where nothing was."""
    signed, started = profile.known("project.order_signed"), profile.known("project.started")
    if not (signed or started):
        return ""
    early = begun_too_early(rule, Stage.BEFORE, order_signed=signed, started=started)
    what = "unterschrieben" if signed else "begonnen"
    if early:
        return f"Nach den Angaben ist schon {what}: Geschah das vor dem Antrag, war es nach dieser Regel zu früh."
    if early is None:
        return f"Nach den Angaben ist schon {what}: Ob das schadet, klärt die Bewilligungsstelle."
    return ""
