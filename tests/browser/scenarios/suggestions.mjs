// Names are completed as one types, by key, by mouse and by finger, and for a screen reader.

import assert from "node:assert/strict";
import { test } from "node:test";

import { visit } from "../browser.mjs";
import { ARTIST, PAGES, STYLE } from "../pages.mjs";
import { queryBox } from "../steps.mjs";

const options = (page) => page.getByRole("option");
const isOpen = (page) => queryBox(page).getAttribute("aria-expanded");

test("a style is completed by key", async () => {
  await visit({}, async (page) => {
    await page.goto(PAGES.landing);
    await queryBox(page).focus();
    await page.keyboard.type(`style:"${STYLE.slice(0, 3).toLowerCase()}`);
    await options(page).first().waitFor();
    const values = await page.locator(".suggestion-value").allTextContents();
    const place = values.indexOf(STYLE);
    assert.ok(place >= 0, `${STYLE} is among ${values}`);
    const announced = values.length === 1 ? "1 suggestion" : `${values.length} suggestions`;
    assert.equal(await page.getByText(announced, { exact: true }).count(), 1);
    for (let press = 0; press <= place; press += 1) await page.keyboard.press("ArrowDown");
    const active = await queryBox(page).getAttribute("aria-activedescendant");
    assert.equal(await page.locator(`[id="${active}"]`).getAttribute("aria-selected"), "true");
    assert.equal(await queryBox(page).evaluate((box) => box === document.activeElement), true);
    await page.keyboard.press("Enter");
    assert.equal(await queryBox(page).inputValue(), `style:"${STYLE}" `);
    assert.equal(await isOpen(page), "false");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.searchParams.get("q")?.trim() === `style:"${STYLE}"`);
    await page.locator("main [data-video]").first().waitFor();
  });
});

test("bare words become the name that is clicked", async () => {
  await visit({}, async (page) => {
    await page.goto(PAGES.landing);
    await queryBox(page).focus();
    await page.keyboard.type(`year:1900.. ${ARTIST.toLowerCase().slice(0, -1)}`);
    const option = options(page).filter({ hasText: ARTIST }).filter({ hasText: "artist" }).first();
    await option.click();
    assert.equal(await queryBox(page).inputValue(), `year:1900.. artist:"${ARTIST}" `);
    assert.equal(await queryBox(page).evaluate((box) => box === document.activeElement), true);
  });
});

test("a suggestion is taken by a finger and by Tab, and put away by Escape", async () => {
  await visit({ hasTouch: true }, async (page) => {
    await page.goto(PAGES.landing);
    const type = async () => {
      await queryBox(page).fill("");
      await queryBox(page).focus();
      await page.keyboard.type(`artist:"${ARTIST.slice(0, -1)}`);
      await options(page).first().waitFor();
    };
    const taken = `artist:"${ARTIST}" `;
    await type();
    await options(page).filter({ hasText: ARTIST }).first().tap();
    assert.equal(await queryBox(page).inputValue(), taken);
    await type();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    assert.equal(await queryBox(page).inputValue(), taken);
    await type();
    await page.keyboard.press("Escape");
    assert.equal(await isOpen(page), "false");
    assert.equal(await queryBox(page).inputValue(), `artist:"${ARTIST.slice(0, -1)}`);
    await type();
    await page.keyboard.press("Tab");
    assert.equal(await isOpen(page), "false");
    assert.equal(await queryBox(page).evaluate((box) => box === document.activeElement), false);
  });
});

test("without an answer one can type on", async () => {
  await visit({ expected: ["ERR_FAILED", "status of 500"] }, async (page) => {
    await page.goto(PAGES.landing);
    let asked = 0;
    await page.route("**/api/v1/suggest?**", (route) => {
      asked += 1;
      return asked === 1 ? route.abort() : route.fulfill({ status: 500, body: "" });
    });
    await queryBox(page).focus();
    await Promise.all([page.waitForEvent("requestfailed"), page.keyboard.type("style:te")]);
    await Promise.all([page.waitForResponse("**/api/v1/suggest?**"), page.keyboard.type("ch")]);
    assert.equal(await isOpen(page), "false");
    assert.equal(await queryBox(page).inputValue(), "style:tech");
  });
});

test("an answer that comes too late is not shown", async () => {
  await visit({ expected: ["ERR_FAILED"] }, async (page) => {
    await page.goto(PAGES.landing);
    const late = [];
    const answer = (value) => ({ json: { suggestions: [{ field: "style", value, id: null, releases: 1 }] } });
    await page.route("**/api/v1/suggest?**", (route) => {
      if (route.request().url().includes("techn")) return route.fulfill(answer("Newer"));
      late.push(route);
      return undefined;
    });
    await queryBox(page).focus();
    await Promise.all([page.waitForRequest("**/api/v1/suggest?**"), page.keyboard.type("style:te")]);
    await page.keyboard.type("chn");
    await options(page).filter({ hasText: "Newer" }).waitFor();
    await Promise.all(late.map((route) => route.fulfill(answer("Older")).catch(() => {})));
    assert.deepEqual(await page.locator(".suggestion-value").allTextContents(), ["Newer"]);
  });
});
