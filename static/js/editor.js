// What a page for writing runs besides app.js. The text stands in <textarea data-editor data-draft-url
// data-preview-url>, in a form with the fields title, summary, based_on and csrf_token where they apply.
import { editAtPassage } from "./comments-editing.js";
import { conflicts } from "./conflicts.js";
import { wordCount } from "./counting.js";
import { drafts } from "./drafts.js";
import { modes } from "./modes.js";
import { previews } from "./preview.js";
import { toolbars } from "./toolbar.js";
import { toolsOfTextarea } from "./visual/tools/intextarea.js";
import { topicFields } from "./topics.js";

toolbars();
conflicts();
topicFields();
for (const area of document.querySelectorAll("textarea[data-editor]")) {
  modes(area);
  previews(area);
  wordCount(area);
  drafts(area);
  toolsOfTextarea(area);
  editAtPassage(area);
  area.form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form.requestSubmit();
  });
}
