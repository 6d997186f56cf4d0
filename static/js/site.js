/* What htmx does not do: in one file, for a page may fetch but few. First, for every page. */
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

/* What was typed waits on this device until the server has it, and goes up in order.

   An entry is one save with a name of its own: {key, seq, at, of, name, answer, page,
   address, fields, version, after, state}. The server knows a name again, so an entry
   whose answer got lost on the way is sent once more as it was. What is typed meanwhile
   is an entry `after` it and gets the version that it brings.

   States: typed; sent (its fate is unknown); conflict, refused, failed (not saved). */
(function () {
  "use strict";

  var PREFIX = "mcr2030:queue:";
  var LANDED = "mcr2030:landed:";
  var DAY = 24 * 3600 * 1000;
  var TIMEOUT = 30000;
  var FIRST_PAUSE = 2000;
  var LONGEST_PAUSE = 60000;

  var person = document.body.dataset.person || "";
  var unstored = {};      // what the device refused to keep: only this page has it
  var due = {};           // when an entry that is still being typed may go
  var landed = {};        // the last version that each answer got from here
  var trouble = "";       // "", offline, server, session
  var said = "";          // what the server said about the session
  var pause = FIRST_PAUSE;
  var timer = null;
  var isBusy = false;

  function tell(name, detail) {
    document.dispatchEvent(new CustomEvent("queue:" + name, { detail: detail || {} }));
  }
  function store() {
    try {
      return window.localStorage;
    } catch (error) {
      return null;
    }
  }
  function names(prefix) {
    var found = [], kept = store();
    for (var index = 0; kept && index < kept.length; index += 1) {
      if (kept.key(index).indexOf(prefix) === 0) found.push(kept.key(index));
    }
    return found;
  }
  function isWhole(entry) {
    return Boolean(entry) && Array.isArray(entry.fields) && typeof entry.seq === "number" &&
      ["key", "of", "answer", "page", "address", "state"].every(function (name) {
        return typeof entry[name] === "string";
      }) && /^\/assessments\/\d+\/answers\//.test(entry.address) && /^\/assessments\//.test(entry.page);
  }
  function read(name) {
    var raw = store().getItem(name);
    try {
      var entry = JSON.parse(raw);
      if (isWhole(entry)) return entry;
    } catch (error) {
      // Shown as it is, below.
    }
    return raw === null ? null : { key: name.slice(PREFIX.length), seq: 0, broken: raw };
  }
  function all() {
    var found = {};
    names(PREFIX).forEach(function (name) {
      var entry = read(name);
      if (entry) found[entry.key] = entry;
    });
    Object.keys(unstored).forEach(function (key) { found[key] = unstored[key]; });
    return Object.keys(found)
      .map(function (key) { return found[key]; })
      .sort(function (one, other) { return one.seq - other.seq; });
  }
  function mine() {
    return all().filter(function (entry) { return entry.of === person && person; });
  }
  function others() {
    return all().filter(function (entry) { return !entry.broken && entry.of !== person; });
  }
  function broken() {
    return all().filter(function (entry) { return entry.broken; });
  }
  function find(key) {
    return mine().filter(function (entry) { return entry.key === key; })[0] || null;
  }
  function of(answer) {
    return mine().filter(function (entry) { return entry.answer === answer; });
  }

  function put(entry) {
    try {
      window.localStorage.setItem(PREFIX + entry.key, JSON.stringify(entry));
      delete unstored[entry.key];
    } catch (error) {
      unstored[entry.key] = entry;
    }
    return entry;
  }
  function drop(key) {
    delete unstored[key];
    delete due[key];
    try {
      window.localStorage.removeItem(PREFIX + key);
    } catch (error) {
      return;
    }
  }
  function newKey() {
    var bytes = new Uint8Array(16);
    window.crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (byte) {
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
  }
  function nextSeq() {
    return all().reduce(function (most, entry) { return Math.max(most, entry.seq); }, 0) + 1;
  }

  /* Keep what a card holds now. `last` is the key of the card's entry before, if any.
     Edits that were not sent yet become one; what was sent stays as it was sent. */
  function type(last, made, delay) {
    var before = last ? find(last) : null;
    var entry = {
      key: newKey(), seq: nextSeq(), at: Date.now(), of: person, name: made.name,
      answer: made.answer, page: made.page, address: made.address, fields: made.fields,
      version: made.version, after: null, state: "typed",
    };
    if (before && before.state !== "sent") {
      entry.key = before.key;
      entry.seq = before.seq;
      entry.after = before.after;
      entry.version = before.version;
    } else if (before) {
      var follower = of(made.answer).filter(function (one) { return one.after === last; })[0];
      if (follower) return type(follower.key, made, delay);
      entry.after = last;
      entry.version = null;
    } else if (last && latest(made.answer).key === last) {
      entry.version = latest(made.answer).version;
    }
    due[entry.key] = Date.now() + delay;
    put(entry);
    plan(delay);
    tell("changed");
    return entry;
  }
  function latest(answer) {
    try {
      return JSON.parse(window.localStorage.getItem(LANDED + answer)) || landed[answer] || {};
    } catch (error) {
      return landed[answer] || {};
    }
  }

  /* The oldest entry that may go now. */
  function next(tried) {
    var entries = mine(), now = Date.now();
    return entries.filter(function (entry) {
      return (entry.state === "typed" || entry.state === "sent") && !entry.after &&
        !tried[entry.key] && !(due[entry.key] > now);
    })[0] || null;
  }
  function plan(delay) {
    window.setTimeout(go, delay + 5);
  }
  function go() {
    if (isBusy || trouble === "session" || !person) return;
    if (trouble && timer) return;
    round({});
  }
  function again() {
    window.clearTimeout(timer);
    timer = null;
    pause = FIRST_PAUSE;
    if (trouble === "session") trouble = "";
    go();
  }
  function round(tried) {
    var entry = next(tried);
    if (!entry) {
      if (next({})) trouble = trouble || "server";
      rest();
      return;
    }
    isBusy = true;
    tried[entry.key] = true;
    entry.state = "sent";
    put(entry);
    tell("sending", { entry: entry });
    var wasOff = navigator.onLine === false;
    send(entry).then(function (answer) {
      return judge(entry, answer) ? round(tried) : rest();
    }, function () {
      trouble = "offline";
      if (wasOff) unsend(entry);
      tell("waiting", { entry: entry });
      rest();
    });
  }
  /* Without a network it never left: what is typed next may still join it. */
  function unsend(entry) {
    var isFollowed = of(entry.answer).some(function (one) { return one.after === entry.key; });
    if (isFollowed || !find(entry.key)) return;
    entry.state = "typed";
    put(entry);
  }
  function rest() {
    isBusy = false;
    window.clearTimeout(timer);
    timer = null;
    if ((trouble === "offline" || trouble === "server") && mine().length) {
      timer = window.setTimeout(function () { timer = null; go(); }, pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
    tell("changed");
  }

  function token() {
    var cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    if (cookie) return cookie[1];
    return JSON.parse(document.body.getAttribute("data-hx-headers"))["X-CSRFToken"];
  }
  function send(entry) {
    var body = new URLSearchParams(entry.fields);
    body.set("version", String(entry.version));
    body.set("key", entry.key);
    body.set("person", entry.of);
    var stop = new AbortController();
    var late = window.setTimeout(function () { stop.abort(); }, TIMEOUT);
    return window.fetch(entry.address, {
      method: "POST",
      body: body,
      credentials: "same-origin",
      headers: {
        "HX-Request": "true", "HX-Current-URL": window.location.href, "X-CSRFToken": token(),
      },
      signal: stop.signal,
    }).then(function (response) {
      return response.text().then(function (html) {
        window.clearTimeout(late);
        return { status: response.redirected ? 503 : response.status, html: html };
      });
    }).catch(function (error) {
      window.clearTimeout(late);
      throw error;
    });
  }

  /* What became of an entry; false where the others have to wait. */
  function judge(entry, answer) {
    var version = /data-state="saved"/.test(answer.html) &&
      /name="version" value="(\d+)"/.exec(answer.html);
    if (answer.status === 200 && version) return land(entry, Number(version[1]), answer.html);
    if (answer.status === 401) {
      trouble = "session";
      said = answer.html;
      tell("waiting", { entry: entry, html: answer.html });
      return false;
    }
    if (answer.status < 400 || answer.status >= 500 || answer.status === 429) {
      trouble = "server";
      tell("waiting", { entry: entry });
      // One that the server stumbles over does not keep the others.
      return answer.status === 500;
    }
    trouble = "";
    var state = { 409: "conflict", 422: "failed" }[answer.status] || "refused";
    var follower = of(entry.answer).filter(function (one) { return one.after === entry.key; })[0];
    if (follower) {
      // Typed on top of what was not saved: takes its place and goes in its turn.
      follower.after = null;
      follower.version = entry.version;
      follower.seq = entry.seq;
      put(follower);
      drop(entry.key);
      return true;
    }
    entry = find(entry.key) || entry;
    entry.state = state;
    put(entry);
    tell(state, { entry: entry, html: answer.html, status: answer.status });
    return true;
  }
  function land(entry, version, html) {
    trouble = "";
    pause = FIRST_PAUSE;
    drop(entry.key);
    var saved = { key: entry.key, at: Date.now(), version: version };
    landed[entry.answer] = saved;
    try {
      window.localStorage.setItem(LANDED + entry.answer, JSON.stringify(saved));
    } catch (error) {
      // This page remembers it.
    }
    of(entry.answer).forEach(function (follower) {
      if (follower.after !== entry.key) return;
      follower.after = null;
      follower.version = saved.version;
      put(follower);
    });
    tell("saved", { entry: entry, html: html });
    return true;
  }

  /* At the start nothing is on its way. What failed before may go now. */
  function begin() {
    var entries = mine();
    var keys = entries.map(function (entry) { return entry.key; });
    entries.forEach(function (entry) {
      if (entry.after && keys.indexOf(entry.after) < 0) {
        var last = latest(entry.answer);
        entry.version = last.key === entry.after ? last.version : 0;
        entry.after = null;
      }
      if (entry.state !== "sent") entry.state = "typed";
      put(entry);
    });
    names(LANDED).forEach(function (name) {
      var at = 0;
      try {
        at = JSON.parse(window.localStorage.getItem(name)).at;
      } catch (error) {
        at = 0;
      }
      if (!(Date.now() - at < DAY)) window.localStorage.removeItem(name);
    });
  }

  window.waitingAnswers = {
    person: person,
    all: all, mine: mine, others: others, broken: broken, of: of, find: find,
    type: type, drop: drop, again: again,
    trouble: function () { return trouble; },
    said: function () { return said; },
    isUnstored: function (key) { return Boolean(key ? unstored[key] : Object.keys(unstored).length); },
    settle: function (key, version) {
      var entry = find(key);
      entry.version = version;
      put(entry);
    },
    now: function (key) {
      due[key] = 0;
      again();
    },
  };

  begin();
  if (navigator.onLine === false) trouble = "offline";
  window.addEventListener("online", function () { trouble = ""; again(); });
  window.addEventListener("offline", function () { trouble = "offline"; tell("changed"); });
  window.addEventListener("focus", again);
  document.addEventListener("visibilitychange", function () {
    due = {};
    again();
  });
  window.addEventListener("storage", function (event) {
    if (!event.key || event.key.indexOf("mcr2030:") === 0) tell("changed");
  });
  // Forgetting what the device could not keep needs a warning; nothing else does.
  window.addEventListener("beforeunload", function (event) {
    if (Object.keys(unstored).length) event.preventDefault();
  });
  window.addEventListener("load", again);
})();

/* Question cards: they save by themselves through the queue, and say how each one stands. */
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

/* One notice for the page: what waits on this device, why, and what can be done. */
(function () {
  "use strict";

  var queue = window.waitingAnswers;
  var words = document.getElementById("words");
  var place = document.getElementById("content");
  if (!queue || !words || !place) return;
  var text = words.dataset;
  var shown = "";

  var notice = document.createElement("section");
  notice.className = "waiting notice";
  notice.hidden = true;
  notice.setAttribute("role", "status");
  notice.setAttribute("aria-label", text.label);
  place.appendChild(notice);

  function make(name, content, className) {
    var made = document.createElement(name);
    if (content) made.textContent = content;
    if (className) made.className = className;
    return made;
  }
  function code(entry) {
    return entry.broken ? "" : entry.answer.split(":")[1];
  }
  function typed(entry) {
    if (entry.broken) return entry.broken;
    return entry.fields.map(function (pair) {
      if (!pair[1]) return "";
      if (pair[0] !== "choice") return pair[1];
      return pair[1] === "na" ? text.na : text.level + " " + pair[1];
    }).filter(Boolean).join("\n");
  }
  function inState(entries, state) {
    return entries.filter(function (entry) { return entry.state === state; });
  }
  function line(sentence, entries) {
    var made = make("p", sentence);
    made.appendChild(document.createTextNode(" "));
    entries.forEach(function (entry, index) {
      if (index) made.appendChild(document.createTextNode(", "));
      var link = make("a", code(entry));
      link.href = entry.page + "#" + code(entry);
      made.appendChild(link);
    });
    return made;
  }
  function reason() {
    var made = make("p");
    var sentence = { offline: text.bannerOffline, server: text.bannerTrouble }[queue.trouble()];
    if (queue.trouble() === "session") made.innerHTML = queue.said();
    else made.textContent = sentence || text.bannerSending;
    return made;
  }

  function parts() {
    var own = queue.mine(), broken = queue.broken(), others = queue.others();
    var conflicts = inState(own, "conflict");
    var refused = inState(own, "refused");
    var waiting = own.filter(function (entry) {
      return entry.state === "typed" || entry.state === "sent";
    });
    var made = [];
    if (queue.isUnstored()) made.push(make("p", text.bannerFull, "is-strong"));
    if (waiting.length && queue.trouble()) {
      made.push(make("p", text.bannerWaiting + " " + waiting.length, "is-strong"), reason());
    }
    if (conflicts.length) made.push(line(text.bannerConflict, conflicts));
    if (refused.length) made.push(line(text.bannerRefused, refused));
    names(others).forEach(function (name) {
      var count = others.filter(function (entry) { return entry.name === name; }).length;
      made.push(make("p", text.bannerOthers.replace("%(name)s", name).replace("%(count)s", count)));
    });
    if (broken.length) made.push(make("p", text.bannerBroken));
    var stuck = refused.concat(broken);
    var listed = stuck.concat(queue.trouble() ? waiting : []);
    if (listed.length) made.push(list(listed, stuck));
    return made;
  }
  function names(entries) {
    return entries.map(function (entry) { return entry.name; }).filter(function (name, index, every) {
      return every.indexOf(name) === index;
    });
  }
  function list(entries, stuck) {
    var details = make("details");
    details.appendChild(make("summary", text.texts));
    entries.forEach(function (entry) {
      var item = make("div", "", "waiting__text");
      item.appendChild(make("b", code(entry)));
      item.appendChild(make("p", typed(entry), "typed"));
      details.appendChild(item);
    });
    var buttons = make("p", "", "row-wrap");
    var save = make("button", text.download, "btn btn-outline-primary btn-sm");
    save.type = "button";
    save.addEventListener("click", function () { download(entries); });
    buttons.appendChild(save);
    if (stuck.length) {
      var remove = make("button", text.remove, "btn btn-quiet btn-danger-quiet");
      remove.type = "button";
      remove.addEventListener("click", function () {
        if (!window.confirm(text.removeSure)) return;
        stuck.forEach(function (entry) { queue.drop(entry.key); });
        draw();
      });
      buttons.appendChild(remove);
    }
    details.appendChild(buttons);
    return details;
  }
  function download(entries) {
    var lines = entries.map(function (entry) {
      return [code(entry), typed(entry)].join("\r\n");
    });
    var file = new Blob(["\ufeff" + lines.join("\r\n\r\n") + "\r\n"], { type: "text/plain;charset=utf-8" });
    var link = make("a");
    link.href = URL.createObjectURL(file);
    link.download = text.file;
    link.click();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  function draw() {
    var fresh = make("div");
    parts().forEach(function (part) { fresh.appendChild(part); });
    if (fresh.innerHTML === shown) return;
    shown = fresh.innerHTML;
    var old = notice.querySelector("details");
    var isOpen = old && old.open;
    notice.replaceChildren.apply(notice, Array.from(fresh.childNodes));
    notice.hidden = !notice.childNodes.length;
    if (isOpen && notice.querySelector("details")) notice.querySelector("details").open = true;
  }
  ["changed", "saved", "waiting", "conflict", "failed", "refused"].forEach(function (name) {
    document.addEventListener("queue:" + name, draw);
  });
  draw();
})();

/* Says which card is open here, and shows which ones colleagues have open: a hint only. */
(function () {
  "use strict";

  var EVERY = 20000;
  var form = document.getElementById("presence");
  if (!form) return;
  var list = form.querySelector("ul");

  function look() {
    if (document.visibilityState !== "visible" || navigator.onLine === false) return;
    var card = document.activeElement && document.activeElement.closest("article.question");
    form.querySelector("[name=code]").value = card ? card.id : "";
    window.htmx.trigger(form, "look");
  }
  /* The names beside the cards, from the list at the head. */
  function mark() {
    document.querySelectorAll(".question__here").forEach(function (old) { old.remove(); });
    form.hidden = !list.children.length;
    list.querySelectorAll("[data-here]").forEach(function (item) {
      item.className = "chip";
      var card = item.dataset.here && document.getElementById(item.dataset.here);
      var head = card && card.querySelector(".question__head");
      if (!head) return;
      var hint = document.createElement("span");
      hint.className = "question__here chip";
      hint.textContent = item.dataset.name + " " + form.dataset.hereWords;
      head.appendChild(hint);
    });
  }
  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target === list) mark();
  });
  // Who is not signed in any more has no colleagues to see.
  document.body.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.target === list && event.detail.xhr.status !== 200) event.detail.shouldSwap = false;
  });
  window.setInterval(look, EVERY);
  // Once the page has been drawn: it does without.
  window.addEventListener("load", function () { window.setTimeout(look, 2000); });
  document.addEventListener("visibilitychange", look);
})();
