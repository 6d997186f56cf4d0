/* Question cards: they save by themselves through queue.js, and say how each one stands. */
(function () {
  "use strict";

  var DELAY = 600;
  var queue = window.waitingAnswers;
  var words = document.getElementById("words");
  if (!queue || !words) return;
  var text = words.dataset;

  function forms() {
    return Array.prototype.slice.call(document.querySelectorAll("form[data-answer]"));
  }
  function formOf(entry) {
    return forms().filter(function (form) { return form.dataset.answer === entry.answer; })[0] || null;
  }
  function fields(form) {
    var own = ["csrfmiddlewaretoken", "version"];
    return Array.from(new FormData(form)).filter(function (pair) {
      return own.indexOf(pair[0]) < 0 && typeof pair[1] === "string";
    });
  }
  function value(pairs, name) {
    var found = pairs.filter(function (pair) { return pair[0] === name; })[0];
    return found ? found[1] : "";
  }
  function version(form) {
    var field = form.querySelector("[name=version]");
    return field ? Number(field.value) : 0;
  }
  function waits(form) {
    return queue.of(form.dataset.answer).length > 0;
  }
  function say(form, sentence, kind) {
    var state = form.querySelector(".question__state");
    if (state.querySelector(".conflict")) return;
    var line = state.querySelector(".saved");
    if (!line) {
      line = document.createElement("span");
      state.appendChild(line);
    }
    line.className = "saved " + kind;
    line.textContent = sentence;
    state.querySelectorAll("[data-undo]").forEach(function (button) { button.remove(); });
  }
  function sayHowItStands(form, key) {
    if (queue.isUnstored(key)) say(form, text.full, "is-failed");
    else if (queue.trouble() === "offline") say(form, text.offline, "is-waiting");
    else if (queue.trouble() === "server") say(form, text.trouble, "is-waiting");
    else if (queue.trouble() === "session") say(form, text.session, "is-failed");
    else say(form, text.typing, "is-waiting");
  }
  function show(form, html) {
    var state = form.querySelector(".question__state");
    var base = version(form);
    // Drawn by the server for this card; what people typed is escaped there.
    state.innerHTML = html;
    if (!form.querySelector("[name=version]")) {
      var field = document.createElement("input");
      field.type = "hidden";
      field.name = "version";
      field.value = base;
      state.appendChild(field);
    }
  }
  function keep(form, delay) {
    var entry = queue.type(form.last, {
      answer: form.dataset.answer,
      name: text.me,
      page: window.location.pathname,
      address: form.getAttribute("action"),
      fields: fields(form),
      version: version(form),
    }, delay);
    form.last = entry.key;
    return entry;
  }
  function restore(form, entry) {
    form.querySelectorAll("[name=choice]").forEach(function (radio) {
      radio.checked = radio.value === value(entry.fields, "choice");
    });
    form.querySelectorAll("textarea").forEach(function (area) {
      area.value = value(entry.fields, area.name);
    });
    form.last = entry.key;
  }
  function isSettled(pairs) {
    var choice = value(pairs, "choice");
    return choice && (choice !== "na" || value(pairs, "reason").trim()) ? "1" : "0";
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
    var now = fields(form);
    form.dataset.settled = isSettled(now);
    var waiting = queue.of(form.dataset.answer);
    var newest = waiting[waiting.length - 1];
    if (newest && JSON.stringify(newest.fields) === JSON.stringify(now)) {
      drop(waiting, newest);
    } else if (newest) {
      restore(form, newest);
      say(form, text.restored, "is-waiting");
    }
    form.addEventListener("input", function () {
      sayHowItStands(form, keep(form, DELAY).key);
    });
    form.addEventListener("submit", function (event) { press(form, event); });
  });

  /* Saved already: it, and what it was typed on top of. */
  function drop(entries, entry) {
    entries.forEach(function (one) { if (one.key === entry.after) drop(entries, one); });
    queue.drop(entry.key);
  }

  function press(form, event) {
    var button = event.submitter;
    var name = button ? button.name : "";
    // Buttons that lead elsewhere go as without this script, once nothing waits here.
    if (name === "then" || name === "undo") {
      if (!waits(form)) return;
      event.preventDefault();
      form.pressed = name === "then" ? button : null;
    } else {
      event.preventDefault();
    }
    if (name === "clear") {
      form.querySelectorAll("[name=choice]").forEach(function (radio) { radio.checked = false; });
    }
    var entry = keep(form, 0);
    if (name === "settle") {
      form.querySelector(".conflict").remove();
      queue.settle(entry.key, Number(button.value));
    }
    sayHowItStands(form, entry.key);
    queue.now(entry.key);
  }

  function on(name, act) {
    document.addEventListener("queue:" + name, function (event) {
      var form = event.detail.entry ? formOf(event.detail.entry) : null;
      if (form) act(form, event.detail);
    });
  }
  on("sending", function (form, detail) {
    if (form.last === detail.entry.key) say(form, text.saving, "is-waiting");
  });
  on("waiting", function (form, detail) {
    if (detail.html) show(form, detail.html);
    else sayHowItStands(form, detail.entry.key);
  });
  on("saved", function (form, detail) {
    show(form, detail.html);
    form.dataset.settled = isSettled(detail.entry.fields);
    progress();
    if (waits(form)) return sayHowItStands(form, form.last);
    if (!form.pressed) return;
    var button = form.pressed;
    form.pressed = null;
    form.requestSubmit(button);
  });
  ["conflict", "failed", "refused"].forEach(function (name) {
    on(name, function (form, detail) {
      form.pressed = null;
      if (detail.status === 404) say(form, text.gone, "is-failed");
      else show(form, detail.html);
    });
  });
  document.addEventListener("queue:changed", function () {
    forms().forEach(function (form) {
      var line = form.querySelector(".question__state .saved.is-waiting");
      var entry = form.last && queue.find(form.last);
      if (!line || !entry || entry.state === "refused" || !queue.trouble()) return;
      if (queue.trouble() !== "session") sayHowItStands(form, entry.key);
    });
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("[data-take-theirs]");
    if (!link) return;
    queue.of(link.closest("form").dataset.answer).forEach(function (entry) { queue.drop(entry.key); });
    event.preventDefault();
    window.location.hash = link.hash;
    window.location.reload();
  });
})();
