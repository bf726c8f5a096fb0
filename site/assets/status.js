// The operator's page, which shows by itself how a run gets on.

import { liveParts } from "./live.js";

/** Renews the page as often as it says, for as long as it is looked at. */
export function watchStatus() {
  const seconds = () => Number(document.querySelector("[data-refresh]")?.dataset.refresh);
  if (!seconds()) return;
  const renew = liveParts();
  const again = async () => {
    if (!document.hidden) await renew();
    setTimeout(again, 1000 * (seconds() || 30));
  };
  setTimeout(again, 1000 * seconds());
}
