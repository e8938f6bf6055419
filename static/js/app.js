// What every page runs. Each module is one behaviour, and the page works without any of them.
import { dialogs } from "./dialogs.js";
import { flashes } from "./flash.js";
import { menus } from "./menus.js";
import { submitOnce } from "./submitting.js";

flashes();
menus();
dialogs();
submitOnce();
