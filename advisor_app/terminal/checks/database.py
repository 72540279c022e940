"""Whether the database is whole."""

from __future__ import annotations

from advisor_app.domain.checks import CheckFailed
from advisor_app.knowledge.generations import Generation
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import record_digest, state_digest


def check_database(generation: Generation) -> str:
    """Open the database, read every page and every record, and hold its digest against the recorded ones."""
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
