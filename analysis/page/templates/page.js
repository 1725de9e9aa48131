(() => {
"use strict";
const $ = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const data = JSON.parse($("ui:data").textContent);
const texts = all("article.text");
const narrow = matchMedia("(max-width:56rem)");
const calm = matchMedia("(prefers-reduced-motion:reduce)");
const MOST_SHOWN = 12;
let lit = null;      // {title, unit, hash, places: [[text, sentence, start, end]], at}
const hint = $("ui:status").textContent;
let chosen = null;   // the sentence whose card is open
document.body.classList.remove("no-js");

const sentence = (text, number) => $(`${data.anchors[text]}-${number}`);
const several = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : /(s|x|ch|sh)$/.test(word) ? "es" : "s"}`;

// Which texts are shown -------------------------------------------------------------------------
const shown = () => texts.filter((text) => !text.hidden);
const ofText = new Map();
for (const part of all("[data-text]:not(article)")) {
  const key = Number(part.dataset.text);
  if (!ofText.has(key)) ofText.set(key, []);
  ofText.get(key).push(part);
}
function show(index, on) {
  const many = document.body.classList.contains("many");
  if (on && many && shown().length >= MOST_SHOWN) show(Number(shown()[0].dataset.text), false);
  texts[index].hidden = !on;
  if (many) for (const part of ofText.get(index) ?? []) part.hidden = !on;
  const box = boxes[index];
  if (box) box.checked = on;
  if (on) paint(index);
  tell();
}
const boxes = all(".picker input[type=checkbox]");
function tell() {
  if ($("ui:shown")) $("ui:shown").textContent = `${shown().length} of ${texts.length}`;
}
boxes.forEach((box, index) => box.addEventListener("change", () => {
  if (!box.checked && shown().length === 1) box.checked = true;
  else show(index, box.checked);
}));
$("ui:filter")?.addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase();
  for (const box of boxes) {
    const item = box.closest("li");
    item.hidden = !item.textContent.toLowerCase().includes(wanted);
  }
});

// One thing at a time on a narrow screen --------------------------------------------------------
function view(what) {
  const findings = what === "findings";
  document.body.classList.toggle("see-findings", findings);
  if (!findings) {
    if (texts[what].hidden) show(what, true);
    texts.forEach((text, index) => text.classList.toggle("current", index === what));
    if ($("ui:one")) $("ui:one").value = what;
  }
  for (const tab of all(".tabs button"))
    tab.setAttribute("aria-pressed", String(tab.dataset.view === String(what)));
}
for (const tab of all(".tabs button")) tab.addEventListener("click", () => {
  const at = tab.dataset.view === "findings" ? "findings" : Number(tab.dataset.view);
  view(at === "findings" && $("ui:one") && document.body.classList.contains("see-findings") ? Number($("ui:one").value) : at);
  $("ui:texts").scrollIntoView();
});
$("ui:one")?.addEventListener("change", (event) => { view(Number(event.target.value)); $("ui:texts").scrollIntoView(); });

// Lighting up -----------------------------------------------------------------------------------
function clear() {
  for (const mark of all("mark.found")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
  for (const one of all(".lit")) one.classList.remove("lit", "whole", "now");
  for (const one of all(".now")) one.classList.remove("now");
  for (const button of all("[data-f][aria-pressed]")) button.removeAttribute("aria-pressed");
  for (const text of texts) { text.querySelector(".here").textContent = ""; delete text.dataset.painted; }
  document.querySelector(".steps").hidden = true;
  $("ui:status").textContent = hint;
  lit = null;
}

function light(found) {
  clear();
  lit = { ...found, at: -1, by: new Map() };
  found.places.forEach((place, number) => {
    if (!lit.by.has(place[0])) lit.by.set(place[0], []);
    lit.by.get(place[0]).push([...place, number]);
  });
  if (found.places.length && !shown().some((text) => lit.by.has(Number(text.dataset.text))))
    show(found.places[0][0], true);
  for (const text of shown()) paint(Number(text.dataset.text));
  const sentences = new Set(found.places.map((place) => `${place[0]} ${place[1]}`)).size;
  const counted = found.unit
    ? `${several(found.places.length, found.unit)} in ${several(sentences, "sentence")}`
    : several(sentences, "sentence");
  const where = lit.by.size > 1 ? ` of ${several(lit.by.size, "text")}` : "";
  $("ui:status").textContent = `${found.title}: ${found.places.length ? counted + where : "nothing found"}`;
  document.querySelector(".steps").hidden = !found.places.length;
}

// Marks are put into a text when it is shown: a word may occur in hundreds that are not.
function paint(index) {
  const text = texts[index];
  if (!lit || !lit.by.has(index) || text.dataset.painted) return;
  text.dataset.painted = "yes";
  const places = lit.by.get(index);
  const by = new Map();
  for (const place of places) {
    if (!by.has(place[1])) by.set(place[1], []);
    by.get(place[1]).push(place);
  }
  for (const [number, spans] of by) {
    const element = sentence(index, number);
    element.classList.add("lit");
    if (spans[0][3] === 0) element.classList.add("whole");
    else wrap(element.querySelector(".s"), spans);
    element.closest("details.out")?.setAttribute("open", "");
  }
  text.querySelector(".here").textContent = `${places.length} lit`;
}

function wrap(root, spans) {
  const order = [...spans].sort((a, b) => a[2] - b[2] || b[3] - a[3]);
  let last = 0;
  const cuts = order.map(([, , start, end, number]) => {
    const from = Math.max(start, last);
    last = Math.max(last, end);
    return [from, end, number];
  }).filter(([start, end]) => start < end);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let at = 0; walker.nextNode(); at += walker.currentNode.length) nodes.push([walker.currentNode, at]);
  const begun = new Set();
  for (const [node, offset] of nodes) {
    const inside = cuts.filter(([start, end]) => start < offset + node.length && end > offset);
    const stop = offset + node.length;
    let rest = node, at = offset;
    for (const [start, end, number] of inside) {
      const from = Math.max(start, at), to = Math.min(end, stop);
      const piece = rest.splitText(from - at);
      rest = piece.splitText(to - from);
      at = to;
      const mark = document.createElement("mark");
      mark.className = "found";
      if (!begun.has(number)) { mark.dataset.n = number; begun.add(number); }
      piece.replaceWith(mark);
      mark.append(piece);
    }
  }
}

function step(by) {
  if (!lit?.places.length) return;
  lit.at = (lit.at + by + lit.places.length) % lit.places.length;
  const [text, number] = lit.places[lit.at];
  if (texts[text].hidden) show(text, true);
  for (const one of all(".now")) one.classList.remove("now");
  const element = sentence(text, number);
  const mark = texts[text].querySelector(`mark.found[data-n="${lit.at}"]`) ?? element;
  if (mark !== element) mark.classList.add("now");
  bring(element);
  const places = lit.places.length;
  $("ui:status").textContent = $("ui:status").textContent.replace(/ · .*$/, "") + ` · ${lit.at + 1} of ${places}`;
}

// In each text the first place that is lit comes into view, so that they can be compared.
function gather() {
  $("ui:texts").scrollIntoView();
  if (narrow.matches) { if (lit.places.length) { lit.at = -1; step(1); } return; }
  const first = texts.find((text) => !text.hidden && lit.by.has(Number(text.dataset.text)));
  if (first && lit.by.size) first.scrollIntoView({ inline: "nearest", block: "nearest" });
  for (const text of shown()) {
    const element = text.querySelector(".lit");
    if (element) text.scrollTo({ top: element.offsetTop - text.clientHeight / 3, behavior: calm.matches ? "auto" : "smooth" });
  }
}

function bring(element) {
  const article = element.closest("article");
  view(Number(article.dataset.text));
  element.closest("details.out")?.setAttribute("open", "");
  element.scrollIntoView({ block: "center", inline: "nearest" });
  if (!narrow.matches) $("ui:texts").scrollIntoView();
}

function open(index) {
  const [name, title, unit, flat] = data.findings[index];
  const places = [];
  for (let i = 0; i < flat.length; i += 4) places.push(flat.slice(i, i + 4));
  light({ title, unit, places, hash: `finding/${name}` });
  for (const button of all(`[data-f="${index}"]`)) button.setAttribute("aria-pressed", "true");
  address(lit.hash);
}
for (const button of all("[data-f]")) button.addEventListener("click", () => {
  if (button.getAttribute("aria-pressed") === "true") { clear(); address(""); return; }
  open(Number(button.dataset.f));
  if (button.closest(".work")) gather();
  else list();
});

// The sentences of a number far from the texts, listed where it stands.
const listed = $("ui:list");
function list() {
  $("ui:listed").textContent = $("ui:status").textContent;
  const seen = new Set();
  listed.querySelector("ol").replaceChildren(...lit.places.flatMap(([text, number]) => {
    const id = `${data.anchors[text]}-${number}`;
    if (seen.has(id)) return [];
    seen.add(id);
    const item = document.createElement("li"), quote = document.createElement("q");
    const small = document.createElement("small"), link = document.createElement("a");
    const element = sentence(text, number);
    quote.textContent = element.querySelector(".s").textContent;
    quote.dir = "auto";
    link.href = `#${encodeURIComponent(id)}`;
    link.textContent = `${data.labels[text]}, sentence ${number}`;
    link.addEventListener("click", () => listed.hidePopover());
    const stance = element.querySelector(".coded")?.textContent;
    small.append(link, ` · tone ${element.querySelector(".tone").textContent}`, stance ? ` · read as ${stance}` : "");
    item.append(quote, small);
    return [item];
  }));
  listed.showPopover();
  listed.scrollTop = 0;
}

