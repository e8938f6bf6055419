// What every page runs. Each module is one behaviour, and the page works without any of them.
import { copying } from "./copying.js";
import { dialogs } from "./dialogs.js";
import { draftsDone } from "./done.js";
import { flashes } from "./flash.js";
import { followReading } from "./following.js";
import { inks } from "./inks.js";
import { liveLine } from "./live.js";
import { menus } from "./menus.js";
import { passages } from "./passage.js";
import { shortcuts } from "./shortcuts.js";
import { submitOnce } from "./submitting.js";
import { switcher } from "./switcher.js";
import { themes } from "./theme.js";
import { watching } from "./watching.js";

flashes();
menus();
dialogs();
copying();
themes();
inks();
submitOnce();
draftsDone();
followReading();
liveLine();
passages();
watching();
shortcuts(switcher());
