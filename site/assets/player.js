// Plays videos on the page, one after the other, so that an answer is heard and not only read.
//
// The queue is kept for the tab: another page, or this one after a reload, offers to go on. The
// focus stays where the listener left it.

import { onPlay } from "./page-videos.js";
import { playerView } from "./player-view.js";
import { Queue, watchLink } from "./queue.js";
import { State, VIDEO_ERRORS, openPlayer } from "./youtube.js";

const KEPT = "dataget.queue";
/** Into a video, "previous" is its start; just after it, the video before. */
const START = 3;
/** Where the queue has room beside the page. On less it waits behind its button. */
const WIDE = "(min-width: 64rem)";

/** Makes the page's play links play within the element. */
export function playIn(element) {
  const view = playerView(element);
  let queue = null;
  let state = State.unstarted;
  /** Where the current video starts, in seconds. */
  let time = 0;
  /** Stands for the player from its being asked for until it is closed. What it says later is not heard. */
  let session = null;
  /** YouTube's player, once it is there. */
  let player = null;
  /** What it was opened with: gets the focus back when the player closes under it. */
  let opener = null;
  /** Whether the status says something that holds only until something plays. */
  let isWaiting = false;

  function open(videos, place) {
    queue = new Queue(videos, place, queue?.unplayable);
    view.show(queue);
    view.showList(matchMedia(WIDE).matches);
    play();
  }

  function play(from = 0) {
    time = from;
    state = State.unstarted;
    view.mark(queue);
    view.say("");
    if (player) player.loadVideoById({ videoId: queue.current.id, startSeconds: time });
    else if (!session) openYouTube();
    keep();
  }

  async function openYouTube() {
    const own = (session = {});
    const video = queue.current.id;
    const ifOurs = (act) => (value) => session === own && act(value);
    view.setState("loading");
    sayWaiting("Loading YouTube’s player…");
    try {
      const opened = await openPlayer(view.frame, {
        video,
        time,
        onState: ifOurs(onState),
        onError: ifOurs(onError),
        onBlocked: ifOurs(() => sayWaiting("Press play in the picture: your browser waits for that.")),
      });
      if (session !== own) {
        opened.destroy();
        return;
      }
      player = opened;
      // Somebody may have chosen another one in the meantime.
      if (queue.current.id !== video) play(time);
    } catch {
      if (session !== own) return;
      drop();
      view.setState("failed");
      view.say("YouTube’s player could not be loaded: it is blocked or does not answer.", [watchOnYouTube()]);
    }
  }

  /** Forgets YouTube's player. */
  function drop() {
    session = null;
    player?.destroy();
    player = null;
    view.frame.replaceChildren();
  }

  function onState(next) {
    state = next;
    if (next === State.playing) {
      view.setState("playing");
      if (isWaiting) sayWaiting("");
    } else if (next === State.paused) {
      view.setState("paused");
    } else if (next === State.ended) {
      if (queue.step(1)) play();
      else end();
    }
    keep();
  }

  function onError(error) {
    const failed = queue.current;
    if (!VIDEO_ERRORS.includes(error)) {
      view.setState("failed");
      view.say(`YouTube does not play here (error ${error}).`, [watchOnYouTube()]);
      return;
    }
    queue.markUnplayable(failed.id);
    view.mark(queue);
    if (queue.isHopeless) {
      view.setState("failed");
      view.say("None of these videos can be played on this page; on YouTube they may.", openOnYouTube());
    } else if (queue.step(1)) {
      play();
      view.say(`“${failed.title}” cannot be played here: skipped.`);
    } else {
      end();
    }
    keep();
  }

  function sayWaiting(text) {
    isWaiting = text !== "";
    view.say(text);
  }

  function end() {
    state = State.ended;
    view.setState("ended");
    view.say("This was the end of the queue.");
  }

  function watchOnYouTube() {
    return { url: watchLink(queue.current.id), text: "Watch it on YouTube" };
  }

  function openOnYouTube() {
    const links = queue.links();
    const text = (index) => (links.length > 1 ? `Open part ${index + 1} on YouTube` : "Open on YouTube");
    return links.map((url, index) => ({ url, text: text(index) }));
  }

  function toggle() {
    if (!player) {
      if (!session) play(time);
    } else if (state === State.ended) {
      queue.jump(0);
      if (queue.isPlayable(0) || queue.step(1)) play();
    } else if (state === State.playing || state === State.buffering) {
      player.pauseVideo();
    } else {
      player.playVideo();
    }
  }

  function next() {
    if (queue.step(1)) play();
    else view.say("This is the last one.");
  }

  function previous() {
    if (now() <= START) queue.step(-1);
    play();
  }

  function jump(index) {
    queue.jump(index);
    play();
  }

  function remove(index) {
    const wasCurrent = index === queue.place;
    queue.remove(index);
    if (queue.videos.length === 0) {
      close();
      return;
    }
    view.show(queue);
    if (wasCurrent && player) play();
    else keep();
  }

  function close() {
    const hadFocus = element.contains(document.activeElement);
    drop();
    queue = null;
    view.hide();
    keep();
    // Hidden elements have no focus, and the keyboard would start at the top again.
    if (hadFocus) opener?.focus();
  }

  function now() {
    return player?.getCurrentTime() ?? time;
  }

  function keep() {
    try {
      if (queue) sessionStorage.setItem(KEPT, queue.toText(now()));
      else sessionStorage.removeItem(KEPT);
    } catch {
      // No room, or none allowed: the queue lasts as long as the page.
    }
  }

  /** Shows what this tab has played on another page, ready to go on. */
  function restore() {
    let kept = null;
    try {
      kept = Queue.fromText(sessionStorage.getItem(KEPT));
    } catch {
      // The browser keeps nothing for this site.
    }
    if (!kept) return;
    ({ queue, time } = kept);
    view.show(queue);
    view.setState("resume", time);
  }

  onPlay((videos, place, by) => {
    opener = by;
    open(videos, place);
  });
  view.onAction({ previous, toggle, next, close, jump, remove });

  document.addEventListener("keydown", (event) => {
    const action = queue && shortcut(event);
    if (!action) return;
    event.preventDefault();
    ({ toggle, previous, next })[action]();
  });

  if ("mediaSession" in navigator) {
    const handlers = { play: toggle, pause: toggle, previoustrack: previous, nexttrack: next };
    for (const [name, handler] of Object.entries(handlers)) {
      navigator.mediaSession.setActionHandler(name, () => queue && handler());
    }
  }

  // The basket has put new items on the page.
  document.addEventListener("dataget:changed", () => queue && view.mark(queue));
  window.addEventListener("pagehide", () => queue && keep());
  window.addEventListener("pageshow", ({ persisted }) => {
    // Back from the browser's memory: another page may have gone on with the queue since.
    if (!persisted) return;
    drop();
    queue = null;
    view.hide();
    restore();
  });
  restore();
}

/** What a key means where nobody is typing. The space bar presses the button that has the focus. */
function shortcut({ key, target, ctrlKey, metaKey, altKey, defaultPrevented }) {
  if (ctrlKey || metaKey || altKey || defaultPrevented) return null;
  if (target.closest("input, textarea, select, [contenteditable]")) return null;
  if (key === " ") return target.closest("a, button, summary") ? null : "toggle";
  return { k: "toggle", j: "previous", p: "previous", l: "next", n: "next" }[key] ?? null;
}
