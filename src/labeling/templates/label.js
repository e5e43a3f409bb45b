/** Pages that were passed over in this sitting. @type {Set<number>} */
const skipped = new Set();
/** Pages that were looked at, the last one last. @type {number[]} */
const seen = [];

/** @param {number} number */
async function openPage(number) {
  showParagraphs(await ask(`/pages/${number}`));
  const page = /** @type {Shown} */ (shown);
  byId("name").textContent = page.name;
  byId("doubt").textContent = `doubt ${page.doubt.toFixed(3)}`;
  byId("url").textContent = page.url ?? "";
  byId("standing").textContent = page.is_labelled ? "labelled" : "to do";
  document.title = `${page.name} – parasift label`;
  setRangeMode(false);
  drawPane();
}

/** The most doubtful page that is not labelled yet; those passed over only when there is no other. */
function nextPage() {
  const open = entries.filter((entry) => !entry.is_labelled && entry.number !== shown?.number);
  return open.find((entry) => !skipped.has(entry.number)) ?? open[0];
}

function goToNext() {
  const next = nextPage();
  if (next) location.hash = `#page-${next.number}`;
  else location.hash = "#index";
}

let isSaving = false;

/** Saves the page as it is shown, and goes to the next. */
async function accept() {
  if (!shown || isSaving || !byId("index").hidden) return;
  isSaving = true;
  try {
    const { number, id, labels } = shown;
    await ask(`/pages/${number}/labels`, { labels: choices });
    localStorage.removeItem(`parasift-draft-${id}`);
    const entry = entries.find((entry) => entry.number === number);
    labelledParagraphs += labels ? 0 : choices.length;
    if (entry) entry.is_labelled = true;
    drawProgress();
    say(`saved; ${byId("progress-text").textContent}`);
    goToNext();
  } finally {
    isSaving = false;
  }
}

function skip() {
  if (shown) skipped.add(shown.number);
  goToNext();
}

/** To the page that was looked at before this one. */
function goBack() {
  seen.pop();
  const before = seen.pop();
  if (before === undefined) return say("no page before this one");
  location.hash = `#page-${before}`;
}

const inIndex = () => !byId("index").hidden;

/** Shows what the address asks for: `#page-3`, the index, or what is to be labelled next. */
async function route() {
  const number = /^#page-(\d+)$/.exec(location.hash)?.[1];
  const isIndex = number === undefined;
  if (isIndex && location.hash !== "#index") {
    const next = nextPage();
    return location.replace(next ? `#page-${next.number}` : "#index");
  }
  byId("index").hidden = !isIndex;
  byId("desk").hidden = isIndex;
  byId("actions").hidden = isIndex;
  if (isIndex) {
    drawIndex();
    scrollTo(0, 0);
    const isDone = entries.every((entry) => entry.is_labelled);
    if (isDone) say("all pages are labelled");
    (byId("entries").querySelector("a") ?? byId("index-title")).focus();
    return;
  }
  if (Number(number) !== seen[seen.length - 1]) seen.push(Number(number));
  scrollTo(0, 0);
  await openPage(Number(number));
}

/**
 * A command whose button stands below the page.
 * @param {string} where
 * @param {string[]} keys
 * @param {string} text
 * @param {() => void} run
 * @param {string} word
 * @param {string} [className]
 */
function action(where, keys, text, run, word, className = "") {
  const button = command(keys, text, run);
  button.className = className;
  button.append(make("kbd", "", keys[0]), make("span", "word", ` ${word}`));
  button.title = text;
  document.querySelector(`#actions .${where}`)?.append(button);
  return button;
}

command(["j", "↓"], "next paragraph; with shift the selection grows", () => (inIndex() ? goToEntry(1) : goOn(1)));
command(["k", "↑"], "the one before", () => (inIndex() ? goToEntry(-1) : goOn(-1)));
command(["J"], "select on, as does shift with ↓, a click with shift, and dragging", () => goOn(1, true));
command(["K"], "select back", () => goOn(-1, true));
for (const label of LABELS) action("labels", [label[0]], `label what is selected ${label}`, () => choose(label), label, label);
action("labels", ["x"], "leave what is selected out of training", () => choose(null), "out", "unknown");
const rangeTool = action("edits", ["v"], "select by moving, until v again", () => setRangeMode(!isRangeMode), "range");
action("edits", ["e"], "select all around of the same label", selectRun, "alike");
action("edits", ["d"], "next doubtful paragraph", () => goToDoubt(1), "doubt");
command(["D"], "doubtful paragraph before", () => goToDoubt(-1));
action("edits", ["u"], "undo", undo, "undo");
command(["U", "r"], "redo", redo);
const acceptTool = action("accept", ["Enter", " "], "accept the page as it is shown, and go to the next", accept, "accept");
acceptTool.querySelector("kbd")?.replaceChildren("⏎");
command(["Escape"], "select the paragraph alone", () => { setRangeMode(false); if (!inIndex()) goTo(at); });
command(["i"], "all pages", () => { location.hash = "#index"; }, { sign: "☰", word: "pages" });
command(["p"], "page before", goBack, { sign: "‹" });
command(["q"], "pass this page over", skip, { sign: "›", word: "skip" });
const paneTool = command(["h"], "the page as it looked, or not", () => { wantsPane = !wantsPane; drawPane(); }, { sign: "▤", word: "look" });
command(["m"], "train a new model on what is labelled", retrain, { sign: "⟳", word: "retrain" });
addCommonCommands();

document.addEventListener("keydown", (event) => {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const inField = event.target instanceof HTMLInputElement;
  if (document.querySelector("dialog[open]") || inField || event.altKey) return;
  if ((event.ctrlKey || event.metaKey) && !inIndex()) {
    if (event.key === "z") undo();
    else if (event.key === "y" || event.key === "Z") redo();
    else return;
    event.preventDefault();
  } else if (step !== 0 && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    if (inIndex()) goToEntry(/** @type {1 | -1} */ (step));
    else goOn(/** @type {1 | -1} */ (step), event.shiftKey || isRangeMode);
  }
});

document.querySelector(".brand")?.after(byId("progress-bar"));
addEventListener("hashchange", route);
// The token is in a cookie by now, and needs to stand in no history.
history.replaceState(null, "", `/${location.hash}`);
readIndex().then(route);
ask("/training").then((phase) => { if (phase.phase === "running") followTraining(); });
