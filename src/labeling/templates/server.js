/** @typedef {"body" | "nav" | "spam"} Label */
/** A label, or null for what is left out of training. @typedef {Label | null} Choice */
/** @typedef {{ label: Label, probability: Record<Label, number> }} Opinion */
/** @typedef {{ number: number, name: string, doubt: number, is_labelled: boolean }} Entry */
/** @typedef {{ model: string, pages: Entry[], labelled_paragraphs: number }} Overview */
/**
 * @typedef {{ number: number, id: string, name: string, url: string | null, doubt: number, is_labelled: boolean,
 *   has_html: boolean, html: string, opinions: Opinion[], labels: Choice[] | null }} Shown
 */
/** F1 of body, nav and spam. @typedef {(number | null)[]} Figures */
/** @typedef {{ view: string, pages: number, first: Figures, before: Figures | null, now: Figures }} ViewFigures */
/**
 * @typedef {{ phase: "idle" } | { phase: "running", stage: string } | { phase: "failed", message: string }
 *   | { phase: "done", model: string, first: string, pages: number, views: ViewFigures[], written_to: string | null,
 *       is_used: boolean }} Phase
 */

/**
 * Asks the server. What it refuses, and that it is not there, is shown until something succeeds.
 * @param {string} path
 * @param {object} [sent] Posted, if there is any.
 * @returns {Promise<any>}
 */
async function ask(path, sent) {
  try {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(path, sent && { method: "POST", headers, body: JSON.stringify(sent) });
    const answer = response.status === 204 ? null : await response.json();
    if (!response.ok) throw new Error(`${answer.detail}. ${answer.remedy}`);
    byId("message").hidden = true;
    return answer;
  } catch (error) {
    const isGone = error instanceof TypeError;
    const text = isGone ? "parasift label does not answer: is it still running? Nothing is lost; try again." : String(/** @type {Error} */ (error).message);
    byId("message").textContent = text;
    byId("message").hidden = false;
    throw error;
  }
}

/** How long what has been done is told, in milliseconds. */
const TOLD = 4000;

/** @type {number | undefined} */
let telling;

/** Tells what has been done, also to those who do not see it. @param {string} text */
function say(text) {
  byId("status").textContent = text;
  clearTimeout(telling);
  telling = setTimeout(() => byId("status").replaceChildren(), TOLD);
}
