// Dragging in a project: tables from the tree, source columns from the list below the map. Called from ProjectPage.razor.cs.
const TABLE = "application/x-syncline-table", COLUMN = "application/x-syncline-column";

export function attach(root, server) {
  const zoneOf = event => {
    const zone = event.target instanceof Element ? event.target.closest("[data-drop]") : null;
    return zone && (event.dataTransfer.types.includes(TABLE) || event.dataTransfer.types.includes(COLUMN) && zone.dataset.drop.startsWith("row:")) ? zone : null;
  };
  const clear = () => root.querySelectorAll(".drop-over").forEach(zone => zone.classList.remove("drop-over"));
  root.addEventListener("dragstart", event => {
    const chip = event.target instanceof Element ? event.target.closest("[data-source-column]") : null;
    if (chip) {
      event.dataTransfer.effectAllowed = "copy";
      event.dataTransfer.setData(COLUMN, chip.dataset.sourceColumn);
      event.dataTransfer.setData("text/plain", chip.dataset.sourceColumn);
    }
  });
  root.addEventListener("dragover", event => {
    clear();
    const zone = zoneOf(event);
    if (zone) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      zone.classList.add("drop-over");
    }
  });
  root.addEventListener("dragleave", event => { if (!root.contains(event.relatedTarget)) { clear(); } });
  root.addEventListener("drop", event => {
    clear();
    const zone = zoneOf(event);
    if (!zone) { return; }
    event.preventDefault();
    const table = event.dataTransfer.getData(TABLE), column = event.dataTransfer.getData(COLUMN);
    if (table) {
      const { connection, table: name } = JSON.parse(table);
      server.invokeMethodAsync("DropTableAsync", zone.dataset.drop, String(connection), String(name));
    } else if (column) {
      server.invokeMethodAsync("DropColumnAsync", zone.dataset.drop, column);
    }
  });
}
