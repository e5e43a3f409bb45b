const view = byId("view");
const index = document.getElementById("index");

/** Whether the evidence lies over the page, not beside it, as in the style sheet. */
const isNarrow = matchMedia("(max-width: 1000px)");

/** The paragraphs of the page in view, and their evidence. @type {HTMLElement[]} */
let paragraphs = [];
/** @type {Evidence[]} */
let evidence = [];
/** The paragraph that the keys are at; -1 before the first. */
let at = -1;
/** The number of the page in view, from 1; 0 is the index. @type {number | undefined} */
let opened;
let updateMap = () => {};
/** The links of the index that the filter lets through. @type {HTMLAnchorElement[]} */
let links = [];

/** @param {number} number The page's, from 1. */
function openPage(number) {
  const block = document.getElementById(`page-${number}`);
  // All text in it was escaped when it was written.
  if (block) view.innerHTML = block.textContent ?? "";
  evidence = JSON.parse(document.getElementById(`evidence-${number}`)?.textContent ?? "[]");
  paragraphs = Array.from(view.querySelectorAll(".paragraph"));
  at = -1;
  updateMap = followMap(byId("map"), paragraphs, (index) => goTo(index, false));
  for (const button of view.querySelectorAll("button[data-label]")) {
    button.addEventListener("click", () => toggleLabel(/** @type {HTMLElement} */ (button)));
  }
  if (paragraphs.length > 0) paragraphs[0].tabIndex = 0;
  for (const button of spamTools) button.disabled = view.querySelector(".has-spam") === null;
  explainNone();
  updateMap();
}

/** @param {HTMLElement} button */
function toggleLabel(button) {
  const isShown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isShown));
  view.classList.toggle(`without-${button.dataset.label}`, !isShown);
  updateMap();
}

/** @param {HTMLElement} paragraph */
const isShown = (paragraph) => !view.classList.contains(`without-${labelOf(paragraph)}`);

/** @param {HTMLElement} paragraph */
const labelOf = (paragraph) => LABELS.find((label) => paragraph.classList.contains(label)) ?? "nav";

/**
 * Goes to a paragraph; the map keeps quiet about evidence, which would cover what was looked for on a phone.
 * @param {number} index
 * @param {boolean} [explains]
 */
function goTo(index, explains = true) {
  const paragraph = paragraphs[index];
  paragraph.focus({ preventScroll: true });
  paragraph.scrollIntoView({ block: explains ? "nearest" : "center" });
  if (!explains && isNarrow.matches) explainNone();
}

/** @param {1 | -1} step To the next paragraph that is shown. */
function goOn(step) {
  const start = at < 0 && step < 0 ? paragraphs.length : at;
  for (let next = start + step; next >= 0 && next < paragraphs.length; next += step) {
    if (isShown(paragraphs[next])) return goTo(next);
  }
}

/** @param {1 | -1} step To the next paragraph with spam; behind the last comes the first. */
function goToSpam(step) {
  const spam = [...paragraphs.keys()].filter((n) => paragraphs[n].classList.contains("has-spam") && isShown(paragraphs[n]));
  const next = step > 0 ? spam.find((n) => n > at) ?? spam[0] : spam.findLast((n) => n < at) ?? spam[spam.length - 1];
  if (next !== undefined) goTo(next);
}

/** @param {HTMLElement} paragraph */
function explain(paragraph) {
  const own = evidence[paragraphs.indexOf(paragraph)];
  const label = labelOf(paragraph);
  if (!own) return;
  showEvidence(byId("evidence"), label, own, explainNone);
  byId("evidence").classList.add("is-open");
  markWords(paragraph, label, own[4]);
}

function explainNone() {
  const hint = "Point at a paragraph, tap it, or go to it with j and k, to see why it got its label.";
  byId("evidence").replaceChildren(make("p", "about", hint));
  byId("evidence").classList.remove("is-open");
  if (typeof Highlight !== "undefined") CSS.highlights.clear();
}

/** @param {EventTarget | null} target */
const paragraphOf = (target) => target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(".paragraph")) : null;

view.addEventListener("pointerover", (event) => {
  const paragraph = paragraphOf(event.target);
  // Of a touch the focus tells.
  if (event.pointerType === "mouse" && paragraph) explain(paragraph);
});
view.addEventListener("pointerleave", () => { if (at >= 0 && byId("evidence").classList.contains("is-open")) explain(paragraphs[at]); });
view.addEventListener("focusin", (event) => {
  const paragraph = paragraphOf(event.target);
  if (!paragraph) return;
  if (at >= 0) paragraphs[at].removeAttribute("aria-describedby");
  paragraphs[Math.max(at, 0)].tabIndex = -1;
  at = paragraphs.indexOf(paragraph);
  paragraph.tabIndex = 0;
  explain(paragraph);
  paragraph.setAttribute("aria-describedby", "evidence");
  // There the evidence would cover what is further down.
  if (isNarrow.matches) paragraph.scrollIntoView({ block: "nearest" });
});
view.addEventListener("keydown", (event) => {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step !== 0 && paragraphOf(event.target)) {
    event.preventDefault();
    goOn(/** @type {1 | -1} */ (step));
  }
});

