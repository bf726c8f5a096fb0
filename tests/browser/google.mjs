// The stand-in for Google: what a visitor does on its pages, and its own books.

import assert from "node:assert/strict";

import { GOOGLE } from "./browser.mjs";

/** Why scenarios that need it are left out; `false` where it is there. */
export const MISSING = GOOGLE ? false : "DATAGET_GOOGLE_URL is not set: the address of the site's dataget-fake-google";

/** Its pages have no icon, which browsers ask for all the same. */
export const NO_ICON = "status of 404";

/** On the consent page: says yes as one of its accounts. */
export async function consent(page, channel) {
  await page.waitForURL((url) => url.origin === GOOGLE.origin);
  await page.getByRole("radio", { name: new RegExp(`^${channel}`) }).check();
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Tells it something: `control("mark-video", { id, state: "unavailable" })`. */
export async function control(name, fields) {
  const answer = await fetch(new URL(`/control/${name}`, GOOGLE), { method: "POST", body: JSON.stringify(fields) });
  assert.equal(answer.status, 200, await answer.text());
}

/** The playlist of a title as it really is: its privacy, and its videos in their order. */
export async function playlist(title) {
  const playlists = await (await fetch(new URL("/control/playlists", GOOGLE))).json();
  const found = playlists.filter((one) => one.title === title);
  assert.equal(found.length, 1, `playlists called ${title}`);
  const [{ privacy, items }] = found;
  return { privacy, videos: items.map(({ video }) => video) };
}
