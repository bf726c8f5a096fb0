// A page of the site in a real Chromium, and what must hold on every one: nothing is asked of
// anybody else, nothing breaks the page's own security policy, no script fails.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { after } from "node:test";

import { chromium } from "playwright-core";

/** Where Chromium may be, by the names that the systems give it. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
export const CHROMIUM =
  process.env.CHROME_PATH ?? PLACES.find(existsSync) ?? fail("no Chromium is there: `scripts/setup browser` installs it");
export const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];

/** Where the site is. */
export const SITE = new URL(
  process.env.DATAGET_URL ?? fail("DATAGET_URL is not set: the address of a running `dataget serve`"),
);

/** Where the stand-in for Google is that the site leads to; `undefined` without one. */
export const GOOGLE = process.env.DATAGET_GOOGLE_URL && new URL(process.env.DATAGET_GOOGLE_URL);

const SCRIPT = "https://www.youtube.com/iframe_api";
const FRAMES = "https://www.youtube-nocookie.com/embed/";
const THUMBNAILS = "https://i.ytimg.com/";
const standIn = await readFile(new URL("player-stand-in.js", import.meta.url), "utf8");

const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
after(() => browser.close());

/**
 * Runs `act(page)` in a visitor's fresh browser, and then checks what must always hold.
 *
 * `options` are Playwright's for a context, and `youtube`: the ids that fail there with their
 * errors, read when the player is loaded, or `"blocked"` where YouTube cannot be reached; and
 * `expected`: parts of the console's complaints that the test provokes.
 */
export async function visit({ youtube = {}, expected = [], ...options }, act) {
  const context = await browser.newContext({ baseURL: SITE.href, acceptDownloads: true, ...options });
  context.setDefaultTimeout(10_000);
  const wrong = [];
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      console.error(`Content-Security-Policy: ${effectiveDirective} ${blockedURI}`),
    );
  });
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if ([SITE.origin, GOOGLE?.origin].includes(new URL(url).origin)) return route.continue();
    if (url === SCRIPT && youtube !== "blocked") {
      const errors = `window.playerErrors = ${JSON.stringify(youtube)};\n`;
      return route.fulfill({ contentType: "text/javascript", body: errors + standIn });
    }
    if (url.startsWith(FRAMES)) return route.fulfill({ contentType: "text/html", body: "<title>player</title>" });
    if (!url.startsWith(THUMBNAILS) && !(url === SCRIPT && youtube === "blocked")) {
      wrong.push(`asked somebody else: ${url}`);
    }
    return route.abort();
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()} (${page.url()})`);
  });
  page.on("pageerror", (error) => wrong.push(`script: ${error.stack} (${page.url()})`));
  try {
    await act(page);
  } catch (error) {
    error.message += `\nat ${page.url()}${wrong.map((text) => `\n${text}`).join("")}`;
    throw error;
  } finally {
    await context.close();
  }
  const isExpected = (text) => expected.some((part) => text.includes(part));
  assert.deepEqual(wrong.filter((text) => !isExpected(text)), []);
}

/** The size of a screen and its colours, as Playwright wants them. */
export function screen(width, colorScheme = "light") {
  return { viewport: { width, height: width < 600 ? 844 : 900 }, colorScheme };
}

function fail(text) {
  console.error(text);
  process.exit(2);
}
