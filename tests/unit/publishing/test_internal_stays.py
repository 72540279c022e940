"""What editors mark as internal reaches neither a database nor an index nor a pack (rule 12)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import zstandard
from hypothesis import given

from advisor_app.content.publish import published
from advisor_app.domain import Item, Partner, Status
from advisor_app.domain.item import Visibility
from advisor_app.knowledge.writer import prepare, write_knowledge
from advisor_app.publishing.packs import write_pack
from advisor_app.search.library_documents import documents_of, index_library
from advisor_app.updates.format import PackInfo, PackKind
from tests.any_items import tried
from tests.hidden_items import FORMER_IDS, IDS, SECRET, collections

INFO = PackInfo(
    kind=PackKind.SNAPSHOT,
    since=0,
    to=1,
    raw=0,
    up=0,
    down=0,
    n=0,
    digest="d" * 64,
    as_of="2026-11-23",
    published="2026-11-23",
)
LABELS = {"themes": {"innovation": "Neue Wege"}}


@dataclass(frozen=True)
class Content:
    """Checked items, as they come from the folder of the content."""

    items: tuple[Item, ...]


@tried(20)
@given(collections(secret=[Visibility.INTERNAL], status=Status.PUBLISHED, linked=IDS + FORMER_IDS))
def test_nothing_internal_is_built_or_packed(items):
    shipped = published(Content(tuple(items)))
    prepared = prepare(shipped, LABELS, version=1)
    pack = write_pack(INFO, prepared.records, [], level=1)
    # Whoosh keeps its texts compressed: what it is given is looked at instead.
    told = [repr(shipped), repr(prepared), repr(list(documents_of(shipped, LABELS)))]
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_knowledge(folder / "kb.sqlite", prepared)
        index_library(shipped, LABELS, folder / "index")
        files = [path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.parent.name != "whoosh"]
    files.append(zstandard.ZstdDecompressor().decompress(pack.data))
    assert len(files) > 3
    for text in told:
        assert SECRET not in text.casefold()
    for data in files:
        assert SECRET not in data.decode("utf-8", "replace").casefold()


@tried(20)
@given(collections(secret=[Visibility.INTERNAL]))
def test_all_else_ships(items):
    shipped = {item.id: item for item in published(Content(tuple(items)))}
    expected = {item.id: item for item in items if item.status == "published" and not item.id.startswith(SECRET)}
    assert shipped.keys() == expected.keys()
    for item_id, item in expected.items():
        assert shipped[item_id].title == item.title
        if isinstance(item, Partner):
            kept = [one for one in item.contacts if one.visibility is not Visibility.INTERNAL]
            found = shipped[item_id]
            assert isinstance(found, Partner)
            assert list(found.contacts) == kept
