/* What htmx does not do, on every page. */
(function () {
  "use strict";

  // Forms with a place for trouble show there why they were not saved.
  document.body.addEventListener("htmx:beforeSwap", function (event) {
    var place = event.detail.requestConfig.elt.querySelector("[data-trouble]");
    if (!place || [401, 403].indexOf(event.detail.xhr.status) < 0) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    event.detail.target = place;
    event.detail.swapOverride = "innerHTML";
  });
})();
