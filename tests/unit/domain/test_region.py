from __future__ import annotations

import pytest

from advisor_app.domain.region import is_region_code, is_within


@pytest.mark.parametrize("code", ["EU", "DE", "05", "16", "05754", "05754008"])
def test_region_codes(code):
    assert is_region_code(code)


@pytest.mark.parametrize("code", ["", "5", "5754", "00", "17", "057", "0575400", "057540080", "NRW", "DEA", " 05"])
def test_what_is_no_region_code(code):
    assert not is_region_code(code)


# Every place that is asked for, with the regions it lies in, itself first.
CHAINS = {
    "EU": ("EU",),
    "DE": ("DE", "EU"),
    "05": ("05", "DE", "EU"),
    "07": ("07", "DE", "EU"),
    "05754": ("05754", "05", "DE", "EU"),
    "05911": ("05911", "05", "DE", "EU"),
    "05754008": ("05754008", "05754", "05", "DE", "EU"),
    "05954036": ("05954036", "05954", "05", "DE", "EU"),
}


@pytest.mark.parametrize("place", CHAINS)
@pytest.mark.parametrize("region", CHAINS)
def test_a_place_lies_in_every_region_of_its_chain_and_in_no_other(place, region):
    assert is_within(place, region) == (region in CHAINS[place])
