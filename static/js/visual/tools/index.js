// All tools of the visual editor.
import { registerTool } from "../plugins.js";
import { bar } from "./bar.js";
import { completion } from "./completion.js";
import { contextBars } from "./contextbars.js";
import { filesOfEditor } from "./files.js";
import { keys } from "./keys.js";
import { linksOfEditor } from "./linking.js";
import { mentionView } from "./named.js";
import { pasting } from "./pasting.js";
import { holdWhileBusy } from "./tray.js";
import { part } from "./wording.js";

export function registerTools() {
  registerTool((surroundings) => {
    if (!part("said")) return {};
    linksOfEditor(surroundings);
    holdWhileBusy(surroundings.form);
    return {
      nodeViews: { mention: mentionView },
      plugins: [
        completion(surroundings),
        pasting(surroundings),
        filesOfEditor(surroundings),
        keys(),
        bar(surroundings),
        contextBars(),
      ],
    };
  });
}
