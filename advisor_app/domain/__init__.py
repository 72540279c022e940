"""What advisors talk about: frozen values, closed vocabularies and pure rules. Standard library only.

`item` (common to all kinds), `programme`, `topic`, `partner`, `event`; `eligibility` (grammar), `facts`
(catalogue), `region`, `window`.
"""

from advisor_app.domain.event import Event
from advisor_app.domain.item import Certainty, Item, Kind, Source, Status
from advisor_app.domain.partner import Partner
from advisor_app.domain.programme import Programme
from advisor_app.domain.topic import Topic

KIND_OF: dict[type[Item], Kind] = {
    Programme: Kind.PROGRAMME,
    Topic: Kind.TOPIC,
    Partner: Kind.PARTNER,
    Event: Kind.EVENT,
}


def kind_of(item: Item) -> Kind:
    """Return the kind of an item."""
    return KIND_OF[type(item)]


__all__ = [
    "KIND_OF",
    "Certainty",
    "Event",
    "Item",
    "Kind",
    "Partner",
    "Programme",
    "Source",
    "Status",
    "Topic",
    "kind_of",
]
