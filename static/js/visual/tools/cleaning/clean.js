// HTML of Word, Outlook, Google Docs, spreadsheets and web pages, as HTML of what it means: headings, paragraphs,
// lists, tables, quotations, code, links and pictures. Nothing of how it looked is kept.
import { kept } from "../addresses.js";
import { Lines } from "./lines.js";
import { blockList, wordItem } from "./lists.js";
import { TooMuch } from "./origin.js";
import { picture } from "./pictures.js";
import { isBold, isCrossed, isHidden, isMarker, isSlanted, listLevel, styleOf } from "./styles.js";
import { table } from "./tables.js";

const mostNodes = 200_000;
const deepest = 300;
const left = new Set(
  "STYLE SCRIPT META LINK TITLE HEAD NOSCRIPT TEMPLATE IFRAME OBJECT EMBED SVG CANVAS VIDEO AUDIO BUTTON SELECT TEXTAREA XML MAP DATALIST COLGROUP COL".split(" "),
);
const leftClasses = /(?:^|\s)(?:mw-editsection|MsoCommentReference|msocomtxt|msocomanchor|msocomoff)(?:\s|$)/;
const blocks = new Set(
  "P DIV SECTION ARTICLE ASIDE HEADER FOOTER MAIN NAV ADDRESS FIGURE FIGCAPTION DL DT DD CENTER FORM FIELDSET DETAILS SUMMARY LI TR TD TH CAPTION".split(" "),
);
const tags = { B: "strong", STRONG: "strong", I: "em", EM: "em", S: "s", STRIKE: "s", DEL: "s", CODE: "code", KBD: "code", SAMP: "code", TT: "code" };

// { body, lost }: the cleaned element, and how many pictures could not be taken along.
export function clean(html, origin) {
  const source = new DOMParser().parseFromString(html, "text/html");
  const page = document.implementation.createHTMLDocument("");
  const cleaner = new Cleaner(page, origin);
  const out = new Lines(page.body);
  cleaner.children(source.body, {}, out);
  out.end();
  lower(page.body);
  return { body: page.body, lost: cleaner.lost };
}

class Cleaner {
  constructor(page, origin) {
    this.page = page;
    this.origin = origin;
    this.lost = 0;
    this.nodes = 0;
    this.depth = 0;
  }

  children(element, marks, out) {
    for (let node = element.firstChild; node; node = node.nextSibling) this.node(node, marks, out);
  }

  node(node, marks, out) {
    this.nodes += 1;
    if (this.nodes > mostNodes) throw new TooMuch();
    if (node.nodeType === Node.TEXT_NODE) return out.text(node.data, marks);
    if (node.nodeType !== Node.ELEMENT_NODE) return undefined;
    if (this.depth > deepest) return out.text(node.textContent, marks);
    this.depth += 1;
    this.element(node, marks, out);
    this.depth -= 1;
    return undefined;
  }

  element(element, marks, out) {
    const name = element.nodeName.toUpperCase();
    const style = styleOf(element);
    if (left.has(name) || element.hidden || isHidden(style) || isMarker(style)) return;
    if (leftClasses.test(element.className) || isOrnament(element)) return;
    const own = this[`on${name}`];
    if (own) own.call(this, element, marks, out, style);
    else if (blocks.has(name)) this.block(element, marks, out, style);
    else if (/^H[1-6]$/.test(name)) this.heading(element, Number(name[1]), out);
    else this.children(element, this.marked(element, style, marks, name), out);
  }

  // Marks of an element: by its name, or by its style where a name is used for something else.
  marked(element, style, marks, name) {
    const found = { ...marks };
    if (tags[name]) found[tags[name]] = true;
    const [bold, slanted] = [isBold(style), isSlanted(style)];
    if (bold !== null) found.strong = bold;
    if (slanted !== null) found.em = slanted;
    if (isCrossed(style)) found.s = true;
    if (found.plain) found.strong = false;
    return found;
  }

  block(element, marks, out, style) {
    const level = out.single ? 0 : listLevel(style);
    if (level && wordItem(this, element, marks, out, level)) return;
    if (/(?:^|\s)MsoTitle(?:\s|$)/.test(element.className)) return void this.heading(element, 1, out);
    out.end();
    this.children(element, this.marked(element, style, marks, ""), out);
    out.end();
  }

  heading(element, level, out) {
    if (out.single) return void this.children(element, {}, out);
    const line = this.page.createElement(`h${level}`);
    this.children(element, { plain: true }, new Lines(line, line));
    if (line.textContent.trim()) out.add(line);
  }

  onBR(_element, _marks, out) {
    out.breakLine();
  }

  onHR(_element, _marks, out) {
    if (!out.single) out.add(this.page.createElement("hr"));
  }

  onA(element, marks, out, style) {
    const href = element.getAttribute("href");
    const address = href && !href.startsWith("#") ? kept(href, this.origin) : null;
    const found = this.marked(element, style, marks, "A");
    this.children(element, address ? { ...found, a: address } : found, out);
  }

  onIMG(element, marks, out) {
    picture(this, element, marks, out);
  }

  onPRE(element, _marks, out) {
    if (out.single) return void out.text(element.textContent, { code: true });
    const code = this.page.createElement("pre");
    code.dataset.language = languageOf(element);
    code.textContent = linesOf(element).replace(/\n+$/, "");
    if (code.textContent.trim()) out.add(code);
  }

  onBLOCKQUOTE(element, marks, out) {
    if (out.single) return void this.children(element, marks, out);
    const quote = this.page.createElement("blockquote");
    const inside = new Lines(quote);
    this.children(element, marks, inside);
    inside.end();
    if (quote.childNodes.length) out.add(quote);
  }

  onUL(element, marks, out) {
    blockList(this, element, marks, out, false);
  }

  onOL(element, marks, out) {
    blockList(this, element, marks, out, true);
  }

  onTABLE(element, marks, out) {
    table(this, element, marks, out);
  }
}

// The signs beside headings that only lead to them, and what is drawn beside formulas.
function isOrnament(element) {
  return element.getAttribute("aria-hidden") === "true" && !element.querySelector("img, p, li, table");
}

function languageOf(pre) {
  const near = [pre.firstElementChild, pre, pre.parentElement].map((one) => one?.className ?? "").join(" ");
  return /(?:language-|lang-|highlight-source-|brush:\s*)([\w+#-]+)/.exec(near)?.[1] ?? "";
}

function linesOf(element) {
  let text = "";
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    else if (node.nodeName === "BR") text += "\n";
    else if (node.nodeType === Node.ELEMENT_NODE) {
      if (/^(?:DIV|P|LI)$/.test(node.nodeName) && text && !text.endsWith("\n")) text += "\n";
      text += linesOf(node);
    }
  }
  return text.replace(/\u00a0/g, " ");
}

// A page has its title above all headings: the highest level of pasted text is the second.
function lower(body) {
  const found = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  if (!found.some(({ nodeName }) => nodeName === "H1")) return;
  for (const heading of found) {
    const lowered = body.ownerDocument.createElement(`h${Math.min(6, Number(heading.nodeName[1]) + 1)}`);
    lowered.append(...heading.childNodes);
    heading.replaceWith(lowered);
  }
}
