// On the narrowest telephones nothing is cut off, and all can be reached.

import { test } from "node:test";

import { screen, visit } from "../browser.mjs";
import { assertFits } from "../fits.mjs";
import { PAGES } from "../pages.mjs";
import { add, facetLinks, items, plays, idsOf } from "../steps.mjs";

test("no page is wider than a screen of 360 pixels", async () => {
  await visit({ ...screen(360), hasTouch: true, expected: ["status of 404", "status of 400", "status of 401", "status of 422"] }, async (page) => {
    await page.goto(PAGES.answer);
    await add(items(page).first());
    for (const [name, url] of Object.entries(PAGES)) {
      await page.goto(url);
      await page.locator("details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
      await assertFits(page, name);
    }
  });
});

test("the filters and the player are at hand on a narrow screen", async () => {
  await visit({ ...screen(360), hasTouch: true }, async (page) => {
    await page.goto(PAGES.answer);
    const [first] = await idsOf(items(page));
    await items(page).first().locator("a.play").tap();
    await plays(page, first);
    await assertFits(page, "the page with its player");
    await page.locator("#player-queue-toggle").tap();
    await page.locator("#player-queue").waitFor();
    await assertFits(page, "the page with its queue");
    await page.locator("#player-close").tap();
    await (await facetLinks(page)).first().tap();
    await page.locator('#filters a[aria-current="true"]').first().waitFor({ state: "attached" });
  });
});
