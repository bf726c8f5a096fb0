// Completes names in the search box, so that nobody has to know how Discogs writes them.
//
// A combobox with a list, as ARIA 1.2 describes it: the focus stays in the box, the arrow keys
// walk through the list. Where suggestions cannot be had, the box is what it was without them.

import { complete, termsAt } from "./terms.js";

const PAUSE = 120;
const MOST = 10;

/** Adds suggestions to the box. */
export function suggestIn(box) {
  const list = listFor(box);
  const announcement = announcementFor(box);
  let options = [];
  let active = -1;
  let timer;
  let asking = new AbortController();

  function close() {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    list.replaceChildren();
    options = [];
    announcement.textContent = "";
    box.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function activate(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  }

  function choose({ term, suggestion }) {
    // More may have been typed since it was asked: the term as it is now.
    const now = termsAt(box.value, box.selectionStart).find(({ start }) => start === term.start);
    if (now) {
      const { query, caret } = complete(box.value, now, suggestion);
      box.value = query;
      box.setSelectionRange(caret, caret);
    }
    close();
  }

  async function ask() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const terms = termsAt(box.value, box.selectionStart);
    try {
      const answers = await Promise.all(terms.map((term) => suggestionsFor(term, signal)));
      if (!signal.aborted && document.activeElement === box) show(answers.flat());
    } catch {
      // An older question, or no answer: one can type on.
      if (!signal.aborted) close();
    }
  }

  function show(found) {
    if (found.length === 0) {
      close();
      return;
    }
    options = distinct(found).slice(0, MOST);
    list.replaceChildren(...options.map((option, index) => optionFor(option, index, list.id)));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    activate(-1);
    announcement.textContent =
      options.length === 1 ? "1 suggestion" : `${options.length} suggestions`;
  }

  function askSoon() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  box.addEventListener("input", (event) => {
    if (!event.isComposing) askSoon();
  });
  box.addEventListener("compositionend", askSoon);
  box.addEventListener("blur", close);
  box.form?.addEventListener("submit", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" && !isOpen) {
      ask();
    } else if (!isOpen) {
      return;
    } else if (event.key === "ArrowDown") {
      activate(active + 1 < options.length ? active + 1 : -1);
    } else if (event.key === "ArrowUp") {
      activate(active >= 0 ? active - 1 : options.length - 1);
    } else if (event.key === "Escape") {
      close();
    } else if ((event.key === "Enter" || event.key === "Tab") && active >= 0 && !event.shiftKey) {
      choose(options[active]);
    } else {
      return;
    }
    event.preventDefault();
  });
  // The box keeps its focus, so that the list does not close before the click is over.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const index = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (index >= 0) choose(options[index]);
  });
  // Coming back to a page, the list of then is of no use.
  window.addEventListener("pagehide", close);
}

async function suggestionsFor(term, signal) {
  const asked = new URLSearchParams({ prefix: term.prefix.trim() });
  if (term.field) asked.set("field", term.field);
  const answer = await fetch(`/api/v1/suggest?${asked}`, { signal });
  if (!answer.ok) return [];
  const { suggestions } = await answer.json();
  return suggestions.map((suggestion) => ({ term, suggestion }));
}

/** The same name may be found for all words and for the last one: the first stands for both. */
function distinct(options) {
  const seen = new Set();
  return options.filter(({ suggestion: { field, value } }) => {
    const key = `${field}:${value}`;
    return !seen.has(key) && seen.add(key);
  });
}

function listFor(box) {
  const list = document.createElement("ul");
  list.id = `${box.id || "query"}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  box.after(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("autocomplete", "off");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);
  return list;
}

function announcementFor(box) {
  const announcement = document.createElement("span");
  announcement.className = "unseen";
  announcement.setAttribute("role", "status");
  box.after(announcement);
  return announcement;
}

function optionFor({ suggestion: { field, value, releases } }, index, listId) {
  const option = document.createElement("li");
  option.id = `${listId}-${index}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const parts = [["value", value], ["field", field], ["releases", releases.toLocaleString("en")]];
  for (const [name, text] of parts) {
    const part = document.createElement("span");
    part.className = `suggestion-${name}`;
    part.textContent = text;
    option.append(part, " ");
  }
  return option;
}
