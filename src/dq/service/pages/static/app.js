// What all pages share: confirmations, leaving with unsaved text, rows that are links, words for htmx's failures.
"use strict";
(function () {
  document.addEventListener("submit", function (event) {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) { event.preventDefault(); return; }
    if (event.target.closest("[data-unsaved]")) unsaved = false;
    keep(event.target);
  });
  // What was typed comes back where a session had ended before it was sent, once the same person has signed in again.
  const TYPED = "dq-typed", NOT_TYPED = ["password", "file", "checkbox", "radio", "submit", "button"];
  function address() { return location.pathname + location.search; }
  function person() { return document.querySelector('.who a[href="/account"]')?.textContent ?? ""; }
  function typed(form) {
    return [...form.elements].filter((each) => each.name && each.name !== "csrf" && !NOT_TYPED.includes(each.type));
  }
  function keep(form) {
    if (form.method !== "post" || !person() || typed(form).every((each) => each.type === "hidden")) return;
    const fields = typed(form).map((each) => [each.name, each.value]);
    const kept = { page: address(), person: person(), action: form.getAttribute("action"), fields, lost: false };
    try { sessionStorage.setItem(TYPED, JSON.stringify(kept)); } catch { /* too long to be kept */ }
  }
  function bringBack(kept) {
    const fields = new Map(kept.fields);
    for (const form of [...document.forms].filter((each) => each.getAttribute("action") === kept.action)) {
      for (const each of typed(form)) if (fields.has(each.name)) each.value = fields.get(each.name);
      for (const each of form.querySelectorAll("details")) each.open = true;
    }
    tell("kept");
  }
  function tell(what) {
    const place = document.getElementById("trouble");
    if (place) { place.textContent = place.dataset[what]; place.hidden = false; }
  }
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
    tell("text");
    event.stopPropagation();
  });
  const kept = JSON.parse(sessionStorage.getItem(TYPED) ?? "null");
  if (kept && document.querySelector("[data-signed-out]")) {
    sessionStorage.setItem(TYPED, JSON.stringify({ ...kept, lost: true }));
  } else if (kept && (!kept.lost || (kept.page === address() && kept.person === person()))) {
    sessionStorage.removeItem(TYPED);
    if (kept.lost) { bringBack(kept); unsaved = true; }
  }
})();
