// What the player shows: its bar, its queue, and on the page which video plays and which cannot.
//
// It only shows. What happens, and when, is player.js.

import { clock, watchLink } from "./queue.js";

const LABELS = { playing: "Pause", resume: "Resume" };
const NOT_HERE = "cannot be played here";

/** The parts of the `#player` element, and what can be done with them. */
export function playerView(element) {
  const part = (name) => element.querySelector(`#player-${name}`);
  const frame = part("frame");
  const list = part("queue");
  const listToggle = part("queue-toggle");
  const listBox = document.getElementById(listToggle.getAttribute("aria-controls"));
  const status = part("status");
  const toggle = part("toggle");
  let actions = {};

  function show(queue) {
    const rows = queue.videos.map((video) => rowOf(video));
    const focused = [...list.querySelectorAll("button")].indexOf(document.activeElement);
    list.replaceChildren(...rows);
    // A removed row takes its button with it: the one in its place goes on having the focus.
    if (focused >= 0) [...list.querySelectorAll("button")].at(Math.min(focused, 2 * rows.length - 1))?.focus();
    element.hidden = false;
    mark(queue);
  }

  /** Shows which video is the current one, and which cannot be played. */
  function mark(queue) {
    const { title, artist, page } = queue.current;
    part("title").textContent = title;
    if (page) part("title").href = page;
    else part("title").removeAttribute("href");
    part("artist").textContent = artist;
    part("youtube").href = queue.linkFromHere();
    [...list.children].forEach((row, index) => {
      const isCurrent = index === queue.place;
      const isUnplayable = !queue.isPlayable(index);
      if (isCurrent) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      if (isUnplayable) markUnplayable(row, queue.videos[index]);
    });
    showCurrent();
    for (const item of document.querySelectorAll("[data-video]")) {
      item.classList.toggle("playing", item.dataset.video === queue.current.id);
      if (queue.unplayable.has(item.dataset.video)) markUnplayable(item, { id: item.dataset.video });
    }
    showMetadata(queue.current);
  }

  /** Says in the live region what has happened, with links (`{ url, text }`) to go on with. */
  function say(text, links = []) {
    element.hidden = false;
    status.replaceChildren(text, ...links.flatMap(({ url, text }) => [" ", link(url, text)]));
  }

  /** `loading`, `playing`, `paused`, `ended`, `failed`, or `resume` with the time to go on at. */
  function setState(state, time = 0) {
    element.dataset.state = state;
    const label = LABELS[state] ?? "Play";
    toggle.title = time > 0 ? `${label} at ${clock(time)}` : label;
    toggle.setAttribute("aria-label", toggle.title);
    if ("mediaSession" in navigator) {
      navigator.mediaSession.playbackState = state === "playing" ? "playing" : "paused";
    }
  }

  function showList(isShown) {
    listBox.hidden = !isShown;
    listToggle.setAttribute("aria-expanded", String(isShown));
    showCurrent();
  }

  /** Scrolls the queue to the current one. Not with scrollIntoView: that would move the page, too. */
  function showCurrent() {
    const row = list.querySelector("[aria-current]");
    const box = [list, listBox].find(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight);
    if (!row || !box) return;
    box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 2;
  }

  function hide() {
    element.hidden = true;
    status.replaceChildren();
    for (const item of document.querySelectorAll("[data-video].playing")) item.classList.remove("playing");
    if ("mediaSession" in navigator) navigator.mediaSession.metadata = null;
  }

  /** Calls `previous`, `toggle`, `next`, `close`, `jump(index)`, `remove(index)` when asked to. */
  function onAction(handlers) {
    actions = handlers;
    for (const name of ["previous", "toggle", "next", "close"]) {
      part(name).addEventListener("click", () => actions[name]());
    }
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) actions[button.dataset.action]([...list.children].indexOf(button.closest("li")));
  });
  listToggle.addEventListener("click", () => showList(listBox.hidden));

  return { frame, show, mark, showList, say, setState, hide, onAction };
}

function rowOf({ title, artist, duration }) {
  const row = document.createElement("li");
  const parts = [["title", title], ["artist", artist], ["duration", duration ? clock(duration) : ""]];
  const jump = button("jump");
  for (const [name, text] of parts) {
    const span = document.createElement("span");
    span.className = `queue-${name}`;
    span.textContent = text ?? "";
    jump.append(span, " ");
  }
  const remove = button("remove");
  remove.setAttribute("aria-label", `Remove ${title} from the queue`);
  remove.textContent = "×";
  row.append(jump, remove);
  return row;
}

function button(action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `queue-${action}`;
  made.dataset.action = action;
  return made;
}

/** In words, as a colour says nothing to some; with the way to hear it nevertheless. */
function markUnplayable(item, { id }) {
  if (item.classList.contains("unplayable")) return;
  item.classList.add("unplayable");
  const note = document.createElement("span");
  note.className = "unplayable-note";
  note.append(`${NOT_HERE}: `, link(watchLink(id), "watch on YouTube"));
  item.append(" ", note);
}

function link(url, text) {
  const made = document.createElement("a");
  made.href = url;
  made.textContent = text;
  made.target = "_blank";
  made.rel = "noopener";
  return made;
}

function showMetadata(video) {
  if (!("mediaSession" in navigator)) return;
  const { title, artist } = video;
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist });
}
