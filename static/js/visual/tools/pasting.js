// Paste into the visual editor: what comes from elsewhere arrives as clean Markdown would read, files are uploaded,
// and what is too much for a page is refused with everything left as it was.
import { closeHistory } from "prosemirror-history";
import { DOMParser, Fragment, Slice } from "prosemirror-model";
import { Plugin, TextSelection } from "prosemirror-state";
import { isInTable } from "prosemirror-tables";
import { schema } from "../schema.js";
import { addressIn, mayLink } from "./addresses.js";
import { destination, filesOf } from "./choosing.js";
import { clean } from "./cleaning/clean.js";
import { TooMuch, fileOf, fromVisualEditor, takeApart } from "./cleaning/origin.js";
import { cellsOf, looksLikeMarkdown, paragraphsOf } from "./cleaning/plain.js";
import { hold, nodeOf, place, uploadAll } from "./files.js";
import { linkSelection } from "./linking.js";
import { tableOf } from "./tablecommands.js";
import { follow, message } from "./tray.js";
import { send } from "./uploading.js";
import { announce, count, say } from "./wording.js";

const { nodes, marks } = schema;
const largest = 1_000_000;

export function pasting(surroundings) {
  let asPlain = false;
  return new Plugin({
    props: {
      transformPasted: (slice) => new Slice(harmless(slice.content), slice.openStart, slice.openEnd),
      handleDOMEvents: {
        keydown(_view, event) {
          asPlain = event.key.toLowerCase() === "v" && event.shiftKey && (event.ctrlKey || event.metaKey);
          return false;
        },
        paste(view, event) {
          const plainly = asPlain;
          asPlain = false;
          if (!view.editable || !event.clipboardData) return false;
          const given = contentOf(event.clipboardData, plainly);
          // Code takes text as it is, and what was copied here is known already.
          if (!given || (given.own && given.html.length < largest)) return false;
          event.preventDefault();
          take(view, given, surroundings, event);
          return true;
        },
      },
    },
  });
}

function contentOf(data, plainly) {
  const [html, text] = [data.getData("text/html"), data.getData("text/plain")];
  const { files } = filesOf(data);
  const code = data.types.includes("vscode-editor-data");
  return { html: plainly || code ? "" : html, text, files, code, plainly, own: !plainly && fromVisualEditor(html) };
}

function take(view, given, surroundings, event) {
  const { html, text, files, plainly, code } = given;
  const inCode = view.state.selection.$from.parent.type.spec.code;
  try {
    if (text.length > largest && !html) throw new TooMuch();
    if (files.length && !text.trim() && !hasWords(html)) return void uploadAll(view, files, view.state.selection.from);
    if (inCode) return insertText(view, text.replace(/\r\n?/g, "\n"));
    const href = addressIn(text);
    if (href && !plainly && linkSelection(view, href)) return undefined;
    if (html) return insertHtml(view, html, surroundings, event);
    return insertPlain(view, { text, plainly, code }, surroundings, event);
  } catch (problem) {
    if (!(problem instanceof TooMuch)) throw problem;
    return tooMuch(view, given, surroundings);
  }
}

// The words without their layout, if those fit; otherwise nothing, with a sentence that says so.
function tooMuch(view, { html, text }, surroundings) {
  const room = largest - view.state.doc.content.size;
  if (!html || text.length > room) return void message(say("pasteTooLarge"), "due");
  insertPlain(view, { text, plainly: true }, surroundings);
  message(say("pastedPlain"), "due");
  return undefined;
}

function hasWords(html) {
  return /[^\s]/.test(html.replace(/<!--[\s\S]*?-->|<style[\s\S]*?<\/style>|<[^>]*>/gi, ""));
}

function insertHtml(view, whole, surroundings, event) {
  const { html, pictures } = takeApart(whole);
  const { body, lost } = clean(html, location.origin);
  const slice = DOMParser.fromSchema(schema).parseSlice(body);
  if (slice.content.size + view.state.doc.content.size > largest) throw new TooMuch();
  insert(view, slice, event);
  if (lost) message(count("picturesLeft", lost), "due");
  bringPictures(view, pictures, surroundings);
}

