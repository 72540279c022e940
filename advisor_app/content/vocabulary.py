"""The closed vocabularies: `kb/vocab/<name>.yaml` holds code -> German label."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from advisor_app.content.faults import error, nearest
from advisor_app.content.text_file import decode
from advisor_app.content.yaml_data import read_yaml
from advisor_app.domain import event, facts, item, partner, programme, topic, window
from advisor_app.errors import Problem

Vocabularies = Mapping[str, Mapping[str, str]]

_CODE = re.compile(r"[a-zA-Z][a-z0-9_]{0,39}", re.ASCII)
_MAX_LABEL = 90


def _codes(enum: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in enum)


# Vocabularies whose codes the program itself knows; the file gives their labels and must agree exactly.
FIXED: Mapping[str, tuple[str, ...]] = {
    "kinds": _codes(item.Kind),
    "statuses": _codes(item.Status),
    "visibilities": _codes(item.Visibility),
    "certainties": _codes(item.Certainty),
    "checked_against": _codes(item.CheckedAgainst),
    "source_kinds": _codes(item.SourceKind),
    "levels": _codes(programme.Level),
    "funding_types": _codes(programme.FundingType),
    "start_rules": _codes(programme.StartRule),
    "start_answers": _codes(programme.StartRule),
    "routes": _codes(programme.Route),
    "aid_bases": _codes(programme.AidBasis),
    "same_cost": _codes(programme.SameCost),
    "window_models": _codes(programme.WindowModel),
    "budgets": _codes(programme.Budget),
    "bagatelle_bases": _codes(programme.BagatelleBase),
    "window_states": _codes(window.WindowState),
    "partner_kinds": _codes(partner.PartnerKind),
    "memberships": _codes(partner.Membership),
    "maturities": _codes(topic.Maturity),
    "event_formats": _codes(event.EventFormat),
    "activities": facts.ACTIVITIES,
    "legal_kinds": facts.LEGAL_KINDS,
}
# Vocabularies whose codes the file alone decides.
OPEN = (
    "themes",
    "target_groups",
    "company_sizes",
    "sectors",
    "phases",
    "ris_fields",
    "cost_bands",
    "offer_types",
    "economic_regions",
)
FOLDER = "vocab"


@dataclass(frozen=True, slots=True)
class LoadedVocabularies:
    """The vocabularies that could be read, and what is wrong with the files."""

    labels: Vocabularies
    problems: tuple[Problem, ...]


def load_vocabularies(kb: Path) -> LoadedVocabularies:
    """Read every vocabulary file below `kb/vocab`; faults become problems."""
    labels: dict[str, Mapping[str, str]] = {}
    problems: list[Problem] = []
    for name in (*FIXED, *OPEN):
        file = f"{FOLDER}/{name}.yaml"
        try:
            raw = (kb / file).read_bytes()
        except OSError as fault:
            reason = fault.strerror or "unreadable"
            problems.append(error(file, 0, "", "vocabulary_missing", f"vocabulary cannot be read: {reason}"))
            continue
        read, faults = _read(raw, file)
        problems += faults
        if read:
            labels[name] = read
            problems += _compare(name, read, file)
    problems += _strays(kb)
    return LoadedVocabularies(labels, tuple(problems))


def codes_of(name: str, vocabularies: Vocabularies) -> frozenset[str]:
    """Return the codes an item may use; empty if the vocabulary could not be read (then nothing is checked)."""
    return frozenset(FIXED.get(name) or vocabularies.get(name, {}))


def _read(raw: bytes, file: str) -> tuple[dict[str, str], list[Problem]]:
    decoded = decode(raw, file)
    problems = list(decoded.problems)
    if decoded.text is None:
        return {}, problems
    yaml = read_yaml(decoded.text, file)
    problems += yaml.problems
    if not isinstance(yaml.data, dict):
        if not yaml.problems:
            problems.append(error(file, 1, "", "vocabulary_form", "a vocabulary is lines of `code: Bezeichnung`"))
        return {}, problems
    labels: dict[str, str] = {}
    for code, label in yaml.data.items():
        line = yaml.lines.get((code,), 1)
        if not _CODE.fullmatch(code):
            problems.append(error(file, line, code, "code_form", "a code is a letter, then a-z, 0-9 and _, at most 40"))
        elif not isinstance(label, str) or not 0 < len(label.strip()) <= _MAX_LABEL:
            problems.append(error(file, line, code, "label_form", f"a label is text of 1 to {_MAX_LABEL} characters"))
        else:
            labels[code] = label
    return labels, problems


def _compare(name: str, labels: Mapping[str, str], file: str) -> list[Problem]:
    """Compare a file with the codes the program knows."""
    if name not in FIXED:
        return []
    known = FIXED[name]
    missing = [code for code in known if code not in labels]
    extra = [code for code in labels if code not in known]
    problems = [error(file, 0, code, "code_missing", f"code {code} has no label; add a line") for code in missing]
    for code in extra:
        near = nearest(code, missing)
        remedy = f'did you mean "{near}"?' if near else "remove the line"
        problems.append(error(file, 0, code, "code_unknown", f"the program knows no code {code}; {remedy}"))
    return problems


def _strays(kb: Path) -> list[Problem]:
    """Name files beside the vocabularies that nothing reads."""
    try:
        names = sorted(path.name for path in (kb / FOLDER).iterdir())
    except OSError:
        return []  # each missing vocabulary is told already
    known = {f"{name}.yaml" for name in (*FIXED, *OPEN)}
    return [
        error(f"{FOLDER}/{name}", 0, "", "vocabulary_unknown", "no vocabulary of this name; rename or remove the file")
        for name in names
        if name not in known and not name.startswith(".")
    ]
