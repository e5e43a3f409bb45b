// @ts-check
"use strict";

/** @typedef {{ keys: string[], text: string, run: () => void }} Command */

/** What the keys do; each report adds its own. @type {Command[]} */
const commands = [];

/**
 * The element with that id, which the template has.
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`no element ${id}`);
  return element;
}

/**
 * A new element with text, never with markup.
 * @param {string} name
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElement}
 */
function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/**
 * Adds a command, and a button for it where it has a face.
 * @param {string[]} keys
 * @param {string} text
 * @param {() => void} run
 * @param {{ sign: string, word?: string }} [face]
 * @returns {HTMLButtonElement}
 */
function command(keys, text, run, face) {
  commands.push({ keys, text, run });
  const button = document.createElement("button");
  button.type = "button";
  button.addEventListener("click", run);
  if (face) {
    button.append(make("span", "", face.sign));
    if (face.word) button.append(make("span", "word", ` ${face.word}`));
    button.setAttribute("aria-label", text);
    button.title = `${text} (${keys.join(", ")})`;
    byId("tools").append(button);
  }
  return button;
}

/** @returns {boolean} */
function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function switchTheme() {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  // A browser may keep no storage for files.
  try { localStorage.setItem("parasift-theme", theme); } catch { /* then it is for this time only */ }
}

function showHelp() {
  const list = byId("help-keys");
  list.replaceChildren();
  for (const { keys, text } of commands) {
    const term = make("dt");
    for (const key of keys) term.append(make("kbd", "", key), " ");
    list.append(term, make("dd", "", text));
  }
  /** @type {HTMLDialogElement} */ (byId("help")).showModal();
}

/** The tools that all reports have stand behind their own. */
function addCommonCommands() {
  command(["t"], "light or dark", switchTheme, { sign: "◐" });
  command(["?"], "help", showHelp, { sign: "?" });
  document.addEventListener("keydown", (event) => {
    const inField = event.target instanceof HTMLInputElement;
    if (event.ctrlKey || event.metaKey || event.altKey || inField || document.querySelector("dialog[open]")) return;
    const found = commands.find(({ keys }) => keys.includes(event.key));
    if (found) {
      event.preventDefault();
      found.run();
    }
  });
}

try {
  const theme = localStorage.getItem("parasift-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* as above */ }
