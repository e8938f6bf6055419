"""Mail: written from a template in the reader's language, sent by a job that must not be lost.

Without a mail server each mail is put as a file into `mail/` of the data folder, and the log says so.
A template `mail/NAME.txt` begins with the subject, then an empty line, then the text; the HTML twin is
made of the same text. Links begin with the configured address of the site, whatever a request says.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import structlog
from flask import current_app, g
from itsdangerous import BadSignature, URLSafeSerializer

from config import Settings
from essp.core import clock, jobs
from essp.core.decision import NotFound
from essp.core.i18n import LANGUAGES
from essp.core.ids import clean_line
from essp.core.mail_fields import WRITTEN

log = structlog.get_logger(__name__)
PATIENCE = 20
FOLDER = "mail"
WEB_ADDRESS = re.compile(r"https?://\S+")


class Addressee(Protocol):
    """Whoever a mail goes to."""

    @property
    def name(self) -> str:
        """The name as people know it."""

    @property
    def email(self) -> str | None:
        """The address, or None for somebody who has none."""

    @property
    def language(self) -> str | None:
        """The language that was chosen, or None."""


def send(to: Addressee, template: str, **values: Any) -> None:
    """Have a mail sent, in the transaction of what it tells of. Values are kept as JSON until then."""
    if to.email is None:
        return
    jobs.enqueue(
        deliver_later,
        address=to.email,
        name=to.name,
        language=language_of(to),
        template=template,
        values=values,
    )


@jobs.task("mail")
def deliver_later(
    address: str, name: str, language: str, template: str, values: Mapping[str, Any]
) -> None:
    """The job that `send` asks for."""
    deliver(compose(address, name, language, template, values))


def language_of(to: Addressee) -> str:
    """The language in which somebody is written to: their choice, or the site's."""
    chosen = to.language
    return chosen if chosen in LANGUAGES else _settings().language


def language_of_site() -> str:
    """The language in which somebody is written to of whom nothing is known."""
    return _settings().language


def compose(
    address: str,
    name: str,
    language: str,
    template: str,
    values: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
    twin: bool = False,
) -> EmailMessage:
    """A mail made of a template. Nothing in a name or value can become a header of its own.

    `headers` are added to those that every mail has, or take their place. With a `twin` the HTML is
    made of `mail/NAME.html` and not of the text.
    """
    settings = _settings()
    subject, text = _write(language, f"mail/{template}.txt", name=name, **values)
    message = EmailMessage(policy=WRITTEN)
    message["Subject"] = subject
    message["From"] = Address(settings.name, addr_spec=settings.mail_from)
    message["To"] = Address(clean_line(name), addr_spec=address)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=urlsplit(settings.url).hostname or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message["X-Loop"] = settings.mail_replies or settings.mail_from
    message.set_content(text, cte="quoted-printable")
    if twin:
        html = _render(
            language, f"mail/{template}.html", language=language, subject=subject,
            site_name=settings.name, **values,
        )  # fmt: skip
    else:
        html = _hypertext(language, subject, text)
    message.add_alternative(html, "html", cte="quoted-printable")
    message["Content-Language"] = language
    for header, value in (headers or {}).items():
        del message[header]
        message[header] = clean_line(value)
        if not message[header]:
            del message[header]
    return message


def deliver(message: EmailMessage) -> None:
    """Hand a mail to the mail server, or write it to the folder when there is none."""
    settings = _settings()
    if settings.mail_server:
        _hand_over(settings.mail_server, message)
    else:
        _write_down(message)


def address_of(path: str) -> str:
    """The full address of a path of this site, for mails: `/people` becomes `https://.../people`."""
    return _settings().url + path


def sealed(words: Sequence[str], purpose: str) -> str:
    """Words for a link in a mail, signed by this site, so that nobody can make such a link up."""
    return str(_seal(purpose).dumps(list(words)))


def unsealed(token: str, purpose: str) -> list[str]:
    """The words of a link that this site signed for that purpose. Raises NotFound."""
    try:
        words = _seal(purpose).loads(token)
    except BadSignature:
        raise NotFound from None
    return [str(word) for word in words]


def stamp(content: bytes, purpose: str) -> bytes:
    """A signature of 32 bytes that only this site can make."""
    key = f"{purpose}:{current_app.config['SECRET_KEY']}".encode()
    return hmac.digest(key, content, hashlib.sha256)


def reply_box() -> str:
    """The address at which mail is answered; empty where that is not set up."""
    return _settings().mail_replies


def site_name() -> str:
    """The name of the site, as people see it."""
    return _settings().name


def contact() -> str:
    """Where whoever delivers something for this site can write to."""
    return _settings().mail_from


def own_addresses() -> set[str]:
    """The addresses that this site itself sends from."""
    settings = _settings()
    return {each.lower() for each in (settings.mail_from, settings.mail_replies) if each}


def folder(name: str) -> Path:
    """A folder of mails in the data folder, which only this site reads."""
    found = _settings().data / name
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def _seal(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=purpose)


def _write(language: str, template: str, **values: Any) -> tuple[str, str]:
    settings = _settings()
    text = _render(language, template, site_name=settings.name, site_url=settings.url, **values)
    subject, _empty, body = text.strip().partition("\n\n")
    return clean_line(subject), body.strip() + "\n"


def _hypertext(language: str, subject: str, text: str) -> str:
    paragraphs = [
        [(line, bool(WEB_ADDRESS.fullmatch(line))) for line in paragraph.splitlines()]
        for paragraph in text.strip().split("\n\n")
    ]
    return _render(
        language, "mail/mail.html", language=language, subject=subject, paragraphs=paragraphs
    )


def _render(reader: str, template: str, **values: Any) -> str:
    with written_in(reader):
        return current_app.jinja_env.get_template(template).render(**values)


@contextmanager
def written_in(reader: str) -> Iterator[None]:
    """Say everything in the language of whoever is written to, also while a page is answered in another."""
    before = g.get("language"), g.get("reader_language")
    g.language = g.reader_language = reader
    try:
        yield
    finally:
        g.language, g.reader_language = before


def _hand_over(server: str, message: EmailMessage) -> None:
    parts = urlsplit(server)
    host, port = parts.hostname or "localhost", parts.port
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if parts.scheme == "smtps":
        connection = smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE, context=context)
    else:
        connection = smtplib.SMTP(host, port or 25, timeout=PATIENCE)
    with connection:
        if parts.scheme == "smtp" and parts.username:
            connection.starttls(context=context)
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
        # Mails that cannot be delivered come back to where they are read.
        connection.send_message(message, from_addr=_settings().mail_replies or None)


def _write_down(message: EmailMessage) -> None:
    place = folder(FOLDER)
    name = f"{clock.now().strftime('%Y%m%dT%H%M%S')}-{secrets.token_hex(4)}.eml"
    (place / name).write_bytes(message.as_bytes())
    log.info("mails are written to a folder: no mail server is set", folder=str(place), file=name)


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
