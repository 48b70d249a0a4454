// What a page does when its line to the Studio breaks. All that matters stands in the address and on the server, so loading again is safe.
const notice = document.getElementById("components-reconnect-modal");
notice.addEventListener("components-reconnect-state-changed", event => {
  if (event.detail.state === "rejected") { location.reload(); }
});
document.addEventListener("click", event => {
  if (event.target instanceof Element && event.target.closest("[data-reload]")) { location.reload(); }
});
