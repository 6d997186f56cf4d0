/* What htmx does not do: drafts stay on the device until the server has them. */
(function () {
  "use strict";

  var person = document.body.dataset.person;
  var words = document.getElementById("words");
  var text = words ? words.dataset : {};

  function forms() {
    return Array.prototype.slice.call(document.querySelectorAll("form[data-answer]"));
  }
  function key(form) {
    return "mcr2030:" + person + ":" + form.dataset.answer;
  }
  function typed(form) {
    var chosen = form.querySelector("[name=choice]:checked");
    var reason = form.querySelector("[name=reason]");
    return {
      choice: chosen ? chosen.value : "",
      reason: reason ? reason.value : "",
      comment: form.querySelector("[name=comment]").value,
    };
  }
  function version(form) {
    var field = form.querySelector("[name=version]");
    return field ? field.value : "0";
  }
  function same(one, other) {
    return one.choice === other.choice && one.reason === other.reason && one.comment === other.comment;
  }
  function read(form) {
    try {
      return JSON.parse(window.localStorage.getItem(key(form)));
    } catch (error) {
      return null;
    }
  }
  function keep(form) {
    var draft = typed(form);
    draft.version = form.dataset.base || version(form);
    try {
      window.localStorage.setItem(key(form), JSON.stringify(draft));
    } catch (error) {
      say(form, text.full, "is-failed");
    }
  }
  function forget(form) {
    window.localStorage.removeItem(key(form));
    delete form.dataset.base;
  }
  function say(form, sentence, kind) {
    var state = form.querySelector(".question__state");
    var line = state.querySelector(".saved");
    if (state.querySelector(".conflict")) return;
    if (!line) {
      line = document.createElement("span");
      state.appendChild(line);
    }
    line.className = "saved " + kind;
    line.textContent = sentence;
  }
  function send(form) {
    window.htmx.trigger(form, "send");
  }
  function restore(form, draft) {
    form.querySelectorAll("[name=choice]").forEach(function (radio) {
      radio.checked = radio.value === draft.choice;
    });
    var reason = form.querySelector("[name=reason]");
    if (reason) reason.value = draft.reason;
    form.querySelector("[name=comment]").value = draft.comment;
    form.querySelector("[name=version]").value = draft.version;
  }
  function progress() {
    var settled = forms().filter(function (form) {
      return form.dataset.settled === "1";
    }).length;
    var here = document.querySelector("[data-settled-here]");
    var rail = document.querySelector(".rail a[aria-current]");
    if (!here || forms().length !== document.querySelectorAll(".question").length) return;
    here.textContent = settled;
    document.querySelectorAll("[data-settled-of]").forEach(function (count) {
      var section = document.getElementById(count.dataset.settledOf).parentElement;
      count.textContent = section.querySelectorAll("form[data-settled='1']").length;
    });
    if (!rail) return;
    rail.querySelector("[data-settled]").textContent = settled;
    rail.className = settled === forms().length ? "is-done" : settled ? "is-part" : "";
    rail.querySelector(".rail__n").textContent = settled === forms().length ? "✓" : rail.dataset.rail;
  }

  forms().forEach(function (form) {
    var now = typed(form);
    form.dataset.settled = now.choice && (now.choice !== "na" || now.reason.trim()) ? "1" : "0";
    var draft = read(form);
    if (draft && same(draft, now)) forget(form);
    else if (draft && !form.querySelector(".conflict")) {
      restore(form, draft);
      form.dataset.base = draft.version;
      say(form, text.restored, "is-waiting");
      window.addEventListener("load", function () { send(form); });
    }
    form.addEventListener("input", function () {
      keep(form);
      say(form, text.typing, "is-waiting");
    });
  });

  function formOf(event) {
    var element = event.detail.elt;
    return element && element.closest ? element.closest("form[data-answer]") : null;
  }

  document.body.addEventListener("htmx:beforeRequest", function (event) {
    var form = formOf(event);
    if (!form) return;
    form.sent = typed(form);
    say(form, text.saving, "is-waiting");
  });

  document.body.addEventListener("htmx:beforeSwap", function (event) {
    var form = formOf(event);
    if (!form) return;
    if ([401, 403, 409, 422].indexOf(event.detail.xhr.status) >= 0) {
      event.detail.shouldSwap = event.detail.xhr.status !== 403;
      event.detail.isError = false;
      if (event.detail.xhr.status === 403) say(form, text.refused, "is-failed");
      if (event.detail.xhr.status === 401 || event.detail.xhr.status === 422) {
        form.dataset.base = form.dataset.base || version(form);
        keep(form);
      }
    }
  });

  document.body.addEventListener("htmx:afterSwap", function (event) {
    var form = event.detail.target && event.detail.target.closest ? event.detail.target.closest("form[data-answer]") : null;
    if (!form) return;
    var state = form.querySelector("[data-state]");
    if (!form.querySelector("[name=version]")) {
      var field = document.createElement("input");
      field.type = "hidden";
      field.name = "version";
      field.value = form.dataset.base || "0";
      form.querySelector(".question__state").appendChild(field);
    }
    if (!state || state.dataset.state !== "saved") return;
    if (state.dataset.settled) form.dataset.settled = state.dataset.settled;
    delete form.dataset.base;
    if (form.sent && same(form.sent, typed(form))) forget(form);
    else keep(form);
    progress();
  });

  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.body.addEventListener(name, function (event) {
      var form = formOf(event);
      if (!form) return;
      keep(form);
      say(form, text.offline, "is-waiting");
      form.dataset.waiting = "1";
    });
  });

  document.body.addEventListener("htmx:responseError", function (event) {
    var form = formOf(event);
    if (!form) return;
    keep(form);
    say(form, text.trouble, "is-failed");
    form.dataset.waiting = "1";
  });

  function again() {
    forms().forEach(function (form) {
      if (form.dataset.waiting === "1") {
        delete form.dataset.waiting;
        send(form);
      }
    });
  }
  window.addEventListener("online", again);
  window.setInterval(again, 10000);

  // Forms with a place for trouble show there why they were not saved.
  document.body.addEventListener("htmx:beforeSwap", function (event) {
    var place = event.detail.requestConfig.elt.querySelector("[data-trouble]");
    if (!place || [401, 403].indexOf(event.detail.xhr.status) < 0) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    event.detail.target = place;
    event.detail.swapOverride = "innerHTML";
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("[data-take-theirs]");
    if (!link) return;
    forget(link.closest("form"));
    event.preventDefault();
    window.location.hash = link.hash;
    window.location.reload();
  });
})();
