// What the player does when YouTube does not do what it should, and when the visitor goes on.

import assert from "node:assert/strict";
import { test } from "node:test";

import { SITE, visit } from "../browser.mjs";
import { PAGES, RELEASE } from "../pages.mjs";
import { idsOf, items, player, playerIs, plays, says, standIn, status } from "../steps.mjs";

const distinctIds = async (page) => [...new Set(await idsOf(items(page)))];
const playFirst = (page) => items(page).first().locator("a.play").click();

test("nothing is asked of YouTube before somebody plays", async () => {
  await visit({}, async (page) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(PAGES.answer);
    assert.equal(await player(page).isVisible(), false);
    assert.deepEqual(asked.filter((url) => new URL(url).origin !== SITE.origin), []);
    await Promise.all([page.waitForRequest("https://www.youtube.com/iframe_api"), playFirst(page)]);
  });
});

test("where YouTube is blocked, the listener is told and gets the link", async () => {
  await visit({ youtube: "blocked", expected: ["ERR_FAILED"] }, async (page) => {
    await page.goto(PAGES.answer);
    const [first] = await distinctIds(page);
    await playFirst(page);
    await playerIs(page, "failed");
    await says(page, "could not be loaded");
    const link = await status(page).getByRole("link").getAttribute("href");
    assert.equal(link, `https://www.youtube.com/watch?v=${first}`);
  });
});

test("where YouTube is silent, the listener is told after ten seconds", async () => {
  await visit({}, async (page) => {
    await page.clock.install();
    await page.route("https://www.youtube.com/iframe_api", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
    await page.goto(PAGES.answer);
    await playFirst(page);
    await playerIs(page, "loading");
    await page.clock.runFor(9_000);
    assert.equal(await player(page).getAttribute("data-state"), "loading");
    await page.clock.runFor(2_000);
    await playerIs(page, "failed");
    await says(page, "could not be loaded");
  });
});

for (const error of [2, 5, 100, 101, 150]) {
  test(`a video that fails with ${error} is skipped`, async () => {
    const youtube = {};
    await visit({ youtube }, async (page) => {
      await page.goto(PAGES.answer);
      const [first, second] = await distinctIds(page);
      youtube[first] = error;
      await playFirst(page);
      await plays(page, second);
    });
  });
}

test("an error of the whole page marks no video", async () => {
  const youtube = {};
  await visit({ youtube }, async (page) => {
    await page.goto(PAGES.answer);
    const [first] = await distinctIds(page);
    youtube[first] = 153;
    await playFirst(page);
    await says(page, "error 153");
    assert.equal(await page.locator("main .unplayable").count(), 0);
  });
});

test("a queue of which nothing can be played says so, and offers YouTube", async () => {
  const youtube = {};
  await visit({ youtube }, async (page) => {
    await page.goto(PAGES.answer);
    const ids = await distinctIds(page);
    for (const id of ids) youtube[id] = 101;
    await playFirst(page);
    await says(page, "None of these videos");
    const links = await status(page).getByRole("link").evaluateAll((all) => all.map(({ href }) => href));
    const offered = links.flatMap((link) => new URL(link).searchParams.get("video_ids").split(","));
    assert.deepEqual(offered, ids);
    assert.deepEqual((await standIn(page)).asked, ids);
  });
});

test("the end of the queue is said, and playing again begins at its start", async () => {
  await visit({}, async (page) => {
    await page.goto(PAGES.answer);
    const ids = await distinctIds(page);
    await page.locator(`main [data-video="${ids.at(-1)}"] a.play`).first().evaluate((link) => {
      for (let part = link; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
      link.click();
    });
    await plays(page, ids.at(-1));
    await page.evaluate(() => window.standIn.finish());
    await playerIs(page, "ended");
    await says(page, "end of the queue");
    await page.locator("#player-toggle").click();
    await plays(page, ids[0]);
  });
});

test("the queue can be jumped in, and shortened", async () => {
  await visit({}, async (page) => {
    await page.goto(PAGES.answer);
    const ids = await distinctIds(page);
    await playFirst(page);
    await plays(page, ids[0]);
    const rows = page.locator("#player-queue > li");
    await rows.nth(2).locator("button").first().click();
    await plays(page, ids[2]);
    const remove = page.getByRole("button", { name: /from the queue/ });
    await remove.nth(0).click();
    assert.equal(await rows.count(), ids.length - 1);
    assert.equal(await rows.nth(1).getAttribute("aria-current"), "true");
    assert.equal((await standIn(page)).asked.length, 2, "the current one plays on");
    await remove.nth(1).click();
    await plays(page, ids[3]);
    assert.equal(await page.evaluate(() => document.activeElement.matches("#player-queue button")), true);
  });
});

test("all of an answer is played by one button", async () => {
  await visit({}, async (page) => {
    await page.goto(PAGES.answer);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().includes("/api/v1/videos")),
      page.locator("[data-play-all]").first().click(),
    ]);
    const { videos } = await answer.json();
    await plays(page, videos[0].id);
    assert.equal(await page.locator("#player-queue > li").count(), videos.length);
  });
});

