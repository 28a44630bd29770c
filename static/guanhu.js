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

// Lists on which many rows are done at once: choose all of a page, count, copy, keys.
function typing(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

document.querySelectorAll("[data-many]").forEach(function (form) {
  var boxes = Array.prototype.slice.call(form.querySelectorAll("input[name=task]"));
  var all = form.querySelector("[data-check-all]"), said = form.querySelector("[data-chosen]");
  function count() {
    var chosen = boxes.filter(function (box) { return box.checked; }).length;
    boxes.forEach(function (box) { box.closest("tr").classList.toggle("is-chosen", box.checked); });
    if (said) said.textContent = chosen ? "已选 " + chosen + " 项" : "";
    if (all) all.querySelector("input").checked = chosen > 0 && chosen === boxes.length;
  }
  if (all && boxes.length) {
    all.hidden = false;
    all.querySelector("input").addEventListener("change", function (event) {
      boxes.forEach(function (box) { box.checked = event.target.checked; });
      count();
    });
  }
  form.addEventListener("change", count);
  count();
});

document.querySelectorAll("[data-copy]").forEach(function (button) {
  button.hidden = false;
  button.addEventListener("click", function () {
    var box = document.getElementById(button.dataset.copy);
    box.focus();
    box.select();
    if (document.execCommand("copy")) button.textContent = "已复制";
  });
});

document.querySelectorAll("[data-key-hint]").forEach(function (hint) { hint.hidden = false; });

document.addEventListener("keydown", function (event) {
  // j and k walk through the rows, x chooses, Enter opens, / searches; never while somebody types.
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  if (event.key === "/") {
    var search = document.querySelector("[data-key-search]");
    if (search) { event.preventDefault(); search.focus(); }
    return;
  }
  var rows = Array.prototype.slice.call(document.querySelectorAll("[data-rows] tbody tr"));
  if (!rows.length) return;
  var here = rows.findIndex(function (row) { return row.classList.contains("is-here"); });
  if (event.key === "j" || event.key === "k") {
    if (here >= 0) rows[here].classList.remove("is-here");
    here = event.key === "j" ? Math.min(here + 1, rows.length - 1) : Math.max(here - 1, 0);
    rows[here].classList.add("is-here");
    rows[here].querySelector("a.row-link").focus({ preventScroll: true });
    rows[here].scrollIntoView({ block: "nearest" });
  } else if (event.key === "x" && here >= 0) {
    var box = rows[here].querySelector("input[type=checkbox]");
    if (box) box.click();
  }
});

document.querySelectorAll("[data-grid]").forEach(function (table) {
  // A block copied from a spreadsheet spreads over the cells from here on, to the right and down.
  function cells(row) { return Array.prototype.slice.call(row.querySelectorAll("td input:not([type=hidden]):not([type=checkbox]), td textarea")); }
  function block(text) {
    var rows = [[]], cell = "", quoted = false, i;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (i = 0; i < text.length; i++) {
      var c = text[i];
      if (quoted) {
        if (c !== '"') cell += c;
        else if (text[i + 1] === '"') { cell += c; i++; } else quoted = false;
      } else if (c === '"' && cell === "") quoted = true;
      else if (c === "\t" || c === "\n") { rows[rows.length - 1].push(cell); cell = ""; if (c === "\n") rows.push([]); }
      else cell += c;
    }
    rows[rows.length - 1].push(cell);
    return rows;
  }
  table.addEventListener("paste", function (event) {
    var text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    var rows = Array.prototype.slice.call(table.querySelectorAll("tbody tr"));
    var at = rows.indexOf(event.target.closest("tr"));
    var from = cells(rows[at]).indexOf(event.target);
    if (from < 0) return;
    event.preventDefault();
    block(text).forEach(function (line, down) {
      if (!rows[at + down]) return;
      var targets = cells(rows[at + down]);
      line.forEach(function (value, right) {
        if (targets[from + right]) targets[from + right].value = value.replace(/\s*\n\s*/g, "; ").trim();
      });
    });
  });
});

// Files: each is sent as soon as it is chosen, photographs shrunk first; the form then only names them. Without this
// the files themselves go along with the form.
var filesToSend = [], sendingFile = false;

document.addEventListener("change", function (event) {
  var input = event.target, box = input.closest("[data-files][data-to]");
  if (!box || input.type !== "file") return;
  Array.prototype.slice.call(input.files).forEach(function (file) { addFile(box, file); });
  input.value = "";
});

function addFile(box, file) {
  var list = box.querySelector(".chosen"), line = document.createElement("li"), most = Number(box.dataset.most);
  line.className = "chosen__one";
  list.appendChild(line);
  if (list.querySelectorAll("[name=kept]:checked, progress").length >= most) {
    return refuseFile(line, file, "一次最多附 " + most + " 个文件。");
  }
  queueFile(box, file, line);
}

function queueFile(box, file, line) {
  var form = box.closest("form");
  line.className = "chosen__one file";
  line.innerHTML = '<span></span> <progress max="1" value="0"></progress> <button type="button" class="btn btn--small">取消</button>';
  line.firstChild.textContent = file.name;
  line.querySelector("progress").setAttribute("aria-label", "上传进度");
  form.dataset.uploading = Number(form.dataset.uploading || 0) + 1;
  var job = { box: box, form: form, file: file, line: line, cancelled: false, request: null };
  line.querySelector("button").addEventListener("click", function () {
    job.cancelled = true;
    if (job.request) job.request.abort();
    line.remove();
  });
  filesToSend.push(job);
  nextFile();
}

function nextFile() {
  if (sendingFile || !filesToSend.length) return;
  var job = filesToSend.shift();
  sendingFile = true;
  if (job.cancelled) return fileDone(job);
  shrunk(job.file, Number(job.box.dataset.side), function (blob, name) {
    if (job.cancelled) return fileDone(job);
    if (blob.size > Number(job.box.dataset.mostBytes)) {
      refuseFile(job.line, job.file, "超过 " + Math.floor(job.box.dataset.mostBytes / 1048576) + " MB,请压缩后再上传。");
      return fileDone(job);
    }
    sendFile(job, blob, name);
  });
}

function sendFile(job, blob, name) {
  var body = new FormData(), request = job.request = new XMLHttpRequest();
  body.append("csrfmiddlewaretoken", job.form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("files", blob, name);
  request.open("POST", job.box.dataset.to);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", function (event) {
    if (event.lengthComputable) job.line.querySelector("progress").value = event.loaded / event.total;
  });
  request.addEventListener("loadend", function () {
    if (job.cancelled) { /* its line is gone */ }
    else if (request.status === 201) keepFile(job, request.responseText);
    else if (request.getResponseHeader("HX-Redirect")) refuseFile(job.line, job.file, "登录已过期:请在新窗口登录,再重试。", job);
    else if (/^text\/plain/.test(request.getResponseHeader("Content-Type") || "")) refuseFile(job.line, null, request.responseText);
    else refuseFile(job.line, job.file, request.status ? "未能上传(" + request.status + ")。" : "网络中断,没有传完。", job);
    fileDone(job);
  });
  request.send(body);
}