// A figure enlarged; without this script its link opens the file.
const large = $("ui:large");
for (const link of all("a.enlarge")) link.addEventListener("click", (event) => {
  event.preventDefault();
  const image = link.querySelector("img");
  Object.assign(large.querySelector("img"), { src: image.src, alt: image.alt });
  large.querySelector("p").textContent = link.closest("figure").querySelector("figcaption").firstChild.textContent;
  large.showModal();
});
large?.addEventListener("click", (event) => { if (event.target === large) large.close(); });

// Highlights on and off -------------------------------------------------------------------------
const on = data.codes.map((code) => code[2]);
function recolour() {
  for (const mark of all("article mark.m")) {
    const codes = mark.dataset.c.split(" ").map(Number).filter((code) => on[code]);
    const doubt = mark.classList.contains("doubt") ? " doubt" : "";
    mark.className = "m " + [...new Set(codes.map((code) => `k-${data.codes[code][1]}`))].join(" ") + doubt + (codes.length ? "" : " off");
    mark.dataset.l = [...new Set(codes.map((code) => data.codes[code][0]))].join(", ");
  }
  for (const button of all("[data-code]")) button.setAttribute("aria-pressed", String(on[button.dataset.code]));
  for (const button of all("[data-kind]"))
    button.setAttribute("aria-pressed", String(data.codes.some(([, kind], code) => kind === button.dataset.kind && on[code])));
}
for (const button of all("[data-code]")) button.addEventListener("click", () => {
  on[button.dataset.code] = !on[button.dataset.code];
  recolour();
});
for (const button of all("[data-kind]")) button.addEventListener("click", () => {
  const now = button.getAttribute("aria-pressed") !== "true";
  data.codes.forEach(([, kind], code) => { if (kind === button.dataset.kind) on[code] = now; });
  recolour();
});
for (const button of all("[data-layer]")) button.addEventListener("click", () => {
  const now = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(now));
  document.body.classList.toggle(`off-${button.dataset.layer}`, !now);
});

