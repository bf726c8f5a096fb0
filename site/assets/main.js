// What the pages do beyond what they do without scripts: each part where its elements are, and
// nothing elsewhere.

import { sendBasketForms } from "./basket.js";
import { playIn } from "./player.js";
import { keepTyped, showPlaylist, watchPlaylist } from "./playlist.js";
import { reorderBasket } from "./reorder.js";
import { watchStatus } from "./status.js";
import { suggestIn } from "./suggest.js";
import { localTimes } from "./times.js";

const player = document.querySelector("#player");
if (player) playIn(player);

for (const box of document.querySelectorAll("input[data-suggest]")) suggestIn(box);

sendBasketForms();
reorderBasket();
keepTyped();
watchPlaylist();
watchStatus();
showPlaylist();
localTimes();
