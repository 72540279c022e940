"""Rules about identity and links between items (rule 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from advisor_app.content.collection import Collection, Entry
from advisor_app.content.faults import nearest
from advisor_app.content.files import FOLDERS
from advisor_app.content.links import NO_SUCCESSOR, Link, links_of
from advisor_app.domain import Partner, Programme, Status, kind_of
from advisor_app.domain.item import Visibility
from advisor_app.errors import Problem


def ids(content: Collection) -> Iterator[Problem]:
    """An id names one item only, over all kinds and for ever."""
    for entry in content.entries:
        first = content.by_id[entry.item.id]
        if first is not entry:
            message = f"id {entry.item.id} is taken by {first.file}; choose another"
            yield entry.error(("id",), "id_twice", message)
        if entry.item.id == NO_SUCCESSOR:
            yield entry.error(("id",), "id_reserved", f'"{NO_SUCCESSOR}" cannot be an id; choose another')
        for index, old in enumerate(entry.item.former_ids):
            if old in content.by_id:
                message = f"former id {old} is the id of {content.by_id[old].file}; ids are never reused"
                yield entry.error(("former_ids", index), "id_twice", message)
            elif content.former[old] != entry.item.id:
                message = f"former id {old} also belongs to {content.former[old]}; ids are never reused"
                yield entry.error(("former_ids", index), "id_twice", message)


def places_of_files(content: Collection) -> Iterator[Problem]:
    """A file bears the name of its item and lies in the folder of its kind."""
    for entry in content.entries:
        path = PurePosixPath(entry.file)
        if path.stem != entry.item.id:
            message = f"file is called {path.name}, id is {entry.item.id}; rename one of them"
            yield entry.error(("id",), "file_name", message)
        folder = FOLDERS[kind_of(entry.item)]
        if path.parent.name != folder:
            message = f"a {kind_of(entry.item)} belongs into the folder {folder}; move the file or correct schema"
            yield entry.error(("schema",), "wrong_folder", message)


def references(content: Collection) -> Iterator[Problem]:
    """Every link leads to an item of the right kind that ships with it."""
    for entry in content.entries:
        seen: set[tuple[object, str]] = set()
        for link in links_of(entry.item):
            yield from _reference(content, entry, link)
            group = link.path[:2] if link.path[0] == "related" else link.path[:1]
            if (group, link.target) in seen:
                yield entry.error(link.path, "link_twice", f"{link.target} stands twice; remove one")
            seen.add((group, link.target))
        for index, successor in enumerate(getattr(entry.item, "successor", ())):
            if successor == NO_SUCCESSOR and len(getattr(entry.item, "successor", ())) > 1:
                yield entry.error(("successor", index), "successor_none", 'either "none" or a list of ids')


def chains(content: Collection) -> Iterator[Problem]:
    """Nothing follows or contains itself, however long the way round."""
    successors = {item.id: item.successor for _, item in content.of(Programme)}
    parents = {item.id: (item.parent,) for _, item in content.of(Partner) if item.parent}
    for entry in content.entries:
        for field, graph in (("successor", successors), ("parent", parents)):
            if _leads_back(entry.item.id, graph):
                yield entry.error((field,), "circle", f"{field} leads back to this item; break the circle")


def _reference(content: Collection, entry: Entry, link: Link) -> Iterator[Problem]:
    if link.target == entry.item.id:
        yield entry.error(link.path, "link_to_itself", "an item cannot point to itself; remove the link")
        return
    target = content.by_id.get(link.target)
    if target is None and link.target in content.former:
        target = content.by_id[content.former[link.target]]
        message = f"{link.target} is now called {target.item.id}; use the new id"
        yield entry.warning(link.path, "former_id", message)
    if target is None:
        if link.target not in content.lost:
            near = nearest(link.target, content.ids_of(link.kind))
            remedy = f'did you mean "{near}"?' if near else "create the item or remove the link"
            yield entry.error(link.path, "unknown_id", f"no item has the id {link.target}; {remedy}")
        return
    if kind_of(target.item) is not link.kind:
        message = f"{link.target} is a {kind_of(target.item)}, wanted is a {link.kind}; move or remove the link"
        yield entry.error(link.path, "wrong_kind", message)
    elif entry.item.status is Status.PUBLISHED and target.item.status is not Status.PUBLISHED:
        yield from _unpublished(entry, link, target)
    elif target.item.visibility is Visibility.INTERNAL and entry.item.visibility is not Visibility.INTERNAL:
        yield from _internal(entry, link)


def _internal(entry: Entry, link: Link) -> Iterator[Problem]:
    if link.path == ("organiser",):
        message = f"organiser {link.target} is internal and does not ship; name another or set visibility: internal"
        yield entry.error(link.path, "link_to_internal", message)
        return
    message = f"{link.target} is internal and does not ship; the link is left out of the build"
    yield entry.warning(link.path, "link_to_internal", message)


def _unpublished(entry: Entry, link: Link, target: Entry) -> Iterator[Problem]:
    state = target.item.status
    if link.path == ("organiser",):
        message = f"organiser {link.target} is not published ({state}); publish it first or set status: draft"
        yield entry.error(link.path, "link_to_unpublished", message)
        return
    message = f"{link.target} is not published ({state}); the link is left out of the build until it is"
    yield entry.warning(link.path, "link_to_unpublished", message)


def _leads_back(start: str, graph: Mapping[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    waiting = [following for following in graph.get(start, ()) if following != start]
    while waiting:
        current = waiting.pop()
        if current == start:
            return True
        if current not in seen:
            seen.add(current)
            waiting.extend(graph.get(current, ()))
    return False
