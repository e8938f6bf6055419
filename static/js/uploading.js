// Sends the files of a form one after the other, with how far each one is, and takes files that are
// dropped on it. Without script the form sends them together.
const megabyte = 1 << 20;
const waiting = new WeakMap(); // by form: the files whose turn has not come

export function uploads() {
  for (const form of document.querySelectorAll("[data-filedrop]")) begin(form);
}

function begin(form) {
  const field = form.elements.file;
  form.querySelector("[data-filedrop-hint]").hidden = false;
  form.addEventListener("submit", (event) => {
    const files = [...field.files];
    if (!files.length && !waiting.has(form)) return;
    event.preventDefault();
    // They are sent once, however often the button is pressed.
    form.reset();
    sendAll(form, files);
  });
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("filedrop--over");
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("filedrop--over");
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("filedrop--over");
    sendAll(form, [...event.dataTransfer.files]);
  });
}

async function sendAll(form, files) {
  if (waiting.has(form)) return void waiting.get(form).push(...files);
  if (!files.length) return;
  form.setAttribute("aria-busy", "true");
  const queue = [...files];
  waiting.set(form, queue);
  let said = false;
  let kept = false;
  while (queue.length) {
    const sent = await sendOne(form, queue.shift());
    said ||= sent.said;
    kept ||= sent.kept;
  }
  waiting.delete(form);
  form.removeAttribute("aria-busy");
  // What is to be read stays on the screen, beside the list with what came.
  if (!said) location.reload();
  else if (kept) await listAnew();
}

async function listAnew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = answer?.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page && page.querySelector("[data-files]");
  if (list) document.querySelector("[data-files]")?.replaceWith(document.importNode(list, true));
}

// Sends one file: whether it was kept, and whether something was said of it that is to be read.
async function sendOne(form, file) {
  const row = rowFor(form);
  const say = (key, more = {}) => {
    row.line.textContent = filled(form.dataset[key], { name: file.name, limit: form.dataset.limit, ...more });
  };
  const fail = (key, sentence = "") => {
    row.bar.remove();
    if (sentence) row.line.textContent = `${file.name}: ${sentence}`;
    else say(key);
    return { said: true, kept: false };
  };
  if (!file.size) return fail("empty");
  if (file.size > Number(form.dataset.limit) * megabyte) return fail("large");
  say("sending", { percent: 0 });
  const answer = await post(form, file, (share) => {
    row.bar.value = share;
    if (share < 1) say("sending", { percent: Math.floor(share * 100) });
    else say("kept");
  });
  if (answer.status === 413) return fail("large");
  if (answer.status < 200 || answer.status > 299 || !answer.told?.url) return fail("lost", answer.told?.error);
  row.bar.remove();
  say("done", { name: answer.told.name });
  row.line.append(...answer.told.notes.map((note) => ` ${note}`));
  return { said: answer.told.notes.length > 0, kept: true };
}

function post(form, file, progress) {
  return new Promise((keep) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file, file.name);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", form.elements.csrf_token.value);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener("loadend", () => keep({ status: request.status, told: request.response }));
    request.send(body);
  });
}

function rowFor(form) {
  const list = form.querySelector("[data-filedrop-list]");
  const item = document.createElement("li");
  const line = document.createElement("span");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  item.append(line, bar);
  list.hidden = false;
  list.append(item);
  return { line, bar };
}

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
