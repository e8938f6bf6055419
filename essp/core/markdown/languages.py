"""The languages whose code is coloured, by family: what their comments, strings and words look like.

No pattern here may scan far ahead and then fail: see `highlighting`.
"""

from __future__ import annotations

from dataclasses import dataclass

Patterns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Languages that are read alike.

    `types`: a word with a capital names a type. `key_ends`: a word followed by one of these
    characters is a key. `any_case`: keywords may be written in capitals.
    """

    name: str
    languages: str
    patterns: Patterns
    keywords: frozenset[str] = frozenset()
    constants: frozenset[str] = frozenset({"true", "false", "null"})
    key_ends: str = ""
    types: bool = False
    any_case: bool = False


def words(text: str) -> frozenset[str]:
    """A set of words written with blanks between them."""
    return frozenset(text.split())


DOUBLE = r'"(?:[^"\\\n]|\\.)*+"?'
APOSTROPHES = r"'(?:[^'\\\n]|\\.)*+'?"
SINGLE = rf"(?<!\w){APOSTROPHES}"
BACKTICK = r"`(?:[^`\\]|\\[\s\S])*+`?"
TRIPLE = r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:""")?' + r"|'''(?:[^'\\]|\\[\s\S]|'(?!''))*+(?:''')?"
IN_STARS = r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
HASH = ("comment", r"(?<!\S)#[^\n]*")
SLASHES = ("comment", rf"//[^\n]*|{IN_STARS}")
QUOTED = ("string", f"{DOUBLE}|{SINGLE}")
NUMBER = ("number", r"(?<![\w.])\d[\w.]*")
WORD = ("word", r"[^\W\d]\w*")
LONG_WORD = ("word", r"[^\W\d][\w.\-]*")

PYTHON = Family(
    "python",
    "py python",
    (
        HASH,
        ("string", rf"{TRIPLE}|(?<!\w)[rbfuRBFU]{{0,2}}(?:{DOUBLE}|{APOSTROPHES})"),
        ("note", r"@[\w.]+"),
        NUMBER,
        WORD,
    ),
    words(
        "and as assert async await break class continue def del elif else except finally for from "
        "global if import in is lambda match nonlocal not or pass raise return try while with yield"
    ),
    words("None True False"),
    types=True,
)
CURLY = Family(
    "curly",
    "c cpp cs csharp dart go groovy java javascript js jsx kotlin php rust scala swift ts tsx "
    "typescript proto",
    (
        SLASHES,
        ("string", f"{DOUBLE}|{SINGLE}|{BACKTICK}"),
        ("note", r"@\w+|^#[a-z]+"),
        ("variable", r"\$\w+"),
        NUMBER,
        WORD,
    ),
    words(
        "abstract as async await bool boolean break byte case catch char class const continue "
        "default defer do double else enum export extends final finally float fn for foreach from "
        "func fun function go if impl implements import in instanceof int interface let long match "
        "mod module mut namespace new of override package private protected protocol pub public "
        "return self short static string struct super switch this throw throws trait try type "
        "typeof unsafe use using val var void when where while yield"
    ),
    words("true false null nil undefined None Some"),
    types=True,
)
SHELL = Family(
    "shell",
    "bash console docker dockerfile make makefile powershell ps1 sh shell zsh",
    (HASH, QUOTED, ("variable", r"\$\w+|\$\{[\w:\-]*\}?"), NUMBER, ("word", r"[^\W\d][\w\-]*")),
    words(
        "case do done elif else esac export fi for function if in local return set source then "
        "until while FROM RUN COPY ADD CMD ENTRYPOINT ENV ARG WORKDIR EXPOSE USER"
    ),
)
RUBY = Family(
    "ruby",
    "erb hcl lua perl r rb ruby terraform tf",
    (
        ("comment", r"(?<!\S)(?:#|--)[^\n]*"),
        QUOTED,
        ("variable", r"[@$]{1,2}\w+|(?<![\w:]):[^\W\d]\w*"),
        NUMBER,
        WORD,
    ),
    words(
        "and begin break case class def do else elsif end ensure for function if in local module "
        "my next not or rescue require return self sub super then unless until when while yield "
        "resource variable output provider data"
    ),
    words("true false nil NULL TRUE FALSE"),
    types=True,
)
SQL = Family(
    "sql",
    "sql postgres postgresql mysql sqlite",
    (
        ("comment", rf"--[^\n]*|{IN_STARS}"),
        ("string", r"'(?:[^'\n]|'')*+'?"),
        NUMBER,
        WORD,
    ),
    words(
        "add all alter and as asc begin between by case check column commit constraint create "
        "cross default delete desc distinct drop else end exists explain foreign from full group "
        "having if in index inner insert intersect into is join key left like limit not offset on "
        "or order outer over partition primary references returning right rollback select set "
        "table then union unique update using values view when where with"
    ),
    any_case=True,
)
SETTINGS = Family(
    "settings",
    "conf cfg env ini nginx properties toml yaml yml",
    (
        ("comment", r"(?<!\S)[#;][^\n]*"),
        QUOTED,
        ("tag", r"^\[[^\]\n]*\]?"),
        NUMBER,
        LONG_WORD,
    ),
    constants=words("true false null yes no on off"),
    key_ends=":=",
)
DATA = Family(
    "data",
    "graphql json jsonc",
    (
        ("comment", rf"//[^\n]*|{IN_STARS}|(?<!\S)#[^\n]*"),
        ("key", r'"(?:[^"\\\n]|\\.){0,80}"(?=[ \t]{0,4}:)'),
        ("string", DOUBLE),
        NUMBER,
        WORD,
    ),
    key_ends=":",
)
STYLES = Family(
    "styles",
    "css less scss",
    (
        SLASHES,
        QUOTED,
        ("note", r"@[\w\-]+"),
        ("number", r"(?<![\w#])\d[\d.]*[a-z%]*|#[0-9a-fA-F]+"),
        ("variable", r"[$.#][^\W\d][\w\-]*"),
        ("word", r"[^\W\d][\w\-]*"),
    ),
    constants=frozenset(),
    key_ends=":",
)
MARKUP = Family(
    "markup",
    "html django jinja svg vue xhtml xml",
    (
        ("comment", r"<!--(?:[^\-]|-(?!->))*+(?:-->)?"),
        ("tag", r"</?[^\W\d][\w:\-]*|/?>"),
        ("note", r"<[%?!]=?|[%?]>|\{[{%]|[}%]\}"),
        ("string", f"(?<==)(?:{DOUBLE}|{APOSTROPHES})"),
        ("word", r"[^\W\d][\w:\-]*"),
    ),
    constants=frozenset(),
    key_ends="=",
)
CHANGES = Family(
    "changes",
    "diff patch",
    (
        ("place", r"^(?:@@|diff |index |---|\+\+\+)[^\n]*"),
        ("inserted", r"^\+[^\n]*"),
        ("deleted", r"^-[^\n]*"),
    ),
)
FAMILIES = (PYTHON, CURLY, SHELL, RUBY, SQL, SETTINGS, DATA, STYLES, MARKUP, CHANGES)
BY_LANGUAGE = {language: family for family in FAMILIES for language in family.languages.split()}


def family_of(language: str) -> Family | None:
    """The family of a language as named after a fence; None when it is not known."""
    return BY_LANGUAGE.get(language)
