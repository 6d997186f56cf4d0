/* Keys on the review page. Everything they do can be done without them. */
(function () {
  "use strict";

  var NEXT = ["j", "ј"], BACK = ["k", "к"], WRITE = ["r", "р"];
  var KEPT = "mcr2030:keys-off";
  var keys = document.getElementById("keys");
  var choice = document.getElementById("keys-on");
  if (!keys) return;

  function isOff() {
    try {
      return window.localStorage.getItem(KEPT) === "1";
    } catch (error) {
      return false;
    }
  }
  function keep() {
    try {
      if (choice.checked) window.localStorage.removeItem(KEPT);
      else window.localStorage.setItem(KEPT, "1");
    } catch (error) {
      return;
    }
  }

  function cards() {
    return Array.prototype.slice.call(document.querySelectorAll("article.question"));
  }
  function here() {
    var focused = document.activeElement;
    return focused && focused.closest ? focused.closest("article.question") : null;
  }
  function go(card) {
    card.focus({preventScroll: true});
    card.scrollIntoView({block: "start"});
  }
  // Without a card that has the focus, the first one below the top of the window.
  function step(by) {
    var all = cards();
    var place = all.indexOf(here());
    if (place < 0) {
      place = all.findIndex(function (card) {
        return card.getBoundingClientRect().bottom > 80;
      });
      if (by > 0) by = 0;
    }
    var card = all[place + by];
    if (card) go(card);
  }
  function write() {
    var card = here() || cards().find(function (one) {
      return one.getBoundingClientRect().bottom > 80;
    });
    var remark = card && card.querySelector("[data-remark]");
    if (!remark) return;
    remark.open = true;
    remark.querySelector("textarea").focus();
  }
  function isTyping(element) {
    return element.isContentEditable || ["INPUT", "SELECT", "TEXTAREA"].indexOf(element.tagName) >= 0;
  }
  function is(event, letters) {
    return letters.indexOf(event.key.toLowerCase()) >= 0;
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || isOff()) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      var form = event.target.closest && event.target.closest("[data-remark] form");
      if (!form || event.repeat) return;
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (is(event, NEXT)) step(1);
    else if (is(event, BACK)) step(-1);
    else if (is(event, WRITE)) write();
    else if (event.key === "?") {
      keys.open = !keys.open;
      if (keys.open) keys.querySelector("summary").focus();
    } else return;
    event.preventDefault();
  });

  // What had the focus is gone with the old list of remarks: the card has it now.
  document.body.addEventListener("htmx:afterSettle", function (event) {
    var list = event.target.closest && event.target.closest(".remarks");
    if (!list) return;
    var wrong = list.querySelector("[data-remark][open] textarea");
    if (wrong) wrong.focus();
    else go(list.closest("article.question"));
  });

  choice.checked = !isOff();
  choice.addEventListener("change", keep);
  choice.closest("[data-keys-switch]").hidden = false;
})();
