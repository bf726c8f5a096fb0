// Without JavaScript all but the player is there.

import assert from "node:assert/strict";
import { test } from "node:test";

import { screen, visit } from "../browser.mjs";
import { QUERY } from "../pages.mjs";
import { basketRows, downloadOf, items, queryBox, rowsAre, unchosenFacet } from "../steps.mjs";

/** What `idsOf` gives; Playwright asks the page by other ways than its scripts. */
const idsOf = async (locator) => {
  const found = [];
  for (const one of await locator.all()) found.push(await one.getAttribute("data-video"));
  return found;
};

test("searching, filtering and the basket work without JavaScript", async () => {
  await visit({ javaScriptEnabled: false, ...screen(1280) }, async (page) => {
    await page.goto("/");
    await queryBox(page).fill(QUERY);
    await queryBox(page).press("Enter");
    await page.waitForURL((url) => url.searchParams.get("q") === QUERY);
    await (await unchosenFacet(page)).click();
    await page.waitForURL((url) => url.searchParams.get("q") !== QUERY);
    const answer = page.url();
    assert.match(await items(page).first().locator("a.play").getAttribute("href"), /^https:\/\/www\.youtube\.com\/watch\?v=/);
    const ids = [...new Set(await idsOf(items(page)))].slice(0, 3);
    for (const id of ids) {
      await page.locator(`main [data-video="${id}"]`).first().getByRole("button", { name: /^Add/ }).click();
      await page.locator(`main [data-video="${id}"]`).first().getByRole("link", { name: "In basket" }).waitFor();
      assert.equal(page.url(), answer, "adding comes back to the answer");
    }

    await page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: /^Basket/ }).click();
    const [first, second, third] = ids;
    await rowsAre(page, ids);
    await basketRows(page).first().getByRole("button", { name: /down$/i }).click();
    await rowsAre(page, [second, first, third]);
    await basketRows(page).first().getByRole("button", { name: /^Remove/ }).click();
    await rowsAre(page, [first, third]);
    await page.locator("main").getByRole("button", { name: /^Undo/ }).click();
    await rowsAre(page, [second, first, third]);
    const file = await downloadOf(page, page.locator("main").getByRole("link", { name: /M3U/ }));
    assert.ok(ids.every((id) => file.includes(id)));
    await page.locator("main").getByRole("button", { name: /^(Clear|Empty)/ }).click();
    await rowsAre(page, []);
  });
});