function insertPlain(view, { text, plainly, code }, surroundings, event) {
  if (text.length + view.state.doc.content.size > largest) throw new TooMuch();
  const lines = text.replace(/\r\n?/g, "\n");
  const cells = plainly || code ? null : cellsOf(lines);
  if (cells) {
    const table = tableOf(cells.length, cells[0].length, (row, column) => cells[row][column]);
    return insert(view, new Slice(Fragment.from(table), 0, 0), event);
  }
  if (code && lines.includes("\n")) {
    const block = nodes.code_block.create(null, schema.text(lines.replace(/\n$/, "")));
    return insert(view, new Slice(Fragment.from(block), 0, 0), event);
  }
  if (!plainly && looksLikeMarkdown(lines)) return insert(view, Slice.maxOpen(surroundings.parse(lines)), event);
  const paragraphs = paragraphsOf(lines);
  if (paragraphs.length === 1 && paragraphs[0].length === 1) return insertText(view, lines.replace(/\n/g, ""));
  return insert(view, Slice.maxOpen(Fragment.from(paragraphs.map(paragraphOf))), event);
}

function paragraphOf(lines) {
  const content = lines.flatMap((line, index) => [
    ...(index ? [nodes.hard_break.create()] : []),
    ...(line ? [schema.text(line)] : []),
  ]);
  return nodes.paragraph.create(null, content);
}

function insertText(view, text) {
  if (text) view.dispatch(view.state.tr.insertText(text).scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
}

// A cell takes the words alone; a table pasted into a table is laid over its cells by the tables themselves.
function insert(view, slice, event) {
  const others = view.someProp("handlePaste", (handle) => (event && handle(view, event, slice)) || undefined);
  if (others) return;
  const { state } = view;
  const single = slice.openStart === 0 && slice.openEnd === 0 && slice.content.childCount === 1 ? slice.content.firstChild : null;
  const tr = state.tr;
  if (isInTable(state) || isTitle(state)) tr.replaceSelection(new Slice(inlineOf(slice.content), 0, 0));
  else if (single) tr.replaceSelectionWith(single);
  else tr.replaceSelection(slice);
  if (single?.type === nodes.table) afterBlock(tr);
  // A paste is taken back by itself, and what is typed after it too.
  view.dispatch(closeHistory(tr).scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
  view.dispatch(closeHistory(view.state.tr));
  announce(say("pasted"));
}

const isTitle = ({ selection }) => selection.$from.parent.type === nodes.heading;

// Behind a table at the end of a page there is a line to write on.
function afterBlock(tr) {
  const end = tr.doc.content.size;
  if (tr.doc.lastChild.type !== nodes.table) return;
  tr.insert(end, nodes.paragraph.create());
  tr.setSelection(TextSelection.near(tr.doc.resolve(end + 1)));
}

function inlineOf(content) {
  const found = [];
  content.descendants((node) => {
    if (!node.isTextblock) return true;
    if (found.length && node.content.size) found.push(schema.text(" "));
    node.forEach((one) => found.push(one.type === nodes.hard_break ? schema.text(" ") : one));
    return false;
  });
  return Fragment.from(found);
}

// Links that lead nowhere good, and pictures of elsewhere, as anybody may put them on a clipboard.
function harmless(fragment) {
  const kept = [];
  fragment.forEach((node) => {
    const link = marks.link.isInSet(node.marks);
    const safe = link && !mayLink(link.attrs.href) ? node.mark(link.removeFromSet(node.marks)) : node;
    if (node.type === nodes.image && !/^(?:\/files\/|pasted:|[^:/\\?#][^:\\]*$)/.test(node.attrs.src)) return;
    kept.push(safe.isText ? safe : safe.copy(harmless(safe.content)));
  });
  return Fragment.from(kept);
}

// Each picture that came along is uploaded, and stands where it stood.
async function bringPictures(view, pictures, { form }) {
  const found = [];
  view.state.doc.descendants((node, pos) => {
    const number = node.type === nodes.image && /^pasted:(\d+)$/.exec(node.attrs.src)?.[1];
    if (number) found.push({ pos, alt: node.attrs.alt, picture: pictures[number], number: Number(number) });
  });
  const held = [];
  for (const one of found.reverse()) {
    view.dispatch(view.state.tr.delete(one.pos, one.pos + 1));
    held.unshift({ ...one, id: hold(view, one.pos, one.alt || `${one.number + 1}`) });
  }
  for (const { picture, alt, id, number } of held) {
    const file = picture && fileOf(picture, number);
    const kept = file && (await follow(file.name, (progress) => send(file, { ...destination(form), progress })));
    const node = kept && nodeOf(kept, file);
    place(view, id, node && (node.type === nodes.image ? node.type.create({ ...node.attrs, alt }) : node));
  }
}
