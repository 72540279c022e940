"""How patient the transport is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Patience and caps of a network source. Times in seconds, `rate` in bytes a second, sizes in bytes.

    `connect` bounds name resolution and connecting each, `stagger` is the head start one address has before the next
    is tried beside it. `answer` bounds the TLS handshake and the response headers together, `gap` the silence between
    two reads of a body. After `grace` the average over the last `grace` seconds of a body must be at least `rate`.
    `tick` is how often a wait looks up to ask whether it was cancelled; a wait that looks up `slept` seconds late means
    that the machine slept. `redirects` are followed at most. `resumes` is how often a pack is asked for at one address
    while each answer brings more of it, `drain` how much of an error page is read to keep its connection.
    """

    connect: float = 10.0
    stagger: float = 0.3
    answer: float = 20.0
    gap: float = 20.0
    grace: float = 20.0
    rate: float = 500.0
    tick: float = 0.2
    slept: float = 10.0
    redirects: int = 3
    resumes: int = 20
    drain: int = 16_384
