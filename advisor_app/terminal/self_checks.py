"""The checks of the self-test that need no window: database, index, search, texts, map, update.

Each stands for itself and reads only; what must be written goes into a folder that is thrown away.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeVar

from advisor_app.content.geodata import DISTRICTS, Geodata
from advisor_app.content.markdown import render
from advisor_app.content.topology import MIDDLE, SMALL, Topology
from advisor_app.domain import Item
from advisor_app.domain.checks import CheckFailed
from advisor_app.errors import TrustFault
from advisor_app.knowledge.generations import Generation, KnowledgeStore
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import record_digest, state_digest
from advisor_app.search import manifest
from advisor_app.search.index import INDEX_FORMAT, SearchIndex
from advisor_app.search.model import Hit, SearchRequest
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.model import Outcome, UpdateResult
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source

FindGeneration = Callable[[], Generation]
Render = Callable[[str, Sequence[str]], str]
_Any = TypeVar("_Any")

# Searches of each sort; spread over all items, so that every self-test asks the same.
_SAMPLE = 60
_GOOD_RANK = 3
_WORD = re.compile(r"[^\W\d_]{5,}")
_TYPO_FROM = 8
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
# A typing error may hit another word that exists; most are seen through.
_TYPOS_SEEN_THROUGH = 0.9
_TAGS = frozenset(
    "a p br strong em ul ol li h3 h4 blockquote code pre hr table thead tbody tr th td sub sup".split()  # noqa: SIM905
)
_ADDRESSES = ("http://", "https://", "mailto:", "tel:", "source:")
# What must never get through, whatever the texts at hand happen to hold.
_HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) <a href='data:x'>b</a>"
    "\n\n<iframe src='https://example.org'></iframe>\n\n- **fett** [q1]"
)
# The simplified borders of 2013 differ from today's figures by less than this.
_SURFACE_DIFFERS = 0.03
_POINTS_INSIDE = 0.9

# One byte of each is changed in turn: what is read first, who may sign what, and what is installed.
_CHANGED = ("metadata/timestamp.json", "metadata/1.targets.json", "targets/content/*.snapshot.kbp")


# Database and index


def check_database(find: FindGeneration) -> str:
    """Open the database, read every page and every record, and hold its digest against the recorded ones."""
    generation = find()
    with KnowledgeReader(generation.database) as reader:
        if not reader.is_intact():
            raise CheckFailed(f"{generation.database}: SQLite finds damaged pages")
        records = [(name, record_digest(text)) for name, text in reader.canonical_records()]
        info, count = reader.info(), sum(1 for _ in reader.items())
    digest = state_digest(generation.version, records)
    if (digest, generation.version) != (info.digest, info.version) or digest != generation.digest:
        raise CheckFailed(
            f"{generation.database}: its records give the digest {digest[:12]}, recorded are {info.digest[:12]} in it "
            f"and {generation.digest[:12]} beside it"
        )
    if not count:
        raise CheckFailed(f"{generation.database}: it holds no entry")
    return f"{count} entries, {len(records)} records, version {info.version}, digest {digest[:12]}, as of {info.as_of}"


def check_index(find: FindGeneration, today: date) -> str:
    """Open the index as it lies there and hold it against the database: the same items, and no rebuild needed."""
    generation = find()
    if generation.index_format != INDEX_FORMAT:
        raise CheckFailed(
            f"{generation.index}: format {generation.index_format}, this program reads {INDEX_FORMAT}: "
            "it would be rebuilt at the first start"
        )
    with _opened(generation, today) as (items, index):
        found = index.search(SearchRequest(limit=len(items) + 1, snippets=0))
    try:
        manifest.verify_whoosh(generation.index, manifest.parse(generation.index))
    except (OSError, ValueError) as exc:
        raise CheckFailed(f"{generation.index}: a file is damaged or missing ({exc})") from exc
    known, indexed = {item.id for item in items}, {hit.id for hit in found.hits}
    if known != indexed:
        raise CheckFailed(
            f"{generation.index}: {len(indexed)} documents for {len(known)} entries, "
            f"{len(known ^ indexed)} of them differ"
        )
    return f"{len(indexed)} documents, format {INDEX_FORMAT}, no rebuild needed"


@contextmanager
def _opened(generation: Generation, today: date) -> Iterator[tuple[list[Item], SearchIndex]]:
    """Open database and index of a generation where they lie, without any of the ways out that the program has."""
    with KnowledgeReader(generation.database) as reader:
        items = list(reader.items())
    index = SearchIndex.open(generation.index, today=today)
    try:
        yield items, index
    finally:
        index.close()


# Search


def check_search(find: FindGeneration, today: date) -> str:
    """Ask what the knowledge itself answers: titles find their items, umlauts fold, typing errors are seen through."""
    with _opened(find(), today) as (items, index):
        sample = _spread(items, _SAMPLE)
        if not sample:
            raise CheckFailed("there is no entry to search for")
        for item in sample:
            rank = _rank(index, item.title, item.id, limit=_GOOD_RANK)
            if not rank:
                raise CheckFailed(f"'{item.title}' does not find {item.id} among the first {_GOOD_RANK} hits")
        folded = _check_umlauts(index, items)
        seen, typed = _check_typos(index, items)
        words = index.search(SearchRequest(text=sample[0].title, limit=1, snippets=1))
        if not words.hits[0].snippet.text or not words.facets:
            raise CheckFailed("hits come without snippet or facets")
    return f"{len(sample)} titles found, {folded} words with umlauts written out, {seen} of {typed} typing errors"


def _check_umlauts(index: SearchIndex, items: Sequence[Item]) -> int:
    """Ask for words with umlauts in both spellings; return how many."""
    words = sorted({word for item in items for word in _WORD.findall(item.title) if word.translate(_UMLAUTS) != word})
    for word in _spread(words, _SAMPLE):
        spelled, written = ([hit.id for hit in _hits(index, text)] for text in (word, word.translate(_UMLAUTS)))
        if spelled != written or not spelled:
            raise CheckFailed(f"'{word}' and '{word.translate(_UMLAUTS)}' do not find the same")
    return len(_spread(words, _SAMPLE))


def _check_typos(index: SearchIndex, items: Sequence[Item]) -> tuple[int, int]:
    """Leave a letter out in the middle of long words; return how many still find an item, of how many."""
    words = sorted({(word, item.id) for item in items for word in _WORD.findall(item.title) if len(word) >= _TYPO_FROM})
    asked = _spread(words, _SAMPLE)
    lost = [
        word
        for word, item_id in asked
        if not _rank(index, word[: len(word) // 2] + word[len(word) // 2 + 1 :], item_id, limit=len(items))
    ]
    if len(lost) > len(asked) * (1 - _TYPOS_SEEN_THROUGH):
        raise CheckFailed(f"{len(lost)} of {len(asked)} words with a typing error find nothing, such as '{lost[0]}'")
    return len(asked) - len(lost), len(asked)


def _hits(index: SearchIndex, text: str, limit: int = 10) -> Sequence[Hit]:
    return index.search(SearchRequest(text=text, limit=limit, snippets=0, growing=False)).hits


def _rank(index: SearchIndex, text: str, item_id: str, *, limit: int) -> int:
    """Return at which place a text finds an item, 0 for none of the first ones."""
    ids = [hit.id for hit in _hits(index, text, limit)]
    return ids.index(item_id) + 1 if item_id in ids else 0


def _spread(values: Sequence[_Any], count: int) -> list[_Any]:
    """Return at most so many values, evenly taken from all."""
    step = max(1, -(-len(values) // count))
    return list(values[::step])


# Texts


class _Tags(HTMLParser):
    """Collects what must not stand in HTML that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag and its attributes."""
        if tag not in _TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ("href", "title", "start"):
                self.faults.append(f"{tag} {name}=")
            if name == "href" and not (value or "").startswith(_ADDRESSES):
                self.faults.append(f"a link to {value}")


def check_rendering(find: FindGeneration, render: Render = render) -> str:
    """Turn every text of every item into HTML and look through it: known tags, safe links, no script.

    Args:
        find: finds the knowledge.
        render: turns Markdown, with the ids of its sources, into HTML.
    """
    html = render(_HOSTILE, ["q1"])
    if (faults := _faults_in(html)) or "<strong>fett</strong>" not in html or "source:q1" not in html:
        raise CheckFailed(f"a hostile text is not made safe: {', '.join(faults) or html}")
    with KnowledgeReader(find().database) as reader:
        items = list(reader.items())
    sections = 0
    for item in items:
        for section in item.body:
            html = render(section.markdown, [source.id for source in item.sources])
            if faults := _faults_in(html):
                raise CheckFailed(f"{item.id}, '{section.heading}': {', '.join(faults)}")
            if section.markdown.strip() and not html.strip():
                raise CheckFailed(f"{item.id}, '{section.heading}': nothing is left of the text")
            sections += 1
    return f"{sections} texts of {len(items)} entries, all of them safe HTML"


def _faults_in(html: str) -> list[str]:
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return parser.faults


# Map


def check_map(geodata: Path) -> str:
    """Decode the districts' borders and hold them against the tables: closed, of the right size, in the right place."""
    places = Geodata.load(geodata)
    with (geodata / DISTRICTS).open(encoding="utf-8", newline="") as lines:
        sizes = {row["AGS"]: float(row["area_km2"]) for row in csv.DictReader(lines)}
    for file in (MIDDLE, SMALL):
        topology = Topology.read(geodata / file)
        if topology.areas.keys() != sizes.keys():
            raise CheckFailed(f"{file}: {len(topology.areas)} districts, the table has {len(sizes)}")
        for ags, size in sizes.items():
            _check_district(topology, ags, size, places, file)
        if any(len(sides) > 2 for sides in topology.sides.values()):
            raise CheckFailed(f"{file}: a border belongs to three districts")
    shared = sum(len(sides) == 2 for sides in topology.sides.values())
    return f"{len(sizes)} districts closed, of the right size and in their place, {shared} shared borders"


