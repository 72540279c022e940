"""Partners in places: chambers with a split district, helpers with positions, one that only the network may see."""

from __future__ import annotations

from functools import cache

from advisor_app.desktop.pages.partners.answer import Land
from advisor_app.desktop.presenters.partners_book import PartnerBook
from advisor_app.domain import Item, Partner
from advisor_app.domain.item import Status, Visibility
from advisor_app.domain.partner import Address, Area, Contact, Geo, Offer, PartialArea, PartnerKind
from tests.desktop.conftest import BANK, EVENT, RESOURCES, REVIEW, TODAY, MemoryLibrary
from tests.desktop.conftest import SECURITY as PROGRAMME

RUHR = ("05911", "05916")
BOCHUM = ("Bochum", 51.482, 7.216)
HAGEN = ("Hagen", 51.36, 7.475)
DORTMUND = ("Dortmund", 51.514, 7.468)
WITTEN = ("Witten", 51.443, 7.335)


def partner(
    item_id: str, title: str, kind: PartnerKind, town: tuple[str, float, float] | None, **changes: object
) -> Partner:
    """Return a partner in a town."""
    values: dict[str, object] = {
        "id": item_id, "title": title, "status": Status.PUBLISHED, "themes": ("beratung",), "region": ("05",),
        "summary": "Eine Einrichtung, die Betriebe berät.", "sources": (BANK,), "review": REVIEW, "partner_kind": kind,
        "serves": Area(ags=("05",)), "competences": ("digitalisierung",),
        "offers": (Offer(type="erstberatung", text="Gespräch"),),
    }  # fmt: skip
    if town is not None:
        values |= {"address": Address(city=town[0]), "geo": Geo(lat=town[1], lon=town[2])}
    return Partner(**{**values, **changes})  # type: ignore[arg-type]


IHK_BOCHUM = partner(
    "ihk-bochum", "IHK Mittleres Ruhrgebiet", PartnerKind.IHK, BOCHUM,
    serves=Area(ags=RUHR, partial=(PartialArea(ags="05954", only=("05954016", "05954036")),)),
    website="https://www.example.org/bochum", uncertain=("Ein Punkt.",),
    contacts=(Contact(role="Zentrale", phone="0234 000", function_mailbox="info@example.org"),
              Contact(role="Durchwahl", phone="0234 999", visibility=Visibility.NETWORK)),
)  # fmt: skip
IHK_HAGEN = partner(
    "ihk-hagen", "Südwestfälische IHK zu Hagen", PartnerKind.IHK, HAGEN,
    serves=Area(ags=("05914", "05962"), partial=(PartialArea(ags="05954", only=(
        "05954004", "05954008", "05954012", "05954020", "05954024", "05954028", "05954032")),)),
)  # fmt: skip
HWK = partner("hwk-dortmund", "Handwerkskammer Dortmund", PartnerKind.HWK, DORTMUND,
              serves=Area(ags=(*RUHR, "05913", "05914", "05954")))  # fmt: skip
REGION = partner("bmr", "Business Metropole Ruhr", PartnerKind.WIRTSCHAFTSFOERDERUNG, BOCHUM,
                 serves=Area(ags=(*RUHR, "05954"), wirtschaftsregion="metropole_ruhr"))  # fmt: skip
UNIVERSITY = partner("transfer-rub", "Worldfactory", PartnerKind.HOCHSCHULTRANSFER, BOCHUM, competences=("ki",))
SECURITY = partner("digital-sicher", "DIGITAL.SICHER.NRW", PartnerKind.KOMPETENZZENTRUM, DORTMUND,
                   competences=("it_sicherheit",))  # fmt: skip
HUB = partner("hub", "ruhr:HUB", PartnerKind.STARTUP_HUB, WITTEN)
NOWHERE = partner("verband", "Ein Verband", PartnerKind.VERBAND, None)
HIDDEN = partner("intern", "Nur im Netzwerk", PartnerKind.NETZWERK, WITTEN, visibility=Visibility.NETWORK)
PARTNERS: tuple[Item, ...] = (IHK_BOCHUM, IHK_HAGEN, HWK, REGION, UNIVERSITY, SECURITY, HUB, NOWHERE, HIDDEN)


def library() -> MemoryLibrary:
    """Return a library of these partners."""
    return MemoryLibrary((PROGRAMME, *PARTNERS, EVENT))


@cache
def land() -> Land:
    """Return borders and places."""
    return Land.read(RESOURCES / "geodata")


def book(known: MemoryLibrary | None = None) -> PartnerBook:
    """Return what the page knows of a library."""
    return PartnerBook.of(known or library(), land().ground, TODAY)
