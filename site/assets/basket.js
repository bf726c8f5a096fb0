// Sends the basket's forms without leaving the page, so that the music goes on while one collects.
//
// The forms work without this, too. When the network fails, they are sent as they would have been.

const PAGE = "/basket";

/** One change after the other: their order is what the visitor meant. */
let last = Promise.resolve();
/** How many changes are not done yet. */
let waiting = 0;
/** The forms that an addition has taken off the page, newest last, for when it is undone. */
const additions = [];
let notice = null;

/** Makes the forms that change the basket stay on the page. */
export function sendBasketForms() {
  notice = noticeAtTheEnd();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!new URL(form.action).pathname.startsWith(PAGE) || form.method !== "post") return;
    event.preventDefault();
    send(form, event.submitter);
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    // Back from the browser's memory: the basket may have changed since.
    if (persisted) catchUp();
  });
}

/** Sends one form that changes the basket, after those before it, and shows what came of it. */
export function send(form, submitter = null) {
  // Now, as the form may be off the page when its turn comes.
  const fields = new URLSearchParams(new FormData(form, submitter));
  waiting += 1;
  last = last
    .then(() => change(form.action, fields))
    .catch(() => say("The page could not be brought up to date. Reload it."))
    .finally(() => (waiting -= 1));
}

async function change(url, fields) {
  let answer;
  try {
    // It arrives also when the visitor leaves the page meanwhile.
    answer = await fetch(url, { method: "POST", keepalive: true, headers: { Accept: "application/json" }, body: fields });
  } catch {
    sendByBrowser(url, fields);
    return;
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) await show(url, fields, body);
  else say(body.detail ?? `The basket could not be changed (${answer.status}). Reload the page and try again.`);
}

async function show(url, fields, { count, can_undo, changed, message }) {
  const isUndo = new URL(url).pathname.endsWith("/undo");
  showCount(count);
  if (location.pathname === PAGE) await refresh();
  else if (isUndo) takeBack(additions.pop() ?? []);
  else if (changed) additions.push(markKept(fields.getAll("video")));
  say(message, can_undo && changed && !isUndo ? fields.get("csrf") : null);
}

/** As if there were no script: a page of the browser's own tells what is wrong. */
function sendByBrowser(url, fields) {
  const plain = document.createElement("form");
  plain.method = "post";
  plain.action = url;
  for (const [name, value] of fields) plain.append(hidden(name, value));
  document.body.append(plain);
  plain.submit();
}

function showCount(count) {
  const shown = document.querySelector("#basket-count");
  if (shown) shown.textContent = count.toLocaleString("en");
}

/** Shows at each of these videos that it is in the basket, and gives the forms it replaced. */
function markKept(ids) {
  const replaced = [];
  for (const item of document.querySelectorAll("[data-video]")) {
    const form = item.querySelector('form[action="/basket/add"]');
    if (!form || !ids.includes(item.dataset.video)) continue;
    const hadFocus = form.contains(document.activeElement);
    const link = document.createElement("a");
    link.className = "kept";
    link.href = PAGE;
    link.textContent = "In basket";
    form.replaceWith(link);
    if (hadFocus) link.focus();
    replaced.push({ link, form });
  }
  return replaced;
}

function takeBack(replaced) {
  for (const { link, form } of replaced) link.replaceWith(form);
  // The undo button goes once it is used.
  if (notice.contains(document.activeElement)) replaced[0]?.form.querySelector("button").focus();
}

async function catchUp() {
  if (location.pathname === PAGE) {
    await refresh();
    return;
  }
  const answer = await fetch("/api/v1/basket");
  if (!answer.ok) return;
  const { videos } = await answer.json();
  showCount(videos.length);
  markKept(videos.map(({ id }) => id));
}

/** Puts the basket's page as it is now in the place of what is shown of it. */
async function refresh() {
  // Only the last of several changes shows what all of them have come to.
  const isMoving = () => waiting > 1 || document.querySelector(".dragging") !== null;
  if (isMoving()) return;
  const answer = await fetch(PAGE, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(`the page answered ${answer.status}`);
  const body = await answer.text();
  if (isMoving()) return;
  const fresh = new DOMParser().parseFromString(body, "text/html");
  const main = document.querySelector("main");
  const refocus = focusWithin(main);
  main.replaceChildren(...fresh.querySelector("main").childNodes);
  document.dispatchEvent(new Event("dataget:changed"));
  refocus();
}

/** Remembers which control has the focus, to give it to the one that takes its place. */
function focusWithin(main) {
  const focused = document.activeElement;
  const isLeaving = notice.contains(focused) || (main.contains(focused) && focused !== main);
  if (!isLeaving) return () => {};
  const rows = () => [...main.querySelectorAll("li[data-video]")];
  const controls = (within) => [...within.querySelectorAll("a[href], button, summary")];
  const row = focused.closest("li[data-video]");
  const place = rows().indexOf(row);
  const control = controls(row ?? main).indexOf(focused);
  return () => {
    const same = rows().find(({ dataset }) => dataset.video === row?.dataset.video);
    const next = row && (same ?? rows()[place] ?? rows().at(-1));
    const found = next && controls(next)[control];
    (found ?? main).focus();
  };
}

function say(message, csrf = null) {
  notice.querySelector("[role=status]").textContent = message;
  notice.querySelector("form")?.remove();
  if (csrf === null) return;
  const undo = document.createElement("form");
  undo.method = "post";
  undo.action = `${PAGE}/undo`;
  const button = document.createElement("button");
  button.textContent = "Undo";
  undo.append(hidden("csrf", csrf), button);
  notice.append(undo);
}

/** A live region must be there before something is said in it. */
function noticeAtTheEnd() {
  const made = document.createElement("div");
  made.className = "notice";
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  made.append(status);
  document.body.append(made);
  return made;
}

function hidden(name, value) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
}
