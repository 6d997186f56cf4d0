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
