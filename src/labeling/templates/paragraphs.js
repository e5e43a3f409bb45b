/** @type {readonly Label[]} */
const LABELS = ["body", "nav", "spam"];
/** An opinion with less than this probability is doubtful. */
const DOUBTFUL = 0.8;

const textSide = byId("text-side");

/** The page in view. @type {Shown | undefined} */
let shown;
/** @type {HTMLElement[]} */
let paragraphs = [];
/** The label of each paragraph, as it would be saved. @type {Choice[]} */
let choices = [];
/** What was there before each change, the last one last; and what was undone. @type {Choice[][]} */
let past = [];
/** @type {Choice[][]} */
let future = [];
/** The paragraph that the keys are at, and the other end of the selection. */
let at = 0;
let anchor = 0;

/** @returns {[number, number]} The first and the last paragraph that is selected. */
const selection = () => [Math.min(at, anchor), Math.max(at, anchor)];

/** Where the labels of a page are kept until they are saved. */
const draftKey = () => `parasift-draft-${shown?.id}`;

/** @param {Shown} page */
function showParagraphs(page) {
  shown = page;
  // The server has escaped all text in it.
  textSide.innerHTML = page.html;
  paragraphs = Array.from(textSide.querySelectorAll(".paragraph"));
  const list = textSide.querySelector(".paragraphs");
  list?.setAttribute("role", "listbox");
  list?.setAttribute("aria-multiselectable", "true");
  for (const paragraph of paragraphs) paragraph.setAttribute("role", "option");
  choices = draft() ?? page.labels ?? page.opinions.map(({ label }) => label);
  [past, future] = [[], []];
  drawChoices();
  goTo(0);
}

/** Labels that were chosen before and not saved. @returns {Choice[] | undefined} */
function draft() {
  const kept = JSON.parse(localStorage.getItem(draftKey()) ?? "null");
  return Array.isArray(kept) && kept.length === paragraphs.length ? kept : undefined;
}

/** Shows the labels as they are now. */
function drawChoices() {
  const counts = { body: 0, nav: 0, spam: 0 };
  for (const [n, paragraph] of paragraphs.entries()) {
    const [choice, opinion] = [choices[n], /** @type {Shown} */ (shown).opinions[n]];
    if (choice) counts[choice] += 1;
    const isOwn = choice !== opinion.label;
    paragraph.classList.remove(...LABELS, "unknown");
    paragraph.classList.add(choice ?? "unknown");
    paragraph.classList.toggle("is-own", isOwn);
    paragraph.classList.toggle("is-doubtful", !isOwn && isDoubtful(n));
    const [name, beside] = [paragraph.querySelector(".name"), paragraph.querySelector(".probability")];
    if (name) name.textContent = choice ?? "out";
    if (beside) beside.textContent = isOwn ? `not ${opinion.label}` : opinion.probability[opinion.label].toFixed(2);
  }
  for (const label of LABELS) byId(`count-${label}`).textContent = String(counts[label]);
}

/** @param {number} n */
const isDoubtful = (n) => {
  const { label, probability } = /** @type {Shown} */ (shown).opinions[n];
  return probability[label] < DOUBTFUL;
};

/** Labels what is selected. @param {Choice} choice */
function choose(choice) {
  if (!shown) return;
  const [first, last] = selection();
  const chosen = choices.map((own, n) => (n >= first && n <= last ? choice : own));
  const changed = chosen.filter((own, n) => own !== choices[n]).length;
  if (changed > 0) {
    past.push(choices);
    future = [];
    change(chosen);
  }
  const count = last - first + 1;
  say(`${count} paragraph${count === 1 ? "" : "s"}: ${choice ?? "left out"}`);
  select(at);
}

/** @param {Choice[]} chosen */
function change(chosen) {
  choices = chosen;
  localStorage.setItem(draftKey(), JSON.stringify(choices));
  drawChoices();
}

/** Takes a change back, and goes to where it was. */
function undo() {
  const before = past.pop();
  if (!before) return say("nothing to undo");
  future.push(choices);
  showChange(before);
  say("undone");
}

function redo() {
  const after = future.pop();
  if (!after) return say("nothing to redo");
  past.push(choices);
  showChange(after);
  say("done again");
}

/** @param {Choice[]} chosen */
function showChange(chosen) {
  const changed = choices.findIndex((choice, n) => choice !== chosen[n]);
  change(chosen);
  goTo(changed);
}

/**
 * Selects from the anchor to a paragraph; without an anchor that alone.
 * @param {number} end
 * @param {number} [from]
 */
function select(end, from = end) {
  const count = paragraphs.length;
  if (count === 0) return;
  paragraphs[Math.min(at, count - 1)].tabIndex = -1;
  [at, anchor] = [end, from];
  paragraphs[at].tabIndex = 0;
  const [first, last] = selection();
  for (const [n, paragraph] of paragraphs.entries()) {
    const isSelected = n >= first && n <= last;
    paragraph.setAttribute("aria-selected", String(isSelected));
    paragraph.classList.toggle("is-selected", isSelected);
    paragraph.classList.toggle("is-in-range", isSelected && first !== last);
  }
  showInPane(at);
}

