"""Whatever stands in a file, nothing is raised, and thousands of files take seconds."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor_app.content.faults import shown
from advisor_app.content.front_matter import parse
from advisor_app.content.schema.registry import read_item
from advisor_app.content.vocabulary import FIXED
from advisor_app.content.yaml_data import read_yaml

FILE = "programmes/foerderung.md"
CODES = {name: frozenset(codes) for name, codes in FIXED.items()}
YAML_LIKE = st.text(alphabet=st.sampled_from("abc01: -[]{},\"'\n#&*!|>?%@`~.e+_\\"), max_size=200)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**6) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def check(raw: bytes) -> None:
    parsed = parse(raw, FILE)
    problems = list(parsed.problems)
    if parsed.document is not None:
        problems += read_item(parsed.document, FILE, CODES).problems
    assert all("\n" not in problem.message and problem.line >= 0 and problem.code for problem in problems)
    assert problems or parsed.document is not None


@given(st.binary(max_size=300))
def test_random_bytes_never_raise(raw):
    check(raw)


@given(st.binary(max_size=200), YAML_LIKE)
def test_random_front_matter_never_raises(raw, text):
    check(b"---\n" + text.encode() + b"\n---\n" + raw)


@given(YAML_LIKE)
def test_random_yaml_gives_data_or_a_problem(text):
    read = read_yaml(text, FILE)
    assert read.problems or read.data is not None or not text.strip("\n -#.~") or read.data is None


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_value_in_any_field_gives_problems_only(kb, data):
    document = parse((kb.path / FILE).read_bytes(), FILE).document
    assert document is not None
    field = data.draw(st.sampled_from(sorted(document.data)))
    document.data[field] = data.draw(PLAIN)
    check_item = read_item(document, FILE, CODES)
    assert check_item.item is not None or check_item.problems


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cut=st.integers(0, 1800), patch=st.text(alphabet=st.sampled_from("a0:[]{}\"'-\n#,& "), max_size=6))
def test_any_edit_of_a_valid_file_never_raises_and_spares_the_rest(kb, cut, patch):
    text = kb.read("topics/beispiel.md")
    kb.write("topics/patched.md", text[:cut] + patch + text[cut + 3 :])
    content = kb.load()
    assert {"agentur", "foerderung", "sprechtag"} <= {item.id for item in content.items}


@given(st.text(max_size=200))
def test_foreign_text_in_messages_is_one_short_line(text):
    assert len(shown(text)) <= 62
    assert shown(text).isprintable()


@pytest.mark.parametrize("count", [600])
def test_checking_is_fast(kb, count):
    programme = kb.read(FILE)
    for number in range(count):
        text = programme.replace("id: foerderung", f"id: foerderung-{number}")
        text = text.replace("title: Beispielf", f"title: Nr. {number} F").replace("beispiel.de", f"b{number}.de")
        kb.write(f"programmes/foerderung-{number}.md", text)
    begin = time.perf_counter()
    content = kb.load()
    elapsed = time.perf_counter() - begin
    assert content.problems == ()
    assert len(content.items) == count + 4
    assert elapsed < count * 0.02  # 3,000 files in less than a minute, on a slow machine too
