// Times of other places, also told as the visitor's own clock shows them.

/** Adds the local time to each time of the page that wants it and does not have it yet. */
export function localTimes(root = document) {
  const local = new Intl.DateTimeFormat(undefined, { weekday: "long", hour: "2-digit", minute: "2-digit" });
  for (const time of root.querySelectorAll("time[data-local]")) {
    time.removeAttribute("data-local");
    time.after(`, ${local.format(new Date(time.dateTime))} your time`);
  }
}