test("a list that cannot be fetched is told beside its button", async () => {
  await visit({ expected: ["status of 503"] }, async (page) => {
    await page.goto(PAGES.answer);
    await page.route("**/api/v1/videos?**", (route) => route.fulfill({ status: 503, body: "" }));
    const button = page.locator("[data-play-all]").first();
    await button.click();
    await page.locator("[data-play-all] + [role=status]").first().getByText("could not be fetched").waitFor();
    assert.equal(await player(page).isVisible(), false);
  });
});

test("the queue goes on where it was, on another page and after going back", async () => {
  await visit({}, async (page) => {
    await page.goto(PAGES.answer);
    const ids = await distinctIds(page);
    await playFirst(page);
    await plays(page, ids[0]);
    await page.evaluate(() => window.standIn.seek(61));
    await page.goto(RELEASE);
    assert.equal(await player(page).getAttribute("data-state"), "resume");
    assert.equal((await standIn(page)).asked.length, 0, "nothing plays by itself");
    await page.getByRole("button", { name: /^Resume at 1:0\d$/ }).click();
    await plays(page, ids[0]);
    const { start } = await standIn(page);
    assert.ok(start >= 61 && start < 70, `it starts at ${start}`);
    await page.locator("#player-next").click();
    await plays(page, ids[1]);
    await page.goBack();
    await playerIs(page, "resume");
    assert.equal(await page.locator("#player-queue > li").nth(1).getAttribute("aria-current"), "true");
    // As the browser does when it brings the page back as it was.
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await playerIs(page, "resume");
    await page.locator("#player-close").click();
    assert.equal(await player(page).isVisible(), false);
    await page.reload();
    assert.equal(await player(page).isVisible(), false);
  });
});

test("keys play, pause and step, but not where somebody types", async () => {
  await visit({}, async (page) => {
    await page.goto(PAGES.answer);
    const ids = await distinctIds(page);
    await playFirst(page);
    await plays(page, ids[0]);
    await page.locator("main").focus();
    await page.keyboard.press("k");
    await playerIs(page, "paused");
    await page.keyboard.press("Space");
    await playerIs(page, "playing");
    await page.keyboard.press("n");
    await plays(page, ids[1]);
    await page.keyboard.press("l");
    await plays(page, ids[2]);
    await page.keyboard.press("p");
    await plays(page, ids[1]);
    await page.evaluate(() => window.standIn.seek(30));
    await page.keyboard.press("j");
    await page.waitForFunction(() => window.standIn.asked.length === 5);
    await plays(page, ids[1]);
    await page.locator("input[data-suggest]").first().focus();
    await page.keyboard.type("knl j");
    assert.equal((await standIn(page)).asked.length, 5);
    assert.equal(await player(page).getAttribute("data-state"), "playing");
  });
});

test("the focus stays where it is when the player opens, and comes back when it closes", async () => {
  await visit({}, async (page) => {
    await page.goto(PAGES.answer);
    const [first] = await distinctIds(page);
    const link = items(page).first().locator("a.play");
    await link.focus();
    await page.keyboard.press("Enter");
    await plays(page, first);
    assert.equal(await link.evaluate((own) => own === document.activeElement), true);
    await page.locator("#player-close").focus();
    await page.keyboard.press("Enter");
    assert.equal(await link.evaluate((own) => own === document.activeElement), true);
  });
});
