// Opens YouTube's own player within the page, through its IFrame API.
//
// Nothing is asked of YouTube before somebody wants to hear something: only then is its script
// loaded, and the player comes from the host that sets no cookies.

const SCRIPT = "https://www.youtube.com/iframe_api";
const HOST = "https://www.youtube-nocookie.com";
const PATIENCE = 10_000;

/** What the player says of its state (`YT.PlayerState`, which is there only after the script). */
export const State = { unstarted: -1, ended: 0, playing: 1, paused: 2, buffering: 3, cued: 5 };

/** Errors after which this video will not play on this page, but another may. */
export const VIDEO_ERRORS = [2, 5, 100, 101, 150];

let loading = null;

/**
 * A player in the element that plays the video from the time on (in seconds).
 *
 * `onState` gets a number of `State`, `onError` YouTube's number. Rejects when the script or the
 * player is blocked or silent for ten seconds; one may try again.
 */
export async function openPlayer(element, { video, time, onState, onError, onBlocked }) {
  const YT = await script();
  const place = document.createElement("div");
  element.replaceChildren(place);
  const ready = new Promise((resolve) => {
    // Takes the place of the element that it is given.
    new YT.Player(place, {
      host: HOST,
      width: "100%",
      height: "100%",
      videoId: video,
      playerVars: { autoplay: 1, playsinline: 1, rel: 0, start: Math.floor(time), origin: location.origin },
      events: {
        onReady: ({ target }) => resolve(target),
        onStateChange: ({ data }) => onState(data),
        onError: ({ data }) => onError(data),
        onAutoplayBlocked: onBlocked,
      },
    });
  });
  return inTime(ready);
}

function script() {
  loading ??= inTime(
    new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      // The name that YouTube's script calls when it is done.
      window.onYouTubeIframeAPIReady = () => resolve(window.YT);
      tag.addEventListener("error", () => reject(new Error("the player's script is blocked")));
      tag.src = SCRIPT;
      document.head.append(tag);
    }),
  ).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function inTime(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in ten seconds")), PATIENCE);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
