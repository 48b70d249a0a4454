// The data grid's part in the browser: it scrolls without waiting for the server, and tells the server which rows are in view.
// Called from GridScript.cs; calls DataGrid.

// Browsers limit an element's height (Firefox to about 17.9 million pixels). Above this the scroll bar stands for more rows than it has pixels.
const TALLEST = 15_000_000;
const KEYS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "Enter", " "]);
const grids = new WeakMap();

export function attach(root, server) {
  const grid = {
    root, server, offset: 0, own: -1, busy: false,
    space: root.querySelector(".grid-space"), block: root.querySelector(".grid-block"), head: root.querySelector(".grid-head"),
    watch: new MutationObserver(() => place(grid)), ticks: new MutationObserver(() => mix(grid)), sizes: new ResizeObserver(() => ask(grid)), end: new AbortController(),
  };
  grids.set(root, grid);
  const on = (target, name, act, options) => target.addEventListener(name, act, { signal: grid.end.signal, ...options });
  on(root, "scroll", () => scrolled(grid), { passive: true });
  on(root, "wheel", event => wheel(grid, event), { passive: false });
  on(root, "click", event => clicked(grid, event));
  on(root, "dblclick", event => { const row = rowOf(event.target); if (row !== null) { server.invokeMethodAsync("OpenAsync", row); } });
  on(root, "pointerdown", event => resize(grid, event));
  on(root, "keydown", event => {
    const copies = event.ctrlKey && (event.key === "c" || event.key === "a");
    if (event.target === root && !event.altKey && !event.metaKey && (KEYS.has(event.key) || copies && getSelection().isCollapsed)) { event.preventDefault(); }
  });
  // The server moves the rows by drawing others; they must be put in place before the browser paints.
  grid.watch.observe(grid.block, { attributes: true, attributeFilter: ["data-first"] });
  grid.ticks.observe(grid.head, { attributes: true, attributeFilter: ["data-ticked"], childList: true, subtree: true });
  mix(grid);
  grid.sizes.observe(root);
  measure(root);
}

// A box that is neither ticked nor empty can be made by script alone.
function mix(grid) {
  grid.head.querySelectorAll("[data-ticked]").forEach(box => { box.indeterminate = box.dataset.ticked === "mixed"; });
}

export function detach(root) {
  const grid = grids.get(root);
  if (!grid) { return; }
  grid.end.abort();
  grid.watch.disconnect();
  grid.ticks.disconnect();
  grid.sizes.disconnect();
  grids.delete(root);
}

export function measure(root) {
  const grid = grids.get(root);
  if (grid) { move(grid, grid.offset); }
}

export function focus(root) { root.focus({ preventScroll: true }); }

export function show(root, row, column) {
  const grid = grids.get(root);
  if (!grid) { return; }
  const height = rowHeight(grid);
  if (row >= 0) {
    const top = row * height;
    if (top < grid.offset) { move(grid, top); }
    else if (top + height > grid.offset + view(grid)) { move(grid, top + height - view(grid)); }
  }
  if (column !== null) {
    const cell = grid.head.querySelector(`[data-head="${column}"]`);
    const fixed = column === 0 ? 0 : (grid.head.querySelector('[data-head="0"]')?.getBoundingClientRect().right ?? 0) - root.getBoundingClientRect().left;
    if (cell && column > 0) {
      if (cell.offsetLeft - root.scrollLeft < fixed) { root.scrollLeft = cell.offsetLeft - fixed; }
      else if (cell.offsetLeft + cell.offsetWidth - root.scrollLeft > root.clientWidth) { root.scrollLeft = cell.offsetLeft + cell.offsetWidth - root.clientWidth; }
    }
  }
}

const number = (element, name) => Number(element.dataset[name]);
const rowHeight = grid => number(grid.root, "rowHeight");
const rowsOf = grid => number(grid.root, "rows");
const view = grid => Math.max(0, grid.root.clientHeight - grid.head.offsetHeight);
const tall = grid => rowsOf(grid) * rowHeight(grid);
const rowOf = target => { const row = target instanceof Element ? target.closest("[data-row]") : null; return row ? number(row, "row") : null; };

