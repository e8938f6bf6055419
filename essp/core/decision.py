"""What a policy answers: allowed, to be proposed first, or refused, always with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from essp.core.i18n import Message


class Verdict(Enum):
    """The three answers a policy can give."""

    ALLOW = "allow"
    PROPOSE = "propose"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Decision:
    """One answer. True in a condition only when the act may be done straight away."""

    verdict: Verdict
    reason: Message = ""

    def __bool__(self) -> bool:
        return self.verdict is Verdict.ALLOW


class Refused(Exception):
    """The actor may not do this; `reason` is a sentence for them."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


class NotFound(Exception):
    """There is no such thing, or none that the actor may know of: the two look alike."""


class Invalid(Exception):
    """What was entered cannot be used. `errors` maps a field's name to a sentence."""

    def __init__(self, **errors: Message) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in errors.items()))
        self.errors = errors


_ALLOWED = Decision(Verdict.ALLOW)


def allow() -> Decision:
    """Yes."""
    return _ALLOWED


def propose(reason: Message) -> Decision:
    """Not straight away: it goes to somebody for approval."""
    return Decision(Verdict.PROPOSE, reason)


def refuse(reason: Message) -> Decision:
    """No, and why."""
    return Decision(Verdict.REFUSE, reason)


def require(decision: Decision) -> None:
    """Raise Refused with the decision's reason unless it allows."""
    if not decision:
        raise Refused(decision.reason)
