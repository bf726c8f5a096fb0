// Which part of a query is being typed, and what the query is once a suggestion takes its place.
//
// It reads the query language as docs/QUERIES.md has it, but unlike the parser it reads what is
// not finished yet: open quotes, half a name. It touches no page, so that it is tested without one.

const FIELDS = ["artist", "label", "genre", "style", "country", "format"];
const OPERATORS = ["AND", "OR", "NOT"];
/** More words than this are no name that somebody is typing. */
const MOST_WORDS = 6;

const endsRun = (character) => /[\s,|()]/u.test(character);
const opensQuote = (character) => /["“”„]/u.test(character);

/**
 * What may be meant at the caret, most words first: `{ field, prefix, start, end }`. `field` is
 * null for bare words; a suggestion replaces the query from `start` to `end`. Empty where nothing
 * can be completed.
 */
export function termsAt(query, caret) {
  const pieces = piecesOf(query);
  const at = pieces.findIndex(({ start, end }) => start <= caret && caret <= end);
  if (at < 0 || caret < pieces[at].textStart) return [];
  const { field, start, textStart, isQuoted, isOpen, isInList } = pieces[at];
  const typed = query.slice(textStart, caret);
  const term = {
    field,
    prefix: isQuoted ? typed.replace(/\\(["\\])/gu, "$1") : typed,
    start,
    // What stands after an open quote is most likely not meant to be in it.
    end: isOpen ? caret : pieces[at].end,
  };
  if (field !== null) return isNameLike(term) ? [term] : [];
  if (isQuoted || isInList || !isBareWord(pieces[at])) return [];
  return [...withWordsBefore(query, pieces, at, term), term].filter(isNameLike);
}

/** The query with the suggested value in the term's place, and where the caret stands then. */
export function complete(query, term, { field, value }) {
  const name = term.field === null ? `${field}:` : "";
  const before = query.slice(0, term.start) + name + quoted(value);
  const after = query.slice(term.end);
  // With a blank the next term can be typed at once; what follows already has its own.
  const blank = after === "" ? " " : "";
  return { query: before + blank + after, caret: before.length + blank.length };
}

/** The value as it is written in a query: in quotes where it would be read as something else. */
export function quoted(value) {
  const isPlain = !/[\s,|()]|^["“”„#]|^$|^[a-z]+:/iu.test(value);
  return isPlain ? value : `"${value.replace(/["\\]/gu, "\\$&")}"`;
}

function isNameLike({ field, prefix }) {
  const text = prefix.trim();
  return field === null ? text.length > 1 : FIELDS.includes(field) && text !== "" && text[0] !== "#";
}

function isBareWord({ field, isQuoted, isInList, text }) {
  return field === null && !isQuoted && !isInList && !OPERATORS.includes(text) && !text.includes(":");
}

/** `style:deep ho`, `carl cra`: the term with the words before it, where they may be one name. */
function withWordsBefore(query, pieces, at, term) {
  let first = at;
  while (first > 0 && at - first < MOST_WORDS && isBareWord(pieces[first - 1])) {
    if (!isBlankBetween(query, pieces, first)) break;
    first -= 1;
  }
  const startingAt = ({ field, start }) =>
    ({ ...term, field, start, prefix: query.slice(start, term.start) + term.prefix });
  const terms = first < at ? [startingAt(pieces[first])] : [];
  const value = pieces[first - 1];
  if (value?.field && !value.isQuoted && isBlankBetween(query, pieces, first)) {
    terms.unshift(startingAt(value));
  }
  return terms;
}

function isBlankBetween(query, pieces, at) {
  return query.slice(pieces[at - 1].end, pieces[at].start).trim() === "";
}

/** The values and bare words of the query, in order, each with its field and place. */
function piecesOf(query) {
  const pieces = [];
  let field = null;
  let isInList = false;
  for (let place = 0; place < query.length; ) {
    if (query[place] === ",") {
      isInList = true;
      if (pieces.length > 0) pieces.at(-1).isInList = true;
      place += 1;
    } else if (endsRun(query[place])) {
      [field, isInList] = [null, false];
      place += 1;
      continue;
    } else {
      place += /^-*/u.exec(query.slice(place))[0].length;
      const name = /^([a-z]+):/iu.exec(query.slice(place));
      if (name) {
        field = name[1].toLowerCase();
        place += name[0].length;
      }
    }
    const piece = pieceAt(query, place);
    pieces.push({ ...piece, field, isInList, text: query.slice(piece.start, piece.end) });
    place = piece.end;
  }
  return pieces;
}

function pieceAt(query, start) {
  if (start < query.length && opensQuote(query[start])) return quotedPieceAt(query, start);
  let end = start;
  while (end < query.length && !endsRun(query[end])) end += 1;
  return { start, end, textStart: start, isQuoted: false, isOpen: false };
}

function quotedPieceAt(query, start) {
  const piece = { start, end: query.length, textStart: start + 1, isQuoted: true, isOpen: true };
  for (let place = start + 1; place < query.length; place += 1) {
    if (query[place] === "\\") {
      place += 1;
    } else if (opensQuote(query[place])) {
      const isLast = place + 1 === query.length || endsRun(query[place + 1]);
      // In `style:"deep ho artist:"x"` the second quote closes nothing: it opens another value.
      return isLast ? { ...piece, end: place + 1, isOpen: false } : piece;
    }
  }
  return piece;
}
