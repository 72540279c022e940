"""What is really inside a frozen program: every file and every Python module, each belonging to exactly one part."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from advisor_app import __version__
from advisor_app.errors import StepFailed
from advisor_app.installation import STAMP
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.debian_packages import SystemPackage, packages_of
from advisor_app.publishing.installers.distributions import Compiled, Distributions, Installed
from advisor_app.publishing.installers.frozen_archive import modules_of, zipped_modules
from advisor_app.publishing.installers.part_rules import Rule, Rules

STEP = "licences"
INSIDE = "_internal"
_RECIPES = Path("build", "installer", "licences")
_RULES = "parts.toml"
_TEXTS = "texts"
_CHECKOUT = Path(__file__).resolve().parents[3]
_LIBRARY = re.compile(r"\.so(\.|$)")
_SHOWN = 8

_Origin = Rule | Installed | SystemPackage


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceText:
    """A licence text: the name it gets among those of its part, and where it lies now."""

    name: str
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a program.

    `licence` is an SPDX expression, `purl` a package URL, `source` where its source is to be had; "" where nobody
    knows. `files` are paths from the program's folder, `modules` the Python modules that the executables carry.
    `inside` names the part that this one is compiled into; it has no files of its own then. `sha256` is that of its
    only file, "" otherwise. `kind` is `library` or `application`.
    """

    name: str
    version: str
    licence: str
    supplier: str
    purl: str
    source: str
    texts: tuple[LicenceText, ...]
    files: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    inside: str = ""
    sha256: str = ""
    note: str = ""
    kind: str = "library"


@dataclass(slots=True)
class _Held:
    """What was found of one origin so far."""

    files: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)


def parts_of(program: Path, site_packages: Path, *, checkout: Path = _CHECKOUT) -> tuple[Part, ...]:
    """Explain everything that lies in a frozen program.

    Args:
        program: its folder, complete with resources and knowledge.
        site_packages: the environment that it was frozen from.
        checkout: where the rules, the licence texts and the program's own licence lie.

    Returns:
        The parts, sorted by name, those that are compiled into others after these.

    Raises:
        StepFailed: something belongs to no known part, or its licence or licence text is unknown.
        InputUnreadable: the rules cannot be read.
        EnvironmentFault: a file of the program cannot be read.
    """
    try:
        return _Explainer(program, site_packages, checkout).parts()
    except OSError as exc:
        raise fault_of(exc, program) from exc


