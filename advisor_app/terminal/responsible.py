"""`advisor-app responsible`: which chambers and which business development serve a place, and who is near."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from advisor_app.directory.areas import Reach
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.directory.nearest import Near, nearest
from advisor_app.directory.place import Doubt, Found, Place, PlaceKind
from advisor_app.directory.responsible import Office, Responsibility, responsible
from advisor_app.domain.outlines import PartnerOutline
from advisor_app.errors import UsageFault
from advisor_app.terminal.shell import console, print_json
from advisor_app.workspace import Library, Workspace

RULE = (
    "IHK or HWK: that follows from the Handwerksrolle and the registers of the crafts, never from the industry; "
    "a mixed company can belong to both."
)
MAX_NEAR = 1000
_NAMED = 6
_OFFICES = {
    Office.IHK: "IHK",
    Office.HWK: "HWK",
    Office.BUSINESS_DEVELOPMENT: "Business development",
}
_REACHES = {
    Reach.MUNICIPALITY: "municipality",
    Reach.DISTRICT: "city or district",
    Reach.REGION: "region",
    Reach.STATE: "whole state",
    Reach.COUNTRY: "whole country",
}
_QUESTIONS = {
    Doubt.DISTRICT_BORDER: "this postal code lies in two districts; in which municipality is the company?",
    Doubt.TWO_MUNICIPALITIES: "this postal code spans two municipalities; in which one is the company?",
    Doubt.LARGE_RECIPIENT: "this postal code belongs to a large recipient and has no area; is this the municipality?",
    Doubt.SAME_NAME: "several places bear this name; which one is meant?",
    Doubt.PART_OF: "no table knows this part; is it a part of this municipality?",
    Doubt.DISAGREE: "postal code and name mean different places; which one is right?",
    Doubt.CODE_UNKNOWN: "no table holds this postal code; is the name right?",
}
_ONE_UNKNOWN = (
    "this postal code spans two municipalities and only one of them is known here; "
    "is the company in it, or in another municipality that is not known here?"
)


def responsible_for(
    context: typer.Context,
    place: Annotated[list[str], typer.Argument(metavar="PLACE", help="Postal code, municipality or district.")],
    competence: Annotated[
        list[str] | None, typer.Option("--competence", help="Only nearby partners with this theme; may be repeated.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Only nearby partners of this kind; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, max=MAX_NEAR, help="How many nearby partners.")] = 8,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Directory of the user's data.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Tell who is responsible for a place: chambers, business development, the nearest partners."""
    workspace = Workspace.locate(data_dir or context.obj)
    gazetteer = Gazetteer.load(workspace.geodata)
    found = gazetteer.resolve(" ".join(place))
    meant = found.whole()
    if meant is None:
        raise _unknown(found)
    with workspace.open_library() as library:
        partners = library.outlines().partners
        wanted = {
            "competences": _codes(library, "themes", competence or ()),
            "kinds": _codes(library, "partner_kinds", kind or ()),
        }
        who = responsible(meant, partners)
        near = nearest(meant, partners, **wanted, limit=limit)
        answer = _Answer(gazetteer, library, partners, found, who, near)
        if as_json:
            print_json(answer.document())
            return
        out = console()
        for line in answer.lines():
            out.print(line, markup=False)


