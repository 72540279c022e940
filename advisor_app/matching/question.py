"""The next best question: the answer that settles most of what is still open, and is easily had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from advisor_app.domain.profile import Absent, Known, Possible, Profile, Provenance
from advisor_app.domain.window import WindowState
from advisor_app.matching.asking import ASKING, FOR_FOUNDERS, INPUTS, Who
from advisor_app.matching.brackets import options
from advisor_app.matching.conditions import SEAT
from advisor_app.matching.derive import EXISTS
from advisor_app.matching.net import facts_in, joined, mask_of
from advisor_app.matching.relevance import FINEST
from advisor_app.matching.rulebook import Check

# A fact that is missing but settles nothing on its own still brings a programme nearer to an answer.
_STEP_NEARER = 0.25
KIND = "project.kind"
COST = "project.total_cost_eur"
ELIGIBLE = "project.eligible_cost_eur"
# Of equal worth these come first, in this order.
_FIRST = (KIND, COST)
FOUNDING_KIND = "project.founding_kind"
_FOUNDING = frozenset(("gruendung", "nachfolge"))
_FOUNDINGS = frozenset(("neugruendung", "uebernahme", "beteiligung"))
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
    groups = _alike(open_ones)
    sources: dict[str, set[str]] = defaultdict(set)
    for name in facts_in(joined(missing for _, missing, _ in groups)):
        base = to_ask(name, check.profile, skip)
        if base is not None:
            sources[base].add(name)
    worth = {base: _worth(groups, mask_of(names)) * ASKING[base].ease for base, names in sources.items()}
    ordered = _ordered(worth, check.profile)
    return tuple(_question(check, open_ones, name, sources[name], worth[name]) for name in ordered[:limit])


def _ordered(worth: Mapping[str, float], profile: Profile) -> list[str]:
    """Return facts in the order in which somebody at a table would ask for them: by worth, as far as it makes sense.

    What is planned comes before everything else about the project and its people, and what it costs before which part
    of that counts. Who founds nothing is asked last what founders are asked.
    """
    founds = _founds(profile)

    def place(name: str) -> tuple[bool, bool, float, int, str]:
        late = name in FOR_FOUNDERS and not founds
        before = () if name.startswith("company.") else (KIND, *((COST,) if name == ELIGIBLE else ()))
        weight = min([worth[name], *(worth[other] for other in before if other in worth)])
        return ASKING[name].sensitive, late, -weight, (*_FIRST, name).index(name), name

    return sorted(worth, key=place)


def _founds(profile: Profile) -> bool:
    """Tell whether it is known that somebody founds or takes over."""
    planned = not _FOUNDING.isdisjoint(profile.known(KIND) or ())
    return planned or profile.known(EXISTS) is False or profile.known(FOUNDING_KIND) in _FOUNDINGS


# An open programme: its place among the entries, facts that settle it, facts that are missing (masks), how it matters.
_Open = tuple[int, int, int, float]


def _open(check: Check) -> list[_Open]:
    state, relevances = check.state, check.standing.relevances
    missing, to_fail, to_hold = state.missing, state.to_fail, state.to_hold
    return [
        (
            place,
            to_fail[entry.root] | to_hold[entry.root],
            missing[entry.root],
            (1.0 + relevances[place] / FINEST) * (1.0 if entry.within_reach else _OUT_OF_REACH),
        )
        for place, entry in enumerate(check.rulebook.entries)
        if entry.root is not None and missing[entry.root] and entry.window is not WindowState.CLOSED
    ]


def _alike(open_ones: Iterable[_Open]) -> list[tuple[int, int, float]]:
    """Return the sets of facts that settle and that are missing, with the weight of all programmes that share them."""
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for _, settling, missing, weight in open_ones:
        weights[settling, missing] += weight
    return [(settling, missing, weight) for (settling, missing), weight in weights.items()]


def _worth(groups: Iterable[tuple[int, int, float]], wanted: int) -> float:
    """Return what it is worth to learn some facts by one answer."""
    near = settled = 0.0
    for settling, missing, weight in groups:
        if missing & wanted:
            if settling & wanted:
                settled += weight
            else:
                near += weight
    return settled + near * _STEP_NEARER


def to_ask(name: str, profile: Profile, skip: Collection[str] = ()) -> str | None:
    """Return the fact to ask for where a programme misses one: a derived one is worked out from others.

    Args:
        name: what is missing.
        profile: what is known, derived facts filled.
        skip: facts that are not asked for.

    Returns:
        None where nothing is left to ask.
    """
    inputs = [each for each in INPUTS.get(name, (name,)) if each in ASKING and each not in skip]
    if "gruendung" not in (profile.known(KIND) or ()):
        # Who does not found is not asked whether there is a company; nobody visits one that is not there.
        inputs = [each for each in inputs if each != EXISTS or name == EXISTS]
    possible = {each: profile.value(each).possible for each in inputs}
    # First what nobody asked yet, then what is known only roughly.
    unknown = [each for each in inputs if possible[each] is Absent.UNKNOWN]
    rough = [each for each in inputs if not isinstance(possible[each], Known | Absent)]
    # A place that is known exactly and yet too coarse is asked for again.
    asked_itself = name in inputs and profile.value(name).provenance is not Provenance.DERIVED
    coarse = [name] if asked_itself and not isinstance(possible[name], Absent) else []
    return next(iter((*unknown, *rough, *coarse)), None)


def _question(check: Check, open_ones: Iterable[_Open], fact: str, sources: set[str], weight: float) -> Question:
    net, state, asking = check.rulebook.net, check.state, ASKING[fact]
    nodes = {node for name in sources for node in net.by_fact.get(name, ()) if state.missing[node]}
    wanted = mask_of(sources)
    ids = [entry.programme.id for entry in check.rulebook.entries]
    touched = [(ids[place], settling) for place, settling, missing, _ in open_ones if missing & wanted]
    asked = tuple(net.conditions[node] for node in sorted(nodes))
    seat = check.profile.value(SEAT).possible
    return Question(
        fact=fact,
        options=options(fact, check.profile.value(fact).possible, asked, check.rulebook.today, seat=seat),
        who=asking.who,
        ease=asking.ease,
        weight=weight,
        settles=tuple(programme_id for programme_id, settling in touched if settling & wanted),
        touches=tuple(programme_id for programme_id, _ in touched),
        leads_to=tuple(sorted(sources - {fact})),
        sensitive=asking.sensitive,
    )
