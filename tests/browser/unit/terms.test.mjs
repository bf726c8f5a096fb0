// What is completed where the caret stands (`|` in these tests), and how it is written.
import assert from "node:assert/strict";
import { test } from "node:test";

import { complete, quoted, termsAt } from "../../../site/assets/terms.js";

/** `field=prefix` of each term at the caret, most words first. */
function at(text) {
  const caret = text.indexOf("¦");
  const terms = termsAt(text.replace("¦", ""), caret);
  return terms.map(({ field, prefix }) => `${field ?? "any"}=${prefix}`);
}

/** The query after the value was chosen for the nth term, with its caret. */
function chosen(text, field, value, nth = 0) {
  const caret = text.indexOf("¦");
  const query = text.replace("¦", "");
  const done = complete(query, termsAt(query, caret)[nth], { field, value });
  return `${done.query.slice(0, done.caret)}¦${done.query.slice(done.caret)}`;
}

test("a value is completed in its field", () => {
  assert.deepEqual(at("style:tec¦"), ["style=tec"]);
  assert.deepEqual(at("genre:rock STYLE:tec¦ year:1990"), ["style=tec"]);
  assert.deepEqual(at("-(artist:bj¦)"), ["artist=bj"]);
  assert.deepEqual(at("style:tec¦hno"), ["style=tec"]);
});

test("a value in quotes is completed, closed or not", () => {
  assert.deepEqual(at('style:"deep ho¦'), ["style=deep ho"]);
  assert.deepEqual(at('style:"deep ho¦use" year:1990'), ["style=deep ho"]);
  assert.deepEqual(at('style:"deep ho¦ year:1990'), ["style=deep ho"]);
  assert.deepEqual(at('style:"deep ho¦ artist:"Elton John"'), ["style=deep ho"]);
  assert.deepEqual(at("label:“basic ch¦"), ["label=basic ch"]);
  assert.deepEqual(at('title:"a" artist:"the \\"q¦'), ['artist=the "q']);
});

test("each value of a list is completed for itself", () => {
  assert.deepEqual(at("style:techno,ho¦"), ["style=ho"]);
  assert.deepEqual(at('style:"deep house",te¦,dub'), ["style=te"]);
  assert.deepEqual(at('genre:"Folk, World, & C¦'), ["genre=Folk, World, & C"]);
});

test("bare words are completed together and alone", () => {
  assert.deepEqual(at("elton jo¦"), ["any=elton jo", "any=jo"]);
  assert.deepEqual(at("bj¦"), ["any=bj"]);
  assert.deepEqual(at("-bj¦"), ["any=bj"]);
  assert.deepEqual(at("genre:rock | elton jo¦"), ["any=elton jo", "any=jo"]);
  assert.deepEqual(at("genre:rock elton jo¦"), ["genre=rock elton jo", "any=elton jo", "any=jo"]);
  assert.deepEqual(at("house NOT carl cra¦"), ["any=carl cra", "any=cra"]);
});

test("a name that was begun without quotes is completed with its words", () => {
  assert.deepEqual(at("style:deep ho¦"), ["style=deep ho", "any=ho"]);
  assert.equal(chosen("style:deep ho¦", "style", "Deep House"), 'style:"Deep House" ¦');
  assert.equal(chosen("style:techno,deep ho¦", "style", "Deep House"), 'style:techno,"Deep House" ¦');
});

test("what is no name is not completed", () => {
  for (const text of ["¦", "a¦", "rock ¦", "year:19¦", "title:lo¦", "has:vi¦", "artist:#12¦", "style:¦",
    "rock AND¦", "NOT¦", "love,ha¦", "love¦,hate", '"new ag¦', "style:¦\"deep\"", "gnere:ho¦"]) {
    assert.deepEqual(at(text), [], text);
  }
});

test("a chosen value takes the place of what was typed, and of no more", () => {
  assert.equal(chosen("style:tec¦", "style", "Techno"), "style:Techno ¦");
  assert.equal(chosen("style:tec¦ year:1990", "style", "Techno"), "style:Techno¦ year:1990");
  assert.equal(chosen('style:"deep ho¦ year:1990', "style", "Deep House"), 'style:"Deep House"¦ year:1990');
  assert.equal(chosen('style:"deep¦ ho" year:1990', "style", "Deep House"), 'style:"Deep House"¦ year:1990');
  assert.equal(chosen("style:te¦,house", "style", "Deep House"), 'style:"Deep House"¦,house');
  assert.equal(chosen("(artist:bj¦)", "artist", "Björk"), "(artist:Björk¦)");
});

test("a bare word becomes a term with its field", () => {
  assert.equal(chosen("genre:rock elton jo¦", "artist", "Elton John", 1), 'genre:rock artist:"Elton John" ¦');
  assert.equal(chosen("elton jo¦", "label", "Jo", 1), "elton label:Jo ¦");
  assert.equal(chosen("-bj¦", "artist", "Björk"), "-artist:Björk ¦");
});

test("a value is quoted where it would be read as something else", () => {
  assert.equal(quoted("Techno"), "Techno");
  assert.equal(quoted("Elton John"), '"Elton John"');
  assert.equal(quoted("Folk,World"), '"Folk,World"');
  assert.equal(quoted("#1 Dads"), '"#1 Dads"');
  assert.equal(quoted("#1"), '"#1"');
  assert.equal(quoted('12"'), '12"');
  assert.equal(quoted('7", 45'), '"7\\", 45"');
  assert.equal(quoted('"Weird Al"'), '"\\"Weird Al\\""');
  assert.equal(quoted("artist:x"), '"artist:x"');
  assert.equal(quoted("[PIAS]"), "[PIAS]");
  assert.equal(quoted("A(B)"), '"A(B)"');
});