// Search: the words of tokens.WORD, folded, with * and ? as in tokens.concordance ----------------
const LETTER = "[\\p{L}\\p{Nl}\\p{No}]";
const UNIT = "[\\p{L}\\p{N}][\\u0300-\\u036f\\u00ad\\u200d\\ufe0f]*";
const WORD = new RegExp(
  `(?:${LETTER}\\.){2,}(?!${LETTER})|\\p{Nd}+(?:[.,:]\\p{Nd}+)+(?:${UNIT})*|(?:${UNIT})+(?:['’\\-‐‑](?:${UNIT})+)*`, "gu");
const fold = (word) => word.replace(/’/g, "'").replace(/[‐‑]/g, "-").replace(/\u00ad/g, "").toLowerCase().replace(/ß/g, "ss").normalize("NFC");
let folded = null;
function sentences() {
  folded ??= texts.flatMap((text, index) => all(".st", text).map((element) => {
    const content = element.querySelector(".s").textContent;
    return [index, Number(element.id.slice(data.anchors[index].length + 1)), content, fold(content)];
  }));
  return folded;
}
function find(query) {
  const words = query.trim().split(/\s+/).filter(Boolean).map(fold);
  if (!words.length) return [];
  const patterns = words.map((word) =>
    new RegExp(`^${word.replace(/[\\^$.|+()[\]{}]/g, "\\$&").replace(/\*+/g, ".*").replace(/\?/g, ".")}$`, "su"));
  const literal = words.join("*").split(/[*?]+/).reduce((a, b) => (b.length > a.length ? b : a), "");
  const places = [];
  for (const [text, number, content, low] of sentences()) {
    if (!low.includes(literal)) continue;
    const tokens = [...content.matchAll(WORD)];
    for (let i = 0; i + patterns.length <= tokens.length; i++) {
      if (!patterns.every((pattern, k) => pattern.test(fold(tokens[i + k][0])))) continue;
      const end = tokens[i + patterns.length - 1];
      places.push([text, number, tokens[i].index, end.index + end[0].length]);
    }
  }
  return places;
}
let waiting = 0, asked = "";
function search(query) {
  asked = query;
  if (!query.trim()) { clear(); address(""); return; }
  light({ title: `“${query.trim()}”`, unit: "occurrence", places: find(query), hash: `search/${query.trim()}` });
  address(lit.hash);
  if (lit.places.length && !narrow.matches) gather();
}
$("ui:query").addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => search(event.target.value), 250);
});
$("ui:search").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  const query = $("ui:query").value;
  if (query !== asked || lit?.hash !== `search/${query.trim()}`) search(query);
  step(1);
});

