// The whole path again, with nothing but the keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";

import { screen, visit } from "../browser.mjs";
import { QUERY } from "../pages.mjs";
import { basketCount, idsOf, items, plays, rowsAre, says, sent, standIn } from "../steps.mjs";

/** More tabs than a page has places to stop at. */
const MOST_TABS = 400;

test("the whole path goes by keyboard alone", async () => {
  const youtube = {};
  await visit({ youtube, ...screen(1280) }, async (page) => {
    await page.goto("/");
    await tabTo(page, "input[data-suggest]");
    await page.keyboard.type(QUERY);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.searchParams.get("q") === QUERY);

    const filters = page.locator("#filters a").first();
    if (!(await filters.isVisible())) {
      await tabTo(page, "#filters > summary");
      await page.keyboard.press("Enter");
      await filters.waitFor();
    }
    await tabTo(page, '#filters a:not([aria-current="true"])');
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.searchParams.get("q") !== QUERY, { waitUntil: "commit" });
    await page.locator('#filters a[aria-current="true"]').first().waitFor({ state: "attached" });
    await page.waitForLoadState();

    const [first, second, third] = [...new Set(await idsOf(items(page)))];
    youtube[second] = 150;
    await tabTo(page, `main [data-video="${first}"] a.play`);
    await page.keyboard.press("Enter");
    await plays(page, first);
    await page.keyboard.press("n");
    await plays(page, third);
    assert.deepEqual((await standIn(page)).asked, [first, second, third]);
    await says(page, "cannot be played here");

    for (const [count, id] of [first, third].entries()) {
      await tabTo(page, `main [data-video="${id}"] form[action="/basket/add"] button`);
      await page.keyboard.press("Enter");
      await basketCount(page, count + 1);
    }
    await tabTo(page, 'header a[href="/basket"]');
    await page.keyboard.press("Enter");
    await page.waitForURL("**/basket");
    await tabTo(page, "#basket-list .handle");
    const moved = sent(page, "move");
    await page.keyboard.press("Alt+ArrowDown");
    await moved;
    await rowsAre(page, [third, first]);

    await tabTo(page, "main a[href*='m3u']");
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    assert.ok(await download.path());
    // The keys for these two are the browser's, which a page cannot get in the way of.
    await page.goBack();
    assert.match(page.url(), /[?&]q=/);
    await page.reload();
    await basketCount(page, 2);
  });
});

/** Presses Tab until something that the selector names has the focus, and can be seen to have it. */
async function tabTo(page, selector) {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    const isThere = await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    if (isThere) {
      const isMarked = await page.evaluate(() => {
        const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement);
        return outlineStyle !== "none" || boxShadow !== "none";
      });
      assert.ok(isMarked, `the focus at ${selector} cannot be seen`);
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not come to ${selector}`);
}
