"""The result of a check: verdicts in groups, what heads them, and what of them may be copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from advisor_app.consultation.privacy import WITHHELD, hides
from advisor_app.consultation.words import DISCLAIMER, OUTCOME_HINTS, OUTCOMES
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_choice import SORT_HINTS, Sort
from advisor_app.desktop.presenters.check_estimates import most_of
from advisor_app.desktop.presenters.check_reason_lines import reason_words
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.presenters.check_rows import ResultWords
from advisor_app.desktop.presenters.outside import kept_words, may_go_out
from advisor_app.matching.rulebook import Check
from advisor_app.matching.verdict import Outcome, Verdict

# Groups that say what does not help today are closed at first.
CLOSED_AT_FIRST = frozenset({Outcome.STALE, Outcome.FAILS})


@dataclass(frozen=True, slots=True)
class GroupLook:
    """What heads a group: its icon, tone and words."""

    icon: str
    tone: str
    title: str


GROUP_LOOKS: Mapping[Outcome, GroupLook] = {
    Outcome.FITS: GroupLook("circle-check", "ok", OUTCOMES[Outcome.FITS]),
    Outcome.FIXABLE: GroupLook("tool", "warn", OUTCOMES[Outcome.FIXABLE]),
    Outcome.OPEN: GroupLook("help-circle", "info", f"{OUTCOMES[Outcome.OPEN]}, {OUTCOME_HINTS[Outcome.OPEN]}"),
    Outcome.STALE: GroupLook("zoom-question", "warn", OUTCOMES[Outcome.STALE]),
    Outcome.FAILS: GroupLook("circle-x", "bad", OUTCOMES[Outcome.FAILS]),
}


def present_results(check: Check, words: ResultWords) -> ResultsView:
    """Part the verdicts of a check into their groups; meant for a worker.

    Args:
        check: what was found.
        words: of the library that was checked.
    """
    groups: dict[Outcome, list[Verdict]] = {outcome: [] for outcome in Outcome}
    for verdict in check.verdicts:
        groups[verdict.outcome].append(verdict)
    return ResultsView(check, words, {outcome: tuple(verdicts) for outcome, verdicts in groups.items()})


def group_hint(outcome: Outcome, sort: Sort) -> str:
    """Return what stands at the right of a group's head; the open ones tell in which order they stand."""
    return SORT_HINTS[sort] if outcome is Outcome.OPEN else OUTCOME_HINTS[outcome]


def amounts_of(view: ResultsView) -> Mapping[str, float]:
    """Return what each programme may come to in EUR, by id; meant for a worker."""
    estimates, profile = view.words.estimates, view.check.profile
    return {one.programme_id: most_of(estimates.of(one.programme, profile)) for one in view.check.in_order}


def outside_row(view: ResultsView, verdict: Verdict) -> str:
    """Return a verdict in words as it may leave the window, "" for one that stays here."""
    return "" if not may_go_out(verdict.programme) else "\n".join((*_outside_lines(view, verdict), "", DISCLAIMER))


def outside_group(view: ResultsView, outcome: Outcome, verdicts: Sequence[Verdict]) -> tuple[str, str]:
    """Return a group in words as it may leave the window, and what stays here in words ("" for nothing).

    Args:
        view: what is shown.
        outcome: whose group it is.
        verdicts: those of the group that are shown.
    """
    public = [one for one in verdicts if may_go_out(one.programme)]
    kept = tuple(one.programme.title for one in verdicts if not may_go_out(one.programme))
    if not public:
        return "", kept_words(kept)
    lines = [f"{GROUP_LOOKS[outcome].title} ({len(public)})"]
    for verdict in public:
        lines += ["", *_outside_lines(view, verdict)]
    return "\n".join((*lines, "", DISCLAIMER)), kept_words(kept)


def _outside_lines(view: ResultsView, verdict: Verdict) -> Iterable[str]:
    row = view.words.row(verdict, view.check.profile)
    yield row.title
    yield formatting.joined([OUTCOMES[verdict.outcome], row.figure, row.window.text, row.start.text])
    hidden = [one for one in (*verdict.deciding, *verdict.fixable) if hides(one, view.check.given)]
    told = {reason_words(one): WITHHELD for one in hidden}
    lines = dict.fromkeys(told.get(line.text, formatting.joined([line.text, line.note])) for line in row.reasons)
    yield from (f"- {line}" for line in lines)
    if row.more:
        yield f"- {row.more_words}"
