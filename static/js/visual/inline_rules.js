// What our pages know inside a line beyond CommonMark; the same rules as essp/core/markdown/inline.py, which says
// what each one means. A rule that changes there changes here: tests/editor/test_grammar.py compares them.
const wikiLink = /\[\[([^[\]\n]{1,500})\]\]/y;
const space = /^([a-z0-9](?:-?[a-z0-9]){0,99}):(?=\S)/;
const wordStart = /(?<![\p{L}\p{N}_@#&./=+-]|=["'])[@#]/uy;
const handle = /@([a-z0-9](?:-?[a-z0-9]){0,62})(?![\p{L}\p{N}_@]|-[\p{L}\p{N}_]|[./][\p{L}\p{N}_])/iuy;
const group = /@((?:space|team|department):[a-z0-9](?:-?[a-z0-9]){0,99})(?![\p{L}\p{N}_@]|-[\p{L}\p{N}_]|[./][\p{L}\p{N}_])/iuy;
const topicName = /#((?:[\p{L}\p{N}]{1,64}-){0,8}[\p{L}\p{N}]{1,64})(?![\p{L}\p{N}_#]|-[\p{L}\p{N}_])/uy;
const colour = /^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const address = /:\/\/[^\s<>"`{}|\\^[\]]{1,2000}/y;
const scheme = /(?<![\p{L}\p{N}_.+-])https?$/iu;
const templateTag = /<%[^\n]{0,300}?%>/y;
const footnote = /\[\^([^\s[\]]{1,100})\]/y;

// The match of a sticky pattern at the rule's place, within what the rule may read.
function at(state, pattern) {
  const { src, pos, posMax } = state;
  pattern.lastIndex = pos;
  return pattern.exec(posMax < src.length ? src.slice(0, posMax) : src);
}

function wikilink(state, silent) {
  const match = state.linkLevel ? null : at(state, wikiLink);
  const parts = match && linkParts(match[1]);
  if (!parts) return false;
  if (!silent) state.push("wikilink", "", 0).meta = parts;
  state.pos += match[0].length;
  return true;
}

// { space, page, section, label } of what stands between the brackets; null when it names nothing.
export function linkParts(inside) {
  const bar = inside.indexOf("|");
  const [written, label] = bar < 0 ? [inside, ""] : [inside.slice(0, bar), inside.slice(bar + 1)];
  const place = oneLine(written).replace(/\\$/, "").trim();
  const named = space.exec(place);
  const rest = place.slice(named?.[0].length ?? 0);
  const hash = rest.indexOf("#");
  const page = (hash < 0 ? rest : rest.slice(0, hash)).trim();
  const section = hash < 0 ? "" : rest.slice(hash + 1).trim();
  if (!page && (named || !section)) return null;
  return { space: named?.[1] ?? null, page, section: section || null, label: oneLine(label) || null };
}

function oneLine(text) {
  return text.split(/\s+/).filter(Boolean).join(" ");
}

function mention(state, silent) {
  if (state.src[state.pos] !== "@" || state.linkLevel || !at(state, wordStart)) return false;
  return atom(state, silent, at(state, group) ?? at(state, handle), "mention");
}

function topic(state, silent) {
  if (state.src[state.pos] !== "#" || state.linkLevel || !at(state, wordStart)) return false;
  const match = at(state, topicName);
  const known = match && !colour.test(match[1]) && /\p{L}/u.test(match[1]);
  return atom(state, silent, known ? match : null, "topic");
}

function atom(state, silent, match, type) {
  if (!match) return false;
  if (!silent) state.push(type, "", 0).content = match[1];
  state.pos += match[0].length;
  return true;
}

function webAddress(state, silent) {
  if (state.src[state.pos] !== ":" || state.linkLevel) return false;
  const before = scheme.exec(state.src.slice(Math.max(0, state.pos - 6), state.pos));
  const match = before && at(state, address);
  if (!match) return false;
  const tail = withoutClosingPunctuation(match[0]);
  const href = state.md.normalizeLink(before[0] + tail);
  if (tail === "://" || !state.md.validateLink(href)) return false;
  if (!silent) {
    if (!state.pending.endsWith(before[0])) return false;
    state.pending = state.pending.slice(0, -before[0].length);
    state.push("link_open", "a", 1).attrs = [["href", href]];
    state.push("text", "", 0).content = before[0] + tail;
    state.push("link_close", "a", -1);
  }
  state.pos += tail.length;
  return true;
}

export function withoutClosingPunctuation(text) {
  let surplus = text.split(")").length - text.split("(").length;
  let end = text.length;
  while (end > 3 && ("?!.,:;*_~'".includes(text[end - 1]) || (text[end - 1] === ")" && surplus > 0))) {
    if (text[end - 1] === ")") surplus -= 1;
    end -= 1;
  }
  return text.slice(0, end);
}

function templateTagRule(state, silent) {
  const match = at(state, templateTag);
  if (!match) return false;
  if (!silent) state.pending += match[0];
  state.pos += match[0].length;
  return true;
}

function footnoteRef(state, silent) {
  const match = at(state, footnote);
  if (!match || !state.env.footnotes?.has(match[1])) return false;
  if (!silent) state.push("footnote_ref", "", 0).meta = { label: match[1] };
  state.pos += match[0].length;
  return true;
}

export function addInlineRules(md) {
  const { ruler } = md.inline;
  ruler.before("link", "wikilink", wikilink);
  ruler.after("image", "footnote_ref", footnoteRef);
  ruler.before("autolink", "template_tag", templateTagRule);
  ruler.push("mention", mention);
  ruler.push("topic", topic);
  ruler.push("web_address", webAddress);
}