/**
 * @param {number} index
 * @param {boolean} [isRange] Whether what lies between belongs to the selection.
 */
function goTo(index, isRange = false) {
  const paragraph = paragraphs[index];
  if (!paragraph) return;
  select(index, isRange ? anchor : index);
  paragraph.focus({ preventScroll: true });
  // One whose text is not laid out yet is laid out by this, which may move it.
  paragraph.scrollIntoView({ block: "nearest" });
}

/** @param {1 | -1} step @param {boolean} [isRange] */
function goOn(step, isRange = isRangeMode) {
  goTo(Math.min(Math.max(at + step, 0), paragraphs.length - 1), isRange);
}

/** To the next paragraph that the model is not sure of, and nobody has decided on. @param {1 | -1} step */
function goToDoubt(step) {
  const doubtful = [...paragraphs.keys()].filter((n) => paragraphs[n].classList.contains("is-doubtful"));
  const next = step > 0 ? doubtful.find((n) => n > at) ?? doubtful[0] : doubtful.findLast((n) => n < at) ?? doubtful[doubtful.length - 1];
  if (next === undefined) return say("no paragraph is doubtful");
  goTo(next);
}

/** Selects the paragraphs around that have the same label as this one. */
function selectRun() {
  const other = (/** @type {Choice} */ choice) => choice !== choices[at];
  const before = choices.slice(0, at).findLastIndex(other);
  const behind = choices.slice(at).findIndex(other);
  const last = behind < 0 ? choices.length - 1 : at + behind - 1;
  goTo(before + 1);
  goTo(last, true);
}

/** Whether moving selects: for those who have no shift key. */
let isRangeMode = false;

/** @param {boolean} isOn */
function setRangeMode(isOn) {
  isRangeMode = isOn;
  rangeTool.setAttribute("aria-pressed", String(isOn));
}

/** @param {EventTarget | null} target */
const indexOf = (target) => {
  const paragraph = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(".paragraph")) : null;
  return paragraph ? paragraphs.indexOf(paragraph) : -1;
};

/** Where the mouse went down, while it is down. */
let dragged = -1;

textSide.addEventListener("pointerdown", (event) => {
  const index = indexOf(event.target);
  if (index < 0 || event.button !== 0) return;
  const isRange = event.shiftKey || isRangeMode;
  // A finger scrolls; where it only taps, a click follows.
  if (event.pointerType === "mouse") {
    dragged = isRange ? anchor : index;
    if (isRange) event.preventDefault();
    goTo(index, isRange);
  }
});
textSide.addEventListener("pointermove", (event) => {
  const index = indexOf(event.target);
  if (dragged < 0 || index < 0 || index === at) return;
  getSelection()?.removeAllRanges();
  goTo(index, true);
});
addEventListener("pointerup", () => { dragged = -1; });
textSide.addEventListener("click", (event) => {
  const index = indexOf(event.target);
  const isMouse = /** @type {PointerEvent} */ (event).pointerType === "mouse";
  if (index >= 0 && !isMouse) goTo(index, isRangeMode || event.shiftKey);
});
textSide.addEventListener("focusin", (event) => {
  const index = indexOf(event.target);
  if (index >= 0 && index !== at) select(index, isRangeMode ? anchor : index);
});

const pane = byId("pane");
const frame = /** @type {HTMLIFrameElement} */ (byId("frame"));
/** Whether the page as it looked is wanted; a phone has no room for it. */
let wantsPane = matchMedia("(min-width: 1000px)").matches;
let paneAddress = "";

/** Shows the page as it looked, or not. */
function drawPane() {
  const isShown = wantsPane && shown !== undefined && shown.has_html;
  pane.hidden = !isShown;
  byId("desk").classList.toggle("has-pane", isShown);
  paneTool.disabled = !shown?.has_html;
  paneTool.setAttribute("aria-pressed", String(isShown));
  const address = isShown ? `/pages/${shown?.number}/html` : "about:blank";
  if (address !== paneAddress) {
    paneAddress = address;
    frame.contentWindow?.location.replace(address);
  }
  if (!isShown) return;
  showInPane(at);
  // On a phone it lies over the text.
  paragraphs[at]?.scrollIntoView({ block: "nearest" });
}

/** The width that a page is laid out for, in pixels; it is made to fit. */
const LAYOUT_WIDTH = 800;

new ResizeObserver(() => {
  const scale = Math.min(pane.clientWidth / LAYOUT_WIDTH, 1);
  frame.style.transform = `scale(${scale})`;
  frame.style.width = `${pane.clientWidth / scale}px`;
  frame.style.height = `${pane.clientHeight / scale}px`;
}).observe(pane);

/** Scrolls the page as it looked to a paragraph. @param {number} index */
function showInPane(index) {
  if (pane.hidden || paneAddress === "about:blank") return;
  // A frame of its own kind lets nothing be done to it but this.
  frame.contentWindow?.location.replace(`${paneAddress}#parasift-${index}`);
}

// Keys that were pressed in the frame would be lost.
addEventListener("blur", () => {
  setTimeout(() => {
    if (document.activeElement === frame) paragraphs[at]?.focus({ preventScroll: true });
  });
});
