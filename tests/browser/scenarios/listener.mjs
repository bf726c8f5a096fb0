// What the site is for: search, choose, listen, collect, take away.

import assert from "node:assert/strict";
import { test } from "node:test";

import { screen, visit } from "../browser.mjs";
import { QUERY } from "../pages.mjs";
import { add, basketCount, basketRows, downloadOf, idsOf, items, player, plays, queryBox, rowsAre, says, sent, standIn, unchosenFacet } from "../steps.mjs";

test("a listener searches, chooses, listens, collects and takes away", async () => {
  const youtube = {};
  await visit({ youtube, ...screen(1280) }, async (page) => {
    await page.goto("/");
    await queryBox(page).fill(QUERY);
    await queryBox(page).press("Enter");
    await page.waitForURL((url) => url.searchParams.get("q") === QUERY);

    await (await unchosenFacet(page)).click();
    await page.waitForURL((url) => url.searchParams.get("q") !== QUERY, { waitUntil: "commit" });
    await page.locator('#filters a[aria-current="true"]').first().waitFor({ state: "attached" });
    await page.waitForLoadState();
    const answer = page.url();

    const [first, second, third] = [...new Set(await idsOf(items(page)))];
    assert.ok(third, "three videos are needed");
    youtube[second] = 150;
    await items(page).first().locator("a.play").click();
    await plays(page, first);
    assert.equal(page.url(), answer, "playing does not leave the page");
    await page.evaluate(() => window.standIn.finish());
    await plays(page, third);
    assert.deepEqual((await standIn(page)).asked, [first, second, third]);
    await says(page, "cannot be played here");
    for (const [place, id] of [first, second, third].entries()) {
      const isSkipped = id === second;
      for (const shown of [page.locator(`main [data-video="${id}"]`).first(), page.locator("#player-queue > li").nth(place)]) {
        const text = (await shown.textContent()).includes("cannot be played here");
        assert.equal(text, isSkipped, `the mark at ${id}`);
      }
    }
    assert.equal(await page.locator('#player-queue > li[aria-current="true"]').count(), 1);
    assert.equal(await page.locator("#player-queue > li").nth(2).getAttribute("aria-current"), "true");

    for (const id of [first, second, third]) await add(page.locator(`main [data-video="${id}"]`).first());
    await basketCount(page, 3);
    await plays(page, third);

    await page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: /^Basket/ }).click();
    await page.waitForURL("**/basket");
    assert.deepEqual(await idsOf(basketRows(page)), [first, second, third]);
    assert.equal(await player(page).getAttribute("data-state"), "resume");
    await page.getByRole("button", { name: /^Resume/ }).click();
    await plays(page, third);

    const moved = sent(page, "move");
    await dragFirstBelowLast(page);
    await rowsAre(page, [second, third, first]);
    await moved;
    await page.reload();
    assert.deepEqual(await idsOf(basketRows(page)), [second, third, first]);

    const file = await downloadOf(page, page.locator("main").getByRole("link", { name: /M3U/ }));
    const places = [second, third, first].map((id) => file.indexOf(id));
    assert.ok(places.every((place, index) => place > (places[index - 1] ?? -1)), `the download's order: ${file}`);

    await page.goBack();
    assert.equal(page.url(), answer);
    await page.locator('#filters a[aria-current="true"]').first().waitFor();
    await page.reload();
    assert.equal(page.url(), answer);
    assert.deepEqual([...new Set(await idsOf(items(page)))].slice(0, 3), [first, second, third]);
    await basketCount(page, 3);
  });
});

/** With the mouse, by the row's handle. */
async function dragFirstBelowLast(page) {
  const from = await basketRows(page).first().locator(".handle").boundingBox();
  const to = await basketRows(page).last().boundingBox();
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, to.y + to.height / 3, { steps: 5 });
  await page.mouse.move(to.x + 20, to.y + to.height - 3, { steps: 5 });
  await page.mouse.up();
}
