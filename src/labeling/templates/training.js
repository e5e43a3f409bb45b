/** How often it is asked how far the training is, in milliseconds. */
const TRAINING_PERIOD = 500;

/** Begins a training. Where one is going on, or has found something that is not in view, that is shown first. */
async function retrain() {
  const [panel, phase] = [byId("training"), /** @type {Phase} */ (await ask("/training"))];
  if (phase.phase !== "running" && (phase.phase !== "done" || !panel.hidden)) await ask("/training", {});
  panel.hidden = false;
  await followTraining();
}

let isFollowing = false;
async function followTraining() {
  if (isFollowing) return;
  isFollowing = true;
  try {
    for (;;) {
      const phase = /** @type {Phase} */ (await ask("/training"));
      drawTraining(phase);
      if (phase.phase !== "running") break;
      await new Promise((done) => setTimeout(done, TRAINING_PERIOD));
    }
  } finally {
    isFollowing = false;
  }
}

/** @param {Phase} phase */
function drawTraining(phase) {
  const state = byId("training-state");
  byId("training").hidden ||= phase.phase === "idle";
  if (phase.phase === "running") {
    state.replaceChildren(make("p", "", `Training: ${phase.stage} …`), make("progress"), make("p", "about", "Go on labelling; what you accept now counts the next time."));
  } else if (phase.phase === "failed") {
    state.replaceChildren(make("p", "", `No new model: ${phase.message}`));
  } else if (phase.phase === "done") {
    const button = /** @type {HTMLButtonElement} */ (make("button", "", phase.is_used ? "Its opinions are shown" : "Use it for the opinions"));
    button.type = "button";
    button.disabled = phase.is_used;
    button.addEventListener("click", useModel);
    const about = `Trained on ${phase.pages} labelled page${phase.pages === 1 ? "" : "s"}, and what --with names. F1 on the labelled pages: of the new model with the page's site held out, of ${phase.first} as it is.`;
    state.replaceChildren(make("p", "", `${phase.model} is ready`), ...phase.views.map((view) => table(view, phase.first)), make("p", "about", about));
    if (phase.written_to) state.append(make("p", "about", `Written to ${phase.written_to}`));
    state.append(button);
  }
}

/** @param {ViewFigures} view @param {string} first */
function table({ view, pages, first: began, before, now }, first) {
  const table = make("table");
  table.append(make("caption", "", `${pages} page${pages === 1 ? "" : "s"} as ${view === "html" ? "HTML" : "text"}`));
  const head = make("tr");
  for (const name of ["", ...LABELS]) head.append(make("th", name, name));
  table.append(head, row(first, began));
  if (before) table.append(row("training before", before));
  const last = row("new", now);
  for (const [n, label] of LABELS.entries()) {
    const [one, other] = [began[n], now[n]];
    if (one === null || other === null) continue;
    const change = make("small", other >= one ? "better" : "worse", ` ${other >= one ? "+" : "−"}${Math.abs(other - one).toFixed(3)}`);
    change.title = `${label} against ${first}`;
    last.children[n + 1].append(change);
  }
  table.append(last);
  return table;
}

/** @param {string} name @param {Figures} figures */
function row(name, figures) {
  const row = make("tr");
  row.append(make("th", "", name), ...figures.map((figure) => make("td", "", figure === null ? "–" : figure.toFixed(3))));
  return row;
}

/** Has the new model think about the pages from now on. */
async function useModel() {
  drawTraining(await ask("/training/use", {}));
  await readIndex();
  drawIndex();
  // What somebody has decided on stays.
  if (shown && past.length === 0) await openPage(shown.number);
  say("the opinions are those of the new model");
}

byId("training-close").addEventListener("click", closeTraining);
function closeTraining() {
  byId("training").hidden = true;
  paragraphs[at]?.focus({ preventScroll: true });
}
