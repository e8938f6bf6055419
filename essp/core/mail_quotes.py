"""What somebody wrote themselves in a mail: without the mail they answered and without a signature.

Mail programs mark neither. What they write above a quoted mail is recognised in Dutch and English;
where it is not certain that words are quoted or a signature, they are kept. Every line is looked at
a bounded number of times, so that no text takes long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 500  # characters of a line that can be anything but somebody's words
LINES_ABOVE = 4  # over which a program may wrap what it writes above a quoted mail
SIGNATURE = 12  # lines that may follow a closing such as "Kind regards"
TAIL = 40  # last lines, empty ones among them, in which a closing is looked for
CONTEXT = 12  # lines that are kept of a quote that is answered point by point

QUOTED = re.compile(r"^ ?>")
ABOVE_BEGINS = re.compile(r"^[ *_]*(On|Op|Le|Am)\b", re.I)
ABOVE_ENDS = re.compile(
    r"(wrote|schreef( het volgende)?|geschreven|a écrit|schrieb)[^:]{0,200}: ?[*_]?$", re.I
)
ABOVE_PROVES = re.compile(r"@|\b\d{1,2}[:.]\d\d\b|\b(19|20)\d\d\b")
WROTE_FIRST = re.compile(
    r"^[^>]{0,200}<[^<>\s]{3,200}@[^<>\s]{3,200}> (wrote|schreef)[^:]{0,60}:$", re.I
)
FIELD = re.compile(
    r"^[ *_]*(From|Van|Von|Sent|Verzonden|Date|Datum|To|Aan|An|Cc|Subject|Onderwerp|Betreff"
    r"|Reply-To|Antwoord aan)[ *_]*:",
    re.I,
)  # fmt: skip
SENDER = re.compile(r"^[ *_]*(From|Van|Von)[ *_]*:", re.I)
MARKED = re.compile(
    r"^[ *_]*-{2,} ?(Original Message|Oorspronkelijk bericht|Original Appointment"
    r"|Oorspronkelijke afspraak) ?-{2,}[ *_]*$",
    re.I,
)
PASSED_ON = re.compile(r"^[ >*_]*-{2,} ?(Forwarded message|Doorgestuurd bericht) ?-{2,}", re.I)
RULE = re.compile(r"^[ ]*_{8,}[ ]*$")
CLOSING = re.compile(
    r"^ *((met )?(vriendelijke|hartelijke|collegiale|beste) groet(en|jes)?|(hartelijke )?groet(en|jes)?"
    r"|groeten? en|m\.?v\.?g\.?|mvg|hoogachtend|(kind|best|warm|kindest) regards|regards|best wishes|cheers"
    r"|(yours )?(sincerely|faithfully)|thanks|thank you|many thanks|bedankt|dank|alvast bedankt|best)"
    r" *[,.!]* *$",
    re.I,
)
POSTSCRIPT = re.compile(r"^ *(P\.?S\.?|N\.?B\.?)\b", re.I)
NOTICE = re.compile(
    r"confidential|vertrouwelijk|intended (solely|only)|uitsluitend bestemd|disclaimer|before printing"
    r"|milieu|think of the environment|geadresseerde",
    re.I,
)
DEVICE = re.compile(
    r"^ *(Sent from (my |Outlook|Mail|Samsung|Yahoo|Proton)|Get Outlook for |Sent with (Proton|Outlook)"
    r"|Verstuurd vanaf mijn |Verzonden vanaf mijn |Verzonden vanuit |Verstuurd met |Verzonden met "
    r"|Verstuurd via |Verzonden via |Outlook voor (iOS|Android|Mac) downloaden|Download Outlook )"
    r"[^.!?]{0,120}\.?$",
    re.I,
)


@dataclass(frozen=True)
class Block:
    """Lines that follow each other and are all quoted, or all somebody's own."""

    quoted: bool
    lines: Sequence[str]

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return not any(line.strip() for line in self.lines)


def own_words(text: str) -> str:
    """The words of whoever sent the mail; empty where there are none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    lines = _without_what_follows(_without_lines_above(lines))
    lines = _without_signature(lines)
    kept = _around_quotes(list(_blocks(lines)))
    return "\n".join(_without_devices(kept)).strip("\n").rstrip()


def _without_lines_above(lines: Sequence[str]) -> list[str]:
    """Take out what programs write above a quote, such as "On Monday ... wrote:"."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        length = _above(lines, at)
        if not length:
            found.append(lines[at])
            at += 1
        elif _next_is_quoted(lines, at + length):
            at += length
        elif _certain("".join(lines[at : at + length])):
            # Some programs do not mark the lines they quote: nothing tells where that would end.
            break
        else:
            found += lines[at : at + length]
            at += length
    return found


def _above(lines: Sequence[str], at: int) -> int:
    """How many lines from here on are what a program writes above a quote; 0 when these are words."""
    if WROTE_FIRST.match(lines[at][:LONGEST]):
        return 1
    if not ABOVE_BEGINS.match(lines[at]) or len(lines[at]) > LONGEST:
        return 0
    said = ""
    for count, line in enumerate(lines[at : at + LINES_ABOVE], 1):
        if not line.strip() or len(line) > LONGEST:
            return 0
        said += line.strip() + " "
        if ABOVE_ENDS.search(said.rstrip()[-LONGEST:]):
            return count if ABOVE_PROVES.search(said) else 0
    return 0


