// What is suggested while somebody writes, in either editor: asks for what the trigger before the caret may mean,
// shows it at the caret, and hands what was picked to the editor. The editor gives
//   place                     { uid, space } of what is written
//   commands()                what the slash menu offers
//   further()                 asks for more of them, once: whether there are any that were not there before
//   headings()                [{ words, level }] of the text as it stands
//   whereabouts(trigger)      where the list opens: { left, top, bottom }
//   insert(trigger, item)     put the picked item in the place of what was typed
//   retype(trigger, text)     put other text in the place of what was typed, and go on
//   shown(trigger)            the list is open for it; null when it closed
import { asking } from "./asking.js";
import { popup } from "./popup.js";
import { fits, folded, matching } from "./triggers.js";
import { announce, say } from "./wording.js";

const icons = { pages: "file-text", sections: "hash", people: "users", topics: "hash" };

export function suggesting(host, editor) {
  const list = popup(host, { pick, leave });
  const questions = asking();
  let trigger = null; // what is being written, while the list may be open for it
  let left = -1; // where a trigger began that was left with Escape
  let barren = null; // a question that had no answer: longer ones are not asked
  let waiting = false; // an answer is under way
  let wanted = null; // a key that waits for it

  // `typed`: the text changed. A list never opens because the caret only moved.
  function update(found, typed) {
    if (!found || (!typed && !list.isOpen()) || (trigger && !typed && found.start !== trigger.start)) return rest();
    if (found.start === left) return undefined;
    left = -1;
    const same = trigger && same_(trigger, found);
    trigger = found;
    if (same) return list.place();
    questions.stop();
    waiting = false;
    wanted = null; // it was meant for the answer to what stood there
    return found.kind === "commands" ? command(found) : look(found);
  }

  function command(found) {
    // They fit what is written by the time they come, not what it was when they were asked for.
    editor.further?.().then((isNew) => isNew && trigger?.kind === "commands" && command(trigger));
    const fitting = matching(editor.commands(), found.query);
    // Two words that fit nothing are a sentence with a slash in it.
    if (!fitting.length) return list.close();
    return show(found, grouped(fitting), say("commands"));
  }

  async function look(found) {
    if (found.kind === "sections" && !found.page) return show(found, own(found), say("sections"));
    if (barren && extends_(found, barren)) return list.close();
    waiting = true;
    let items;
    try {
      items = await questions.ask(found, editor.place);
    } catch {
      waiting = false;
      wanted = null;
      return trigger === found ? show(found, [], say(found.kind), say("noAnswer")) : undefined;
    }
    if (items === null || trigger !== found) return undefined;
    waiting = false;
    barren = items.length ? null : found;
    show(found, sorted(found, items), say(found.kind));
    if (wanted) pick(list.first(), wanted);
    return undefined;
  }

  function own({ query }) {
    const words = folded(query).split(/\s+/).filter(Boolean);
    const fitting = editor.headings().filter((one) => words.every((word) => folded(one.words).includes(word)));
    const items = fitting.slice(0, 16).map(({ words: title, level, insert }) => ({ insert, title, level, icon: "hash" }));
    return [{ label: say("ownSections"), items }];
  }

  function sorted({ kind, query, include }, items) {
    const drawn = items.map((item) => ({ icon: item.new ? "file-plus" : icons[kind], ...item }));
    if (kind !== "pages") return [{ label: say(kind), items: drawn }];
    const asked = (one) => (query ? say("pages") : say("latest")) || one;
    return [
      { label: include ? say("includes") : asked(""), items: drawn.filter((item) => !item.new) },
      { label: say("newPage"), items: include ? [] : drawn.filter((item) => item.new) },
    ];
  }

  function show(found, groups, label, remark = "") {
    const hint = found.kind === "pages" && !remark && groups[0]?.items.length ? say("pagesHint") : remark;
    list.open({
      label,
      groups,
      words: found.query,
      remark: hint,
      whereabouts: () => editor.whereabouts(found),
    });
    editor.shown?.(list.isOpen() ? found : null);
  }

  function pick(item, how) {
    wanted = null;
    if (!item || !trigger) return;
    const found = trigger;
    if (how === "Tab" && found.kind === "pages" && !item.new && /^\[\[.*\]\]$/.test(item.insert)) return section(found, item);
    rest();
    left = -1;
    editor.insert(found, item);
    if (item.title) announce(say("inserted", { what: item.title }));
  }

  // On to the sections of the page that was picked.
  function section(found, item) {
    editor.retype(found, `${found.include ? "!" : ""}${item.insert.slice(0, -2)}#`);
  }

  function leave() {
    left = trigger?.start ?? -1;
    rest();
  }

  function rest() {
    trigger = null;
    wanted = null;
    waiting = false;
    barren = null;
    questions.stop();
    list.close();
    editor.shown?.(null);
  }

  // True when the key was for the list. Enter before the answer takes what is shown where that fits all that was typed,
  // and waits where it does not; # asks for the sections of the first.
  function key(event) {
    if (!trigger || event.isComposing) return false;
    // A list that is on its way is left as one that is there.
    if (event.key === "Escape" && waiting && !list.isOpen()) {
      leave();
      return true;
    }
    if (!list.isOpen()) return false;
    const picks = (event.key === "Enter" || event.key === "Tab") && !event.shiftKey;
    if (waiting && picks && !event.ctrlKey && !event.metaKey && !fits(list.current(), trigger.query)) {
      wanted = event.key;
      return true;
    }
    const page = event.key === "#" && trigger.kind === "pages" && list.current();
    if (page && !page.new && trigger.query && /^\[\[.*\]\]$/.test(page.insert)) {
      section(trigger, page);
      return true;
    }
    return list.key(event);
  }

  const forget = () => (left = -1);
  return { update, key, forget, place: list.place, stop: list.stop, isOpen: list.isOpen };
}

function same_(one, other) {
  return ["kind", "query", "start", "page", "include"].every((name) => one[name] === other[name]);
}

function extends_(found, earlier) {
  return found.kind === earlier.kind && found.start === earlier.start && found.page === earlier.page
    && found.query.startsWith(earlier.query) && found.query !== earlier.query;
}

function grouped(commands) {
  const labels = [...new Set(commands.map((one) => one.group))];
  return labels.map((label) => ({ label, items: commands.filter((one) => one.group === label) }));
}
