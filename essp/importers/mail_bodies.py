"""What is in a mail: its words as Markdown, and the files it carries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email import errors
from email.message import Message
from email.parser import BytesParser

from essp.core.ids import clean_line
from essp.core.mail_folding import Folded
from essp.importers.html_text import markdown_of
from essp.importers.mail_heads import Mail, text_of_bytes
from essp.importers.mail_heads import field as one_line
from essp.importers.mail_text import mail_markdown, parted, signature_markdown, unflowed

LONGEST_SIGNATURE = 20
LONGEST_FILE_NAME = 150
MOST_PARTS = 500
CUT = (errors.CloseBoundaryNotFoundDefect, errors.InvalidBase64LengthDefect)
SIGNED = {
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
}
HAS_ADDRESS = re.compile(
    r"(?P<blank>[ ]?)(?P<open>[<(]|&lt;)?(?:mailto:)?"
    r"(?P<address>[\w.+-]{1,64}(?:@| (?:at|_at_) )[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})(?P<close>[>)]|&gt;)?"
)


@dataclass
class Body:
    """The parts of a mail as they are found: plain texts, HTML where there is no plain text, files."""

    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    wrong_characters: bool = False
    cut: bool = False


@dataclass(frozen=True)
class Written:
    """A mail as Markdown, with what of its signature is too much for a post."""

    text: str
    rest_of_signature: str = ""


def body_of(raw: bytes) -> Body:
    """The parts of a mail, whatever state they are in."""
    folded, found = Folded(raw), Body()
    mail = BytesParser().parsebytes(folded.short)
    for part in _parts(mail):
        found.cut = found.cut or any(isinstance(defect, CUT) for defect in part.defects)
        if part.get_content_maintype() != "multipart" and part.get_content_type() not in SIGNED:
            _take(found, part, folded)
    return found


def markdown(body: Body, hide: Callable[[str], str]) -> Written:
    """The words of a mail; `hide` takes addresses out of them."""
    written, rest = [], ""
    for text in body.texts:
        words, signature = parted(hide(text))
        lines = signature.split("\n")
        if len(lines) > LONGEST_SIGNATURE:
            rest, signature = signature, "\n".join(lines[:LONGEST_SIGNATURE])
        written.append(mail_markdown(words))
        if signature.strip():
            written.append(signature_markdown(signature))
    if not any(part.strip() for part in written):
        written = [markdown_of(hide(page)) for page in body.pages]
    return Written("\n\n".join(part for part in written if part.strip()), rest)


def hider(names: Mapping[str, str]) -> Callable[[str], str]:
    """Takes the addresses of known people out of a text: their names stand there instead."""

    def hide(text: str) -> str:
        return HAS_ADDRESS.sub(lambda found: _instead(text, found, names), text)

    return hide


def _instead(text: str, found: re.Match[str], names: Mapping[str, str]) -> str:
    address = re.sub(r" (?:at|_at_) ", "@", found["address"]).lower()
    name = names.get(address)
    if name is None:
        return found[0]
    if not text[: found.start()].rpartition("\n")[2].strip(" <>|") and text[
        found.end() : found.end() + 1
    ] in {"", "\n"}:
        return ""  # a line of its own, as in a signature
    said_before = text[max(0, found.start() - len(name) - 3) : found.start()]
    if found["open"] and name.casefold() in said_before.casefold():
        return ""
    return f"{found['blank']}{name}"


def _parts(mail: Mail) -> Iterator[Mail]:
    """Every part that holds something, none of those inside a mail that is itself attached."""
    waiting, met = [mail], 0
    while waiting and met < MOST_PARTS:
        part = waiting.pop()
        met += 1
        yield part
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            inside: list[Mail] = part.get_payload()  # type: ignore[assignment]
            waiting += reversed(inside)


def _take(found: Body, part: Mail, folded: Folded) -> None:
    kind, name = part.get_content_type(), _name(part)
    attached = part.get_content_disposition() == "attachment"
    content = _inside(part, folded) if part.is_multipart() else folded.content(part)
    if kind in {"text/plain", "text/html"} and not attached and not (name and found.texts):
        text, right = text_of_bytes(content, str(part.get_content_charset() or ""))
        found.wrong_characters |= not right
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if kind == "text/html":
            found.pages.append(text)
        elif str(part.get_param("format") or "").lower() == "flowed":
            delsp = str(part.get_param("delsp") or "").lower() == "yes"
            found.texts.append(unflowed(text, delsp=delsp))
        else:
            found.texts.append(text)
    elif content:
        found.files.append((name or _made_up(part), content))


def _inside(part: Mail, folded: Folded) -> bytes:
    """The bytes of a mail that is attached."""
    inner: list[Mail] = part.get_payload()  # type: ignore[assignment]
    return folded.unfolded(b"".join(each.as_bytes() for each in inner).lstrip(b"\r\n"))


def _name(part: Mail) -> str:
    try:
        said = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""
    holder: Mail = Message()
    holder["Name"] = re.sub(r"[\r\n]+", " ", said)
    return one_line(holder, "Name").replace("/", "_").replace("\\", "_")[-LONGEST_FILE_NAME:]


def _made_up(part: Mail) -> str:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        subject = one_line(first, "Subject") if isinstance(first, Message) else ""
        return f"{clean_line(subject)[:80] or 'mail'}.eml".replace("/", "_")
    return f"{part.get_content_maintype()}.{part.get_content_subtype()[:10]}"
