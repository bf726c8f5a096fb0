// Moves videos within the basket: by dragging a row, by dragging its handle (the only way with a
// finger), and with alt and the arrow keys.
//
// Each move is sent as the same form that the buttons without a script send.

import { send } from "./basket.js";

const ROW = "#basket-list > li[data-video]";
/** How near to the window's edge a drag scrolls, and how far at once, in pixels. */
const EDGE = 48;
const SCROLL = 12;

/** Lets the rows of the basket be moved, where there is one. */
export function reorderBasket() {
  /** The row that is being dragged, and its place before. */
  let row = null;
  let place = -1;

  function take(taken) {
    row = taken;
    place = placeOf(row);
    row.classList.add("dragging");
  }

  /** Puts the row where the pointer is: once it is past the middle of another one. */
  function follow(x, y) {
    const over = document.elementFromPoint(x, y)?.closest(ROW);
    if (!over || over === row) return;
    const { top, height } = over.getBoundingClientRect();
    const isUp = placeOf(over) < placeOf(row);
    if (isUp === y < top + height / 2) putAt(row, placeOf(over));
  }

  function letGo() {
    row.classList.remove("dragging");
    if (placeOf(row) !== place) sendMove(row);
    row = null;
  }

  function putBack() {
    row.classList.remove("dragging");
    putAt(row, place);
    row = null;
  }

  document.addEventListener("dragstart", (event) => {
    if (!event.target.matches?.(ROW)) return;
    if (row) {
      // Its handle is being dragged already.
      event.preventDefault();
      return;
    }
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", event.target.dataset.title);
    take(event.target);
  });
  document.addEventListener("dragover", (event) => {
    if (!row) return;
    event.preventDefault();
    follow(event.clientX, event.clientY);
  });
  document.addEventListener("drop", (event) => {
    if (!row) return;
    event.preventDefault();
    letGo();
  });
  document.addEventListener("dragend", () => row && putBack());

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(`${ROW} .handle`);
    if (!handle || event.button !== 0) return;
    take(handle.closest(ROW));
    const moves = new AbortController();
    const { signal } = moves;
    const isOurs = ({ pointerId }) => pointerId === event.pointerId;
    const over = (end) => (later) => {
      if (!isOurs(later)) return;
      moves.abort();
      if (row) end();
    };
    document.addEventListener("pointermove", (move) => {
      if (!row || !isOurs(move)) return;
      follow(move.clientX, move.clientY);
      if (move.clientY < EDGE) scrollBy(0, -SCROLL);
      if (move.clientY > innerHeight - EDGE) scrollBy(0, SCROLL);
    }, { signal });
    document.addEventListener("pointerup", over(letGo), { signal });
    document.addEventListener("pointercancel", over(putBack), { signal });
  });

  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const moved = event.altKey && step && event.target.closest(ROW);
    if (!moved) return;
    event.preventDefault();
    const to = placeOf(moved) + step;
    if (to < 0 || to >= rows().length) return;
    putAt(moved, to);
    sendMove(moved);
  });

  document.addEventListener("dataget:changed", addHandles);
  addHandles();
}

function rows() {
  return [...document.querySelectorAll(ROW)];
}

function placeOf(row) {
  return rows().indexOf(row);
}

/** Moves the rows between, not the row itself: it would lose the focus, and the finger on it. */
function putAt(row, place) {
  const all = rows();
  const from = all.indexOf(row);
  if (place < from) row.after(...all.slice(place, from));
  else row.before(...all.slice(from + 1, place + 1));
}

function sendMove(row) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/basket/move";
  const fields = { csrf: row.querySelector("input[name=csrf]").value, video: row.dataset.video, to: placeOf(row) };
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    [input.type, input.name, input.value] = ["hidden", name, value];
    form.append(input);
  }
  send(form);
}

/** Handles are of no use without a script, so that the page comes without them. */
function addHandles() {
  for (const row of rows()) {
    if (row.querySelector(".handle")) continue;
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "handle";
    handle.setAttribute("aria-label", `Move ${row.dataset.title}: drag, or alt with arrow up or down`);
    handle.setAttribute("aria-keyshortcuts", "Alt+ArrowUp Alt+ArrowDown");
    handle.textContent = "⠿";
    // A finger on it moves the row, not the page.
    handle.style.touchAction = "none";
    row.prepend(handle);
  }
}
