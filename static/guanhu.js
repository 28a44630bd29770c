// Comfort only: every page works without this file.
"use strict";

document.querySelectorAll("[data-print]").forEach(function (button) { button.hidden = false; });

document.addEventListener("click", function (event) {
  // An open menu closes when something else is clicked.
  document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  });
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", function (event) {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
  // An explanation that hangs on focus goes away with it.
  if (document.activeElement.classList.contains("term")) document.activeElement.blur();
});

document.addEventListener("change", function (event) {
  // A choice that only filters the page is sent at once; its button is for browsers without scripts.
  if (event.target.closest("[data-autosubmit]")) event.target.form.submit();
});

document.addEventListener("submit", function (event) {
  // A second click does not send a form twice.
  var form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});

window.addEventListener("pageshow", function (event) {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
});
