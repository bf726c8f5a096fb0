// Runs the tests of the scripts, and the scenarios against a running site:
//
//   DATAGET_URL=http://127.0.0.1:8080 node tests/browser/run.mjs [NAME…]
//
// where a NAME is a file's in scenarios/, without its ending. Without names, all promises; what
// only shows something (`lighthouse`, `screenshots`) is run when it is named. The tests in unit/
// need no site and no browser: `node --test tests/browser/unit/`.

const UNIT = ["queue", "terms"];
const PROMISES = [
  "listener",
  "keyboard",
  "narrow",
  "without-scripts",
  "player",
  "suggestions",
  "basket",
  "playlist",
  "accessibility",
];
const SHOWS = ["lighthouse", "screenshots"];

const names = process.argv.slice(2);
const unknown = names.filter((name) => ![...PROMISES, ...SHOWS].includes(name));
if (unknown.length > 0) {
  console.error(`no scenario is called ${unknown.join(", ")}; there are ${[...PROMISES, ...SHOWS].join(", ")}`);
  process.exit(2);
}
for (const name of UNIT) await import(`./unit/${name}.test.mjs`);
for (const name of names.length > 0 ? names : PROMISES) await import(`./scenarios/${name}.mjs`);
