// Who else looks at a proposal now, told over the live line to those who decide on it.
import { hear, say, show } from "./line.js";
import { clock } from "./savestate.js";

const again = 120_000;

export function liveProposal() {
  const place = document.querySelector("[data-looking]");
  if (!place) return;
  const sent = () => ({ uid: place.dataset.uid });
  show("proposal:open", sent, () => {}, true);
  hear("proposal:people", ({ people }) => tell(place, people));
  setInterval(() => !document.hidden && say("proposal:open", sent()), again);
}

function tell(place, people) {
  const shape = place.querySelector("template");
  const lines = people.map(({ name, since }) => {
    const line = shape.content.firstElementChild.cloneNode(true);
    line.querySelector("span").textContent = place.dataset.told
      .replace("{name}", name)
      .replace("{time}", clock(new Date(since)));
    return line;
  });
  place.replaceChildren(shape, ...lines);
}
