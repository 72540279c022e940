"""The result of a check: verdicts in groups, what heads them, and what of them may be copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from advisor_app.consultation.findings import Findings
from advisor_app.consultation.groups import ENDED, GROUP_HINTS, GROUP_WORDS, Group
from advisor_app.consultation.report import WITHOUT_SENSITIVE
from advisor_app.consultation.verdict_words import offer_words, reason_lines
from advisor_app.consultation.words import DISCLAIMER, OUTCOME_HINTS, OUTCOMES
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_choice import SORT_HINTS, Sort
from advisor_app.desktop.presenters.check_estimates import most_of
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.presenters.check_rows import ResultWords
from advisor_app.desktop.presenters.outside import kept_words, may_go_out
from advisor_app.matching.derive import estimate_for
from advisor_app.matching.rulebook import Check
from advisor_app.matching.verdict import Outcome, Verdict

# Groups that say what does not help today are closed at first.
CLOSED_AT_FIRST: frozenset[Group] = frozenset({Outcome.STALE, Outcome.FAILS, ENDED})


@dataclass(frozen=True, slots=True)
class GroupLook:
    """What heads a group: its icon, tone and words."""

    icon: str
    tone: str
    title: str


GROUP_LOOKS: Mapping[Group, GroupLook] = {
    Outcome.FITS: GroupLook("circle-check", "ok", OUTCOMES[Outcome.FITS]),
    Outcome.FIXABLE: GroupLook("tool", "warn", OUTCOMES[Outcome.FIXABLE]),
    Outcome.OPEN: GroupLook("help-circle", "info", f"{OUTCOMES[Outcome.OPEN]}, {OUTCOME_HINTS[Outcome.OPEN]}"),
    Outcome.STALE: GroupLook("zoom-question", "warn", OUTCOMES[Outcome.STALE]),
    Outcome.FAILS: GroupLook("circle-x", "bad", OUTCOMES[Outcome.FAILS]),
    ENDED: GroupLook("ban", "mute", GROUP_WORDS[ENDED]),
}


def present_results(findings: Findings, words: ResultWords) -> ResultsView:
    """Part the verdicts of a check into their groups; meant for a worker.

    Args:
        findings: what was found.
        words: of the library that was checked.
    """
    return _parted(findings, findings.check, words)


def _parted(findings: Findings, check: Check, words: ResultWords) -> ResultsView:
    """Part a check: its order goes by outcomes first, so each group is a piece of it; what has ended stands last."""
    shelf = words.shelf(check.rulebook)
    counts, ended = Counter(check.standing.outcomes), shelf.ended
    groups: dict[Group, tuple[int, ...]] = {}
    start = 0
    for number, outcome in enumerate(Outcome):
        places = check.order[start : start + counts[number]]
        groups[outcome] = tuple(place for place in places if place not in ended) if ended else tuple(places)
        start += counts[number]
    groups[ENDED] = tuple(place for place in check.order if place in ended) if ended else ()
    # The window finds programmes by their ids as soon as it shows them.
    _ = shelf.places
    return ResultsView(findings, check, words, groups)


def group_hint(group: Group, sort: Sort) -> str:
    """Return what stands at the right of a group's head; the open ones tell in which order they stand."""
    return SORT_HINTS[sort] if group is Outcome.OPEN else GROUP_HINTS[group]


def amounts_of(view: ResultsView) -> Sequence[float]:
    """Return what the programmes may come to in EUR, by their places; meant for a worker."""
    estimates, profile = view.words.estimates, view.check.profile
    return [most_of(entry.programme, estimates.of(entry.programme, profile)) for entry in view.entries]


def outside_view(view: ResultsView) -> ResultsView:
    """Return a view as it may leave the window: as if nothing were known of sensitive facts; itself if nothing is."""
    discreet = view.findings.discreet
    return view if discreet is view.check else _parted(view.findings, discreet, view.words)


def outside_row(view: ResultsView, place: int) -> str:
    """Return a verdict in words as it may leave the window, "" for one that stays here."""
    verdict = outside_view(view).verdict(place)
    if not may_go_out(verdict.programme):
        return ""
    return "\n".join((*_outside_lines(view, verdict), *_foot(view)))


def outside_group(view: ResultsView, group: Group, places: Sequence[int]) -> tuple[str, str]:
    """Return a group in words as it may leave the window, and what stays here in words ("" for nothing).

    Args:
        view: what is shown.
        group: which one.
        places: of those programmes of the group that are wanted, as they may leave the window.
    """
    public = outside_view(view)
    verdicts = [public.verdict(place) for place in places]
    given = [one for one in verdicts if may_go_out(one.programme)]
    kept = tuple(one.programme.title for one in verdicts if not may_go_out(one.programme))
    if not given:
        return "", kept_words(kept)
    lines = [f"{GROUP_LOOKS[group].title} ({len(given)})"]
    for verdict in given:
        lines += ["", *_outside_lines(view, verdict)]
    return "\n".join((*lines, *_foot(view))), kept_words(kept)


def _foot(view: ResultsView) -> tuple[str, ...]:
    left_out = (WITHOUT_SENSITIVE,) if view.findings.discreet is not view.findings.check else ()
    return ("", *left_out, DISCLAIMER)


def _outside_lines(view: ResultsView, verdict: Verdict) -> Iterable[str]:
    words, programme = view.words, verdict.programme
    figure = offer_words(programme, estimate_for(programme, view.findings.discreet.profile))
    window, start = words.window(programme), words.start(programme)
    yield programme.title
    yield formatting.joined([OUTCOMES[verdict.outcome], figure, window.text, start.text])
    yield from (f"- {line}" for line in reason_lines(verdict, words.names))
