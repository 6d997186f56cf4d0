/* Screen and phones of a workshop: keys, and patience when the server is slow. Everything works without it. */
(function () {
  "use strict";

  var SLOW = 1500, LONGEST = 30000, KEPT = "mcr2030:keys-off";
  // Which letters do what, on a Latin and on a Cyrillic keyboard.
  var LETTERS = {v: "v", "в": "v", r: "r", "р": "r", s: "s", "с": "s"};
  var ARROWS = {ArrowLeft: "left", PageUp: "left", ArrowRight: "right", PageDown: "right"};
  var pause = 0, until = 0, begun = 0;

  function polls(event) {
    var asks = event.detail.elt || event.target;
    return asks && asks.hasAttribute && asks.hasAttribute("data-poll") &&
      (!event.detail.requestConfig || event.detail.requestConfig.verb === "get");
  }
  function typing() {
    var field = document.activeElement;
    return field && field.id === "reason" ? field : null;
  }
  function lost(shown) {
    var place = document.getElementById("lost");
    if (!place) return;
    place.textContent = shown ? place.closest("[data-lost]").dataset.lost : "";
    place.hidden = !shown;
  }
  // Each failure or slow answer doubles the wait; one good answer ends it.
  function slower() {
    pause = Math.min(LONGEST, pause ? pause * 2 : 3000);
    until = Date.now() + pause * (0.75 + Math.random() / 2);
  }

  document.body.addEventListener("htmx:beforeRequest", function (event) {
    if (!polls(event)) return;
    if (Date.now() < until) return event.preventDefault();
    begun = Date.now();
  });
  document.body.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.failed) return;
    lost(false);
    if (!polls(event)) return;
    if (Date.now() - begun > SLOW) slower();
    else pause = until = 0;
  });
  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.body.addEventListener(name, function () {
      slower();
      lost(true);
    });
  });
  document.body.addEventListener("htmx:responseError", slower);

  document.body.addEventListener("htmx:beforeSwap", function (event) {
    var status = event.detail.xhr.status;
    if (status === 409 || status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
    // What is being typed goes along into the new page.
    var field = typing();
    if (field) document.body.dataset.typed = field.value;
  });
  document.body.addEventListener("htmx:afterSwap", function () {
    var field = document.getElementById("reason");
    if (field && document.body.dataset.typed !== undefined) {
      field.value = document.body.dataset.typed;
      field.closest("details").open = true;
      field.focus();
    }
    delete document.body.dataset.typed;
    var choice = document.querySelector("[data-keys-off]");
    if (choice) choice.checked = isOff();
  });

  function isOff() {
    try {
      return window.localStorage.getItem(KEPT) === "1";
    } catch (error) {
      return false;
    }
  }
  document.addEventListener("change", function (event) {
    if (!event.target.hasAttribute("data-keys-off")) return;
    try {
      if (event.target.checked) window.localStorage.setItem(KEPT, "1");
      else window.localStorage.removeItem(KEPT);
    } catch (error) {
      return;
    }
  });
  document.addEventListener("keydown", function (event) {
    var board = document.getElementById("board");
    if (!board || event.isComposing || event.repeat || isOff()) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (["INPUT", "SELECT", "TEXTAREA"].indexOf(event.target.tagName) >= 0) return;
    var key = ARROWS[event.key] || LETTERS[event.key.toLowerCase()];
    var button = key && board.querySelector('[data-key="' + key + '"]');
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  var choice = document.querySelector("[data-keys-off]");
  if (choice) choice.checked = isOff();
})();
