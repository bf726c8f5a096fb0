// Every page as it looks, into target/screenshots: for the README, and for whoever changes the looks.

import { mkdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { screen, visit } from "../browser.mjs";
import { PAGES } from "../pages.mjs";
import { add, idsOf, items, plays } from "../steps.mjs";

const FOLDER = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));
const ERROR_PAGES = ["status of 404", "status of 400", "status of 401", "status of 422"];
const FILLED = 5;

await mkdir(FOLDER, { recursive: true });

for (const width of [1280, 390]) {
  for (const colors of ["light", "dark"]) {
    test(`every page at ${width} pixels, ${colors}`, async () => {
      await visit({ ...screen(width, colors), expected: ERROR_PAGES }, async (page) => {
        const shoot = (name, fullPage = true) =>
          page.screenshot({ path: `${FOLDER}${name}-${width}-${colors}.png`, fullPage, animations: "disabled" });
        for (const [name, url] of Object.entries(PAGES)) {
          await page.goto(url);
          await shoot(name);
        }
        await page.goto(PAGES.answer);
        await shoot("answer-fold", false);
        const ids = [...new Set(await idsOf(items(page)))];
        await items(page).first().locator("a.play").click();
        await plays(page, ids[0]);
        await shoot("playing", false);
        for (const id of ids.slice(0, FILLED)) await add(page.locator(`main [data-video="${id}"]`).first());
        await page.goto(PAGES.basket);
        await shoot("basket-filled");
      });
    });
  }
}
