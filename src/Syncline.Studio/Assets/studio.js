// What only the browser can do. Called from BrowserModule.cs.
const html = document.documentElement;
const isDark = () => html.dataset.theme ? html.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

export function switchTheme() {
  const theme = isDark() ? "light" : "dark";
  html.dataset.theme = theme;
  try { localStorage.setItem("syncline.theme", theme); } catch { /* kept until the page is closed */ }
}

/** The theme that was chosen; null for the system's. */
export function theme() { return html.dataset.theme ?? null; }

/** Chooses a theme; empty for the system's. */
export function setTheme(theme) {
  if (theme) { html.dataset.theme = theme; } else { delete html.dataset.theme; }
  try { if (theme) { localStorage.setItem("syncline.theme", theme); } else { localStorage.removeItem("syncline.theme"); } } catch { /* kept until the page is closed */ }
}

/** Opens an address in a new tab that can't reach back to this page. False when the browser did not let it. */
export function openTab(address) {
  const tab = window.open("", "_blank");
  if (!tab) { return false; }
  tab.opener = null;
  tab.location.replace(address);
  return true;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

const openers = new Map();
let lastOpener = 0;

/** Shows a dialog above everything; the number gives the focus back later. */
export function showModal(dialog) {
  openers.set(++lastOpener, document.activeElement);
  if (dialog.isConnected && !dialog.open) { dialog.showModal(); }
  dialog.querySelector("[autofocus]")?.focus();
  return lastOpener;
}

export function giveFocusBack(number) {
  const opener = openers.get(number);
  openers.delete(number);
  if (opener?.isConnected) { opener.focus(); }
}

export function focus(selector) { document.querySelector(selector)?.focus(); }

/** Puts a menu near a point, inside the window, and lets arrows move through it. */
export function placeMenu(menu, x, y) {
  const box = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(4, Math.min(x, innerWidth - box.width - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, innerHeight - box.height - 4))}px`;
  const items = () => [...menu.querySelectorAll("button:not(:disabled)")];
  menu.addEventListener("keydown", event => {
    const all = items();
    const now = all.indexOf(document.activeElement);
    const next = { ArrowDown: (now + 1) % all.length, ArrowUp: (now - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) { event.preventDefault(); all[next]?.focus(); }
    if (event.key === "Tab") { event.preventDefault(); }
  });
  items()[0]?.focus();
}

/** Keys that move within a list or tree must not scroll it as well. */
export function keepKeys(element, keys) {
  element.addEventListener("keydown", event => {
    if (keys.includes(event.key) && !event.altKey && !event.metaKey && event.target === element) { event.preventDefault(); }
  });
}

/** Brings a row of a virtual list into view. */
export function showRow(list, index, height) {
  const top = index * height;
  if (top < list.scrollTop) { list.scrollTop = top; }
  else if (top + height > list.scrollTop + list.clientHeight) { list.scrollTop = top + height - list.clientHeight; }
}

/** The place of a tree row on the screen, for a menu that the keyboard asked for. */
export function rowPlace(id) {
  const box = document.getElementById(id)?.getBoundingClientRect();
  return box ? [box.left + 40, box.bottom] : [80, 120];
}

/** Rows with data-table can be dragged: as JSON of this type, and as plain text. */
document.addEventListener("dragstart", event => {
  const row = event.target instanceof Element ? event.target.closest("[data-table]") : null;
  if (row) {
    const { connection, table } = row.dataset;
    event.dataTransfer.effectAllowed = "copy";
    event.dataTransfer.setData("application/x-syncline-table", JSON.stringify({ connection, table }));
    event.dataTransfer.setData("text/plain", `${connection} / ${table}`);
  }
});

/** F6 goes round the parts of the shell. */
document.addEventListener("keydown", event => {
  if (event.key !== "F6" || document.querySelector("dialog[open]")) { return; }
  event.preventDefault();
  const parts = [".shell-rail a", ".shell-tree [tabindex='0'], .shell-tree input", ".shell-main", ".shell-top fluent-button, .shell-top button"]
    .map(selector => document.querySelector(selector)).filter(Boolean);
  const now = parts.findIndex(part => part.closest(".shell-rail, .shell-tree, .shell-main, .shell-top")?.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  parts[(now + step + parts.length) % parts.length]?.focus();
});
