// What a visitor does and sees, in the words of the page: labels and roles, as a screen reader
// finds them.

import assert from "node:assert/strict";

export const queryBox = (page) => page.locator("input[data-suggest]").first();
export const player = (page) => page.locator("#player");
export const status = (page) => page.locator("#player-status");
export const items = (page) => page.locator("main [data-video]");
export const basketRows = (page) => page.locator("#basket-list > li");

/** The ids of the videos that the page or the basket shows, in order. */
export function idsOf(locator) {
  return locator.evaluateAll((found) => found.map(({ dataset }) => dataset.video));
}

/** Opens the filters where they are folded, and gives their links. */
export async function facetLinks(page) {
  const links = page.locator("#filters a");
  const summary = page.locator("#filters > summary");
  if (!(await links.first().isVisible()) && (await summary.isVisible())) await summary.click();
  await links.first().waitFor({ state: "visible" });
  return links;
}

/** The first filter that is not chosen yet. */
export async function unchosenFacet(page) {
  const links = await facetLinks(page);
  const place = await links.evaluateAll((all) =>
    all.findIndex((link) => link.checkVisibility() && link.getAttribute("aria-current") !== "true"),
  );
  assert.ok(place >= 0, "every filter is chosen");
  return links.nth(place);
}

/** Waits until the player is in the state. */
export function playerIs(page, state) {
  return page.locator(`#player[data-state="${state}"]`).waitFor({ state: "attached" });
}

/** Waits until the player's status has the text in it. */
export function says(page, text) {
  return status(page).filter({ hasText: text }).waitFor({ state: "attached" });
}

/** Waits until the stand-in for YouTube's player plays the video. */
export async function plays(page, id) {
  await page.waitForFunction((wanted) => {
    const { asked, player } = window.standIn ?? {};
    return asked?.at(-1)?.id === wanted && player?.state === 1;
  }, id);
}

/** What the stand-in was asked, and its state. */
export function standIn(page) {
  return page.evaluate(() => ({
    asked: window.standIn?.asked.map(({ id }) => id) ?? [],
    last: window.standIn?.asked.at(-1)?.id,
    start: window.standIn?.asked.at(-1)?.start,
    state: window.standIn?.player?.state,
  }));
}

/** Waits until the page says that so many videos are in the basket. */
export function basketCount(page, count) {
  const said = new RegExp(`^\\s*${count}\\s*$`);
  return page.locator("#basket-count").filter({ hasText: said }).waitFor({ state: "attached" });
}

/** Waits until the basket's page shows these videos, and no other. */
export function rowsAre(page, ids) {
  if (ids.length === 0) return page.locator("main:not(:has(#basket-list > li)) .empty").waitFor();
  const isAt = ids.map((id, place) => `:has(> li:nth-child(${place + 1})[data-video="${id}"])`).join("");
  const hasMore = `:has(> li:nth-child(${ids.length + 1}))`;
  return page.locator(`#basket-list${isAt}:not(${hasMore})`).waitFor();
}

/** Waits until the server has answered the form that was sent to the basket's action. */
export function sent(page, action) {
  return page.waitForResponse(
    (answer) => answer.url().endsWith(`/basket/${action}`) && answer.request().method() === "POST",
  );
}

/** Adds the item's video, and waits until the page shows it as kept. */
export async function add(item) {
  await item.getByRole("button", { name: /^Add/ }).click();
  await item.getByRole("link", { name: "In basket" }).waitFor();
}

/** What the page keeps or shows of a download, as text. */
export async function downloadOf(page, link) {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const parts = [];
  for await (const part of await download.createReadStream()) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
