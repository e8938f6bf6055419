"""Fenced code as coloured text: a dozen classes instead of the hundred of the lexers.

Only languages named here are coloured; any other, and any block above `LONGEST_CODE` characters,
stays plain. The classes are described in `static/css/components/code.css`.
"""

from __future__ import annotations

from functools import cache
from html import escape
from itertools import groupby

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType

LONGEST_CODE = 100_000
# fmt: off
LANGUAGES = frozenset({
    "bash", "c", "cpp", "csharp", "css", "diff", "django", "docker", "dockerfile", "erb", "go",
    "graphql", "groovy", "hcl", "html", "http", "ini", "java", "javascript", "js", "json", "jsx",
    "kotlin", "lua", "make", "makefile", "nginx", "perl", "php", "powershell", "properties",
    "proto", "ps1", "py", "python", "r", "rb", "ruby", "rust", "scala", "scss", "sh", "shell",
    "sql", "swift", "terraform", "tf", "toml", "ts", "tsx", "typescript", "xml", "yaml", "yml",
})
# fmt: on
CLASSES = {
    Token.Comment: "tk-c",
    Token.Comment.Preproc: "tk-p",
    Token.Keyword: "tk-k",
    Token.Keyword.Constant: "tk-m",
    Token.Keyword.Type: "tk-t",
    Token.Operator.Word: "tk-k",
    Token.Literal.Number: "tk-m",
    Token.Literal.String: "tk-s",
    Token.Literal.Date: "tk-m",
    Token.Name.Attribute: "tk-a",
    Token.Name.Builtin: "tk-b",
    Token.Name.Class: "tk-t",
    Token.Name.Constant: "tk-m",
    Token.Name.Decorator: "tk-p",
    Token.Name.Exception: "tk-t",
    Token.Name.Function: "tk-f",
    Token.Name.Tag: "tk-k",
    Token.Name.Variable: "tk-a",
    Token.Generic.Deleted: "tk-d",
    Token.Generic.Heading: "tk-k",
    Token.Generic.Inserted: "tk-i",
    Token.Generic.Subheading: "tk-k",
}


def highlight(code: str, language: str) -> str:
    """Escaped HTML of the code, with spans where the language is known."""
    lexer = lexer_for(language.lower())
    if lexer is None or len(code) > LONGEST_CODE:
        return escape(code, quote=False)
    pieces = [(css_class(kind), value) for kind, value in lexer.get_tokens(code)]
    if "".join(value for _, value in pieces) != code:
        return escape(code, quote=False)
    return "".join(
        span("".join(value for _, value in run), name)
        for name, run in groupby(pieces, key=lambda piece: piece[0])
    )


def span(text: str, name: str | None) -> str:
    """Escaped text, in a span when it has a class."""
    safe = escape(text, quote=False)
    return f'<span class="{name}">{safe}</span>' if name else safe


@cache
def css_class(kind: _TokenType) -> str | None:
    """The class of a kind of token, or of the nearest wider kind; None for plain text."""
    for wider in reversed(kind.split()):
        if wider in CLASSES:
            return CLASSES[wider]
    return None


@cache
def lexer_for(language: str) -> Lexer | None:
    """The lexer that reads a language, which leaves every character in its place."""
    if language not in LANGUAGES:
        return None
    known: Lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    return known
