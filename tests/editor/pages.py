"""Pages as people write them, and as nobody should."""

from __future__ import annotations

import random

WORDS = [
    "alpha", "beta", "één", "x_y_z", "2*3", "a&b", "#topic", "@femke", "[sic]", "(par)", "C:\\dir", "*",
    "_", "`", "~~", "<tag>", "<%= x_y %>", "&amp;", "&copy;", "https://a.nl/x_y", "<https://b.nl/?a=1>",
    "[[Page]]", "[[sp:Page#Sec|label]]", "[link](/x)", '[l *e* m](http://q.nl "ti tle")',
    "![alt](/files/a/b.png)", "[ref]", "[ref][]", "[words][ref]", r"\*", r"\[", "|", "end.", "*em*",
    "_em_", "**st**", "__st__", "~~del~~", "`code`", "`` a`b ``", "**a *b* c**", "[^1]", "日本語", "🎉",
]  # fmt: skip
FOOT = '\n\n[ref]: /ref "t"\n\n[^1]: A note\n'

ADVERSARIAL = [
    "",
    "\n\n\n",
    "no end of line",
    "   leading\n\ttab  \n",
    "# #\n\n#\n\n####### seven\n",
    "---\ntitle: x\n---\n\ntext\n",
    "```\nnever closed\n",
    "- \n- a\n-\n",
    "- - - a\n",
    "1. a\n1. b\n7. c\n",
    "2) a\n\n   b\n3) c\n",
    "> a\nlazy\n> > b\n",
    "> [!NOTE]\n",
    "> [!tip] *Title* [a](/b)\n>\n> - item\n",
    "| a |\n|---|\n| b | c |\n|\n",
    "a | b\n--|:-:\n`x\\|y` | z\n",
    "[a]: /x\n[b]: /y\nText [a] and [b][].\n",
    "- [a]: /x\n\n  [a]\n",
    "[^n]: note\n\n    more\n\ntext[^n]\n",
    "*a **b** c* ***d*** _e_f_ **g*h*i**\n",
    "a  \nb\\\nc\n",
    "&#42;x&#42; &nbsp; \\&amp;\n",
    "<b>no html</b> <!-- x -->\n",
    "![[Page#Sec]]\n\ntext ![[Page]] inside\n",
    "\u0000 \u0001 \u2028 \ufeff\n",
    "[x](<a b> 'it''s') [y]() ![](/files/a)\n",
    "* * *\n- - -\n___\n",
    "    code\n\n\n    code\n",
    "~~~ a`b\n```\n~~~\n",
    "- [ ] a\n- [x] b\n- [X] c\n- [ ]\n",
]


class Author:
    """Writes pages of every construct by chance; the same ones each time."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def page(self) -> str:
        """A page of one to eight blocks."""
        blocks = [self.block(0) for _ in range(self.random.randint(1, 8))]
        return self.random.choice(("\n\n", "\n\n", "\n\n\n", "\n")).join(blocks) + FOOT

    def block(self, depth: int) -> str:
        """One block, with others inside down to the third."""
        kinds = [self.paragraph, self.paragraph, self.heading, self.table, self.code]
        if depth < 3:
            kinds += [
                lambda: self.items(depth),
                lambda: self.items(depth),
                lambda: self.quote(depth),
            ]
        return self.random.choice(kinds)()

    def line(self, most: int = 7) -> str:
        """Some words."""
        return " ".join(self.random.choices(WORDS, k=self.random.randint(1, most)))

    def paragraph(self) -> str:
        """One to three lines."""
        lines = [self.line() for _ in range(self.random.randint(1, 3))]
        return self.random.choice(("\n", "\n", "  \n", "\\\n")).join(lines)

    def heading(self) -> str:
        """A heading in one of its two forms."""
        text = self.line(4)
        return self.random.choice((f"## {text}", f"# {text} #", f"{text}\n===", f"{text}\n---"))

    def items(self, depth: int) -> str:
        """A list, tight or loose, its items indented by its mark or by four."""
        mark, wide = self.random.choice((("- ", 2), ("* ", 2), ("1. ", 3), ("-   ", 4), ("2) ", 3)))
        task = self.random.choice(("", "", "[ ] ", "[x] "))
        found = [
            mark + (task + self.block(depth + 1)).replace("\n", "\n" + " " * wide)
            for _ in range(self.random.randint(1, 4))
        ]
        return self.random.choice(("\n", "\n\n")).join(found)

    def quote(self, depth: int) -> str:
        """A quotation or a callout."""
        head = self.random.choice(("", "", "[!NOTE]\n", "[!warning] A *title*\n"))
        return "> " + (head + self.block(depth + 1)).replace("\n", "\n> ")

    def table(self) -> str:
        """A table, padded or not."""
        wide = self.random.randint(1, 3)
        rows = [[self.line(2).replace("|", "\\|") for _ in range(wide)] for _ in range(3)]
        rule = [self.random.choice(("---", ":-:", "------", "--:")) for _ in range(wide)]
        return "\n".join("| " + " | ".join(row) + " |" for row in [rows[0], rule, *rows[1:]])

    def code(self) -> str:
        """Code in one of its forms."""
        text = f"{self.line()}\n\n{self.line()}"
        return self.random.choice(
            (f"```js\n{text}\n```", f"~~~\n{text}\n~~~", f"    {self.line()}")
        )
