// axe finds nothing serious on any page, by day and by night.

import { test } from "node:test";

import { assertAccessible } from "../axe.mjs";
import { screen, visit } from "../browser.mjs";
import { PAGES, STYLE } from "../pages.mjs";
import { add, idsOf, items, plays, queryBox } from "../steps.mjs";

const ERROR_PAGES = ["status of 404", "status of 400", "status of 401", "status of 422"];

for (const colors of ["light", "dark"]) {
  for (const [name, url] of Object.entries(PAGES)) {
    test(`everybody can use: ${name}, ${colors}`, async () => {
      await visit({ ...screen(1280, colors), expected: ERROR_PAGES }, async (page) => {
        await page.goto(url);
        await assertAccessible(page);
      });
    });
  }

  test(`everybody can use: basket filled, player, suggestions, ${colors}`, async () => {
    const youtube = {};
    await visit({ youtube, ...screen(1280, colors) }, async (page) => {
      await page.goto(PAGES.answer);
      const [first, second] = [...new Set(await idsOf(items(page)))];
      youtube[first] = 150;
      await items(page).first().locator("a.play").click();
      await plays(page, second);
      await add(items(page).first());
      await assertAccessible(page);
      await page.goto(PAGES.basket);
      await page.getByRole("button", { name: /^Remove/ }).first().waitFor();
      await assertAccessible(page);
      await queryBox(page).pressSequentially(`style:"${STYLE.slice(0, 3)}`);
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await assertAccessible(page);
    });
  });
}