class _Explainer:
    def __init__(self, program: Path, site_packages: Path, checkout: Path) -> None:
        self._program = program
        self._checkout = checkout
        self._recipes = checkout / _RECIPES
        self._rules = Rules.load(self._recipes / _RULES)
        self._installed = Distributions(site_packages)
        self._stamp = _stamp(program)
        if not self._installed.all:
            raise StepFailed(
                step=STEP,
                reason=f"{site_packages} holds no installed packages",
                remedy="build again: the environment that the program was frozen from is gone",
                log="",
            )

    def parts(self) -> tuple[Part, ...]:
        held: dict[_Origin, _Held] = {}
        unknown: list[str] = []
        files = files_of(self._program)
        system = packages_of({PurePosixPath(path).name for path in files if _LIBRARY.search(path)})
        for path in files:
            origin = self._of_file(path, system)
            if origin is None:
                unknown.append(path)
            else:
                held.setdefault(origin, _Held()).files.append(path)
        for module in sorted(self._modules(files)):
            origin = self._of_module(module)
            if origin is None:
                unknown.append(f"module {module}")
            else:
                held.setdefault(origin, _Held()).modules.append(module)
        if unknown:
            raise _unexplained(unknown, self._recipes / _RULES)
        parts = [self._part(origin, found) for origin, found in held.items()]
        names = {part.name for part in parts}
        parts.extend(self._within(names))
        parts.extend(self._compiled(held))
        return tuple(sorted(parts, key=lambda part: (bool(part.inside), part.name.lower(), part.inside, part.version)))

    def _modules(self, files: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for path in files:
            if "/" not in path:
                found.update(modules_of(self._program / path))
            elif path.endswith(".zip") and path.count("/") == 1:
                found.update(zipped_modules(self._program / path))
        return found

    def _of_file(self, path: str, system: dict[str, SystemPackage]) -> _Origin | None:
        # PyInstaller links libraries to where they are looked for: a link belongs where its target does.
        real = (self._program / path).resolve()
        if real.is_relative_to(self._program.resolve()):
            path = real.relative_to(self._program.resolve()).as_posix()
        for rule in self._rules.first:
            if rule.takes_file(path):
                return rule
        found = self._installed.of_file(path.removeprefix(f"{INSIDE}/")) or system.get(PurePosixPath(path).name)
        return found or next((rule for rule in self._rules.fallback if rule.takes_file(path)), None)

    def _of_module(self, name: str) -> _Origin | None:
        for rule in self._rules.first:
            if rule.takes_module(name):
                return rule
        if name.partition(".")[0] in sys.stdlib_module_names:
            return next((rule for rule in self._rules.first if rule.stdlib), None)
        return self._installed.of_module(name)

    def _part(self, origin: _Origin, held: _Held) -> Part:
        if isinstance(origin, Rule):
            return self._of_rule(origin, held)
        files, modules = tuple(held.files), tuple(held.modules)
        if isinstance(origin, SystemPackage):
            licence = self._rules.licences.get(origin.name, f"LicenseRef-{origin.system}-{origin.name}")
            texts: tuple[LicenceText, ...] = (LicenceText(name="copyright", file=origin.licence_file),)
            extra = ""
        else:
            given = self._rules.distributions.get(origin.name)
            licence = given.licence if given is not None and given.licence else origin.licence
            texts = tuple(LicenceText(name=name, file=file) for name, file in origin.licence_files())
            if given is not None:
                texts += tuple(text for spec in given.texts for text in self._texts(spec))
            extra = given.supplier if given is not None else ""
        if not licence or not texts:
            raise _unlicensed(origin.name, self._recipes / _RULES)
        return Part(
            name=origin.name,
            version=origin.version,
            licence=licence,
            supplier=extra or origin.supplier,
            purl=origin.purl,
            source=origin.source,
            texts=_present(texts, origin.name, self._recipes / _RULES),
            files=files,
            modules=modules,
            sha256=self._digest(files),
        )

    def _of_rule(self, rule: Rule, held: _Held) -> Part:
        version = self._version(rule, held.files)
        texts = tuple(text for spec in rule.texts for text in self._texts(spec))
        return Part(
            name=rule.name,
            version=version,
            licence=rule.licence,
            supplier=self._stamp.get("house", "") if rule.supplier == "house" else rule.supplier,
            purl=rule.purl.replace("{version}", version) if version else rule.purl.partition("@")[0],
            source=rule.source,
            texts=_present(texts, rule.name, self._recipes / _RULES),
            files=tuple(held.files),
            modules=tuple(held.modules),
            inside=rule.inside,
            sha256=self._digest(tuple(held.files)),
            note=rule.note,
            kind=rule.kind,
        )

    def _within(self, names: set[str]) -> Iterator[Part]:
        """Give the parts that the rules say are compiled into one of these."""
        for rule in self._rules.within:
            if rule.inside in names and rule.platform in ("", self._stamp.get("platform", "")):
                yield self._of_rule(rule, _Held())

    def _compiled(self, held: dict[_Origin, _Held]) -> Iterator[Part]:
        """Give what the wheels say was compiled into their libraries."""
        for origin, found in held.items():
            if not isinstance(origin, Installed) or not any(_is_native(path) for path in found.files):
                continue
            for one in dict.fromkeys(origin.compiled()):
                if one.name != origin.name:
                    yield self._of_compiled(one, origin)

    def _of_compiled(self, one: Compiled, origin: Installed) -> Part:
        licence = one.licence or self._rules.licences.get(one.name, "")
        if not licence:
            raise _unlicensed(f"{one.name} in {origin.name}", self._recipes / _RULES)
        folder = self._recipes / _TEXTS
        known = (folder / f"{word}.txt" for word in dict.fromkeys(re.findall(r"[A-Za-z0-9.-]+", licence)))
        texts = tuple(LicenceText(name=file.name, file=file) for file in known if file.is_file())
        return Part(
            name=one.name,
            version=one.version,
            licence=licence,
            supplier=one.supplier,
            purl=one.purl,
            source=one.source,
            texts=_present(texts, f"{one.name} ({licence})", self._recipes / _RULES),
            inside=origin.name,
        )

    def _version(self, rule: Rule, files: Iterable[str]) -> str:
        if rule.version == "app":
            return self._stamp.get("version", __version__)
        if rule.version == "knowledge":
            return self._stamp.get("knowledge_version", "")
        kind, _colon, rest = rule.version.partition(":")
        if kind == "dist":
            found = self._installed.all.get(rest)
            return found.version if found is not None else ""
        if kind == "find":
            return self._found(re.compile(rest.encode("utf-8")), files)
        return rule.version

    def _found(self, pattern: re.Pattern[bytes], files: Iterable[str]) -> str:
        for path in files:
            match = pattern.search((self._program / path).read_bytes())
            if match is not None:
                return match.group(1).replace(b"\0", b"").decode("ascii")
        return ""

    def _texts(self, spec: str) -> Iterator[LicenceText]:
        kind, _colon, rest = spec.partition(":")
        if kind == "dist":
            name, _colon, pattern = rest.partition(":")
            found = self._installed.all.get(name)
            for text, file in found.licence_files() if found is not None else ():
                if pattern in ("*", text):
                    yield LicenceText(name=text, file=file)
        elif kind in ("checkout", "program"):
            file = (self._checkout if kind == "checkout" else self._program) / rest
            yield LicenceText(name=file.name, file=file)
        else:
            yield LicenceText(name=spec, file=self._recipes / _TEXTS / spec)

    def _digest(self, files: tuple[str, ...]) -> str:
        if len(files) != 1:
            return ""
        return hashlib.sha256((self._program / files[0]).read_bytes()).hexdigest()


def files_of(program: Path) -> tuple[str, ...]:
    """Return all files and links of a program as paths from its folder, sorted."""
    found = (path for path in program.rglob("*") if path.is_symlink() or not path.is_dir())
    return tuple(sorted(path.relative_to(program).as_posix() for path in found))


def _is_native(path: str) -> bool:
    return bool(_LIBRARY.search(path)) or path.lower().endswith((".pyd", ".dll"))


def _stamp(program: Path) -> dict[str, str]:
    try:
        found = json.loads((program / INSIDE / "resources" / STAMP).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {key: str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _present(texts: tuple[LicenceText, ...], name: str, rules: Path) -> tuple[LicenceText, ...]:
    if not texts or any(not text.file.is_file() for text in texts):
        missing = ", ".join(str(text.file) for text in texts if not text.file.is_file())
        raise StepFailed(
            step=STEP,
            reason=f"the licence text of {name} is missing {missing}".rstrip(),
            remedy=f"put it into {rules.parent / _TEXTS} and name it in {rules}",
            log="",
        )
    return texts


def _unlicensed(name: str, rules: Path) -> StepFailed:
    return StepFailed(step=STEP, reason=f"the licence of {name} is unknown", remedy=f"name it in {rules}", log="")


def _unexplained(unknown: list[str], rules: Path) -> StepFailed:
    more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
    return StepFailed(
        step=STEP,
        reason=f"{len(unknown)} things in the program belong to no known part: {', '.join(unknown[:_SHOWN])}{more}",
        remedy=f"leave them out of the program, or describe them in {rules}",
        log="",
    )