// One sentence and what is known of it -----------------------------------------------------------
const card = document.querySelector(".card");
function choose(element) {
  chosen?.classList.remove("chosen");
  chosen = element;
  element.classList.add("chosen");
  const article = element.closest("article");
  const number = element.id.slice(data.anchors[article.dataset.text].length + 1);
  $("ui:card").textContent = `${data.labels[article.dataset.text]}, sentence ${number}`;
  const list = card.querySelector("dl");
  list.replaceChildren();
  const say = (term, words) => {
    if (!words) return;
    const dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = term;
    dd.textContent = words;
    list.append(dt, dd);
  };
  const { hits, mentions, codings, voice } = element.dataset;
  say("Tone", element.querySelector(".tone").textContent + (hits ? `  (${hits})` : ""));
  say("Voice", { quoted: "another’s", mixed: "partly another’s" }[voice]);
  say("Mentions", mentions);
  say("Coded", codings);
  if (element.closest(".out, .headline, .deck")) say("Counted", "no, left out of the comparison");
  card.hidden = false;
  rove(element.querySelector(".no"));
}
function close() {
  card.hidden = true;
  chosen?.classList.remove("chosen");
  const link = chosen?.querySelector(".no");
  chosen = null;
  return link;
}

// One stop for the tab key in each text; arrows go from sentence to sentence.
const stops = new Map();
function rove(link) {
  const article = link.closest("article");
  stops.get(article)?.setAttribute("tabindex", "-1");
  link.removeAttribute("tabindex");
  stops.set(article, link);
}
for (const article of texts) {
  const links = all(".no", article);
  links.forEach((link) => link.setAttribute("tabindex", "-1"));
  if (links.length) rove(links.find((link) => !link.closest("details")) ?? links[0]);
  article.addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const link = event.target.closest?.(".no, .st");
    if (!way || !link || event.altKey || event.ctrlKey || event.metaKey) return;
    const open = links.filter((one) => !one.closest("details:not([open])"));
    const at = open.indexOf(link.matches(".no") ? link : link.querySelector(".no"));
    const next = open[at + way];
    if (!next) return;
    event.preventDefault();
    rove(next);
    next.focus({ preventScroll: true });
    next.closest(".st").scrollIntoView({ block: "nearest" });
  });
  article.addEventListener("click", (event) => {
    const element = event.target.closest(".st");
    if (!element || event.target.closest("a") || String(getSelection())) return;
    choose(element);
    address(element.id);
  });
}

