// What a page for writing runs besides app.js: <form data-editor> with the fields title, text, summary,
// based_on and csrf_token.
import { conflicts } from "./conflicts.js";
import { drafts } from "./drafts.js";
import { previews } from "./preview.js";
import { toolbars } from "./toolbar.js";
import { wordCount } from "./counting.js";

const form = document.querySelector("form[data-editor]");
toolbars();
conflicts();
if (form) {
  previews(form);
  wordCount(form);
  drafts(form);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}
