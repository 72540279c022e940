from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.domain.region import ancestors, is_region_code, is_within

CODES = st.sampled_from(["EU", "DE", "05", "07", "05754", "05911", "05754008", "05954036"])


@pytest.mark.parametrize("code", ["EU", "DE", "05", "16", "05754", "05754008"])
def test_region_codes(code):
    assert is_region_code(code)


@pytest.mark.parametrize("code", ["", "5", "5754", "00", "17", "057", "0575400", "057540080", "NRW", "DEA", " 05"])
def test_what_is_no_region_code(code):
    assert not is_region_code(code)


@given(place=CODES, region=CODES)
def test_within_means_that_the_region_is_an_ancestor(place, region):
    assert is_within(place, region) == (region in ancestors(place))


def test_ancestors_of_a_municipality():
    assert ancestors("05754008") == ("05754008", "05754", "05", "DE", "EU")
