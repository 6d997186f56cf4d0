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
