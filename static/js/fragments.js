// An address that leads to words: `#:~:text=...` (URL Fragment Text Directives, WICG). Browsers that
// know it scroll there and mark the words; others open the page.
const longest = 160; // characters that are named whole; a longer passage is named by its two ends
const few = 4; // words at an end, and of context beside words that occur more than once
const blocks = "p, li, h1, h2, h3, h4, h5, h6, td, th, pre, dt, dd, figcaption, summary, blockquote";

// The fragment of a Range inside `root`; an empty string when it holds no word.
export function fragmentOf(range, root) {
  const whole = toWords(range);
  const text = squeezed(whole.toString());
  if (!/[\p{L}\p{N}]/u.test(text)) return "";
  const [first, last] = [blockOf(whole.startContainer), blockOf(whole.endContainer)];
  const words = text.split(" ");
  if (first !== last || text.length > longest) {
    const start = headOf(whole, first);
    const end = words.slice(-Math.min(few, words.length)).join(" ");
    return directive([start, last === first ? end : tailOf(whole, last)]);
  }
  const everywhere = squeezed(root.textContent);
  if (everywhere.split(text).length <= 2) return directive([text]);
  const before = squeezed(between(first, whole, "before")).split(" ").slice(-few).join(" ");
  const after = squeezed(between(first, whole, "after")).split(" ").slice(0, few).join(" ");
  return directive([before && `${before}-`, text, after && `-${after}`]);
}

function directive(parts) {
  const named = parts.filter(Boolean).map((part) => {
    const [, ahead, words, behind] = part.match(/^(-?)([\s\S]*?)(-?)$/);
    return ahead + encodeURIComponent(words).replaceAll("-", "%2D") + behind;
  });
  return `:~:text=${named.join(",")}`;
}

// Words are found whole or not at all, so half a word at either end becomes a whole one.
function toWords(range) {
  const grown = range.cloneRange();
  const { startContainer: start, endContainer: end } = grown;
  let [from, to] = [grown.startOffset, grown.endOffset];
  if (start.nodeType === Node.TEXT_NODE) {
    while (from > 0 && isLetter(start.data[from - 1]) && isLetter(start.data[from])) from -= 1;
    grown.setStart(start, from);
  }
  if (end.nodeType === Node.TEXT_NODE) {
    while (to < end.length && to > 0 && isLetter(end.data[to - 1]) && isLetter(end.data[to])) to += 1;
    grown.setEnd(end, to);
  }
  return grown;
}

function headOf(range, block) {
  const head = range.cloneRange();
  if (block && block !== blockOf(range.endContainer)) head.setEndAfter(block.lastChild ?? block);
  return squeezed(head.toString()).split(" ").slice(0, few).join(" ");
}

function tailOf(range, block) {
  const tail = range.cloneRange();
  if (block) tail.setStartBefore(block.firstChild ?? block);
  return squeezed(tail.toString()).split(" ").slice(-few).join(" ");
}

function between(block, range, side) {
  const rest = document.createRange();
  rest.selectNodeContents(block ?? range.commonAncestorContainer);
  if (side === "before") rest.setEnd(range.startContainer, range.startOffset);
  else rest.setStart(range.endContainer, range.endOffset);
  return rest.toString();
}

const blockOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(blocks);
const squeezed = (text) => text.replace(/\s+/g, " ").trim();
const isLetter = (character) => /[\p{L}\p{N}]/u.test(character ?? "");
