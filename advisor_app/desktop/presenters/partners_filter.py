"""Which partners are wanted: by group, kind, competence, region and offer, with what each further choice would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from advisor_app.desktop.presenters.partners_book import PartnerBook
from advisor_app.desktop.presenters.views import ChipView, FacetGroup, FacetOption, Labels
from advisor_app.domain.outlines import PartnerOutline
from advisor_app.domain.partner import PartnerKind

KIND, COMPETENCE, REGION, OFFER = "kind", "competence", "region", "offer"
FACETS = {KIND: "Art", COMPETENCE: "Kompetenz", REGION: "Region", OFFER: "Angebot"}
_VOCABULARIES = {KIND: "partner_kinds", COMPETENCE: "themes", OFFER: "offer_types"}


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of partners that are looked for together."""

    code: str
    label: str
    kinds: frozenset[PartnerKind] = frozenset()
    icon: str = "users"


ALL = Group("", "Alle Partner")
GROUPS = (
    ALL,
    Group("chambers", "Kammern", frozenset({PartnerKind.IHK, PartnerKind.HWK}), "building"),
    Group(
        "science",
        "Hochschulen",
        frozenset({PartnerKind.HOCHSCHULTRANSFER, PartnerKind.FORSCHUNGSEINRICHTUNG}),
        "school",
    ),
    Group("startups", "Start-ups", frozenset({PartnerKind.STARTUP, PartnerKind.STARTUP_HUB}), "rocket"),
    Group("money", "Finanzierung", frozenset({PartnerKind.FOERDERBANK, PartnerKind.FINANZIERUNG}), "building-bank"),
    Group("development", "Wirtschaftsförderung", frozenset({PartnerKind.WIRTSCHAFTSFOERDERUNG})),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFilter:
    """What is wanted. Values of one facet are alternatives, the facets hold together."""

    group: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether every partner is wanted."""
        return not self.group and not any(self.chosen.values())

    def codes(self, facet: str) -> frozenset[str]:
        """Return the values chosen of a facet."""
        return self.chosen.get(facet, frozenset())

    def toggled(self, facet: str, code: str) -> PartnerFilter:
        """Return the filter with a value added, or taken away if it was chosen."""
        codes = self.codes(facet) ^ {code}
        return replace(self, chosen={**self.chosen, facet: codes})

    def grouped(self, group: str) -> PartnerFilter:
        """Return the filter for a group of kinds."""
        return replace(self, group=group)


def filtered(book: PartnerBook, wanted: PartnerFilter) -> tuple[PartnerOutline, ...]:
    """Return the partners that are wanted."""
    if wanted.is_empty:
        return book.partners
    return tuple(partner for partner in book.partners if _fits(book, partner, wanted))


def groups_with_counts(book: PartnerBook) -> tuple[tuple[Group, int], ...]:
    """Return every group with how many partners are in it."""
    kinds = Counter(partner.partner_kind for partner in book.partners)
    return tuple(
        (group, sum(kinds[kind] for kind in group.kinds) if group.kinds else len(book.partners)) for group in GROUPS
    )


def facet_groups(book: PartnerBook, wanted: PartnerFilter, labels: Labels) -> tuple[FacetGroup, ...]:
    """Return every facet with its values and how many partners each would give beside the other facets."""
    return tuple(_facet(book, wanted, facet, labels) for facet in FACETS)


def chips(book: PartnerBook, wanted: PartnerFilter, labels: Labels) -> tuple[ChipView, ...]:
    """Return the values that are chosen, to be taken away one by one."""
    return tuple(
        ChipView(facet=facet, code=code, label=_label(book, facet, code, labels))
        for facet in FACETS
        for code in sorted(wanted.codes(facet))
    )


def _facet(book: PartnerBook, wanted: PartnerFilter, facet: str, labels: Labels) -> FacetGroup:
    others = replace(wanted, chosen={name: codes for name, codes in wanted.chosen.items() if name != facet})
    every = Counter(chain.from_iterable(_codes(book, partner, facet) for partner in book.partners))
    counts = every
    if not others.is_empty:
        counts = Counter(chain.from_iterable(_codes(book, partner, facet) for partner in filtered(book, others)))
    chosen = wanted.codes(facet)
    options = [
        FacetOption(code=code, label=_label(book, facet, code, labels), count=counts[code], chosen=code in chosen)
        for code in every.keys() | chosen
    ]
    return FacetGroup(
        facet=facet, label=FACETS[facet], options=tuple(sorted(options, key=lambda option: option.label.casefold()))
    )


def _label(book: PartnerBook, facet: str, code: str, labels: Labels) -> str:
    return book.districts.get(code, code) if facet == REGION else labels.label(_VOCABULARIES[facet], code)


def _codes(book: PartnerBook, partner: PartnerOutline, facet: str) -> Iterable[str]:
    match facet:
        case "kind":
            return (partner.partner_kind,)
        case "competence":
            return frozenset(partner.competences)
        case "offer":
            return frozenset(offer.type for offer in partner.offers if offer.type)
        case _:
            return book.districts.keys() if partner.id in book.statewide else book.served.get(partner.id, ())


def _fits(book: PartnerBook, partner: PartnerOutline, wanted: PartnerFilter) -> bool:
    if wanted.group:
        kinds = next((group.kinds for group in GROUPS if group.code == wanted.group), frozenset())
        if partner.partner_kind not in kinds:
            return False
    return all(
        not codes or not codes.isdisjoint(_codes(book, partner, facet)) for facet, codes in wanted.chosen.items()
    )