def _check_district(topology: Topology, ags: str, size: float, places: Geodata, file: str) -> None:
    surface = topology.surface(ags)
    if abs(surface / size - 1) > _SURFACE_DIFFERS:
        raise CheckFailed(f"{file}: {ags} measures {surface:.0f} km2, the table says {size:.0f}")
    if not topology.neighbours(ags):
        raise CheckFailed(f"{file}: {ags} shares no border with any other district")
    points = [(one.lon, one.lat) for one in places.postal_codes.values() if one.municipality.startswith(ags)]
    inside = sum(topology.contains(ags, point) for point in points)
    if inside < len(points) * _POINTS_INSIDE:
        raise CheckFailed(f"{file}: {len(points) - inside} of {len(points)} places of {ags} lie outside of it")


# Update


def check_update(channel: Path, scratch: Path, today: date) -> str:
    """Receive from a signed channel in a folder for real: install, find nothing new, refuse what was changed.

    Args:
        channel: the installation's folder with the root and the endpoint of a channel made for this.
        scratch: an empty folder that may be written to.
        today: the day the received index is opened for.
    """
    first = _receive(channel, scratch / "device")
    if (first.outcome, first.before) != (Outcome.UPDATED, 0):
        raise CheckFailed(f"the first update ended with '{first.outcome}'")
    store = KnowledgeStore(scratch / "device" / "knowledge")
    generation = store.current()
    if generation is None:
        raise CheckFailed("the update left no knowledge behind")
    with _opened(generation, today) as (items, index):
        for item in items:
            if not _rank(index, item.title, item.id, limit=1):
                raise CheckFailed(f"what was received is not found: {item.title}")
    again = _receive(channel, scratch / "device")
    if again.outcome is not Outcome.CURRENT:
        raise CheckFailed(f"the second update ended with '{again.outcome}', there was nothing new")
    refused = [_refusal(channel, scratch / f"changed-{number}", pattern) for number, pattern in enumerate(_CHANGED)]
    return (
        f"{len(items)} entries received, checked and found in {first.seconds:.1f} s; nothing new the second time; "
        f"refused with one byte changed: {', '.join(refused)}"
    )


def _receive(channel: Path, device: Path) -> UpdateResult:
    client = UpdateClient(
        home=device / "updates",
        store=KnowledgeStore(device / "knowledge"),
        seed=None,
        trust_root=TrustRoot.read(channel / "root.json"),
    )
    with open_source(channel / "endpoint") as source:
        return client.update(source)


def _refusal(channel: Path, scratch: Path, pattern: str) -> str:
    """Change one byte of a file of the channel and receive; return how that was refused."""
    changed = scratch / "channel"
    for path in (path for path in channel.rglob("*") if path.is_file()):
        copy = changed / path.relative_to(channel)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    file = next((changed / "endpoint").glob(pattern))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    try:
        _receive(changed, scratch)
    except TrustFault as exc:
        if KnowledgeStore(scratch / "knowledge").current() is not None:
            raise CheckFailed(f"{file.name} was refused, but something of it was installed") from exc
        return exc.code
    raise CheckFailed(f"an update was installed although a byte of {file.name} was changed")
