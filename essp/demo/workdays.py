"""On which days the organisation works: not at weekends, nor on the holidays of its country."""

from __future__ import annotations

from datetime import date

_HOLIDAYS = {
    date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6),
    date(2026, 4, 27), date(2026, 5, 5), date(2026, 5, 14), date(2026, 5, 15), date(2026, 5, 25),
    date(2026, 12, 25),
}  # fmt: skip
# From, until, and which part of the usual comes to work.
_QUIET = (
    (date(2025, 12, 22), date(2026, 1, 2), 0.3),
    (date(2026, 2, 16), date(2026, 2, 20), 0.75),
    (date(2026, 4, 27), date(2026, 5, 8), 0.7),
    (date(2026, 7, 13), date(2026, 8, 21), 0.5),
    (date(2026, 10, 19), date(2026, 10, 23), 0.8),
)


def is_worked(day: date) -> bool:
    """Whether the office is open."""
    return day.weekday() < 5 and day not in _HOLIDAYS


def part_at_work(day: date) -> float:
    """Which part of those who usually come is there: 1 on an ordinary day, little when it is closed."""
    if not is_worked(day):
        return 0.06
    quiet = min((part for first, last, part in _QUIET if first <= day <= last), default=1.0)
    return quiet * (0.8 if day.weekday() == 4 else 1.0)