class _Answer:
    """What is told about a place, as a document and as lines."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        library: Library,
        partners: Iterable[PartnerOutline],
        found: Found,
        who: Responsibility,
        near: Sequence[Near],
    ) -> None:
        self._gazetteer = gazetteer
        self._library = library
        self._titles = {partner.id: partner.title for partner in partners}
        self._found = found
        self._who = who
        self._near = near

    def document(self) -> dict[str, object]:
        """Return the JSON document that scripts rely on."""
        who, found = self._who, self._found
        return {
            "place": found.place.label if found.place is not None else found.query,
            "kind": str(found.place.kind) if found.place is not None else "",
            "code": found.place.code if found.place is not None else "",
            "municipalities": self._municipalities(who.place.municipalities),
            "ihk": list(who.ihk),
            "hwk": list(who.hwk),
            "ambiguous": who.ambiguous,
            "business_development": list(who.business_development),
            "in_parts": list(who.in_parts),
            "branches": list(who.branches),
            "question": str(found.note),
            "one_unknown": found.one_unknown,
            "choices": [{"kind": str(one.kind), "code": one.code, "name": one.label} for one in found.choices],
            "also": [{"kind": str(one.kind), "code": one.code, "name": one.label} for one in found.also],
            "reasons": [
                {"id": claim.id, "reach": claim.reach.name.lower(), "municipalities": list(claim.municipalities)}
                for claim in who.reasons
            ],
            "gaps": [{"office": str(gap.office), "municipalities": list(gap.municipalities)} for gap in who.gaps],
            "nearest": [
                {
                    "id": one.id,
                    "title": self._titles[one.id],
                    "km": one.km,
                    "serves": one.serves,
                    "competences": list(one.competences),
                }
                for one in self._near
            ],
            "rule": RULE,
        }

    def lines(self) -> Iterator[str]:
        """Yield the answer for people."""
        yield from self._head()
        yield ""
        for office, ids in ((Office.IHK, self._who.ihk), (Office.HWK, self._who.hwk)):
            yield from self._office(office, ids)
        yield f"  {RULE}"
        yield ""
        yield from self._office(Office.BUSINESS_DEVELOPMENT, self._who.business_development)
        for branch in self._who.branches:
            yield f"  branch  {self._titles[branch]} · {branch}"
        for one in self._who.in_parts:
            yield f"  in parts: {self._titles[one]} · {one} ({self._share(one)})"
        if self._near:
            yield ""
            yield "Nearest partners (between town centres, those that serve the place first)"
            yield from (self._near_line(one) for one in self._near)

    def _head(self) -> Iterator[str]:
        found, who = self._found, self._who
        if found.place is not None:
            yield self._described(found.place)
            if who.ambiguous:
                yield "This district is split between chambers; name the municipality for one answer."
            for other in found.also:
                yield f"Also of this name: {self._described(other)}"
            return
        yield f"{found.query}: {_ONE_UNKNOWN if found.one_unknown else _QUESTIONS[found.note]}"
        for choice in found.choices:
            yield f"  {choice.code}  {self._described(choice)}"
        known = " for the one that is known" if found.one_unknown else ""
        yield f"Until that is said, everybody who may be responsible{known}:"

    def _described(self, place: Place) -> str:
        district = self._gazetteer.place(place.district)
        if place.kind is PlaceKind.DISTRICT or district is None or district.name == place.name:
            return place.label
        return f"{place.label} ({district.name})"

    def _office(self, office: Office, ids: Sequence[str]) -> Iterator[str]:
        yield _OFFICES[office]
        for one in ids:
            claim = self._who.claim(one)
            notes = []
            if office is Office.BUSINESS_DEVELOPMENT and claim is not None:
                notes.append(_REACHES[claim.reach])
            if claim is not None and not claim.covers(self._who.place):
                notes.append(self._share(one))
            yield f"  {self._titles[one]} · {one}" + (f" ({'; '.join(notes)})" if notes else "")
        for gap in self._who.gaps:
            if gap.office is office:
                where = "" if len(gap.municipalities) == len(self._who.place.municipalities) else " for "
                named = self._names(gap.municipalities) if where else ""
                yield f"  nobody known{where}{named}: a gap in the knowledge, not a proof that there is none"

    def _share(self, partner: str) -> str:
        claim = self._who.claim(partner)
        return self._names(claim.municipalities) if claim is not None else ""

    def _names(self, municipalities: Sequence[str]) -> str:
        names = [entry["name"] for entry in self._municipalities(municipalities)]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED + 1 else ""
        return ", ".join(names[:_NAMED] if more else names) + more

    def _municipalities(self, codes: Iterable[str]) -> list[dict[str, str]]:
        places = (self._gazetteer.place(ags) for ags in codes)
        return [{"ags": place.code, "name": place.name} for place in places if place is not None]

    def _near_line(self, one: Near) -> str:
        distance = f"{one.km:6.1f} km" if one.km is not None else "        ?"
        themes = ", ".join(self._library.label("themes", theme) for theme in one.competences)
        notes = [text for text in (themes, "" if one.serves else "serves other places") if text]
        return f"{distance}  {self._titles[one.id]} · {one.id}" + (f" ({'; '.join(notes)})" if notes else "")


def _unknown(found: Found) -> UsageFault:
    near = [hit.place.label for hit in found.suggestions]
    remedy = f"did you mean {', '.join(near)}?" if near else "name a postal code, a municipality or a district"
    query = found.query.strip()
    match found.note:
        case Doubt.EMPTY:
            return UsageFault(what="no place is named", remedy="name a postal code, a municipality or a district")
        case Doubt.OUTSIDE:
            what = f"the postal code {query} lies outside Nordrhein-Westfalen"
            return UsageFault(what=what, remedy="only places in the state are known")
        case Doubt.CODE_UNKNOWN:
            what = f"the postal code {query} is in no table (a PO box, a large recipient or the next state)"
            around = f"; around it lie {', '.join(near)}" if near else ""
            return UsageFault(what=what, remedy=f"name the municipality{around}")
        case _:
            return UsageFault(what=f"no place in Nordrhein-Westfalen is known as '{query}'", remedy=remedy)


def _codes(library: Library, vocabulary: str, given: Iterable[str]) -> tuple[str, ...]:
    """Check codes of a vocabulary; labels are accepted for codes."""
    labels = library.vocabulary(vocabulary)
    by_label = {label.casefold(): code for code, label in labels.items()}
    known = {**by_label, **{code: code for code in labels}}
    codes = []
    for value in given:
        code = known.get(value) or known.get(value.casefold())
        if code is None:
            near = difflib.get_close_matches(value.casefold(), known, n=1)
            remedy = f"did you mean '{near[0]}'?" if near else f"codes: {', '.join(labels)}"
            raise UsageFault(what=f"'{value}' is no code of {vocabulary}", remedy=remedy)
        codes.append(code)
    return tuple(codes)
