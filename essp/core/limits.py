"""Throttling: so many attempts in a moving window, counted per key, in memory or in a shared storage.

A name is folded before it is counted, so that spellings of one name share a counter; an IPv6 address
counts as its /64, of which a single subscriber has all. When the shared storage cannot be reached,
attempts are counted in this process.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from essp.core.ids import skeleton

log = structlog.get_logger(__name__)
T = TypeVar("T")


class TooManyAttempts(Exception):
    """The limit is reached; `wait` is the number of whole seconds until another attempt counts."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} s")
        self.wait = wait


@dataclass(frozen=True)
class Limit:
    """At most `amount` attempts in `seconds`, for one purpose such as `sign-in name`."""

    purpose: str
    amount: int
    seconds: int

    @property
    def item(self) -> RateLimitItem:
        """The limit as the counting library wants it."""
        return RateLimitItemPerSecond(self.amount, self.seconds, namespace=self.purpose)


@dataclass
class Limits:
    """The counters of one installation; `storage` is an address such as `memory://`."""

    storage: str
    _own: MovingWindowRateLimiter = field(
        default_factory=lambda: MovingWindowRateLimiter(MemoryStorage())
    )
    _shared: MovingWindowRateLimiter | None = None

    def __post_init__(self) -> None:
        if not self.storage.startswith("memory"):
            found = storage_from_string(self.storage, wrap_exceptions=True)
            self._shared = MovingWindowRateLimiter(found)

    def hit(self, limit: Limit, key: str) -> None:
        """Count one attempt; raises TooManyAttempts when the window is full."""
        if not self._with(lambda counter: counter.hit(limit.item, key)):
            raise TooManyAttempts(self._wait(limit, key))

    def check(self, limit: Limit, key: str) -> None:
        """Count nothing; raises TooManyAttempts when the window is full."""
        if not self._with(lambda counter: counter.test(limit.item, key)):
            raise TooManyAttempts(self._wait(limit, key))

    def forget(self, limit: Limit, key: str) -> None:
        """Begin counting anew: the attempts so far were honest."""
        self._with(lambda counter: counter.clear(limit.item, key))

    def reset(self) -> None:
        """Forget every count of this process."""
        self._own.storage.reset()

    def _wait(self, limit: Limit, key: str) -> int:
        stats = self._with(lambda counter: counter.get_window_stats(limit.item, key))
        return max(1, math.ceil(stats.reset_time - time.time()))

    def _with(self, ask: Callable[[MovingWindowRateLimiter], T]) -> T:
        if self._shared is not None:
            try:
                return ask(self._shared)
            except StorageError:
                log.warning("the storage of throttling counts cannot be reached")
        return ask(self._own)


def key_of_name(text: str) -> str:
    """The counter's key of a name, whatever its case, blanks, width or look-alike letters."""
    folded = skeleton(text[:1000]).replace(" ", "")
    return hashlib.sha256(folded.encode()).hexdigest()


def key_of_address(text: str | None) -> str:
    """The counter's key of a network address; an IPv6 address stands for its /64."""
    try:
        address = ipaddress.ip_address((text or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
