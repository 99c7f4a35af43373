"use strict";
(function () {
  var bar = document.querySelector(".tiebar");
  var tied = [], stops = [], at = 0, origin = null;
  function clear() {
    tied.forEach(function (each) { each.classList.remove("tied"); each.removeAttribute("data-side"); });
    tied = []; stops = [];
    if (bar) bar.hidden = true;
  }
  function reveal(element) {
    for (var each = element; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  }
  function go(step) {
    if (!stops.length) return;
    at = (at + step + stops.length) % stops.length;
    var label = bar.querySelector("[data-label]");
    label.textContent = label.dataset.text.replace("%f", origin.dataset.finding).replace("%i", at + 1).replace("%n", stops.length);
    reveal(stops[at]);
    stops[at].scrollIntoView({ block: "center", inline: "center" });
    stops[at].focus({ preventScroll: true });
  }
  function tie(button) {
    clear();
    origin = button;
    button.dataset.tie.split(" ").forEach(function (item) {
      var parts = item.split("|");
      parts.slice(0, 2).forEach(function (id, place) {
        var element = id && document.getElementById(id);
        if (!element || tied.indexOf(element) >= 0) return;
        element.classList.add("tied");
        element.setAttribute("data-side", parts[2]);
        tied.push(element);
        if (place === 0 || !parts[0]) stops.push(element);
      });
    });
    if (!stops.length) stops = tied.slice();
    if (!stops.length) return;
    bar.hidden = false;
    at = 0;
    go(0);
  }
  function back() {
    var button = origin;
    clear();
    if (button) { reveal(button); button.scrollIntoView({ block: "center" }); button.focus({ preventScroll: true }); }
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button");
    if (!button) return;
    if (button.dataset.tie) tie(button);
    else if (button.dataset.step) go(Number(button.dataset.step));
    else if ("back" in button.dataset) back();
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape" && stops.length) back(); });
  function target() {
    var element = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (element) { reveal(element); element.scrollIntoView({ block: "center" }); }
  }
  window.addEventListener("hashchange", target);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not(.source *)").forEach(function (each) { each.open = true; });
  });
  target();
  var search = document.querySelector("[data-search]");
  if (search) search.closest("[hidden]").hidden = false;
  if (search) search.addEventListener("input", function () {
    var wanted = search.value.trim().toLowerCase();
    document.querySelectorAll("[data-name]").forEach(function (row) { row.hidden = row.dataset.name.toLowerCase().indexOf(wanted) < 0; });
  });
})();
