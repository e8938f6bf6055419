"""How pages stand, for programs: verifying, marked sentences, doubts, and the measures of a space."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from essp.api import standing_shapes as shapes
from essp.api.operations import operation
from essp.api.telling import named, url
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import require
from essp.core.figures import Share
from essp.core.rest import Problem, Reply
from essp.core.text.anchors import Anchor
from essp.curation import claims, doubts, verifying
from essp.curation.claims import Depends, Holds
from essp.curation.measures import may_see, measures
from essp.curation.models import Claim, Doubt, Verification
from essp.curation.sentences import Pointed
from essp.curation.verifying import Looked
from essp.discussions.queries import Overtaken
from essp.people.current import me
from essp.people.models import Person
from essp.spaces.queries import find_space
from essp.wiki.models import Page
from essp.wiki.queries import find_page


@operation("GET", "/pages/<uid>/standing", shapes.StandingTold, problems=[404])
def read_standing(uid: str) -> shapes.StandingTold:
    """Read until when a page is verified, which sentences are marked and which are in doubt."""
    return _standing(find_page(me(), uid))


@operation(
    "POST", "/pages/<uid>/verification", shapes.StandingTold, body=shapes.VerifyGiven,
    problems=[403, 404, 409],
)  # fmt: skip
def verify_page(uid: str, body: shapes.VerifyGiven) -> shapes.StandingTold:
    """Vouch for the revision that you read; 409 when the page changed since."""
    with _overtaken_is_told(), transaction():
        row = session().get(Verification, find_page(me(), uid).id)
        looked = Looked(body.revision, row.number if row else None, note=body.note)
        verifying.verify(me(), uid, looked, body.until)
    return _standing(find_page(me(), uid))


@operation(
    "POST", "/pages/<uid>/claims", shapes.ClaimTold, body=shapes.ClaimGiven, status=201,
    problems=[403, 404],
)  # fmt: skip
def claim_sentence(uid: str, body: shapes.ClaimGiven) -> Reply:
    """Mark a sentence of a page that you own as true until a day, or as long as something stays."""
    holds = Holds(body.until, Depends(body.depends_on), body.depends_uid, body.number)
    with transaction():
        made = claims.claim(me(), uid, _pointed(body), holds).uid
    return Reply(_claim(claims.find_claim(me(), made)[0]), 201)


@operation(
    "POST",
    "/claims/<claim>/look",
    shapes.ClaimTold,
    body=shapes.LookGiven,
    problems=[403, 404, 409],
)
def look_at_claim(claim: str, body: shapes.LookGiven) -> shapes.ClaimTold:
    """Say that a marked sentence still holds."""
    with _overtaken_is_told(), transaction():
        claims.look_again(me(), claim, Holds(until=body.until))
    return _claim(claims.find_claim(me(), claim)[0])


@operation("POST", "/claims/<claim>/end", shapes.ClaimTold, problems=[403, 404, 409])
def end_claim(claim: str) -> shapes.ClaimTold:
    """Take the mark off a sentence."""
    with _overtaken_is_told(), transaction():
        claims.end(me(), claim)
    return _claim(claims.find_claim(me(), claim)[0])


@operation(
    "POST", "/pages/<uid>/doubts", shapes.DoubtTold, body=shapes.DoubtGiven, status=201,
    problems=[403, 404],
)  # fmt: skip
def doubt_sentence(uid: str, body: shapes.DoubtGiven) -> Reply:
    """Say of a sentence that it is wrong, or ask whether it is still right; its owners answer."""
    with transaction():
        made = doubts.doubt(me(), uid, _pointed(body), body.says, body.reason).uid
    return Reply(_doubt(*doubts.find_doubt(me(), made)), 201)


@operation("GET", "/doubts/<doubt>", shapes.DoubtTold, problems=[404])
def read_doubt(doubt: str) -> shapes.DoubtTold:
    """Read what somebody doubts, and what was answered."""
    return _doubt(*doubts.find_doubt(me(), doubt))


@operation(
    "POST", "/doubts/<doubt>/answer", shapes.DoubtTold, body=shapes.DoubtAnswerGiven,
    problems=[403, 404, 409],
)  # fmt: skip
def answer_doubt(doubt: str, body: shapes.DoubtAnswerGiven) -> shapes.DoubtTold:
    """Say what became of a doubt; who doubted hears it."""
    with _overtaken_is_told(), transaction():
        doubts.answer(me(), doubt, body.outcome, body.words)
    return _doubt(*doubts.find_doubt(me(), doubt))


@operation("POST", "/doubts/<doubt>/take-back", shapes.DoubtTold, problems=[403, 404, 409])
def take_doubt_back(doubt: str) -> shapes.DoubtTold:
    """Take your own doubt back."""
    with _overtaken_is_told(), transaction():
        doubts.take_back(me(), doubt)
    return _doubt(*doubts.find_doubt(me(), doubt))


@operation(
    "GET", "/spaces/<slug>/curation", shapes.CurationTold, query=shapes.LookBack,
    problems=[403, 404],
)  # fmt: skip
def read_curation(slug: str, query: shapes.LookBack) -> shapes.CurationTold:
    """Read how the queue of a space stands, as its owner or as a community manager who can read it."""
    space = find_space(me(), slug)
    require(may_see(me(), space))
    found = measures(me(), [space], query.days)[space.id]
    told = not found.hidden
    return shapes.CurationTold(
        days=query.days, waiting=found.waiting, late=found.late, proposals=found.proposals,
        hidden=found.hidden,
        median=found.median if told else None,
        ninety=found.ninety if told else None,
        on_time=_share(found.timely) if told else None,
        accepted=_share(found.accepted) if told else None,
        read_verified=found.fresh, read_overdue=found.overdue, overdue_pages=found.overdue_pages,
        pages=found.pages,
        load=shapes.LoadTold(
            owners=found.load.owners, own=found.load.own, median=found.load.median,
            most=found.load.most,
        ),
        url=url(f"/s/{space.slug}/-/curation"),
    )  # fmt: skip


@contextmanager
def _overtaken_is_told() -> Iterator[None]:
    try:
        yield
    except Overtaken as overtaken:
        raise Problem(409, str(overtaken.reason)) from None


def _pointed(body: shapes.PointedGiven) -> Pointed:
    return Pointed(Anchor(body.quote, body.before, body.after))


def _standing(page: Page) -> shapes.StandingTold:
    row = session().get(Verification, page.id)
    return shapes.StandingTold(
        revision=page.revision_number,
        verified=_verified(row) if row is not None else None,
        claims=[_claim(each) for each in claims.claims_of(page)],
        doubts=[_doubt(each, page) for each in doubts.open_doubts(page)],
        may_verify=verifying.owns(me(), page) and not page.archived,
    )


def _verified(row: Verification) -> shapes.VerificationTold:
    by = session().get(Person, row.by_id) if row.by_id else None
    return shapes.VerificationTold(
        kind=row.kind, revision=row.number, by=named(by) if by else None, at=row.at,
        until=row.until, overdue=row.until < clock.now().date(), looked_at=row.looked_at,
    )  # fmt: skip


def _claim(row: Claim) -> shapes.ClaimTold:
    return shapes.ClaimTold(
        claim=row.uid, quote=row.quote, by=named(row.by), at=row.at, until=row.until,
        depends_on=row.depends_on, flag=claims.why_flagged(row, clock.now().date()),
    )  # fmt: skip


def _doubt(row: Doubt, page: Page) -> shapes.DoubtTold:
    decided: dict[str, Any] = {"decided_by": named(row.decided_by) if row.decided_by else None}
    return shapes.DoubtTold(
        doubt=row.uid, page=page.uid, quote=row.quote, says=row.kind, by=named(row.by), at=row.at,
        reason=row.reason, outcome=row.outcome, answer=row.answer, decided_at=row.decided_at,
        url=url(f"/doubts/{row.uid}"), **decided,
    )  # fmt: skip


def _share(found: Share) -> shapes.ShareTold:
    low, high = found.band or (None, None)
    return shapes.ShareTold(
        part=found.part, whole=found.whole, value=found.value, low=low, high=high
    )
