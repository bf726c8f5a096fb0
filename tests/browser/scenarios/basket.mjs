// The basket changes without leaving the page, and without a script, too.

import assert from "node:assert/strict";
import { test } from "node:test";

import { visit } from "../browser.mjs";
import { PAGES } from "../pages.mjs";
import { add, basketCount, basketRows, idsOf, items, rowsAre, sent } from "../steps.mjs";

const notice = (page) => page.locator(".notice");

/** Collects so many videos, and goes to the basket's page. */
async function collect(page, count) {
  await page.goto(PAGES.answer);
  const ids = [...new Set(await idsOf(items(page)))].slice(0, count);
  for (const id of ids) await add(page.locator(`main [data-video="${id}"]`).first());
  await page.goto(PAGES.basket);
  assert.deepEqual(await idsOf(basketRows(page)), ids);
  return ids;
}

test("an addition is told, counted, and taken back", async () => {
  await visit({}, async (page) => {
    await page.goto(PAGES.answer);
    const item = items(page).first();
    await item.getByRole("button", { name: /^Add/ }).focus();
    await page.keyboard.press("Enter");
    await basketCount(page, 1);
    const kept = item.getByRole("link", { name: "In basket" });
    assert.equal(await kept.evaluate((link) => link === document.activeElement), true);
    assert.notEqual(await notice(page).getByRole("status").textContent(), "");
    await notice(page).getByRole("button", { name: "Undo" }).click();
    await basketCount(page, 0);
    const button = item.getByRole("button", { name: /^Add/ });
    await button.waitFor();
    assert.equal(await button.evaluate((own) => own === document.activeElement), true);
  });
});

test("a removal is shown at once and undone, and the focus goes on to the next one", async () => {
  await visit({}, async (page) => {
    const [first, second, third] = await collect(page, 3);
    await basketRows(page).first().getByRole("button", { name: /^Remove/ }).focus();
    await page.keyboard.press("Enter");
    await rowsAre(page, [second, third]);
    await basketCount(page, 2);
    const focused = await page.evaluate(() => document.activeElement.closest("li")?.dataset.video);
    assert.equal(focused, second);
    await notice(page).getByRole("button", { name: "Undo" }).click();
    await rowsAre(page, [first, second, third]);
    await page.reload();
    assert.deepEqual(await idsOf(basketRows(page)), [first, second, third]);
  });
});

test("rows are moved by key, quickly too, and keep the focus", async () => {
  await visit({}, async (page) => {
    const [first, second, third, fourth] = await collect(page, 4);
    await basketRows(page).first().locator(".handle").focus();
    const keys = ["Down", "Down", "Down", "Up"];
    // Each key is a request of its own; the last one is answered last.
    let answers = 0;
    const answered = page.waitForResponse((answer) => answer.url().endsWith("/basket/move") && (answers += 1) === keys.length);
    for (const key of keys) await page.keyboard.press(`Alt+Arrow${key}`);
    const wanted = [second, third, first, fourth];
    await rowsAre(page, wanted);
    await answered;
    assert.equal(await page.evaluate(() => document.activeElement.closest("li").dataset.video), first);
    await page.reload();
    assert.deepEqual(await idsOf(basketRows(page)), wanted);
  });
});

test("a row is dragged", async () => {
  await visit({}, async (page) => {
    const [first, second, third] = await collect(page, 3);
    const rows = basketRows(page);
    // At its edge: a link or a button in the row would be dragged for itself.
    const edge = async (row) => ({ x: 2, y: (await row.boundingBox()).height - 2 });
    const moved = sent(page, "move");
    await rows.first().dragTo(rows.nth(2), {
      sourcePosition: await edge(rows.first()),
      targetPosition: await edge(rows.nth(2)),
    });
    await moved;
    await rowsAre(page, [second, third, first]);
    await page.reload();
    assert.deepEqual(await idsOf(basketRows(page)), [second, third, first]);
  });
});

test("a row is dragged by a finger on its handle", async () => {
  await visit({ hasTouch: true, viewport: { width: 390, height: 844 } }, async (page) => {
    const [first, second, third] = await collect(page, 3);
    const center = async (locator) => {
      const { x, y, width, height } = await locator.boundingBox();
      return { x: x + width / 2, y: y + height / 2 };
    };
    const from = await center(basketRows(page).nth(2).locator(".handle"));
    const to = await center(basketRows(page).first());
    const finger = await page.context().newCDPSession(page);
    const touch = (type, touchPoints) => finger.send("Input.dispatchTouchEvent", { type, touchPoints });
    const moved = sent(page, "move");
    await touch("touchStart", [from]);
    for (let step = 1; step <= 10; step += 1) {
      await touch("touchMove", [{ x: from.x, y: from.y + ((to.y - 8 - from.y) * step) / 10 }]);
    }
    await touch("touchEnd", []);
    await moved;
    await rowsAre(page, [third, first, second]);
  });
});

test("what the server refuses is told", async () => {
  await visit({ expected: ["status of 403"] }, async (page) => {
    await page.goto(PAGES.answer);
    await items(page).first().locator("input[name=csrf]").evaluate((input) => (input.value = "stale"));
    await items(page).first().getByRole("button", { name: /^Add/ }).click();
    await notice(page).getByRole("status").filter({ hasText: /.{10}/ }).waitFor();
    assert.equal(await notice(page).getByRole("button").count(), 0);
    await basketCount(page, 0);
  });
});

test("where the network fails, the form is sent as without a script", async () => {
  await visit({ expected: ["ERR_FAILED"] }, async (page) => {
    await page.goto(PAGES.answer);
    const [id] = await idsOf(items(page));
    await page.route("**/basket/add", (route) =>
      route.request().resourceType() === "fetch" ? route.abort() : route.continue(),
    );
    await Promise.all([
      page.waitForEvent("framenavigated"),
      items(page).first().getByRole("button", { name: /^Add/ }).click(),
    ]);
    await basketCount(page, 1);
    await page.goto(PAGES.basket);
    assert.deepEqual(await idsOf(basketRows(page)), [id]);
  });
});

test("coming back to a page, it shows the basket as it is now", async () => {
  await visit({}, async (page) => {
    await page.goto(PAGES.answer);
    const other = await page.context().newPage();
    await other.goto(PAGES.answer);
    await add(items(other).first());
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await basketCount(page, 1);
    await items(page).first().getByRole("link", { name: "In basket" }).waitFor();
  });
});
