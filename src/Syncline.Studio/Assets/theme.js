// Runs before the page is drawn, so that a chosen theme does not flash. Without a choice the system's theme is taken by the style sheet.
(() => {
  let theme = null;
  try { theme = localStorage.getItem("syncline.theme"); } catch { /* a browser that keeps nothing: the system's theme */ }
  if (theme === "light" || theme === "dark") { document.documentElement.dataset.theme = theme; }
})();
