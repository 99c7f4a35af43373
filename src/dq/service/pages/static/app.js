// What all pages share: confirmations, leaving with unsaved text, rows that are links, words for htmx's failures.
"use strict";
(function () {
  document.addEventListener("submit", function (event) {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
    else unsaved = false;
  });
  // On a phone the navigation is wider than the screen: where one is should be seen in it.
  const here = document.querySelector(".bar nav [aria-current]");
  if (here) here.scrollIntoView({ block: "nearest", inline: "center" });
  let unsaved = false;
  document.addEventListener("input", function (event) {
    if (event.target.closest("[data-unsaved]")) unsaved = true;
  });
  window.addEventListener("beforeunload", function (event) {
    if (unsaved) event.preventDefault();
  });
  document.addEventListener("change", function (event) {
    if (event.target.closest("[data-submit]")) event.target.form.requestSubmit();
  });
  document.addEventListener("htmx:responseError", function (event) {
    const place = document.getElementById("trouble");
    if (place) { place.textContent = place.dataset.text; place.hidden = false; }
    event.stopPropagation();
  });
})();
