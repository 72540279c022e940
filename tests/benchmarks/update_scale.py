"""What ten thousand devices ask of one server: computed from measured exchanges, the assumptions beside the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tests.benchmarks.update_alternatives import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What is assumed.

    `tls_bytes` are those of one handshake with a chain of two certificates, both directions. Prices are list prices of
    large object stores behind a network of caches, in EUR: per GB (10^9 bytes) sent and per million requests. `new` are
    devices that install without the knowledge that ships with the installer, per month.
    """

    clients: int = 10_000
    checks_per_day: float = 1.0
    publishes_per_month: float = 4.35
    tls_bytes: int = 5_000
    new: int = 0
    office_hours: float = 9.0
    eur_per_gb: float = 0.08
    eur_per_million: float = 0.90


def ten_thousand_clients(measured: Mapping[str, Cost], given: Assumptions) -> dict[str, Any]:
    """Return requests, bytes and cost a day and a month.

    Args:
        measured: cost of `none`, `ten` and `install`, without TLS.
        given: the assumptions.
    """
    days = 30.4
    checks = given.clients * given.checks_per_day * days
    updates = given.clients * given.publishes_per_month
    # A publish is found by one of the checks: that one is an update instead.
    quiet = max(0.0, checks - updates)
    times = {"none": quiet, "ten": updates, "install": float(given.new)}
    requests = sum(times[name] * measured[name].requests for name in times)
    sent = sum(times[name] * (measured[name].bytes + given.tls_bytes) for name in times)
    busiest = given.clients * measured["ten"].requests / (given.office_hours * 3600)
    return {
        "assumptions": asdict(given),
        "requests_per_day": round(requests / days),
        "bytes_per_day": round(sent / days),
        "bytes_per_publish": round(given.clients * (measured["ten"].bytes + given.tls_bytes)),
        "requests_per_second_on_a_day_of_publishing": round(busiest, 2),
        "gb_per_month": round(sent / 1e9, 3),
        "eur_per_month": round(sent / 1e9 * given.eur_per_gb + requests / 1e6 * given.eur_per_million, 2),
        "bytes_if_all_installed_without_the_seed": round(given.clients * (measured["install"].bytes + given.tls_bytes)),
    }
