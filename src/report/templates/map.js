/**
 * The map beside a page: a click goes to a paragraph, a frame shows what is in view.
 * @param {HTMLElement} map
 * @param {HTMLElement[]} paragraphs
 * @param {(index: number) => void} goTo
 * @returns {() => void} brings the frame up to date
 */
function followMap(map, paragraphs, goTo) {
  const cells = map.querySelector("svg");
  const frame = /** @type {HTMLElement} */ (map.querySelector(".window"));
  const weights = (cells?.dataset.weights ?? "").split(" ").map(Number);
  /** Where each paragraph's cell begins, and where the last ends. */
  const begins = [0];
  for (const weight of weights) begins.push(begins[begins.length - 1] + weight);
  const total = Math.max(begins[begins.length - 1], 1);

  /** @param {PointerEvent} event */
  const goToPointer = (event) => {
    const box = /** @type {SVGElement} */ (cells).getBoundingClientRect();
    const at = (event.clientY - box.top) / box.height * total;
    goTo(Math.min(Math.max(firstWhere(begins.length, (n) => begins[n] > at) - 1, 0), paragraphs.length - 1));
  };
  map.addEventListener("pointerdown", (event) => {
    if (paragraphs.length === 0 || event.button !== 0) return;
    map.setPointerCapture(event.pointerId);
    goToPointer(event);
  });
  // The mouse would take the focus away from the paragraph again.
  map.addEventListener("mousedown", (event) => event.preventDefault());
  map.addEventListener("pointermove", (event) => {
    if (map.hasPointerCapture(event.pointerId)) goToPointer(event);
  });

  return () => {
    const isShown = paragraphs.length > 0 && cells !== null;
    frame.hidden = !isShown;
    if (!isShown) return;
    const first = firstWhere(paragraphs.length, (n) => paragraphs[n].getBoundingClientRect().bottom > 0);
    const behind = firstWhere(paragraphs.length, (n) => paragraphs[n].getBoundingClientRect().top > innerHeight);
    const box = cells.getBoundingClientRect();
    const above = box.top - map.getBoundingClientRect().top;
    const top = begins[Math.min(first, paragraphs.length - 1)] / total * box.height;
    const bottom = begins[Math.max(behind, first + 1)] / total * box.height;
    frame.style.top = `${above + top}px`;
    frame.style.height = `${Math.max(bottom - top, 4)}px`;
  };
}

/**
 * The first number under `count` for which a condition holds that holds for all after it; `count` if there is none.
 * @param {number} count
 * @param {(n: number) => boolean} holds
 */
function firstWhere(count, holds) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle; else low = middle + 1;
  }
  return low;
}
