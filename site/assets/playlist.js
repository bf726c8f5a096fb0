// The page of a playlist that is being made: it follows the job until that is at its end.
//
// The server tells that something has changed; what has, is taken from the page itself.

import { liveParts } from "./live.js";

const FINAL = ["done", "cancelled", "failed"];

/** Follows the job of the page, if it has one that goes on. */
export function watchPlaylist() {
  const address = document.querySelector("[data-events]")?.dataset.events;
  if (!address) return;
  const renew = liveParts();
  const events = new EventSource(address);
  let isAsking = false;
  let isBehind = false;
  const catchUp = async () => {
    isBehind = true;
    if (isAsking) return;
    isAsking = true;
    while (isBehind) {
      isBehind = false;
      await renew();
    }
    isAsking = false;
  };
  events.addEventListener("message", ({ data }) => {
    // After the last event the server hangs up, which is no reason to call again.
    if (FINAL.includes(JSON.parse(data).state)) events.close();
    catchUp();
  });
}

/** Carries what was typed along when the list's options are changed. */
export function keepTyped() {
  const options = document.querySelector(".making .options form");
  const typed = document.querySelector("form.fields");
  if (!options || !typed) return;
  options.addEventListener("formdata", ({ formData }) => {
    for (const name of ["title", "description", "privacy"]) {
      const value = new FormData(typed).get(name);
      if (value) formData.set(name, value);
    }
  });
}

/** Puts YouTube's player in the place of the button that asks for it. */
export function showPlaylist() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-embed]");
    if (!button) return;
    const frame = document.createElement("iframe");
    frame.src = button.dataset.embed;
    frame.title = `YouTube's player: ${button.dataset.title}`;
    frame.allow = "encrypted-media; fullscreen";
    button.replaceWith(frame);
    frame.focus();
  });
}
