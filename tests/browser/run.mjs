// Runs the scenarios against a running site:
//
//   DATAGET_URL=http://127.0.0.1:8080 node tests/browser/run.mjs [NAME…]
//
// where a NAME is a file's in scenarios/, without its ending. Without names, all of them.

const ALL = ["listener", "keyboard", "narrow", "without-scripts", "player", "suggestions", "basket", "accessibility", "lighthouse", "screenshots"];

const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : ALL) await import(`./scenarios/${name}.mjs`);