def _certain(above: str) -> bool:
    return "@" in above


def _next_is_quoted(lines: Sequence[str], at: int) -> bool:
    return any(QUOTED.match(line) for line in _first_said(lines, at))


def _first_said(lines: Sequence[str], at: int) -> list[str]:
    """The first line from here on that is not empty; none at the end."""
    return [line for line in lines[at : at + 4] if line.strip()][:1]


def _without_what_follows(lines: Sequence[str]) -> list[str]:
    """Cut where a program begins to repeat a mail without marking its lines, as Outlook does."""
    for at, line in enumerate(lines):
        if QUOTED.match(line):
            continue
        if MARKED.match(line[:LONGEST]) or (SENDER.match(line) and _is_head(lines, at)):
            return list(lines[: _before_rule(lines, at)])
    return list(lines)


def _is_head(lines: Sequence[str], at: int) -> bool:
    """Whether three fields of a mail's head stand here, and nobody passed the mail on."""
    if any(PASSED_ON.match(line) for line in lines[max(at - 3, 0) : at]):
        return False
    fields = [FIELD.match(line) for line in lines[at : at + 6]]
    return sum(1 for each in fields if each) >= 3


def _before_rule(lines: Sequence[str], at: int) -> int:
    """Where the line is drawn that a program puts above a head; else the head itself."""
    above = at
    while above and not lines[above - 1].strip():
        above -= 1
    return above - 1 if above and RULE.match(lines[above - 1]) else at


def _without_signature(lines: Sequence[str]) -> list[str]:
    """Leave out the signature of each run of own lines: below `-- `, or a closing with a few lines."""
    found: list[str] = []
    for block in _blocks(lines):
        found += block.lines if block.quoted else _unsigned(block.lines)
    return found


def _unsigned(lines: Sequence[str]) -> Sequence[str]:
    said = 0
    for at, line in enumerate(lines):
        near = len(lines) - at <= TAIL
        if line == "-- " or (near and line.rstrip() in {"--", "—"} and _ends_soon(lines, at)):
            return lines[:at]
        if near and said and CLOSING.match(line[:LONGEST]) and _is_signature(lines[at + 1 :]):
            return lines[:at]
        said += bool(line.strip())
    return lines


def _ends_soon(lines: Sequence[str], at: int) -> bool:
    after = [line for line in lines[at + 1 :] if line.strip()]
    return bool(at == 0 or not lines[at - 1].strip()) and 0 < len(after) <= SIGNATURE


def _is_signature(lines: Sequence[str]) -> bool:
    """Whether lines below a closing hold a name and where to find somebody, and nothing to say."""
    said = [line.strip() for line in lines if line.strip()]
    said = [line for line in said if not NOTICE.search(line[:LONGEST])]
    if len(said) > SIGNATURE or any(POSTSCRIPT.match(line) for line in said):
        return False
    return all(len(line) <= 70 and not line.endswith(("?", "…", "...")) for line in said)


def _around_quotes(blocks: Sequence[Block]) -> list[str]:
    """Leave out the quoted mail above or below the answer; keep what is answered point by point."""
    said = [block for block in blocks if not block.empty]
    while said and said[-1].quoted:
        said = said[:-1]
    if sum(1 for block in said if block.quoted) == 1 and said[0].quoted:
        said = said[1:]
    found: list[str] = []
    for block in said:
        found += [*_shortened(block), ""]
    return [line for line, after in pairwise([*found, ""]) if line.strip() or after.strip()]


def _shortened(block: Block) -> Sequence[str]:
    """A quote by its last lines: it is there to be recognised, and stands above in full."""
    if not block.quoted:
        return block.lines
    lines = [line.strip() for line in block.lines if line.strip()]
    return lines if len(lines) <= CONTEXT else ["> …", *lines[-CONTEXT:]]


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Runs of quoted and of own lines; empty lines belong to what they follow."""
    run: list[str] = []
    quoted = False
    for line in lines:
        here = bool(QUOTED.match(line)) if line.strip() else quoted
        if run and here != quoted:
            yield Block(quoted, run)
            run = []
        quoted = here
        run.append(line)
    if run:
        yield Block(quoted, run)


def _without_devices(lines: Sequence[str]) -> list[str]:
    """Leave out a last line such as "Sent from my phone"."""
    found = list(lines)
    while found and (not found[-1].strip() or DEVICE.match(found[-1][:LONGEST])):
        found.pop()
    return found


def broken_where_meant(text: str) -> str:
    """Plain lines as Markdown that breaks where the writer did, though not where a program wrapped.

    A short line was ended by hand; a long one was wrapped, or goes on as the same paragraph.
    """
    lines = text.split("\n")
    ended = [
        line + "  " if _ended_by_hand(line, after) else line for line, after in pairwise(lines)
    ]
    return "\n".join([*ended, lines[-1]])


def _ended_by_hand(line: str, after: str) -> bool:
    plain = line.strip() and after.strip() and not QUOTED.match(line)
    return bool(plain) and len(line) < 56 and not LISTED.match(after)


LISTED = re.compile(r"^\s*([-*+•]|\d{1,3}[.)])\s|^ ?>|^ *(```|~~~)")
