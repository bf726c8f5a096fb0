// Parts of a page that change while it is looked at.
//
// What has changed is taken from the page itself, so that there is one description of it only. The
// parts have data-live.

import { localTimes } from "./times.js";

/** Gives what brings the parts of this page up to date each time that it is called. */
export function liveParts() {
  const known = new Map(parts(document).map((part) => [part.dataset.live, part.innerHTML]));
  return () => renew(known);
}

function parts(page) {
  return [...page.querySelectorAll("[data-live]")];
}

async function renew(known) {
  let fresh;
  try {
    const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
    // Whoever has signed out meanwhile keeps what the page has said last.
    if (!answer.ok) return;
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return;
  }
  for (const part of parts(document)) {
    const name = part.dataset.live;
    const now = fresh.querySelector(`[data-live="${name}"]`);
    if (!now || now.innerHTML === known.get(name)) continue;
    known.set(name, now.innerHTML);
    const hadFocus = part.contains(document.activeElement);
    part.className = now.className;
    part.replaceChildren(...now.childNodes);
    localTimes(part);
    if (hadFocus) part.querySelector("a, button")?.focus();
  }
}
