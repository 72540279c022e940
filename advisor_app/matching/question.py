"""The next best question: the answer that settles most of what is still open, and is easily had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from advisor_app.domain.profile import Absent, Known, Possible, Profile
from advisor_app.matching.asking import ASKING, INPUTS, Who
from advisor_app.matching.brackets import options
from advisor_app.matching.net import facts_in, mask_of
from advisor_app.matching.relevance import FINEST
from advisor_app.matching.rulebook import Check

# A fact that is missing but settles nothing on its own still brings a programme nearer to an answer.
_STEP_NEARER = 0.25
# What cannot be applied for today is of little use to the visit.
_OUT_OF_REACH = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact to ask for.

    Args:
        fact: its name; never a derived one.
        options: answers to choose from, none where the face has its own way of asking.
        who: who in the company knows.
        ease: how easily, from 0 to 1.
        weight: how much the answer is worth; comparable within one check only.
        settles: programmes that one answer can settle.
        touches: open programmes in which the fact is missing, the former included.
        leads_to: derived facts that are worked out from it and that the programmes really ask for.
        sensitive: it is asked last and needs an explanation.
    """

    fact: str
    options: tuple[Possible, ...]
    who: Who
    ease: float
    weight: float
    settles: tuple[str, ...]
    touches: tuple[str, ...]
    leads_to: tuple[str, ...]
    sensitive: bool


def next_question(check: Check, *, skip: Collection[str] = ()) -> Question | None:
    """Return the best question, None where nothing is left to ask.

    What was declined is not asked again, and neither is what has been skipped.
    """
    best = questions(check, skip=skip, limit=1)
    return best[0] if best else None


def questions(check: Check, *, skip: Collection[str] = (), limit: int | None = None) -> tuple[Question, ...]:
    """Return what is left to ask, the best first, sensitive questions last."""
    open_ones = _open(check)
    worth: dict[str, float] = defaultdict(float)
    sources: dict[str, set[str]] = defaultdict(set)
    for (settling, missing), weight in _shared(open_ones).items():
        best: dict[str, float] = {}
        settled = facts_in(settling)
        for name in facts_in(missing):
            base = _to_ask(name, check.profile, skip)
            if base is not None:
                sources[base].add(name)
                best[base] = max(best.get(base, 0.0), weight if name in settled else weight * _STEP_NEARER)
        for base, value in best.items():
            worth[base] += value * ASKING[base].ease
    ordered = sorted(worth, key=lambda name: (ASKING[name].sensitive, -worth[name], name))
    return tuple(_question(check, open_ones, name, sources[name], worth[name]) for name in ordered[:limit])


class _Open(NamedTuple):
    """An open programme: facts that settle it, facts that are missing (masks), and how much it matters."""

    programme_id: str
    settling: int
    missing: int
    weight: float


def _open(check: Check) -> tuple[_Open, ...]:
    missing, to_fail, to_hold = check.state.missing, check.state.to_fail, check.state.to_hold
    return tuple(
        _Open(
            entry.programme.id,
            to_fail[entry.root] | to_hold[entry.root],
            missing[entry.root],
            (1.0 + relevance / FINEST) * (1.0 if entry.within_reach else _OUT_OF_REACH),
        )
        for entry, relevance in zip(check.rulebook.entries, check.relevances, strict=True)
        if entry.root is not None and missing[entry.root]
    )


def _shared(open_ones: Iterable[_Open]) -> dict[tuple[int, int], float]:
    """Return the sets of facts that settle and that are missing, with the weight of all programmes that share them."""
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for one in open_ones:
        weights[one.settling, one.missing] += one.weight
    return weights


def _to_ask(name: str, profile: Profile, skip: Collection[str]) -> str | None:
    """Return the fact to ask for where a programme misses one: a derived one is worked out from others."""
    inputs = [each for each in INPUTS.get(name, (name,)) if each in ASKING and each not in skip]
    possible = {each: profile.value(each).possible for each in inputs}
    # First what nobody asked yet, then what is known only roughly.
    unknown = [each for each in inputs if possible[each] is Absent.UNKNOWN]
    rough = [each for each in inputs if not isinstance(possible[each], Known | Absent)]
    if name not in INPUTS:
        # A place that is known exactly and yet too coarse is asked for again.
        rough = [each for each in inputs if not isinstance(possible[each], Absent)]
    return next(iter((*unknown, *rough)), None)


def _question(check: Check, open_ones: Iterable[_Open], fact: str, sources: set[str], weight: float) -> Question:
    net, state, asking = check.rulebook.net, check.state, ASKING[fact]
    nodes = {node for name in sources for node in net.by_fact.get(name, ()) if state.missing[node]}
    wanted = mask_of(sources)
    touched = [one for one in open_ones if one.missing & wanted]
    asked = tuple(net.conditions[node] for node in sorted(nodes))
    return Question(
        fact=fact,
        options=options(fact, check.profile.value(fact).possible, asked, check.rulebook.today),
        who=asking.who,
        ease=asking.ease,
        weight=weight,
        settles=tuple(one.programme_id for one in touched if one.settling & wanted),
        touches=tuple(one.programme_id for one in touched),
        leads_to=tuple(sorted(sources - {fact})),
        sensitive=asking.sensitive,
    )
