"""In which space the things stand now that somebody was told of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, func

from essp.curation.models import Doubt, Handover
from essp.discussions.models import Thread
from essp.notifications.models import Subject, Told
from essp.spaces.models import Space
from essp.spaces.steward_models import OwnerGroup
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal


def placed(told: Any) -> Any:
    """A question about Told beside the space that a thing is, or in which it stands now: what is about a
    page moves with it."""
    about = {
        model: and_(Told.about == subject.value, model.id == Told.about_id)
        for model, subject in (
            (Doubt, Subject.DOUBT), (Handover, Subject.HANDOVER), (OwnerGroup, Subject.GROUP),
            (Thread, Subject.THREAD), (Proposal, Subject.PROPOSAL),
        )
    }  # fmt: skip
    for model, there in about.items():
        told = told.outerjoin(model, there)
    page = case(
        (Told.about == Subject.PAGE.value, Told.about_id),
        else_=func.coalesce(Doubt.page_id, Handover.page_id),
    )
    space = case((Told.about == Subject.SPACE.value, Told.about_id))
    place = func.coalesce(
        Page.space_id,
        Thread.space_id,
        Proposal.space_id,
        Handover.space_id,
        OwnerGroup.space_id,
        space,
    )
    return told.outerjoin(Page, Page.id == page).outerjoin(Space, Space.id == place)
