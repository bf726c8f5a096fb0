// What the page's play links and "play all" buttons stand for: a list of videos and where to begin.
//
// A link plays the page's videos in their order, beginning with its own, so that one click on
// something that one likes goes on with more of it.

/** Calls `open(videos, place, opener)` when one of them is clicked. */
export function onPlay(open) {
  document.addEventListener("click", (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const link = event.target.closest("[data-video] a.play");
    const button = event.target.closest("[data-play-all]");
    if (!isPlain || !(link || button)) return;
    event.preventDefault();
    if (link) open(videosOfPage(), placeOf(link), link);
    else playAll(button, open);
  });
}

async function playAll(button, open) {
  // Without an address, what is on the page is all there is.
  if (!button.dataset.playAll) {
    open(videosOfPage(), 0, button);
    return;
  }
  button.setAttribute("aria-busy", "true");
  sayBeside(button, "");
  try {
    const answer = await fetch(button.dataset.playAll);
    if (!answer.ok) throw new Error(`the list answered ${answer.status}`);
    const { videos } = await answer.json();
    if (videos.length > 0) open(videos.map(fromApi), 0, button);
    else sayBeside(button, "There is no video in this answer.");
  } catch {
    sayBeside(button, "The list could not be fetched. Try again in a moment.");
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** The page's playable items, each video once, though releases of one work share them. */
function items() {
  const seen = new Set();
  return [...document.querySelectorAll("[data-video]")].filter((item) => {
    const { video } = item.dataset;
    return item.querySelector("a.play") && !seen.has(video) && seen.add(video);
  });
}

function videosOfPage() {
  return items().map(({ dataset: { video: id, title, artist, duration, page } }) => ({
    id,
    title,
    artist,
    duration: Number(duration) || 0,
    page,
  }));
}

function placeOf(link) {
  const { video } = link.closest("[data-video]").dataset;
  return items().findIndex(({ dataset }) => dataset.video === video);
}

/** The page of the record is found by the video: a release's, or a master's without releases. */
function fromApi({ id, title, artist, duration }) {
  return { id, title, artist, duration, page: `/video/${id}` };
}

function sayBeside(button, text) {
  let status = button.parentElement.querySelector(":scope > .play-status");
  if (!status) {
    status = document.createElement("span");
    status.className = "play-status";
    status.setAttribute("role", "status");
    button.after(status);
  }
  status.textContent = text;
}
