// The forms of reports. What is typed stays on this machine until the server has it; the cards of 本期报送 are sent one
// by one. Comfort only: without this file the page is one form, and drafts are saved by their button.
"use strict";

(function () {
  var root = document.querySelector("[data-reports]");
  if (!root || !window.fetch || !window.FormData) return;
  var DAYS_KEPT = 14, PAUSE = 2000, AGAIN = [3000, 10000, 30000, 60000];
  var LOST = "网络不通,填写的内容已暂存在本机,恢复后自动保存。";
  var states = {};

  function cards() {
    var own = root.closest("[data-card]");
    return own ? [own] : Array.prototype.slice.call(root.querySelectorAll("[data-card]"));
  }
  function cardOf(element) { return element.closest("[data-card]"); }
  function state(card) {
    var code = card.dataset.card;
    if (!states[code]) states[code] = { typed: 0, tries: 0, timer: null, saving: false };
    return states[code];
  }
  function field(card, name) { return card.querySelector('[name="' + card.dataset.prefix + name + '"]'); }
  function line(card) { return card.querySelector("[data-state]"); }
  function say(card, text) { if (line(card)) line(card).textContent = text; }
  function stamp(card) {
    var found = card.querySelector("[data-at]");
    return found ? found.dataset.at : "";
  }

  // On this machine ------------------------------------------------------------------------------------------------
  function key(card) { return "guanhu.report." + root.dataset.person + "." + card.dataset.card; }
  function inputs(card) {
    return Array.prototype.filter.call(card.querySelectorAll("input, textarea, select"), function (input) {
      return input.name && input.type !== "file" && input.type !== "hidden";
    });
  }
  function bare(card, input) {
    return input.name.indexOf(card.dataset.prefix) === 0 ? input.name.slice(card.dataset.prefix.length) : input.name;
  }
  function isBox(input) { return input.type === "checkbox" || input.type === "radio"; }
  function write(card, sending) {
    var kept = inputs(card).filter(function (input) { return input.name !== "kept"; }).map(function (input) {
      return [bare(card, input), input.value, isBox(input) ? input.checked : true];
    });
    var entry = { at: Date.now(), version: field(card, "version").value, base: stamp(card), sending: !!sending, fields: kept };
    try { localStorage.setItem(key(card), JSON.stringify(entry)); return true; } catch (full) { return false; }
  }
  function read(card) {
    try { return JSON.parse(localStorage.getItem(key(card))); } catch (unreadable) { return null; }
  }
  function settle(card) {
    var entry = read(card);
    if (!entry) return;
    entry.saved = stamp(card);
    try { localStorage.setItem(key(card), JSON.stringify(entry)); } catch (full) { forget(card); }
  }
  function forget(card) {
    try { localStorage.removeItem(key(card)); } catch (closed) { /* nothing was kept either */ }
  }

  function restore(card) {
    var entry = read(card);
    if (!entry) return;
    var moved = Number(field(card, "version").value) > Number(entry.version), sent = entry.sending && moved;
    if (entry.saved) {
      // The server has it; but a page that was made just before does not show it.
      if (moved || Number(stamp(card)) >= Number(entry.saved)) return forget(card);
      return fill(card, entry);
    }
    if (sent || Date.now() - entry.at > DAYS_KEPT * 86400000) return forget(card);
    if (entry.base !== stamp(card)) return offer(card, entry);
    fill(card, entry);
  }
  function fill(card, entry) {
    entry.fields.forEach(function (kept) {
      inputs(card).forEach(function (input) {
        if (bare(card, input) !== kept[0]) return;
        if (!isBox(input)) input.value = kept[1];
        else if (input.value === kept[1]) input.checked = kept[2];
      });
    });
    Array.prototype.forEach.call(card.querySelectorAll("details.more"), function (more) { more.open = true; });
    card.dataset.filled = "";
    say(card, "已恢复本机上没有保存成功的内容。");
    state(card).typed += 1;
    later(card, PAUSE);
  }
  function offer(card, entry) {
    // He went on elsewhere since: what is on the server is newer, what is here is not thrown away.
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--small";
    button.textContent = "用本机的内容";
    button.addEventListener("click", function () { fill(card, entry); });
    say(card, "本机另有一份没有保存成功的内容(" + new Date(entry.at).toLocaleString("zh-CN") + ") ");
    line(card).appendChild(button);
  }

  // Drafts: to the server, again and again until it has them -------------------------------------------------------
  function body(card) {
    var data = new FormData();
    data.append("csrfmiddlewaretoken", root.querySelector("[name=csrfmiddlewaretoken]").value);
    Array.prototype.forEach.call(card.querySelectorAll("input, textarea, select"), function (input) {
      if (!input.name || input.type === "file" || input.disabled || (isBox(input) && !input.checked)) return;
      if (input.name !== "csrfmiddlewaretoken" && input.name !== "next") data.append(input.name, input.value);
    });
    return data;
  }
  function post(address, data) {
    return fetch(address, { method: "POST", body: data, credentials: "same-origin", headers: { "HX-Request": "true" } });
  }
  function later(card, wait) {
    clearTimeout(state(card).timer);
    state(card).timer = setTimeout(function () { save(card); }, wait);
  }
  function again(card) {
    var here = state(card);
    say(card, read(card) ? LOST : "网络不通,内容还没有保存,请不要关闭本页;恢复后自动保存。");
    later(card, AGAIN[Math.min(here.tries, AGAIN.length - 1)]);
    here.tries += 1;
  }
  function save(card) {
    var here = state(card), typed = here.typed;
    if (here.saving || !document.body.contains(card)) return;
    here.saving = true;
    post(card.dataset.draft, body(card)).then(function (answer) {
      here.saving = false;
      if (answer.headers.get("HX-Redirect")) return expired(card);
      if (answer.status >= 500) return again(card);
      if (!answer.ok) return say(card, "草稿没有保存成功(" + answer.status + "):请刷新本页,填写的内容仍在本机。");
      here.tries = 0;
      if (answer.status === 204) return forget(card);
      return answer.text().then(function (html) {
        line(card).innerHTML = html;
        if (here.typed === typed) settle(card); else { write(card); later(card, PAUSE); }
      });
    }).catch(function () { here.saving = false; again(card); });
  }
  function loginAddress() {
    return root.dataset.login + "?next=" + encodeURIComponent(location.pathname + location.search);
  }
  function expired(card) {
    write(card);
    var link = document.createElement("a");
    link.className = "link";
    link.href = loginAddress();
    link.textContent = "重新登录";
    say(card, "登录已过期,填写的内容已暂存在本机,登录后自动恢复。");
    line(card).appendChild(link);
  }

  document.addEventListener("input", function (event) {
    var card = cardOf(event.target);
    if (!card || !document.body.contains(root) || event.target.type === "file") return;
    var here = state(card);
    here.typed += 1;
    here.tries = 0;
    card.dataset.filled = "";
    write(card);
    later(card, PAUSE);
    count();
  });
  window.addEventListener("online", function () {
    cards().forEach(function (card) { if (read(card)) later(card, 0); });
  });

  // One tap takes over what the previous report said ----------------------------------------------------------------
  root.addEventListener("click", function (event) {
    var button = event.target.closest("[data-take]");
    if (!button) return;
    event.preventDefault();
    put(button.dataset.take, button.dataset.text);
    if (button.dataset.takeAlso) put(button.dataset.takeAlso, button.dataset.textAlso);
  });
  function put(id, text) {
    var target = document.getElementById(id), more = target.closest("details");
    if (more) more.open = true;
    target.value = text;
    target.dispatchEvent(new Event("input", { bubbles: true }));
    target.focus();
  }

  // Sending ---------------------------------------------------------------------------------------------------------
  root.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (button && button.hasAttribute("data-send-all")) { event.preventDefault(); return sendAll(button); }
    if (button && button.hasAttribute("data-send") && button.name === "send") {
      event.preventDefault();
      return sendCard(cardOf(button)).then(function (result) { if (result === "expired") location.assign(loginAddress()); });
    }
    if (button && (button.hasAttribute("data-save") || button.hasAttribute("data-default"))) {
      event.preventDefault();  // Enter in a field saves; it sends nothing
      var chosen = cardOf(button) || cardOf(document.activeElement);
      if (chosen) { write(chosen); save(chosen); }
      return;
    }
    cards().forEach(function (card) { if (read(card)) write(card, true); });
  });

  function sendCard(card) {
    var button = card.querySelector("[data-send]");
    clearTimeout(state(card).timer);
    write(card);
    button.disabled = true;
    say(card, "正在报送…");
    return post(card.dataset.to, body(card)).then(function (answer) {
      button.disabled = false;
      if (answer.headers.get("HX-Redirect")) { expired(card); return "expired"; }
      if ([200, 409, 422].indexOf(answer.status) < 0) {
        say(card, "没有报送成功(" + answer.status + "),填写的内容仍在本机,请刷新后再试。");
        return "failed";
      }
      return answer.text().then(function (html) { return swap(card, html); });
    }).catch(function () {
      button.disabled = false;
      say(card, "网络不通,没有报送;填写的内容已暂存在本机,恢复后请再点报送。");
      later(card, AGAIN[0]);
      return "lost";
    });
  }
  function swap(card, html) {
    var part = document.createElement("template");
    part.innerHTML = html;
    var shown = part.content.querySelector("article"), sent = shown.hasAttribute("data-sent");
    if (sent) forget(card);
    card.replaceWith(shown);
    Array.prototype.forEach.call(part.content.querySelectorAll("[data-into]"), function (piece) {
      document.getElementById(piece.dataset.into).innerHTML = piece.innerHTML;
    });
    var first = shown.querySelector("[autofocus], [aria-invalid=true], [role=alert]");
    if (first) {
      if (!first.matches("input, textarea, select")) first.tabIndex = -1;
      first.focus();
    }
    count();
    return sent ? "sent" : "held";
  }

  function filled() { return cards().filter(function (card) { return "filled" in card.dataset; }); }
  function allSay(text) { root.querySelector("[data-all-state]").textContent = text; }
  function count() {
    if (root.querySelector("[data-all-state]")) allSay("已填 " + filled().length + " 项;填好的逐一报送,没有填的不动。");
  }
  function sendAll(button) {
    var wait = filled(), total = wait.length, done = { sent: 0, held: 0, failed: 0 };
    if (!total) return allSay("还没有填写任何一项。");
    button.disabled = true;
    function finish(lost) {
      button.disabled = false;
      var rest = total - done.sent - done.held - done.failed;
      var said = "已报送 " + done.sent + " 项" + (done.held + done.failed ? "," + (done.held + done.failed) + " 项未能报送,原因写在各项之中" : "");
      if (lost === "lost") said += ";网络中断,其余 " + rest + " 项仍在本机,恢复后请再点“全部报送”";
      allSay(said + "。");
      if (lost === "expired") return location.assign(loginAddress());
      var first = root.querySelector("[data-card] [role=alert], [data-card] .field--error");
      if (first) cardOf(first).scrollIntoView({ block: "start" });
    }
    (function next() {
      var card = wait.shift();
      if (!card) return finish("");
      allSay("正在报送 " + (total - wait.length) + "/" + total + "…");
      sendCard(card).then(function (result) {
        if (result === "lost" || result === "expired") return finish(result);
        done[result] += 1;
        next();
      });
    })();
  }

  cards().forEach(restore);
  count();
})();
