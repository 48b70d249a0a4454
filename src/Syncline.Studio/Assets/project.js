// Dragging in a project: tables from the tree, source columns from the list below the map. Listens on the document, so that a page that is drawn anew under
// a drag loses nothing; a drop that comes before the page can be told is told to it as soon as it can. Called from ProjectPage.razor.cs.
const TABLE = "application/x-syncline-table", COLUMN = "application/x-syncline-column";
let page = null, early = null;

export function attach(key, server) {
  page = { key, server };
  if (early && document.querySelector(`[data-drop="${CSS.escape(early.zone)}"]`)) { tell(early); }
  early = null;
}

export function detach(key) {
  if (page?.key === key) { page = null; }
}

function tell(drop) {
  if (!page) {
    early = drop;
  } else if (drop.table) {
    page.server.invokeMethodAsync("DropTableAsync", drop.zone, String(drop.table.connection), String(drop.table.table));
  } else {
    page.server.invokeMethodAsync("DropColumnAsync", drop.zone, drop.column);
  }
}

function zoneOf(event) {
  const zone = event.target instanceof Element ? event.target.closest("[data-drop]") : null;
  const types = event.dataTransfer.types;
  return zone && (types.includes(TABLE) || types.includes(COLUMN) && zone.dataset.drop.startsWith("row:")) ? zone : null;
}

const clear = () => document.querySelectorAll(".drop-over").forEach(zone => zone.classList.remove("drop-over"));

document.addEventListener("dragstart", event => {
  const chip = event.target instanceof Element ? event.target.closest("[data-source-column]") : null;
  if (chip) {
    event.dataTransfer.effectAllowed = "copy";
    event.dataTransfer.setData(COLUMN, chip.dataset.sourceColumn);
    event.dataTransfer.setData("text/plain", chip.dataset.sourceColumn);
  }
});

// Entering is answered as well as moving on: who lets go at once, before the browser asks again, is not refused.
let entered = null;
function over(event) {
  const zone = zoneOf(event);
  entered = event.type === "dragenter" ? event.target : entered;
  if (!zone?.classList.contains("drop-over")) { clear(); }
  if (zone) {
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    zone.classList.add("drop-over");
  }
}
document.addEventListener("dragenter", over);
document.addEventListener("dragover", over);
document.addEventListener("dragleave", event => { if (event.target === entered) { clear(); } });
document.addEventListener("dragend", clear);
document.addEventListener("drop", event => {
  clear();
  const zone = zoneOf(event);
  if (!zone) { return; }
  event.preventDefault();
  const table = event.dataTransfer.getData(TABLE), column = event.dataTransfer.getData(COLUMN);
  if (table || column) { tell({ zone: zone.dataset.drop, table: table ? JSON.parse(table) : null, column }); }
});
