// Whether a page fits its screen.

import assert from "node:assert/strict";

/** Fails where one has to scroll sideways, and says what is too wide. */
export async function assertFits(page, name) {
  const { width, wide } = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const parts = [...document.querySelectorAll("body *")].filter((part) => part.getBoundingClientRect().right > clientWidth + 1);
    const described = parts.slice(0, 5).map(({ tagName, id, className }) => `${tagName}#${id}.${className}`);
    return { width: scrollWidth - clientWidth, wide: described };
  });
  assert.ok(width <= 0, `${name} is ${width} pixels too wide: ${wide.join(" ")}`);
}
