// Completion in expression fields: columns of the source and functions. A textarea with data-words (JSON: [word, what it is]) and a list named by aria-controls.
const MOST = 8;
const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const parsed = new Map();
let open = null;

const fieldOf = event => event.target instanceof HTMLTextAreaElement && event.target.dataset.words ? event.target : null;

function wordsOf(field) {
  const text = field.dataset.words;
  if (!parsed.has(text)) { parsed.clear(); parsed.set(text, JSON.parse(text)); }
  return parsed.get(text);
}

function close() {
  if (!open) { return; }
  open.list.hidden = true;
  open.list.replaceChildren();
  open.field.removeAttribute("aria-activedescendant");
  open = null;
}

function suggest(field) {
  close();
  const list = document.getElementById(field.getAttribute("aria-controls"));
  const before = field.value.slice(0, field.selectionStart);
  const typed = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0];
  if (!list || !typed || field.selectionStart !== field.selectionEnd || (before.split("'").length + before.split('"').length) % 2 === 1) { return; }
  const sought = typed.toLowerCase();
  const found = wordsOf(field).map(([word, kind]) => ({ word, kind, at: word.toLowerCase().indexOf(sought) }))
    .filter(one => one.at === 0 || one.at > 0 && one.kind === "column")
    .filter(one => one.word !== typed)
    .sort((one, other) => Math.sign(one.at) - Math.sign(other.at) || one.kind.localeCompare(other.kind) || one.word.localeCompare(other.word)).slice(0, MOST);
  if (found.length === 0) { return; }
  list.replaceChildren(...found.map((one, index) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.append(Object.assign(document.createElement("code"), { textContent: one.word }), Object.assign(document.createElement("span"), { className: "faint small", textContent: one.kind }));
    item.addEventListener("pointerdown", event => { event.preventDefault(); take(index); });
    return item;
  }));
  list.hidden = false;
  open = { field, list, found, typed, at: 0 };
  point(0);
}

function point(index) {
  open.at = (index + open.found.length) % open.found.length;
  [...open.list.children].forEach((item, place) => item.setAttribute("aria-selected", place === open.at ? "true" : "false"));
  open.field.setAttribute("aria-activedescendant", `${open.list.id}-${open.at}`);
}

function take(index) {
  const { field, found, typed } = open, { word, kind } = found[index];
  const text = kind === "function" ? `${word}(` : PLAIN.test(word) ? word : `"${word.replaceAll('"', '""')}"`;
  close();
  field.setRangeText(text, field.selectionStart - typed.length, field.selectionStart, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", event => {
  const field = fieldOf(event);
  if (field && event.isTrusted) { suggest(field); }
});
document.addEventListener("keydown", event => {
  if (!open || event.target !== open.field || event.isComposing) { return; }
  const act = { ArrowDown: () => point(open.at + 1), ArrowUp: () => point(open.at - 1), Enter: () => take(open.at), Tab: () => take(open.at), Escape: close }[event.key];
  if (act && !event.ctrlKey && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    event.stopPropagation();
    act();
  } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
    close();
  }
}, true);
document.addEventListener("focusout", event => { if (open?.field === event.target) { close(); } });
