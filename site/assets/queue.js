// What is played, in which order, and what of it cannot be played here.
//
// It knows nothing of YouTube's player and of the page, so that it is tested without them, and so
// that the tab can keep it as text from one page to the next.

/** Ids that one link to YouTube takes. */
const IDS_PER_LINK = 50;

/** A list of videos (`{ id, title, artist, duration, page }`) with the place that is played. */
export class Queue {
  constructor(videos, place = 0, unplayable = []) {
    this.videos = videos;
    this.place = Math.min(Math.max(place, 0), Math.max(videos.length - 1, 0));
    this.unplayable = new Set(unplayable);
  }

  /** The video at the place, or undefined when there is none. */
  get current() {
    return this.videos[this.place];
  }

  isPlayable(index) {
    return index in this.videos && !this.unplayable.has(this.videos[index].id);
  }

  /** Whether nothing is in it that can be played here. */
  get isHopeless() {
    return this.videos.every((_, index) => !this.isPlayable(index));
  }

  /** Moves to the next playable video in the direction (1 or -1), and says whether there is one. */
  step(direction) {
    for (let index = this.place + direction; index in this.videos; index += direction) {
      if (this.isPlayable(index)) {
        this.place = index;
        return true;
      }
    }
    return false;
  }

  jump(index) {
    if (index in this.videos) this.place = index;
  }

  /** Takes a video out. The place stays at its video; if that one went, at the one after it. */
  remove(index) {
    this.videos.splice(index, 1);
    if (index < this.place || this.place === this.videos.length) {
      this.place = Math.max(this.place - 1, 0);
    }
  }

  markUnplayable(id) {
    this.unplayable.add(id);
  }

  /** All videos, each once, in links that YouTube opens as lists. */
  links() {
    const ids = [...new Set(this.videos.map(({ id }) => id))];
    const links = [];
    for (let start = 0; start < ids.length; start += IDS_PER_LINK) {
      links.push(listLink(ids.slice(start, start + IDS_PER_LINK)));
    }
    return links;
  }

  /** One such link: the videos from the current one on, as many as it takes. */
  linkFromHere() {
    const ids = this.videos.slice(this.place).map(({ id }) => id);
    return listLink([...new Set(ids)].slice(0, IDS_PER_LINK));
  }

  toText(time) {
    const { videos, place, unplayable } = this;
    return JSON.stringify({ videos, place, unplayable: [...unplayable], time });
  }

  /** `{ queue, time }` from what `toText` gave, or null where it is something else. */
  static fromText(text) {
    try {
      const { videos, place, unplayable, time } = JSON.parse(text);
      if (videos.length === 0 || !videos.every(({ id }) => typeof id === "string")) return null;
      return { queue: new Queue(videos, Number(place) || 0, unplayable), time: Number(time) || 0 };
    } catch {
      return null;
    }
  }
}

function listLink(ids) {
  return `https://www.youtube.com/watch_videos?video_ids=${ids.map(encodeURIComponent).join(",")}`;
}

/** Where YouTube plays the video. */
export function watchLink(id) {
  return `https://www.youtube.com/watch?v=${encodeURIComponent(id)}`;
}

/** `65` seconds as `1:05`, `3605` as `1:00:05`. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (number) => String(number).padStart(2, "0");
  const rest = two(whole % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
