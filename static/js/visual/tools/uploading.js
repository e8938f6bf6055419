// Sends one file. Gives { done, cancel }: done is what the server says of the file, { url, name, markdown, image },
// or a Failure whose `why` is one of: cancelled, lost, emptyFile, tooLarge, refused, signedOut, gone, failed.
export class Failure extends Error {
  constructor(why, reason = "") {
    super(why);
    this.why = why;
    this.reason = reason;
  }

  // Whether the same file may arrive at a second try.
  get mayWork() {
    return ["lost", "failed", "signedOut"].includes(this.why);
  }
}

const whys = { 401: "signedOut", 404: "gone", 413: "tooLarge", 415: "refused", 422: "refused", 403: "refused" };

export function send(file, { address, token, progress, most }) {
  const request = new XMLHttpRequest();
  const done = new Promise((keep, fail) => {
    if (!file.size) return fail(new Failure("emptyFile"));
    if (file.size > most) return fail(new Failure("tooLarge"));
    const form = new FormData();
    form.append("file", file, file.name);
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      const told = read(request);
      if (request.status >= 200 && request.status < 300 && told?.url) keep(told);
      else fail(new Failure(whyOf(request), reasonOf(told)));
    });
    request.addEventListener("error", () => fail(new Failure("lost")));
    request.addEventListener("abort", () => fail(new Failure("cancelled")));
    return request.send(form);
  });
  return { done, cancel: () => request.abort() };
}

// A page of words instead of an answer is the door to sign in, reached by a redirect.
function whyOf({ status, responseURL }) {
  if (status >= 200 && status < 300) return /\/sign-in(?:$|\?)/.test(responseURL) ? "signedOut" : "failed";
  return whys[status] ?? (status ? "failed" : "lost");
}

function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}

// The server says in a sentence what is wrong with a file, under one of these names.
function reasonOf(told) {
  const said = told?.error ?? told?.reason ?? told?.message ?? told?.detail;
  return typeof said === "string" ? said : "";
}
