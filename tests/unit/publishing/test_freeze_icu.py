"""ICU's data cut to German and English: the package itself, and what Qt's own ICU makes of it."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import PySide6
import pytest

from advisor_app.errors import StepFailed
from advisor_app.publishing.installers.icu import cut_library, cut_package, is_needed

LIBRARIES = Path(PySide6.__file__).parent / "Qt" / "lib"
LIBRARY = next(LIBRARIES.glob("libicudata.so.*"), LIBRARIES / "libicudata.so.0")
needs_icu = pytest.mark.skipif(
    not LIBRARY.is_file() or shutil.which("objcopy") is None, reason="Qt's ICU for Linux and binutils are needed"
)

# Sorts, writes numbers and days as ICU itself does it, and sorts as Qt does it; prints one JSON document.
PROBE = """
import ctypes, json, sys
from pathlib import Path
from PySide6.QtCore import QCollator, QLocale, Qt
folder, version, *words = sys.argv[1:]
icu = ctypes.CDLL(f"{folder}/libicui18n.so.{version}")
status = ctypes.c_int(0)

def call(name, *arguments, result=ctypes.c_void_p):
    function = getattr(icu, f"{name}_{version}")
    function.restype = result
    return function(*arguments)

def text(fill):
    buffer = (ctypes.c_uint16 * 200)()
    status.value = 0
    size = fill(buffer)
    assert status.value <= 0, status.value
    return bytes(buffer)[: size * 2].decode("utf-16-le")

found = {}
for locale in (b"de_DE", b"de_AT", b"de_DE@collation=phonebook", b"en_GB"):
    status.value = 0
    keys = {}
    collator = ctypes.c_void_p(call("ucol_open", locale, ctypes.byref(status)))
    for word in words:
        encoded = word.encode("utf-16-le")
        key = (ctypes.c_uint8 * 200)()
        size = call("ucol_getSortKey", collator, encoded, len(encoded) // 2, key, 200, result=ctypes.c_int32)
        keys[word] = bytes(key)[:size].hex()
    numbers = []
    for style in (1, 2, 3):
        status.value = 0
        form = ctypes.c_void_p(call("unum_open", style, None, 0, locale, None, ctypes.byref(status)))
        numbers.append(text(lambda into: call("unum_formatDouble", form, ctypes.c_double(1234567.891), into, 200, None,
                                              ctypes.byref(status), result=ctypes.c_int32)))
    days = []
    for style in (0, 1, 2, 3):
        zone = "Europe/Berlin".encode("utf-16-le")
        status.value = 0
        form = ctypes.c_void_p(call("udat_open", style, style, locale, zone, 13, None, 0, ctypes.byref(status)))
        days.append(text(lambda into: call("udat_format", form, ctypes.c_double(1795420800000.0), into, 200, None,
                                           ctypes.byref(status), result=ctypes.c_int32)))
    found[locale.decode()] = [keys, numbers, days]
collator = QCollator(QLocale(QLocale.Language.German, QLocale.Country.Germany))
collator.setNumericMode(True)
collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
import functools
found["qt"] = sorted(words, key=functools.cmp_to_key(collator.compare))
mapped = Path("/proc/self/maps").read_text().splitlines()
found["maps"] = sorted({line.split()[-1] for line in mapped if "icudata" in line})
print(json.dumps(found))
"""
WORDS = [
    *("Äpfel", "Apfel", "apfel", "Zebra", "Öl", "Ofen", "Straße", "Strasse", "Straßen", "Müller", "Mueller", "Muller"),
    *("ß", "ss", "Übung", "Uhr", "É", "e", "naïve", "10", "9", "KfW-511", "KfW_67", "Ärztin", "aerztlich"),
    *("Łódź", "Ångström", "漢字", "Привет"),
]


def _package(*items: tuple[str, bytes]) -> bytes:
    """Return a package as ICU writes it."""
    header = struct.pack("<HBBHHBBBB4s", 32, 0xDA, 0x27, 20, 0, 0, 0, 2, 0, b"CmnD").ljust(32, b"\0")
    names = b"".join(name.encode() + b"\0" for name, _content in items)
    name_at = 4 + 8 * len(items)
    place = -(-(name_at + len(names)) // 16) * 16
    table, body = struct.pack("<I", len(items)), b""
    for name, content in items:
        table += struct.pack("<II", name_at, place + len(body))
        name_at += len(name) + 1
        body += content.ljust(-(-len(content) // 16) * 16, b"\0")
    return header + (table + names).ljust(place, b"\0") + body


def test_a_package_keeps_the_needed_items_and_nothing_else():
    whole = _package(("icu/coll/de.res", b"deutsch"), ("icu/coll/fr.res", b"x" * 40), ("icu/root.res", b"Wurzel"))
    assert cut_package(whole) == _package(("icu/coll/de.res", b"deutsch"), ("icu/root.res", b"Wurzel"))


@pytest.mark.parametrize("item", ["root.res", "de.res", "coll/de_AT.res", "en_001.res", "zone/pool.res", "nfkc.nrm"])
def test_german_english_and_what_all_share_is_needed(item):
    assert is_needed(item)


@pytest.mark.parametrize("item", ["fr.res", "coll/zh_Hant.res", "yue.res", "ibm-943.cnv", "brkitr/thaidict.dict"])
def test_other_languages_and_old_encodings_are_not(item):
    assert not is_needed(item)


@pytest.mark.parametrize("data", [b"", b"\x7fELF" * 20, _package(("icu/fr.res", b"x"))])
def test_what_is_no_package_or_would_be_empty_is_refused(data):
    with pytest.raises(ValueError, match=r"package|nothing"):
        cut_package(data)


def test_a_library_of_another_name_is_refused(tmp_path):
    with pytest.raises(StepFailed) as caught:
        cut_library(tmp_path / "libicudata.so", tmp_path, logs=tmp_path)
    assert "installer.txt" in str(caught.value.details["remedy"])


@needs_icu
def test_german_is_sorted_and_written_as_with_all_of_icu(tmp_path):
    cut = tmp_path / LIBRARY.name
    shutil.copy(LIBRARY, cut)
    cut_library(cut, tmp_path / "work", logs=tmp_path)
    whole, small = _probe(LIBRARY), _probe(cut)
    assert cut.stat().st_size < LIBRARY.stat().st_size / 6
    assert (whole.pop("maps"), small.pop("maps")) == ([str(LIBRARY)], [str(cut)])
    assert small == whole
    assert whole["qt"].index("Äpfel") < whole["qt"].index("Öl") < whole["qt"].index("Zebra")
    assert "1.234.567,891" in whole["de_DE"][1]


def _probe(library: Path) -> dict[str, Any]:
    version = LIBRARY.name.rpartition(".")[2]
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(LIBRARIES), version, *WORDS],
        env={**os.environ, "LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
