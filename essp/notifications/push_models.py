"""Browsers that are told when something is new, though no page of the site is open in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, Text, exists
from sqlalchemy.orm import Mapped, aliased, mapped_column

from essp.core import clock
from essp.core.db import Base
from essp.people.models import SignIn


class PushBrowser(Base):
    """A browser that somebody lets tell them of news: as long as its sign-in lasts.

    `endpoint` is where its maker takes messages for it; `p256dh` and `auth` are its keys. With
    `everything` it hears of what is watched too. `newest` is the last notice it was told of.
    """

    __tablename__ = "push_browser"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sign_in_id: Mapped[int]
    endpoint_hash: Mapped[str] = mapped_column(String(64), unique=True)
    endpoint: Mapped[str] = mapped_column(Text)
    p256dh: Mapped[str] = mapped_column(String(100))
    auth: Mapped[str] = mapped_column(String(40))
    everything: Mapped[bool]
    created_at: Mapped[datetime]
    newest: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)


def lasting() -> ColumnElement[bool]:
    """The condition on PushBrowser that the sign-in it began in has not ended."""
    sign_in = aliased(SignIn)
    return exists().where(
        sign_in.id == PushBrowser.sign_in_id,
        sign_in.person_id == PushBrowser.person_id,
        sign_in.ended_at.is_(None),
        sign_in.expires_at > clock.now(),
    )
