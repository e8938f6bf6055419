"""reStructuredText as Markdown that reads well, line by line, so that a small edit stays small.

Headings, code blocks, notes, images, links and literals are put into Markdown; lists and paragraphs
are alike in both. A directive that is not known stays as it is written, in a code block. Nothing is
looked up and nothing is included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

ADORNMENT = re.compile(r"([=\-`:'\"~^_*+#<>.])\1{2,}[ \t]*")
DIRECTIVE = re.compile(r"([ \t]*)\.\. ([\w:-]+)::[ \t]*(.*)")
TARGET = re.compile(r"[ \t]*\.\. _`?([^`:\n]{1,200})`?:[ \t]*(\S+)[ \t]*")
ANCHOR = re.compile(r"[ \t]*\.\. _[^:\n]{1,200}:[ \t]*")
COMMENT = re.compile(r"[ \t]*\.\.(?:[ \t]+(?!\[|_|\|).*)?")
OPTION = re.compile(r"[ \t]+:[\w-]+:(?:[ \t].*)?")
INLINE = re.compile(
    r"(?P<literal>``[^\n]{1,500}?``)"
    r"|`(?P<label>[^`<\n]{0,300}?)[ \t]*<(?P<address>[^`<>\s]{1,1000})>`_{1,2}"
    r"|(?P<role>:[\w:+.-]{1,50}:)`(?P<content>[^`\n]{1,300})`"
    r"|`(?P<quoted>[^`\n]{1,300})`_{1,2}"
    r"|(?<![\w`])(?P<word>\w[\w.-]{0,99})_(?![\w`])"
    r"|(?<![`:\w])`(?P<italic>[^`\n]{1,300})`(?![`_])"
)
NOTES = {
    "note": "NOTE",
    "hint": "TIP",
    "tip": "TIP",
    "important": "IMPORTANT",
    "seealso": "NOTE",
    "warning": "WARNING",
    "attention": "WARNING",
    "caution": "CAUTION",
    "danger": "CAUTION",
    "error": "CAUTION",
}
CODE = frozenset({"code-block", "code", "sourcecode", "parsed-literal", "highlight"})
IMAGES = frozenset({"image", "figure"})


@dataclass
class _Reading:
    """Where the reading is: the lines, the place, and what was learnt on the way."""

    lines: list[str]
    place: int = 0
    written: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)

    @property
    def line(self) -> str:
        return self.lines[self.place]

    def ahead(self, steps: int) -> str:
        place = self.place + steps
        return self.lines[place] if place < len(self.lines) else ""


def as_markdown(text: str) -> str:
    """The text in Markdown; never raises, whatever is written."""
    reading = _Reading([line.expandtabs(8).rstrip() for line in text.split("\n")])
    for line in reading.lines:
        if found := TARGET.fullmatch(line):
            reading.targets[_folded(found[1])] = found[2]
    while reading.place < len(reading.lines):
        _next(reading)
    return "\n".join(reading.written)


def _next(reading: _Reading) -> None:
    """Take in what stands at this place: a heading, a directive, a code block or a line."""
    line = reading.line
    if _heading(reading):
        return
    if found := DIRECTIVE.fullmatch(line):
        _directive(reading, found[2].lower(), found[3].strip(), len(found[1]))
    elif TARGET.fullmatch(line) or ANCHOR.fullmatch(line):
        reading.place += 1
    elif COMMENT.fullmatch(line):
        reading.place += 1
        _block(reading, _indent(line))
    elif line.endswith("::") and not line.lstrip().startswith(".."):
        _literal(reading)
    else:
        reading.written.append(_inline(line, reading.targets))
        reading.place += 1


def _heading(reading: _Reading) -> bool:
    """A title over its line, or between two; the level follows the order of first use."""
    over = ADORNMENT.fullmatch(reading.line) is not None
    title, under = (
        (reading.ahead(1), reading.ahead(2)) if over else (reading.line, reading.ahead(1))
    )
    if not title.strip() or not ADORNMENT.fullmatch(under) or (not over and title[:1] == " "):
        return False
    if ADORNMENT.fullmatch(title) or (over and reading.line.strip() != under.strip()):
        return False
    if not over and len(under.strip()) < min(3, len(title)):
        return False
    style = under[0] * (1 + over)
    if style not in reading.levels:
        reading.levels.append(style)
    marks = "#" * min(6, reading.levels.index(style) + 1)
    reading.written.append(f"{marks} {_inline(title.strip(), reading.targets)}")
    reading.place += 3 if over else 2
    return True


def _directive(reading: _Reading, name: str, argument: str, indent: int) -> None:
    opening = reading.line
    reading.place += 1
    body = _block(reading, indent)
    options = 0
    while options < len(body) and OPTION.fullmatch(body[options]):
        options += 1
    content = _dedented(body[options:])
    if name in CODE:
        _fence(reading, content, argument if name != "parsed-literal" else "", indent)
    elif name in IMAGES:
        alt = next((line.partition(":alt:")[2].strip() for line in body if ":alt:" in line), "")
        reading.written.append(" " * indent + f"![{alt}]({argument})")
        reading.written.extend(["", *_inner(reading, content)] if content else [])
    elif name in NOTES:
        lines = [argument, *content] if argument else content
        reading.written.append(" " * indent + f"> [!{NOTES[name]}]")
        reading.written.extend(
            f"{' ' * indent}> {line}".rstrip() for line in _inner(reading, lines)
        )
    else:
        _fence(reading, [opening.strip(), *body], "rst", indent)
    reading.written.append("")


def _inner(reading: _Reading, lines: list[str]) -> list[str]:
    """The inside of a note or a caption, read as a text of its own."""
    inner = _Reading(lines, levels=reading.levels, targets=reading.targets)
    while inner.place < len(inner.lines):
        before = inner.place
        if DIRECTIVE.fullmatch(inner.line):
            inner.written.append(inner.line)
            inner.place += 1
        else:
            _next(inner)
        assert inner.place > before
    return inner.written


def _literal(reading: _Reading) -> None:
    """A paragraph that ends in two colons, and the literal block after it."""
    line, indent = reading.line, _indent(reading.line)
    reading.place += 1
    if line.strip() != "::":
        reading.written.append(
            _inline(line[:-1] if line[-3:-2] != " " else line[:-3], reading.targets)
        )
    if (body := _block(reading, indent)) and any(body):
        reading.written.append("")
        _fence(reading, _dedented(body), "", indent)
        reading.written.append("")


def _block(reading: _Reading, indent: int) -> list[str]:
    """The lines that are indented deeper, with blank ones between them."""
    lines: list[str] = []
    while reading.place < len(reading.lines):
        line = reading.line
        if line.strip() and _indent(line) <= indent:
            break
        lines.append(line)
        reading.place += 1
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _fence(reading: _Reading, lines: list[str], language: str, indent: int) -> None:
    longest = max((len(run) for line in lines for run in re.findall(r"`{3,}", line)), default=2)
    fence, margin = "`" * (longest + 1), " " * indent
    word = language.split()[0] if language.split() else ""
    reading.written.append(f"{margin}{fence}{word}")
    reading.written.extend(f"{margin}{line}".rstrip() for line in lines)
    reading.written.append(f"{margin}{fence}")


def _inline(line: str, targets: dict[str, str]) -> str:
    return INLINE.sub(lambda found: _replaced(found, targets), line)


def _replaced(found: re.Match[str], targets: dict[str, str]) -> str:
    """Markdown for a literal, a link, a role or a quoted name."""
    if found["literal"]:
        return f"`{found['literal'][2:-2]}`" if "`" not in found["literal"][2:-2] else found[0]
    if found["address"]:
        return f"[{found['label'] or found['address']}]({found['address']})"
    if found["role"]:
        return _role(found["role"], found["content"])
    if found["italic"]:
        return f"*{found['italic']}*"
    name = found["quoted"] or found["word"]
    address = targets.get(_folded(name))
    if address is not None:
        return f"[{name}]({address})"
    return name if found["quoted"] else found[0]


def _role(role: str, content: str) -> str:
    """`:doc:` and `:ref:` with an address become links, other roles code or plain words."""
    label, _, address = content.rstrip(">").partition("<")
    if role == ":doc:":
        place = (address or content).strip()
        return f"[{label.strip() or place}]({place})"
    if role in {":ref:", ":term:", ":abbr:", ":emphasis:"}:
        return label.strip()
    return f"`{label.strip() if address else content}`"


def _dedented(lines: list[str]) -> list[str]:
    while lines and not lines[0].strip():
        lines = lines[1:]
    margin = min((_indent(line) for line in lines if line.strip()), default=0)
    return [line[margin:] for line in lines]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _folded(name: str) -> str:
    return " ".join(name.lower().split())
