// What the queue plays next, and what it keeps.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Queue, clock, watchLink } from "../../../site/assets/queue.js";

const videos = (ids) => [...ids].map((id) => ({ id, title: id, artist: "", duration: 60, page: "/release/1" }));
const queueOf = (ids, place, unplayable) => new Queue(videos(ids), place, unplayable);

test("what cannot be played is stepped over, both ways", () => {
  const queue = queueOf("abcd", 0, ["b", "c"]);
  assert.equal(queue.step(1), true);
  assert.equal(queue.current.id, "d");
  assert.equal(queue.step(-1), true);
  assert.equal(queue.current.id, "a");
});

test("at its ends the queue stays where it is", () => {
  const queue = queueOf("ab", 1);
  assert.equal(queue.step(1), false);
  assert.equal(queue.current.id, "b");
  queue.markUnplayable("a");
  assert.equal(queue.step(-1), false);
  assert.equal(queue.current.id, "b");
});

test("a queue is hopeless when nothing of it can be played", () => {
  const queue = queueOf("ab");
  queue.markUnplayable("a");
  assert.equal(queue.isHopeless, false);
  queue.markUnplayable("b");
  assert.equal(queue.isHopeless, true);
});

test("removing keeps the place at its video, or at the one that follows it", () => {
  const before = queueOf("abc", 1);
  before.remove(0);
  assert.equal(before.current.id, "b");
  const itself = queueOf("abc", 1);
  itself.remove(1);
  assert.equal(itself.current.id, "c");
  const last = queueOf("abc", 2);
  last.remove(2);
  assert.equal(last.current.id, "b");
  const only = queueOf("a");
  only.remove(0);
  assert.equal(only.current, undefined);
});

test("a queue is the same again after it was kept as text", () => {
  const { queue, time } = Queue.fromText(queueOf("abc", 2, ["b"]).toText(12.5));
  assert.deepEqual(queue, queueOf("abc", 2, ["b"]));
  assert.equal(time, 12.5);
});

test("a text that is no queue is none", () => {
  for (const text of [null, "", "{}", "[]", '{"videos":[]}', '{"videos":[{"id":1}],"place":0}', '{"videos":[{"id":"a"}']) {
    assert.equal(Queue.fromText(text), null, String(text));
  }
});

test("a place outside of the queue is moved into it", () => {
  assert.equal(queueOf("abc", 7).current.id, "c");
  assert.equal(queueOf("abc", -1).current.id, "a");
});

test("links to YouTube hold each video once, and at most 50", () => {
  const ids = Array.from({ length: 120 }, (_, number) => `v${number}`);
  const queue = queueOf([...ids, "v0"], 100);
  const idsOf = (link) => new URL(link).searchParams.get("video_ids").split(",");
  assert.deepEqual(queue.links().map((link) => idsOf(link).length), [50, 50, 20]);
  assert.deepEqual(queue.links().flatMap(idsOf), ids);
  assert.deepEqual(idsOf(queue.linkFromHere()), [...ids.slice(100), "v0"]);
  queue.jump(0);
  assert.deepEqual(idsOf(queue.linkFromHere()), ids.slice(0, 50));
});

test("an id is no more than an id in a link", () => {
  assert.equal(watchLink("a&b=c"), "https://www.youtube.com/watch?v=a%26b%3Dc");
});

test("times are told as clocks do", () => {
  assert.deepEqual([0, 65, 600, 3605, 59.9].map(clock), ["0:00", "1:05", "10:00", "1:00:05", "0:59"]);
});
