"""How topics hang together: by a link in the content, by shared programmes, by shared partners.

Made in a worker from the index of topics. Where there are many topics, those are shown that hang together most, or the
neighbours of the one that was chosen: more than a few dozen nobody can tell apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nlargest
from itertools import combinations

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.topics import TopicIndex, TopicRow
from advisor_app.desktop.presenters.topics_links import link_to
from advisor_app.desktop.presenters.views import Labels, LinkView

MOST = 40
STRONGEST = 12
_DIRECT = 2
_FEW = 5
# An entry that most topics are linked with says nothing about any two of them, and would cost the square of its topics.
_WIDE = 400
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What two topics have in common; `direct` tells that the content links one with the other."""

    first: TopicRow
    second: TopicRow
    direct: bool = False
    programmes: tuple[LinkView, ...] = ()
    partners: tuple[LinkView, ...] = ()

    @property
    def weight(self) -> int:
        """Return how strongly they hang together; a link in the content counts as two shared entries."""
        return _DIRECT * self.direct + len(self.programmes) + len(self.partners)

    @property
    def ends(self) -> tuple[str, str]:
        """Return the ids of both."""
        return self.first.id, self.second.id

    def other(self, topic_id: str) -> TopicRow:
        """Return the topic at the other end."""
        return self.second if self.first.id == topic_id else self.first

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return the reasons, each in words: link in the content, shared programmes, shared partners."""
        return (
            *(["Im Thema als verwandt genannt"] if self.direct else []),
            *_reason("Gemeinsames Programm", "Gemeinsame Programme", self.programmes),
            *_reason("Gemeinsamer Partner", "Gemeinsame Partner", self.partners),
        )

    @property
    def amount(self) -> str:
        """Return how much both share, in one line."""
        programmes = formatting.count(len(self.programmes), "Programm", "Programme")
        partners = formatting.count(len(self.partners), "Partner", "Partner")
        shared = formatting.joined([programmes if self.programmes else "", partners if self.partners else ""])
        return formatting.joined([f"{shared} gemeinsam" if shared else "", "verwandt" if self.direct else ""])

    def summary(self, ties: int) -> str:
        """Return what there is to say of the first topic in one sentence; this is the closest of its `ties`."""
        if ties == 1:
            return f"{self.first.title} hängt zusammen mit {self.second.title} ({self.amount})"
        return (
            f"{self.first.title} hängt mit {formatting.count(ties, 'Thema', 'Themen')} zusammen, am engsten mit "
            f"{self.second.title} ({self.amount})"
        )

    @property
    def spoken(self) -> str:
        """Return the tie as a sentence."""
        return f"{self.first.title} hängt zusammen mit {self.second.title}. {'. '.join(self.reasons)}"


def _reason(one: str, many: str, links: Sequence[LinkView]) -> list[str]:
    if not links:
        return []
    # One that is left over is named: "and 1 more" takes as much room as many a name.
    shown = len(links) if len(links) <= _NAMED + 1 else _NAMED
    names = [link.title for link in links[:shown]]
    if len(links) > shown:
        names.append(f"{len(links) - shown} weitere")
    return [f"{one if len(links) == 1 else many}: {formatting.listed(names)}"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkView:
    """The picture: topics in the order of innovation fields, ties from the weakest to the strongest.

    `found` are the topics that the filters leave, `remark` says what is not in the picture.
    """

    nodes: tuple[TopicRow, ...] = ()
    ties: tuple[Tie, ...] = ()
    found: frozenset[str] = frozenset()
    chosen: str = ""
    remark: str = ""

    def ties_of(self, topic_id: str) -> tuple[Tie, ...]:
        """Return the ties of a topic, the strongest first, each beginning with it."""
        return tuple(
            tie if tie.first.id == topic_id else replace(tie, first=tie.second, second=tie.first)
            for tie in reversed(self.ties)
            if topic_id in tie.ends
        )

    @property
    def strongest(self) -> tuple[Tie, ...]:
        """Return the strongest ties between topics that the filters leave."""
        return tuple(tie for tie in reversed(self.ties) if self.found.issuperset(tie.ends))[:STRONGEST]


def draw_network(
    index: TopicIndex,
    *,
    labels: Labels,
    today: date,
    found: Collection[str],
    chosen: str = "",
    stale: bool = False,
    most: int = MOST,
) -> NetworkView:
    """Make the picture of how topics hang together.

    Args:
        index: the topics.
        labels: knows the words behind codes.
        today: the day that windows are held against.
        found: ids of the topics that the filters leave.
        chosen: id of the topic one looks at, "" if none.
        stale: the knowledge as a whole is too old to promise anything.
        most: how many topics the picture has room for.
    """
    wanted = frozenset(found)
    shown = _shown(index, wanted, chosen, most)
    nodes = tuple(row for row in index.rows if row.id in shown)
    named: dict[str, LinkView] = {}

    def links(ids: Collection[str]) -> tuple[LinkView, ...]:
        for entry in ids:
            if entry not in named:
                named[entry] = link_to(index.entry(entry), labels, today, stale=stale)
        return tuple(sorted((named[entry] for entry in ids), key=lambda link: link.title.casefold()))

    programmes = {row.id: frozenset(index.programmes[row.id]) for row in nodes}
    partners = {row.id: frozenset(index.partners[row.id]) for row in nodes}
    ties = []
    for one, two in combinations(nodes, 2):
        direct = two.id in index.topics[one.id] or one.id in index.topics[two.id]
        by_programme, by_partner = programmes[one.id] & programmes[two.id], partners[one.id] & partners[two.id]
        if direct or by_programme or by_partner:
            ties.append(Tie(first=one, second=two, direct=direct, programmes=links(by_programme),
                            partners=links(by_partner)))  # fmt: skip
    # Read backwards, ties of one weight are in the order of the topics then.
    ties.reverse()
    return NetworkView(
        nodes=nodes,
        ties=tuple(sorted(ties, key=lambda tie: tie.weight)),
        found=wanted,
        chosen=chosen if chosen in shown else "",
        remark=_remark(len(nodes), len(index.rows), chosen=chosen in shown),
    )


def _shown(index: TopicIndex, found: frozenset[str], chosen: str, most: int) -> frozenset[str]:
    if len(index.rows) <= most:
        return frozenset(row.id for row in index.rows)
    if chosen in index.topics:
        start: Collection[str] = (chosen,)
    else:
        start = _strongest(index, found, most)
    shown = dict.fromkeys(start)
    if len(shown) <= _FEW:
        near = sum((neighbours(index, topic_id) for topic_id in start), Counter())
        for topic_id, _ in sorted(near.items(), key=lambda entry: (-entry[1], entry[0])):
            if len(shown) >= most:
                break
            shown.setdefault(topic_id)
    return frozenset(shown)


def _strongest(index: TopicIndex, found: Collection[str], most: int) -> list[str]:
    """Return the topics that have most in common with others, roughly: counted without looking at each of them."""
    through = {entry: len(topics) - 1 for entry, topics in index.with_programme.items()}
    beside = {entry: len(topics) - 1 for entry, topics in index.with_partner.items()}

    def reach(topic_id: str) -> int:
        shared = sum(map(through.__getitem__, index.programmes[topic_id]))
        return shared + sum(map(beside.__getitem__, index.partners[topic_id])) + _DIRECT * len(index.topics[topic_id])

    return nlargest(most, sorted(found), key=reach)


def neighbours(index: TopicIndex, topic_id: str) -> Counter[str]:
    """Return the topics that hang together with one, each with the weight of its tie."""
    near = Counter(dict.fromkeys(index.topics[topic_id], _DIRECT))
    sides = ((index.programmes, index.with_programme), (index.partners, index.with_partner))
    for entries, with_entry in sides:
        for entry in entries[topic_id]:
            if len(with_entry[entry]) <= _WIDE:
                near.update(with_entry[entry])
    del near[topic_id]
    return near


def _remark(shown: int, total: int, *, chosen: bool) -> str:
    if shown == total:
        return ""
    which = "die engsten Nachbarn des gewählten Themas" if chosen else "die am stärksten verbundenen"
    return f"Gezeigt: {which}, {formatting.number(shown)} von {formatting.count(total, 'Thema', 'Themen')}"
