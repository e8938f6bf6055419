// The one place that says whether unsaved text is safe: [data-save-state], its sentences in data attributes.
import { icon } from "./icons.js";

const looks = {
  saving: ["loader", ""],
  saved: ["cloud-check", ""],
  offline: ["wifi-off", "save--due"],
  tabOnly: ["wifi-off", "save--stop"],
  refused: ["circle-alert", "save--stop"],
  signedOut: ["circle-alert", "save--stop"],
  recovered: ["history", "save--due"],
};

export function clock(moment = new Date()) {
  const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return moment.toLocaleTimeString(document.documentElement.lang, shape);
}

export function saveState() {
  const place = document.querySelector("[data-save-state]");
  let said = null;
  // The same sentence twice would be read aloud twice, so it is only set when it differs.
  function say(state, moment, ...actions) {
    if (!place) return;
    const sentence = place.dataset[state].replace("{time}", clock(moment));
    if (sentence === said) return;
    said = sentence;
    const [symbol, look] = looks[state];
    place.className = `save ${look}`.trim();
    place.replaceChildren(icon(place.dataset.sprite, symbol, "i--16"), text(sentence), ...actions);
  }
  function action(word, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--quiet btn--sm";
    button.textContent = place.dataset[word];
    button.addEventListener("click", () => {
      clear();
      act();
    });
    return button;
  }
  function clear() {
    said = null;
    place.replaceChildren();
  }
  return { say, action };
}

function text(sentence) {
  const span = document.createElement("span");
  span.textContent = sentence;
  return span;
}