/** Pixels of rows for a pixel of the scroll bar. */
function ratio(grid) {
  const bar = Math.min(tall(grid), TALLEST) - view(grid);
  return bar > 0 ? Math.max(1, (tall(grid) - view(grid)) / bar) : 1;
}

function scrolled(grid) {
  if (Math.abs(grid.root.scrollTop - grid.own) > 1) {
    grid.offset = Math.min(grid.root.scrollTop * ratio(grid), Math.max(0, tall(grid) - view(grid)));
    grid.own = grid.root.scrollTop;
  }
  place(grid);
  ask(grid);
}

// Where the bar is too coarse, the wheel moves rows, not the bar.
function wheel(grid, event) {
  if (event.ctrlKey || event.deltaY === 0 || ratio(grid) === 1) { return; }
  event.preventDefault();
  grid.root.scrollLeft += event.deltaX;
  move(grid, grid.offset + event.deltaY * [1, rowHeight(grid), view(grid)][event.deltaMode]);
}

function move(grid, offset) {
  grid.offset = Math.max(0, Math.min(offset, tall(grid) - view(grid)));
  grid.root.scrollTop = grid.offset / ratio(grid);
  grid.own = grid.root.scrollTop;
  place(grid);
  ask(grid);
}

function place(grid) {
  const top = grid.root.scrollTop - (grid.offset - number(grid.block, "first") * rowHeight(grid));
  grid.block.style.transform = `translateY(${ratio(grid) === 1 ? number(grid.block, "first") * rowHeight(grid) : top}px)`;
}

/** Asks for the rows in view when those that are drawn end too near; one question at a time, the last place counts. */
async function ask(grid) {
  if (grid.busy || grid.end.signal.aborted) { return; }
  grid.busy = true;
  try {
    for (let last = null; ;) {
      const first = Math.floor(grid.offset / rowHeight(grid)), visible = Math.ceil(view(grid) / rowHeight(grid)) + 1;
      const from = number(grid.block, "first"), to = from + number(grid.block, "count"), near = Math.floor(visible / 2);
      const enough = (from === 0 || first - near >= from) && (to >= rowsOf(grid) || first + visible + near <= to);
      const question = `${first} ${visible} ${rowsOf(grid)}`;
      if (enough && grid.visible === visible || question === last || visible <= 1) { break; }
      last = question;
      grid.visible = visible;
      await grid.server.invokeMethodAsync("ViewAsync", first, visible);
      await new Promise(requestAnimationFrame);
    }
  } catch {
    // The line to the server broke, of which the page tells; the next scroll asks again.
  } finally {
    grid.busy = false;
  }
}

function clicked(grid, event) {
  if (!(event.target instanceof Element) || event.target.closest("input, a, button, .grid-grip") || !getSelection().isCollapsed) { return; }
  const head = event.target.closest("[data-head]");
  if (head) {
    grid.server.invokeMethodAsync("HeadAsync", number(head, "head"));
    return;
  }
  const row = rowOf(event.target);
  const cell = event.target.closest("[data-column]");
  if (row !== null) { grid.server.invokeMethodAsync("ClickAsync", row, cell ? number(cell, "column") : 0, event.shiftKey); }
}

function resize(grid, event) {
  const grip = event.target instanceof Element ? event.target.closest(".grid-grip") : null;
  if (!grip) { return; }
  event.preventDefault();
  const head = grip.closest("[data-head]"), column = number(head, "head");
  const start = event.clientX, width = head.offsetWidth, end = new AbortController();
  let now = width;
  grip.setPointerCapture(event.pointerId);
  grip.addEventListener("pointermove", moved => {
    now = Math.max(number(grid.root, "narrowest"), Math.min(width + moved.clientX - start, number(grid.root, "widest")));
    grid.root.style.setProperty(`--w${column}`, `${now}px`);
  }, { signal: end.signal });
  const done = () => {
    end.abort();
    grid.server.invokeMethodAsync("ResizeAsync", column, Math.round(now));
  };
  grip.addEventListener("pointerup", done, { signal: end.signal });
  grip.addEventListener("pointercancel", done, { signal: end.signal });
}
