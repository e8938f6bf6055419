// Named characters of HTML, as this browser knows them: stands in for the tables of the package `entities`.
const field = globalThis.document?.createElement("textarea");

// "&eacute;" is "é"; a name that is none stays as it is. Nothing in a text field is read as an element.
export function decodeHTML(text) {
  field.innerHTML = text;
  return field.value;
}
