// Sends the text fields of a form in the background, with its CSRF token in a header.
export function posting(address, form, more = {}, options = {}) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrf_token") fields.append(name, value);
  }
  for (const [name, value] of Object.entries(more)) fields.set(name, value);
  return fetch(address, {
    method: "POST",
    body: fields,
    headers: { "X-CSRFToken": form.elements.csrf_token.value },
    ...options,
  });
}
