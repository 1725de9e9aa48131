"use strict";
(() => {
const data = JSON.parse(document.getElementById("data").textContent);
const $ = id => document.getElementById(id);
const KEPT = "coding-form:" + data.id;
const total = data.order.length;
const codes = data.codes.filter(code => code[0] !== data.stance);
const stanceHash = (data.codes.find(code => code[0] === data.stance) || [])[3];
const alone = stanceHash !== undefined && codes.length === 0;  // a side is all that is asked
const sides = [...document.querySelectorAll("[data-side]")];
const marks = [...document.querySelectorAll("[data-code]")];
// What a reader did: `read` has, by place in the order, side, codes and whether it is done.
let state = {coder: "", at: 0, read: {}, before: [], keys: true};

function keep() {
  try { localStorage.setItem(KEPT, JSON.stringify(state)); }
  catch { $("lost").hidden = false; }
}
function restore() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT));
    if (found && typeof found.coder === "string" && found.read) state = {...state, ...found};
  } catch { $("lost").hidden = false; }
}
const record = at => state.read[at] || {side: "", codes: [], done: false};
const nDone = () => Object.values(state.read).filter(one => one.done).length;
const say = text => { $("status").textContent = text; };

function text(at, step) {
  const place = data.order[at];
  const own = data.sentences[place], other = data.sentences[place + step];
  return other && other[0] === own[0] ? other[2] : "";
}
function show(focus) {
  $("start").hidden = Boolean(state.coder);
  $("work").hidden = !state.coder;
  if (!state.coder) { $("where").textContent = ""; $("progress").value = 0; return; }
  const own = data.sentences[data.order[state.at]], now = record(state.at), n = nDone();
  $("where").textContent = `${state.coder}: ${n} of ${total} read. ` +
    `${data.names[own[0]]}, sentence ${own[1]}${now.done ? ", read" : ""}`;
  $("progress").value = n;
  $("before").textContent = [text(state.at, -2), text(state.at, -1)].join(" ").trim();
  $("after").textContent = [text(state.at, 1), text(state.at, 2)].join(" ").trim();
  $("sentence").textContent = own[2];
  for (const button of sides) button.setAttribute("aria-pressed", button.dataset.side === now.side);
  for (const button of marks) button.setAttribute("aria-pressed", now.codes.includes(button.dataset.code));
  $("back").disabled = state.at === 0;
  $("forth").disabled = state.at === total - 1;
  $("undo").disabled = state.before.length === 0;
  $("unread").disabled = n === total;
  $("keys").checked = state.keys;
  if (focus) $("sentence").focus();
}
function change(made) {
  state.before.push([state.at, state.read[state.at] || null]);
  state.before = state.before.slice(-500);
  state.read[state.at] = {...record(state.at), ...made};
  keep();
}
function go(at, note) {
  state.at = Math.min(Math.max(at, 0), total - 1);
  keep();
  say(note || "");
  show(true);
}
function finish() {
  if (stanceHash !== undefined && !record(state.at).side) {
    say("Choose a side first: 1, 2 or 3.");
    return;
  }
  change({done: true});
  if (nDone() === total) go(state.at, `All ${total} sentences are read. Save your codings as a file and hand it in.`);
  else go(state.at + 1);
}
function take(side) {
  change({side});
  if (alone) finish(); else { say(side); show(); }
}
function mark(code) {
  const now = record(state.at).codes;
  const there = now.includes(code);
  change({codes: there ? now.filter(one => one !== code) : [...now, code]});
  say(`${codes.find(one => one[0] === code)[1]}: ${there ? "not there" : "there"}`);
  show();
}
function undo() {
  const last = state.before.pop();
  if (!last) return;
  const [at, was] = last;
  if (was) state.read[at] = was; else delete state.read[at];
  // A side and the step behind it were one act where nothing else is asked.
  if (alone && was && was.side && !was.done) { undo(); return; }
  go(at, "Undone.");
}
function firstUnread() {
  for (let at = 0; at < total; at++) if (!record(at).done) return go(at);
}
function cell(value) {
  let text = String(value);
  if (/^\s*[=+\-@＝＋－＠]/.test(text)) text = "'" + text;  // no spreadsheet runs it
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}
function table() {
  const rows = [["coder", "doc_id", "sentence_id", "code", "value", "starts", "coder_kind", "text_hash", "code_hash"]];
  const done = [...data.order.keys()].filter(at => record(at).done).sort((a, b) => data.order[a] - data.order[b]);
  for (const at of done) {
    const [doc, number, text, hash] = data.sentences[data.order[at]], now = record(at);
    const starts = text.split(/\s+/u).slice(0, 6).join(" ");
    const row = (code, value, own) => rows.push([state.coder, data.ids[doc], number, code, value, starts, "person", hash, own]);
    if (stanceHash !== undefined) row(data.stance, now.side, stanceHash);
    for (const [code, , , own] of codes) row(code, now.codes.includes(code) ? 1 : 0, own);
  }
  return rows.map(row => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
function save() {
  if (!nDone()) { say("Nothing is read yet."); return; }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", table()], {type: "text/csv"}));
  link.download = state.coder.replace(/\s+/g, "-") + ".csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  say(`Saved ${link.download}: ${nDone()} of ${total} sentences.`);
}

$("begin").addEventListener("submit", event => {
  event.preventDefault();
  const coder = $("coder").value.normalize("NFC").replace(/\s+/g, " ").trim();
  const taken = ["dictionary", "majority", "doc_id", "sentence_id", "code", "text", "coder"];
  if (!/^\p{L}[\p{L}\p{M}\p{N} _.-]*$/u.test(coder) || taken.includes(coder.toLowerCase())) {
    say("That cannot be a name here: begin with a letter, and use letters, digits and blanks.");
    return;
  }
  state.coder = coder;
  go(state.at);
});
for (const button of sides) button.addEventListener("click", () => take(button.dataset.side));
for (const button of marks) button.addEventListener("click", () => mark(button.dataset.code));
const acts = {done: finish, back: () => go(state.at - 1), forth: () => go(state.at + 1), undo, unread: firstUnread, save};
for (const id in acts) $(id).addEventListener("click", acts[id]);
$("keys").addEventListener("change", () => { state.keys = $("keys").checked; keep(); });
let asked = false;
$("anew").addEventListener("click", () => {
  if (nDone() && !asked) {
    asked = true;
    say(`This forgets the ${nDone()} sentences of ${state.coder}: save them first, then press again.`);
    return;
  }
  asked = false;
  state = {coder: "", at: 0, read: {}, before: [], keys: state.keys};
  keep();
  say("");
  show();
  $("coder").value = "";
  $("coder").focus();
});
document.addEventListener("keydown", event => {
  if (!state.coder || event.target.matches("input:not([type=checkbox])")) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") { event.preventDefault(); undo(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || !state.keys) return;
  const own = event.target.closest("button,summary,input");  // it has its own use of Enter
  const code = codes.find(one => one[2] === event.key);
  const side = stanceHash !== undefined && data.sides[Number(event.key) - 1];
  if (side && /^[1-9]$/.test(event.key)) take(side);
  else if (code) mark(code[0]);
  else if (event.key === "Enter" && !own) finish();
  else if (event.key === "ArrowLeft") go(state.at - 1);
  else if (event.key === "ArrowRight") go(state.at + 1);
  else if (event.key === "Backspace") undo();
  else return;
  event.preventDefault();
});
addEventListener("beforeprint", () => { $("book").open = true; });
document.body.classList.remove("no-js");
if (codes.length > 3) $("book").open = false;
restore();
show();
document.documentElement.dataset.ready = "";
})();
