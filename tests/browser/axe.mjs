// What axe says of a page.

import assert from "node:assert/strict";

import AxeBuilder from "@axe-core/playwright";

const SERIOUS = ["serious", "critical"];

/** Fails where axe finds something serious. */
export async function assertAccessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => SERIOUS.includes(impact));
  const told = serious.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary}`),
  );
  assert.deepEqual(told, []);
}
