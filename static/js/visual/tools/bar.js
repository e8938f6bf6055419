// The bar over the visual editor: its buttons, which of them are pressed, one tab stop with arrows between, and
// behind "More tools" what does not fit beside each other.
import { Plugin } from "prosemirror-state";
import { commands } from "./commands.js";
import { askForFiles } from "./files.js";
import { linkAt, openLink } from "./linking.js";
import { openPicture } from "./picturing.js";
import { announce, copyOf, say } from "./wording.js";

const bars = { top: 150, right: 0, bottom: 150, left: 0 };
const opened = {
  link: (view) => openLink(view),
  image: (view) => openPicture(view) || askForFiles(view, true),
  file: (view) => askForFiles(view, false),
};

export function bar(surroundings) {
  return new Plugin({
    // The caret stays clear of the bars above and below the text.
    props: { scrollMargin: bars, scrollThreshold: bars },
    view(view) {
      const strip = copyOf("bar");
      surroundings.toolbar.prepend(strip);
      const draw = () => refresh(strip, view);
      let frame = 0;
      const soon = () => {
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(draw);
      };
      strip.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
      strip.addEventListener("click", (event) => press(event, view));
      const done = [roving(strip), folding(strip)];
      draw();
      return {
        update: soon,
        destroy() {
          cancelAnimationFrame(frame);
          done.forEach((stop) => stop());
          strip.remove();
        },
      };
    },
  });
}

export function press(event, view) {
  const button = event.target.closest("[data-command]");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  const name = button.dataset.command;
  if (opened[name]) return void opened[name](view);
  commands[name].run(view.state, view.dispatch, view);
  if (name.endsWith("Remove")) announce(say("removed"));
  // By the keyboard the focus stays on the bar, by pointer it never left the text.
  if (!button.matches(":focus")) view.focus();
}

export function refresh(strip, view) {
  for (const button of strip.querySelectorAll("[data-command]")) {
    const name = button.dataset.command;
    const { active, able } = commands[name] ?? {};
    if (button.hasAttribute("aria-pressed")) {
      const on = name === "link" ? Boolean(linkAt(view.state).mark) : active?.(view.state);
      button.setAttribute("aria-pressed", String(Boolean(on)));
    }
    if (able) button.setAttribute("aria-disabled", String(!able(view.state)));
  }
}

export function roving(strip) {
  const stops = () => [...strip.querySelectorAll("button, select, input, a[href]")].filter((one) => one.offsetParent);
  const stop = (one) => strip.querySelectorAll("button").forEach((each) => (each.tabIndex = each === one ? 0 : -1));
  const onFocus = (event) => event.target.matches("button") && stop(event.target);
  const onKey = (event) => {
    if (!event.target.matches("button")) return;
    const all = stops();
    const at = all.indexOf(event.target);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all.at(next % all.length).focus();
  };
  stop(strip.querySelector("button"));
  strip.addEventListener("focusin", onFocus);
  strip.addEventListener("keydown", onKey);
  return () => strip.removeEventListener("keydown", onKey);
}

// What does not fit goes into the box behind the last button, and comes back when there is room.
function folding(strip) {
  const more = strip.querySelector(".vbar__more");
  const button = more.querySelector("button");
  const box = document.createElement("div");
  box.className = "pop vbar__box";
  box.hidden = true;
  more.append(box);
  const all = [...strip.children].filter((one) => one !== more);

  function lay() {
    more.before(...all);
    more.hidden = true;
    if (strip.scrollWidth <= strip.clientWidth) return shut();
    more.hidden = false;
    const folded = [];
    while (strip.scrollWidth > strip.clientWidth && folded.length < all.length) {
      const last = all[all.length - 1 - folded.length];
      folded.unshift(last);
      box.prepend(last);
    }
    return undefined;
  }
  function shut() {
    box.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }
  button.addEventListener("click", () => {
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
    const { bottom, right } = button.getBoundingClientRect();
    box.style.top = `${bottom + 4}px`;
    box.style.right = `${Math.max(8, document.documentElement.clientWidth - right)}px`;
  });
  const away = (event) => more.contains(event.target) || shut();
  const escape = (event) => {
    if (event.key !== "Escape" || box.hidden) return;
    event.stopPropagation();
    shut();
    button.focus();
  };
  document.addEventListener("mousedown", away);
  more.addEventListener("keydown", escape);
  const watch = new ResizeObserver(lay);
  watch.observe(strip);
  return () => {
    watch.disconnect();
    document.removeEventListener("mousedown", away);
  };
}
