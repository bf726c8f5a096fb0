// The pages of the site, with records that the running catalogue has.

import assert from "node:assert/strict";

import { SITE } from "./browser.mjs";

/** What the catalogue answers to a query. */
export async function search(query, limit = 20) {
  const answer = await fetch(new URL(`/api/v1/search?${new URLSearchParams({ q: query, limit })}`, SITE));
  assert.equal(answer.status, 200, `search for ${query}`);
  return answer.json();
}

const { hits } = await search("has:video has:master", 100);
const hit = hits.find(({ kind, artists, labels }) => kind === "release" && artists[0]?.id && labels[0]?.id);
assert.ok(hit, "the catalogue has no release with a video, a master, an artist and a label");

/** A query with enough to play. */
export const QUERY = "has:video";
export const RELEASE = `/release/${hit.id}`;
/** A style and an artist of several words, as the catalogue writes them. */
export const STYLE = named(hits.flatMap(({ styles }) => styles), /^\p{L}{3,} \p{L}+$/u);
export const ARTIST = named(hits.flatMap(({ artists }) => artists.map(({ name }) => name)), /^\p{L}{4,} \p{L}+$/u);

/** Name and address of every page. A page whose name begins with `no-` answers 404. */
export const PAGES = {
  landing: "/",
  answer: `/?q=${encodeURIComponent(QUERY)}`,
  "failed-query": "/?q=gnere%3Ahouse",
  "empty-answer": "/?q=artist%3A%22nobody+has+this+name%22",
  release: RELEASE,
  master: `/master/${hit.master_id}`,
  artist: `/artist/${hit.artists[0].id}`,
  label: `/label/${hit.labels[0].id}`,
  basket: "/basket",
  charts: "/charts",
  about: "/about",
  faq: "/faq",
  privacy: "/privacy",
  status: "/status",
  "playlist-form": `/playlist/new?q=${encodeURIComponent(QUERY)}`,
  "playlist-form-empty": "/playlist/new?basket=1",
  "playlists-signed-out": "/playlists",
  "no-page": "/nowhere",
};

function named(names, pattern) {
  return names.find((name) => pattern.test(name)) ?? assert.fail(`no name in the catalogue is like ${pattern}`);
}