function keepFile(job, html) {
  job.line.insertAdjacentHTML("afterend", html);
  var kept = job.line.nextElementSibling;
  job.line.remove();
  kept.querySelector("[name=kept]").dispatchEvent(new Event("input", { bubbles: true }));  // the draft keeps it too
}

function refuseFile(line, file, message, again) {
  line.className = "chosen__one errors";
  line.setAttribute("role", "alert");
  line.textContent = (file ? "“" + file.name + "”" : "") + message + " ";
  if (again) addButton(line, "重试", function () { line.removeAttribute("role"); queueFile(again.box, again.file, line); });
  addButton(line, "移除", function () { line.remove(); });
}

function addButton(line, text, act) {
  var button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--small";
  button.textContent = text;
  button.addEventListener("click", act);
  line.appendChild(button);
}

function fileDone(job) {
  sendingFile = false;
  var form = job.form, left = form.dataset.uploading = Number(form.dataset.uploading) - 1;
  if (!left && form.sendLater) {
    var button = form.sendLater;
    form.sendLater = null;
    if (!form.querySelector(".chosen .errors")) button.click();
  }
  nextFile();
}

document.addEventListener("submit", function (event) {
  // A form whose files are still on their way is sent when they have arrived.
  var form = event.target;
  if (!Number(form.dataset.uploading)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.sendLater = event.submitter || form.querySelector(".btn--main");
}, true);

function shrunk(file, side, done) {
  // As large as the office needs it, upright; what the browser cannot read goes as it is.
  function asItIs() { done(file, file.name); }
  var upright = window.CSS && CSS.supports && CSS.supports("image-orientation", "from-image");
  if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type) || !upright) return asItIs();
  var reader = new FileReader(), picture = new Image();
  reader.onerror = picture.onerror = asItIs;
  reader.onload = function () { picture.src = reader.result; };
  picture.onload = function () {
    var scale = Math.min(1, side / Math.max(picture.naturalWidth, picture.naturalHeight)), readable = !/hei[cf]$/.test(file.type);
    if (scale === 1 && readable) return asItIs();
    var canvas = document.createElement("canvas"), brush = canvas.getContext("2d");
    canvas.width = Math.round(picture.naturalWidth * scale);
    canvas.height = Math.round(picture.naturalHeight * scale);
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(function (blob) {
      if (!blob || (readable && blob.size >= file.size)) return asItIs();
      done(blob, file.name.replace(/\.[^.]+$/, "") + ".jpg");
    }, "image/jpeg", 0.85);
  };
  reader.readAsDataURL(file);
}
