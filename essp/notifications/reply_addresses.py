"""Addresses at which a conversation is answered by mail: one for each person and post, for a time.

What stands behind the `+` is 21 bytes in base32: the person, the post, the last day, and a signature
of these. Mail servers may change the case of it; it fits into the 64 characters that they allow.
"""

from __future__ import annotations

import hmac
from base64 import b32decode, b32encode
from binascii import Error
from dataclasses import dataclass
from datetime import date, timedelta
from struct import Struct

from essp.core import clock, mail

PURPOSE = "mail-reply"
LASTING = timedelta(days=60)
EPOCH = date(2020, 1, 1)
FIELDS = Struct(">IIBH")  # person, both parts of the post, the day
SIGNED = 10


@dataclass(frozen=True)
class Meant:
    """Whom an address was given to, the post it answers, and whether its time is over."""

    person_id: int
    post_id: int
    expired: bool


class Forged(ValueError):
    """Something stands behind the `+` that this site never signed."""


def reply_address(person_id: int, post_id: int) -> str:
    """The address at which that person answers that post; empty where mail is not answered."""
    local, at, host = mail.reply_box().partition("@")
    if not at:
        return ""
    last = (clock.now().date() + LASTING - EPOCH).days
    said = FIELDS.pack(person_id, post_id & 0xFFFFFFFF, post_id >> 32, last)
    token = b32encode(said + _signature(said)).decode().rstrip("=").lower()
    return f"{local}+{token}@{host}"


def meant_by(address: str) -> Meant | None:
    """What an address means; None for one that is not of this site's box. Raises Forged."""
    local, at, host = mail.reply_box().partition("@")
    before, plus, token = address.lower().partition("@")[0].partition("+")
    if not at or not plus or (before, address.lower().partition("@")[2]) != (local, host):
        return None
    try:
        content = b32decode(token.upper() + "=" * (-len(token) % 8))
    except (Error, ValueError):
        raise Forged from None
    said, signed = content[: FIELDS.size], content[FIELDS.size :]
    if len(said) < FIELDS.size or not hmac.compare_digest(signed, _signature(said)):
        raise Forged
    person_id, low, high, last = FIELDS.unpack(said)
    expired = (clock.now().date() - EPOCH).days > last
    return Meant(person_id, high << 32 | low, expired)


def _signature(said: bytes) -> bytes:
    return mail.stamp(said, PURPOSE)[:SIGNED]