// Addresses --------------------------------------------------------------------------------------
function address(hash) {
  history.replaceState(null, "", hash ? `#${hash.split("/").map(encodeURIComponent).join("/")}` : location.pathname + location.search);
}
function follow() {
  let hash = location.hash.slice(1);
  try { hash = hash.split("/").map(decodeURIComponent).join("/"); } catch { return; }
  if (hash.startsWith("finding/")) {
    const index = data.findings.findIndex(([name]) => name === hash.slice(8));
    if (index < 0) return;
    open(index);
    const button = document.querySelector(`[data-f="${index}"]`);
    button?.closest("details")?.setAttribute("open", "");
    if (button && !narrow.matches) button.focus({ preventScroll: true });
    if (!button || button.closest(".work")) gather();
    else { button.scrollIntoView({ block: "center" }); list(); }
  } else if (hash.startsWith("search/")) {
    $("ui:query").value = hash.slice(7);
    search(hash.slice(7));
    step(1);
  } else {
    const element = hash ? $(hash) : null;
    if (!element?.matches(".st")) return;
    const index = Number(element.closest("article").dataset.text);
    if (texts[index].hidden) show(index, true);
    bring(element);
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    choose(element);
    bring(element);
  }
}
async function copy(button, hash) {
  address(hash);
  const link = location.href;
  try { await navigator.clipboard.writeText(link); } catch {
    const box = document.createElement("textarea");
    box.value = link;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
    button.focus();
  }
  const before = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = before; }, 1500);
}
const does = {
  copy: (button) => lit && copy(button, lit.hash),
  "copy-sentence": (button) => chosen && copy(button, chosen.id),
  clear: () => { clear(); address(""); $("ui:query").focus(); },
  close: () => { close()?.focus(); },
  see: () => { listed.hidePopover(); gather(); },
  small: () => large.close(),
};
for (const button of all("[data-do]")) button.addEventListener("click", () => does[button.dataset.do](button));
for (const button of all("[data-step]")) button.addEventListener("click", () => step(Number(button.dataset.step)));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const picker = event.target.closest?.(".picker[open]");
  if (picker) { picker.open = false; picker.querySelector("summary").focus(); }
  else if (document.querySelector("[popover]:popover-open, dialog[open]")) return;
  else if (!card.hidden) close()?.focus();
  else if (lit) { clear(); address(""); }
});
document.addEventListener("click", (event) => {
  for (const picker of all(".picker[open]")) if (!picker.contains(event.target)) picker.open = false;
});
addEventListener("hashchange", follow);

document.querySelector(".tabs").hidden = false;
boxes.forEach((box, index) => { box.checked = !texts[index].hidden; });
tell();
view(0);
follow();
document.documentElement.dataset.ready = "yes";
})();