let isAsked = false;
function mapSoon() {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => {
    isAsked = false;
    updateMap();
  });
}
addEventListener("scroll", mapSoon, { passive: true });
addEventListener("resize", mapSoon);

/** Shows what the address asks for: `#page-3`, or the index. */
function route() {
  const asked = Number(/^#page-(\d+)$/.exec(location.hash)?.[1] ?? 0);
  const number = document.getElementById(`page-${asked}`) === null ? 0 : asked;
  if (number === opened) return;
  const left = links.find((link) => link.hash === `#page-${opened}`);
  opened = number;
  view.hidden = number === 0;
  byId("index").hidden = number !== 0;
  for (const button of pageTools) button.hidden = number === 0;
  if (number !== 0) {
    openPage(number);
    scrollTo(0, 0);
  } else {
    paragraphs = [];
    view.replaceChildren();
    updateMap = () => {};
    left?.focus();
  }
}

/** @param {1 | -1} step */
function goToPage(step) {
  const now = links.findIndex((link) => link.hash === location.hash);
  const next = links[now + step];
  if (next) location.hash = next.hash;
}

function goToIndex() {
  location.hash = "#index";
  route();
}

/** Among the links of the index. @param {1 | -1} step */
function goToLink(step) {
  const now = links.findIndex((link) => link === document.activeElement);
  links[now < 0 ? 0 : now + step]?.focus();
}

/** Lets those pages through whose name has all the words, and whose verdict is chosen. */
function filter() {
  const words = /** @type {HTMLInputElement} */ (byId("filter")).value.toLowerCase().split(/\s+/);
  const verdict = /** @type {HTMLElement | null} */ (document.querySelector("button[data-verdict][aria-pressed=true]"))?.dataset.verdict;
  links = [];
  for (const entry of /** @type {Iterable<HTMLElement>} */ (byId("entries").children)) {
    const link = /** @type {HTMLAnchorElement} */ (entry.firstElementChild);
    const name = link.querySelector(".entry-name")?.textContent?.toLowerCase() ?? "";
    entry.hidden = !words.every((word) => name.includes(word)) || (verdict !== undefined && verdict !== entry.dataset.verdict);
    if (!entry.hidden) links.push(link);
  }
  byId("shown").textContent = `${links.length} shown`;
}

/** @param {Element} pressed */
function chooseVerdict(pressed) {
  for (const button of document.querySelectorAll("button[data-verdict]")) {
    const is = button === pressed && button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(is));
  }
  filter();
}

/** Buttons that are of use within a page only. @type {HTMLButtonElement[]} */
const pageTools = [];
const inIndex = () => index !== null && !index.hidden;
if (index) {
  pageTools.push(command(["i", "Backspace"], "back to the index", goToIndex, { sign: "☰", word: "index" }));
  pageTools.push(command(["p"], "page before, in the order of the index", () => goToPage(-1), { sign: "‹", word: "page" }));
  pageTools.push(command(["n"], "next page, in the order of the index", () => goToPage(1), { sign: "›", word: "page" }));
  command(["/"], "filter the index", () => {
    goToIndex();
    byId("filter").focus();
  });
}
command(["j", "↓"], index ? "next paragraph, or next page in the index" : "next paragraph", () => (inIndex() ? goToLink(1) : goOn(1)));
command(["k", "↑"], "the one before", () => (inIndex() ? goToLink(-1) : goOn(-1)));
const spamTools = [
  command(["s"], "next spam", () => goToSpam(1), { sign: "▼", word: "spam" }),
  command(["S"], "spam before", () => goToSpam(-1), { sign: "▲", word: "spam" }),
];
pageTools.push(...spamTools);
command(["Escape"], "close the evidence", () => { if (!inIndex()) explainNone(); });
addCommonCommands();

if (index) {
  byId("filter").addEventListener("input", filter);
  for (const button of document.querySelectorAll("button[data-verdict]")) {
    button.addEventListener("click", () => chooseVerdict(button));
  }
  filter();
  addEventListener("hashchange", route);
  route();
} else {
  openPage(1);
}
