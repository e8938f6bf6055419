"""A page may hold any text; what a browser gets holds no script."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essp.core.markdown import TooLarge, render
from essp.core.markdown.addresses import is_own_image, may_link
from essp.core.markdown.sanitising import ATTRIBUTES, TAGS, sanitise

SCHEMES = ("http:", "https:", "mailto:")


class Inspector(HTMLParser):
    """Complains about whatever the style or the safety of a page forbids."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> with an attribute twice")
        for name, value in attrs:
            self.look_at(tag, name, value or "")

    def look_at(self, tag: str, name: str, value: str) -> None:
        if name not in ATTRIBUTES.get(tag, set()):
            self.faults.append(f"<{tag} {name}>")
        if name in ("href", "src"):
            scheme = "".join(value.split()).lower().partition("/")[0].partition("#")[0]
            if ":" in scheme.partition("?")[0] and not scheme.startswith(SCHEMES):
                self.faults.append(f"<{tag} {name}={value!r}>")
        if name == "src" and not is_own_image(value):
            self.faults.append(f"image from {value!r}")
        if name == "id":
            self.ids.append(value)
            if not value.startswith(("h-", "fn-", "fnref-")):
                self.faults.append(f"id {value!r}")

    def handle_comment(self, data):
        self.faults.append("a comment")

    def handle_decl(self, decl):
        self.faults.append("a declaration")

    def handle_pi(self, data):
        self.faults.append("an instruction")


def test_the_inspector_sees_what_it_is_for():
    assert inspect("<script>x</script>") == ["<script>"]
    assert inspect("<a onclick=x>") == ["<a onclick>"]
    assert inspect('<a href="jAva\tscript:x">')
    assert inspect('<img src="https://e.nl/x">')
    assert inspect("<p id=main>")


def inspect(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    if len(inspector.ids) != len(set(inspector.ids)):
        inspector.faults.append("an id twice")
    return inspector.faults


RAW = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//e.nl/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=data:text/html,x>",
    "<style>@import '//e.nl'</style>",
    "<link rel=stylesheet href=//e.nl>",
    "<meta http-equiv=refresh content=0;url=//e.nl>",
    "<base href=//e.nl>",
    "<form action=//e.nl><input name=password autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<p style='background:url(javascript:alert(1))'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[><script>alert(1)</script>]]>",
    "<?x ><script>alert(1)</script>?>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<video><source onerror=alert(1)>",
    "</div></div><script>alert(1)</script>",
    "<img src=x\x00 onerror=alert(1)>",
    "\u2028<script>alert(1)</script>",
    "<%= '<script>alert(1)</script>' %>",
    '<http://e.nl/"onmouseover=alert(1)>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\ufeff<script>alert(1)</script>",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "  javascript:alert(1)",
    "java\tscript:alert(1)",
    "java&#10;script:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "&#0000106avascript:alert(1)",
    "javascript\\:alert(1)",
    "\\javascript:alert(1)",
    "java%0ascript:alert(1)",
    "\x01javascript:alert(1)",
    "\u00a0javascript:alert(1)",
    "\u200bjavascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "data:image/png;base64,iVBOR",
    "file:///etc/passwd",
    "blob:https://e.nl/1",
    "filesystem:http://e.nl/x",
    "view-source:x",
    "jar:http://e.nl!/x",
    "feed:javascript:alert(1)",
    "about:blank",
    'x" onmouseover="alert(1)',
    "x' onmouseover='alert(1)",
    "x><script>alert(1)</script>",
    "//e.nl/x",
    "/\\e.nl/x",
    "\\\\e.nl\\x",
]
CONTEXTS = [
    "{}",
    "# {}",
    "- {}\n  - {}",
    "- [ ] {}",
    "> {}",
    "> [!NOTE] {}\n> {}",
    "| {} |\n|---|\n| {} |",
    "**{}**",
    "`{}`",
    "```{}\n{}\n```",
    "    {}",
    "[[{}]]",
    "[[Page|{}]]",
    "[[Page#{}]]",
    "[x]({})",
    "[x](<{}>)",
    '[x](/y "{}")',
    "[{}](/y)",
    "![x]({})",
    "![{}](/files/a/b.png)",
    '![x](/files/a/b.png "{}")',
    "<{}>",
    "[x]\n\n[x]: {}",
    "[x]\n\n[x]: <{}> '{}'",
    "x[^1]\n\n[^1]: {}",
    "@{}",
    "#{}",
    "https://e.nl/{}",
    "\\{}",
]


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_vector_survives_in_any_place(context):
    for vector in RAW + ADDRESSES:
        page = render(context.replace("{}", vector))
        assert inspect(page.html) == [], (context, vector, page.html)


@pytest.mark.parametrize("address", [a for a in ADDRESSES[:27] if "&" not in a and "\\" not in a])
def test_a_dangerous_address_is_not_a_link(address):
    assert not may_link(address)


@pytest.mark.parametrize("path", ["/sign-out", "/files/../sign-out", "/files/%2e%2e/x", "//e.nl/x"])
def test_an_image_is_only_fetched_from_the_files(path):
    assert "<img" not in render(f"![x]({path})").html


def test_the_second_lock_holds_without_the_first():
    for vector in RAW:
        assert inspect(sanitise(vector)) == []
    assert sanitise('<p data-wl="1">x</p><a href="javascript:x" style="a">y</a>') == (
        "<p>x</p><a>y</a>"
    )


def test_control_characters_are_replaced():
    page = render("a\x00b\x1bc\ud800d")
    assert page.text == "a\ufffdb\ufffdc\ufffdd"
    assert page.html.encode("utf-8")


def test_a_source_above_the_limit_is_refused_with_its_size():
    with pytest.raises(TooLarge) as refusal:
        render("é" * 500_001)
    assert (refusal.value.size, refusal.value.limit) == (1_000_002, 1_000_000)


MARKDOWN = st.text(
    alphabet=st.one_of(
        st.sampled_from("[]()<>!#*_~`|\\-+>@:/=\"'&;.^ \n\t%{}01xaA"), st.characters()
    ),
    max_size=200,
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), MARKDOWN))
def test_any_text_renders_safely(source):
    page = render(source)
    assert inspect(page.html) == []
    assert page.html.count("data-lines=") >= len(page.blocks)
    assert all(first <= last for first, last in page.blocks)
    assert page.html.count("<div") == page.html.count("</div>")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(RAW + ADDRESSES + CONTEXTS + ["\n", "\n\n", "  "]), max_size=12))
def test_vectors_in_any_order_render_safely(parts):
    assert inspect(render("".join(parts)).html) == []
