// What somebody is in the middle of writing: a link, a section, a person, a topic or a command, by the text of the
// block before the caret. Pieces that are not text stand in it as one U+FFFC each.
const link = /\[\[([^[\]|\n\ufffc]{0,150})$/;
const person = /(?:^|[^\p{L}\p{N}_@#&./=+\-])@([\p{L}\p{N}][\p{L}\p{N}.'’-]*(?: [\p{L}\p{N}.'’-]+){0,3}|)$/u;
const topic = /(?:^|[^\p{L}\p{N}_@#&./=+\-])#([\p{L}\p{N}][\p{L}\p{N}-]{0,63})$/u;
const command = /(?:^|[\s\ufffc])\/([\p{L}\p{N}-]{0,20}(?: [\p{L}\p{N}-]{1,20})?)$/u;
const colour = /^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

// { kind, query, start } with the place where it began, and `page` for a section; null for ordinary text.
export function triggerIn(before) {
  return linkIn(before) ?? personIn(before) ?? topicIn(before) ?? commandIn(before);
}

function linkIn(before) {
  const found = link.exec(before);
  if (!found) return null;
  const start = found.index - (before[found.index - 1] === "!" ? 1 : 0);
  const opened = { start, include: start < found.index };
  const [page, ...rest] = found[1].split("#");
  if (!rest.length) return { kind: "pages", query: page.trimStart(), ...opened };
  return { kind: "sections", query: rest.join("#").trim(), page: page.trim(), ...opened };
}

function personIn(before) {
  const found = person.exec(before);
  return found && { kind: "people", query: found[1], start: before.length - found[1].length - 1 };
}

function topicIn(before) {
  const found = topic.exec(before);
  if (!found || colour.test(found[1]) || !/\p{L}/u.test(found[1])) return null;
  return { kind: "topics", query: found[1], start: before.length - found[1].length - 1 };
}

function commandIn(before) {
  const found = command.exec(before);
  return found && { kind: "commands", query: found[1], start: before.length - found[1].length - 1 };
}

// What follows the caret and belongs to what is being written: the brackets that a link closed already.
export function closing(kind, after) {
  if (kind !== "pages" && kind !== "sections") return 0;
  return after.startsWith("]]") ? 2 : 0;
}

// Commands whose name or further words begin like what was typed; those whose name does come first.
export function matching(commands, query) {
  const typed = folded(query);
  if (!typed) return commands;
  const begins = (text) => folded(text).startsWith(typed);
  const holds = (text) => ` ${folded(text)}`.includes(` ${typed}`);
  const rank = (one) => (begins(one.title) ? 0 : holds(one.title) ? 1 : holds(one.further ?? "") ? 2 : 3);
  return commands
    .map((one, place) => [rank(one), place, one])
    .filter(([how]) => how < 3)
    .sort((one, other) => one[0] - other[0] || one[1] - other[1])
    .map(([, , one]) => one);
}

// Whether what is offered holds every word that was typed.
export function fits(item, query) {
  const told = item && folded(`${item.title} ${item.context ?? ""} ${item.insert ?? ""}`);
  return Boolean(told) && folded(query).split(/\s+/).every((word) => told.includes(word));
}

export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
