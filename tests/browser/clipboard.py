"""What other programs put on the clipboard, and how it comes into the visual editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASTE = """([html, text]) => {
  const data = new DataTransfer()
  if (html) data.setData('text/html', html)
  if (text) data.setData('text/plain', text)
  const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
  document.querySelector('.visual__text').dispatchEvent(event)
}"""
SETTLED = """() => {
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Shift', bubbles: true}))
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
}"""
DROP = """([name, type, letters]) => {
  const data = new DataTransfer()
  data.items.add(new File([letters], name, {type}))
  const text = document.querySelector('.visual__text')
  const {left, top} = text.getBoundingClientRect()
  const where = {clientX: left + 10, clientY: top + 12}
  const event = new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true, ...where})
  text.dispatchEvent(event)
}"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0} --></style></head>
<body lang=NL style='tab-interval:35.4pt'><!--StartFragment-->
<h1>Wanneer begin je<o:p></o:p></h1>
<p class=MsoNormal>Begin bij <b>95%</b> van de <i>grens</i>, zie
<a href="https://example.org/regels">de regels</a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>Bel de dienst<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><!--[if !supportLists]--><span
><span style='mso-list:Ignore'>o<span>&nbsp; </span></span></span><!--[endif]-->Eerst Zwolle<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·&nbsp;</span>Schrijf het op<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.</span>Stap een</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.</span>Stap twee</p>
<table class=MsoTableGrid border=1><tr><td width=200><p class=MsoNormal><b>Station</b></p></td><td><p
class=MsoNormal><b>Grens</b></p></td></tr><tr><td><p>Zevenaar</p></td><td><p>80</p></td></tr></table>
<p class=MsoNormal><img width=300 src="file:///C:/Users/x/image001.png"></p>
<p class=MsoNormal><span style='mso-hide:all'>verborgen</span>Einde</p>
<!--EndFragment--></body></html>"""
WORD_TEXT = """## Wanneer begin je

Begin bij **95%** van de *grens*, zie [de regels](https://example.org/regels).

- Bel de dienst
  - Eerst Zwolle
- Schrijf het op

1. Stap een
2. Stap twee

| Station | Grens |
| --- | --- |
| Zevenaar | 80 |

Einde
"""

DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span
style="font-size:16pt;font-weight:400;">Kop uit Docs</span></h2><p dir="ltr"><span style="font-weight:700;">Vet</span
><span style="font-weight:400;"> en </span><span style="font-style:italic">schuin</span><span>, </span><a
href="https://www.google.com/url?q=https://example.org/doc&amp;sa=D" style="text-decoration:none"><span
style="color:#1155cc;text-decoration:underline">link</span></a></p><br><ul style="margin-top:0"><li dir="ltr"
aria-level="1"><p role="presentation"><span>Een</span></p></li><ul><li aria-level="2"><p role="presentation"><span
>Binnen</span></p></li></ul><li aria-level="1"><p role="presentation"><span>Twee</span></p></li></ul><p>Taken:</p><ul><li
role="checkbox" aria-checked="true"><p><span>Klaar</span></p></li><li role="checkbox" aria-checked="false"><p><span
>Nog niet</span></p></li></ul></b><br class="Apple-interchange-newline">"""
DOCS_TEXT = """## Kop uit Docs

**Vet** en *schuin*, [link](https://example.org/doc)

- Een
  - Binnen
- Twee

Taken:

- [x] Klaar
- [ ] Nog niet
"""

OUTLOOK = """<html><body><div class="elementToProof" style="font-family:Calibri;font-size:12pt">Beste Ilse,</div>
<div class="elementToProof"><br></div><div>Zie <a
href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&amp;data=05">het stuk</a>
<img alt="😀" src="https://mail.example/e.png">.</div><div>Regel twee<br>Regel drie</div><img
src="https://track.example/p.gif" width="1" height="1"><table role="presentation"><tr><td><table><tr><td><div>In een
opmaaktabel</div></td></tr></table></td></tr></table><blockquote><div>Oud bericht</div></blockquote></body></html>"""
OUTLOOK_TEXT = """Beste Ilse,

Zie [het stuk](https://example.org/a) 😀.

Regel twee\\
Regel drie

In een opmaaktabel

> Oud bericht
"""

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>.xl65 {font-weight:700}</style></head>
<body><table border=0><!--StartFragment--><col width=64><tr height=20><td class=xl65>Station</td><td
class=xl65>MW</td><td></td></tr><tr><td>Zevenaar</td><td align=right>80</td><td></td></tr><tr><td>Deventer<br>Oost</td><td
align=right>12,5</td><td></td></tr><tr><td></td><td></td><td></td></tr><!--EndFragment--></table></body></html>"""
EXCEL_TEXT = """| Station | MW |
| --- | --: |
| Zevenaar | 80 |
| Deventer Oost | 12,5 |
"""

WEB = """<h3>Web<a aria-hidden="true" href="#web">#</a></h3><p style="color:red" onclick="x()">Lees <a
href="javascript:alert(1)">dit</a> en <code>x = 1</code>.<script>alert(1)</script></p><div
class="highlight highlight-source-python"><pre><span>def</span> f():
    return 1</pre></div><img src="https://elsewhere.example/kaart.png" alt="Kaart"><iframe src="x"></iframe>"""
WEB_TEXT = """### Web

Lees dit en `x = 1`.

```python
def f():
    return 1
```

[Kaart](https://elsewhere.example/kaart.png)
"""

SHEET = 'Station\tOpmerking\nZevenaar\t"twee\nregels"\n'
SHEET_TEXT = "| Station | Opmerking |\n| --- | --- |\n| Zevenaar | twee regels |\n"


def paste(page: Page, html: str = "", text: str = "") -> None:
    """Paste into the visual editor what a program put on the clipboard."""
    page.evaluate(PASTE, [html, text or ("words" if html else "")])


def drop(page: Page, name: str, kind: str, letters: str) -> None:
    """Drop a file at the beginning of the text."""
    page.evaluate(DROP, [name, kind, letters])


def settled(page: Page) -> None:
    """Let the editor see where the browser has put the selection."""
    page.evaluate(SETTLED)
