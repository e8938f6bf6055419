// Where cleaned text goes: blocks in a container, with the line that is being filled. Spaces are folded as a browser
// shows them, and a block without anything in it never comes to be.
const invisible = /[\u200b\u200c\u2060\ufeff\u00ad]/g;
const order = ["a", "strong", "em", "s", "code"];

export class Lines {
  // `line`: everything goes into this one element, whatever blocks it came in: a heading, a cell.
  constructor(root, line = null) {
    this.root = root;
    this.line = line;
    this.single = line !== null;
    this.lists = [];
  }

  get page() {
    return this.root.ownerDocument;
  }

  text(words, marks) {
    const plain = words.replace(invisible, "").replace(/[\s\u00a0]+/g, " ");
    if (!plain || (plain === " " && !this.open())) return;
    this.into(this.page.createTextNode(this.open() ? plain : plain.trimStart()), marks);
  }

  open() {
    return Boolean(this.line?.childNodes.length);
  }

  into(node, marks = {}) {
    if (!this.line) {
      this.line = this.page.createElement("p");
      this.root.append(this.line);
      this.lists = [];
    }
    let inner = node;
    for (const name of [...order].reverse()) {
      if (!marks[name]) continue;
      const frame = this.page.createElement(name);
      if (name === "a") frame.setAttribute("href", marks.a);
      frame.append(inner);
      inner = frame;
    }
    this.line.append(inner);
  }

  // A line break; a second one in a row begins a new paragraph.
  breakLine() {
    if (!this.open()) return;
    if (this.single) return void this.line.append(" ");
    if (this.line.lastChild.nodeName === "BR") return void this.end();
    this.line.append(this.page.createElement("br"));
  }

  // The end of a block: what follows stands in another one.
  end() {
    if (this.single) {
      if (this.open()) this.line.append(" ");
      return;
    }
    if (this.line) tidy(this.line);
    this.line = null;
  }

  add(block) {
    this.end();
    if (this.single) return void this.line.append(...block.childNodes, " ");
    this.root.append(block);
    this.lists = [];
  }

  // An item of a list that is written as lines with levels, as Word does. Gives the element of the item.
  item(level, ordered, start) {
    this.end();
    while (this.lists.length && this.lists.at(-1).level > level) this.lists.pop();
    let top = this.lists.at(-1);
    if (top?.level === level && top.ordered !== ordered) {
      this.lists.pop();
      top = this.lists.at(-1);
    }
    if (top?.level !== level) {
      const list = this.page.createElement(ordered ? "ol" : "ul");
      if (ordered && start > 1) list.setAttribute("start", String(start));
      (top?.list.lastElementChild ?? this.root).append(list);
      this.lists.push({ level, ordered, list });
      top = this.lists.at(-1);
    }
    const item = this.page.createElement("li");
    top.list.append(item);
    return item;
  }
}

function tidy(line) {
  while (line.lastChild?.nodeName === "BR") line.lastChild.remove();
  if (!line.textContent.trim() && !line.querySelector("img")) line.remove();
}
