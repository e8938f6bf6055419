// Two edits of the same passage: writing in the joined text chooses it, and the heading counts what is decided.
// Without script the same form works by its radio buttons alone.
export function conflicts() {
  const passages = [...document.querySelectorAll("[data-conflict]")];
  const place = document.querySelector("[data-conflict-count]");
  const tell = () => {
    const decided = passages.filter((passage) => passage.querySelector("input[type=radio]:checked")).length;
    if (place) place.textContent = place.dataset.some.replace("{decided}", decided);
  };
  for (const passage of passages) {
    const joined = passage.querySelector("textarea");
    joined?.addEventListener("input", () => {
      passage.querySelector("input[type=radio][value=both]").checked = true;
      tell();
    });
    passage.addEventListener("change", tell);
  }
  if (passages.length) tell();
}
