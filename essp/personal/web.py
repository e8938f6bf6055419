"""One's own data in the browser: what is kept, all of it as a file, and leaving."""

from __future__ import annotations

from datetime import date
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from babel.dates import format_date
from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from config import Settings
from essp.core.access import members, requires
from essp.core.db import transaction
from essp.core.decision import Refused, require
from essp.core.i18n import _, language
from essp.core.web import zone
from essp.people import accounts, policy, queries
from essp.people.current import me
from essp.people.models import Person, Role
from essp.personal import forgetting, handing_out, weeks
from essp.stats.recording import FULL, mode
from essp.wiki.exporting import write_zip

blueprint = Blueprint("personal", __name__)
IN_MEMORY = 4 << 20
CLOSE, FORGET = "close", "forget"
DAYS_OF_WEEK = 7


@blueprint.get("/account/data")
@members
def own_data() -> ResponseReturnValue:
    """What is kept about the reader, why, and how much of it."""
    kept = handing_out.told(me(), me())
    return render_template("personal/data.html", kept=kept, counted=mode() == FULL)


@blueprint.get("/account/data/export")
@members
def export() -> Response:
    """Everything that is kept about the reader, as a ZIP."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    settings: Settings = current_app.config["SETTINGS"]
    write_zip(handing_out.parcel(me(), me(), settings.data), cast(IO[bytes], file))
    file.seek(0)
    answer = send_file(
        cast(IO[bytes], file),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{me().handle}.zip",
    )
    # Meant for files of the site itself; what is in here is for this reader alone.
    for header in ("Cache-Control", "Expires"):
        answer.headers.pop(header, None)
    return answer


@blueprint.get("/account/leave")
@members
def ask_to_leave() -> ResponseReturnValue:
    """What leaving means, and the choice between its two forms."""
    return _page(me())


@blueprint.post("/account/leave")
@members
def leave() -> ResponseReturnValue:
    """Close one's own account, or be made anonymous."""
    person = me()
    wrong = _wrong(person)
    if wrong:
        return _page(person, errors=wrong), 422
    try:
        _let_go(person)
    except Refused as refused:
        return _page(person, refusal=str(refused.reason)), 403
    session.clear()
    if request.form.get("how") == FORGET:
        flash(_("You are a former colleague without a name here. Thank you for what you wrote."))
    else:
        flash(_("Your account is closed. Thank you for what you wrote."))
    return redirect(url_for("people.sign_in"), 303)


@blueprint.get("/people/<handle>/leave")
@requires(Role.ADMINISTRATOR.value)
def ask_to_let_go(handle: str) -> ResponseReturnValue:
    """What it means that a colleague leaves, for an administrator."""
    return _page(queries.find_person(handle))


@blueprint.post("/people/<handle>/leave")
@requires(Role.ADMINISTRATOR.value)
def let_go(handle: str) -> ResponseReturnValue:
    """Close somebody's account, or make them anonymous."""
    person = queries.find_person(handle)
    require(policy.take_leave(me(), person))
    wrong = _wrong(person)
    if wrong:
        return _page(person, errors=wrong), 422
    try:
        _let_go(person)
    except Refused as refused:
        return _page(person, refusal=str(refused.reason)), 403
    if person.id == me().id:
        session.clear()
        return redirect(url_for("people.sign_in"), 303)
    flash(_("Done. What was written stays."))
    return redirect(url_for("people.profile", handle=person.handle), 303)


def weeks_of_person(person: Person) -> Markup:
    """How much somebody contributed week by week, for their own screen; nothing for none."""
    year = weeks.year_of(me(), person, zone())
    if not year.most:
        return Markup()
    starts = [
        (number, _day(week.monday, "LLL"))
        for number, week in enumerate(year.weeks)
        if week.monday.day <= DAYS_OF_WEEK
    ]
    return Markup(
        render_template(
            "personal/_weeks.html",
            person=person,
            year=year,
            months=starts,
            rows=[(_("Pages"), "changes"), (_("Conversations"), "posts")],
            day_of=partial(_day, how="d MMMM y"),
        )
    )


def _day(monday: date, how: str) -> str:
    return str(format_date(monday, how, locale=language()))


def _let_go(person: Person) -> None:
    with transaction():
        if request.form.get("how") == FORGET:
            forgetting.make_anonymous(
                me(), person, data=_settings().data, language=_settings().language
            )
        else:
            accounts.close_account(me(), person)


def _wrong(person: Person) -> dict[str, str]:
    wrong = {}
    if request.form.get("how") not in {CLOSE, FORGET}:
        wrong["how"] = _("Choose one of the two.")
    if request.form.get("handle", "").strip().lstrip("@").lower() != person.handle:
        wrong["handle"] = _("Write @%(handle)s, to be sure.", handle=person.handle)
    return wrong


def _page(person: Person, *, errors: dict[str, str] | None = None, refusal: str = "") -> str:
    spaces, others = forgetting.owned_alone(me(), person)
    return render_template(
        "personal/leave.html",
        person=person,
        own=person.id == me().id,
        how=request.form.get("how", FORGET if person.left_at else ""),
        typed=request.form.get("handle", "")[:100],
        errors=errors or {},
        refusal=refusal,
        spaces=spaces,
        others=others,
    )


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
