// The pieces of a terminal: keys, the editor on a screen, history, completion, and when an input is complete.

import { exit } from "ftl";
import { conclude } from "./check.js";
import { checkEditing } from "./editing.js";
import { checkKeys } from "./keys.js";
import { checkScripts } from "./scripts.js";

checkKeys();
checkEditing();
checkScripts();
exit(conclude());
