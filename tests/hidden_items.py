"""Collections some of whose items and contacts are not for everybody: these, and nothing else, say `SECRET`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from advisor_app.domain import Item, Status
from advisor_app.domain.item import Related, Review, Visibility
from advisor_app.domain.partner import Contact
from advisor_app.domain.programme import Cumulation, Party
from tests.any_items import Maker

SECRET = "zq"
OPEN_WORDS = ("Betrieb", "Antrag", "Beratung", "Maschine", "Energie", "zirka", "Frist", "05", "2027-01-31")
HIDDEN_WORDS = ("zqirka", "Zqheim", "beratungzq", "zq-programm")
_OPEN, _HIDDEN = st.sampled_from(OPEN_WORDS), st.sampled_from(HIDDEN_WORDS)
_OPEN_IDS = tuple(f"eintrag-{number}" for number in range(4))
_HIDDEN_IDS = tuple(f"{SECRET}-{number}" for number in range(3))
IDS = _OPEN_IDS + _HIDDEN_IDS
FORMER_IDS = tuple(f"alt-{one}" for one in IDS)
LEVELS = (Visibility.NETWORK, Visibility.INTERNAL)


def collections(
    *, secret: Sequence[Visibility] = LEVELS, status: Status | None = None, linked: Sequence[str] = IDS
) -> st.SearchStrategy[list[Item]]:
    """Return a strategy for items with ids of their own and links to each other; some open ones may be missing.

    Args:
        secret: the visibilities whose texts say SECRET.
        status: that of all items; any if None.
        linked: the ids that they may link to.
    """
    fixed = {} if status is None else {"status": st.just(status)}
    open_to = [one for one in Visibility if one not in secret]
    shown = [_item(one, _OPEN, secret, st.sampled_from(open_to), linked, fixed) for one in _OPEN_IDS]
    hidden = [_item(one, _HIDDEN, secret, st.sampled_from(secret), linked, fixed) for one in _HIDDEN_IDS]
    return st.tuples(*(st.none() | one for one in shown), *hidden).map(lambda some: [one for one in some if one])


def _item(
    item_id: str,
    texts: st.SearchStrategy[str],
    secret: Sequence[Visibility],
    visibility: st.SearchStrategy[Visibility],
    linked: Sequence[str],
    fixed: dict[str, st.SearchStrategy[Any]],
) -> st.SearchStrategy[Item]:
    ids = st.lists(st.sampled_from(linked), max_size=3).map(tuple)
    one_id = st.sampled_from(("", *linked))
    plain = Maker(texts)
    given = {
        Related: st.builds(Related, programmes=ids, topics=ids, partners=ids, events=ids),
        Party: st.builds(Party, name=texts, partner=one_id),
        Review: Maker(_OPEN).part(Review),  # the day of the newest one is that of the whole collection
        Cumulation: plain.part(Cumulation, excluded_with=ids),
        Contact: plain.part(Contact, visibility=visibility)
        | Maker(_HIDDEN).part(Contact, visibility=st.sampled_from(secret)),
    }
    return Maker(texts, given).item(
        id=st.just(item_id),
        former_ids=st.just((f"alt-{item_id}",)),
        visibility=visibility,
        predecessor=ids,
        successor=ids,
        parent=one_id,
        organiser=one_id,
        **fixed,
    )
