/** @param {Element} pressed Shows only mistakes of its kind, or all again. */
function chooseKind(pressed) {
  const section = /** @type {Element} */ (pressed.closest("section"));
  const chosen = pressed.getAttribute("aria-pressed") === "true" ? null : pressed.getAttribute("data-kind");
  for (const button of section.querySelectorAll("button[data-kind]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-kind") === chosen));
  }
  for (const mistake of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll(".mistake"))) {
    mistake.hidden = chosen !== null && mistake.dataset.kind !== chosen;
  }
}

/** @param {1 | -1} step */
function goToMistake(step) {
  const mistakes = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll(".mistake:not([hidden])")));
  const now = mistakes.findIndex((mistake) => mistake === document.activeElement);
  const next = mistakes[now < 0 ? 0 : now + step];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}

for (const button of document.querySelectorAll("button[data-kind]")) {
  button.addEventListener("click", () => chooseKind(button));
}
command(["j"], "next mistake", () => goToMistake(1), { sign: "▼", word: "mistake" });
command(["k"], "mistake before", () => goToMistake(-1), { sign: "▲", word: "mistake" });
addCommonCommands();
