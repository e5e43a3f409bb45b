/**
 * As src/report/evidence.rs writes it: probabilities of body, nav and spam; the label it is held against; the sum of all parts;
 * parts by their place among the names; words.
 * @typedef {[number[], string, number, [number, number][], [string, number][]]} Evidence
 */

/** Names of the parts, each with what it is. @type {[string, string][]} */
const partNames = JSON.parse(document.getElementById("parts")?.textContent ?? "[]");

const LABELS = ["body", "nav", "spam"];

/** @param {number} value */
const signed = (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + Math.abs(value).toFixed(1);

/**
 * The three probabilities, as a bar and as numbers.
 * @param {number[]} probabilities
 * @returns {HTMLElement[]}
 */
function shares(probabilities) {
  const [bar, text] = [make("div", "shares"), make("div", "shares-text")];
  LABELS.forEach((label, at) => {
    const share = make("span", label);
    share.style.width = `${probabilities[at] * 100}%`;
    bar.append(share);
    const number = make("span", label, `${label} `);
    number.append(make("b", "", probabilities[at].toFixed(2)));
    text.append(number);
  });
  return [bar, text];
}

/**
 * A bar from the middle to the right for, to the left against.
 * @param {number} value
 * @param {number} most
 * @param {string} label
 */
function pull(value, most, label) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "-50 0 100 10");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", `pull ${label}`);
  svg.setAttribute("aria-hidden", "true");
  const bar = document.createElementNS(space, "rect");
  const width = Math.abs(value) / most * 50;
  bar.setAttribute("x", String(value < 0 ? -width : 0));
  bar.setAttribute("width", String(width));
  bar.setAttribute("height", "10");
  svg.append(bar);
  return svg;
}

/**
 * Shows why a paragraph got its label.
 * @param {HTMLElement} panel
 * @param {string} label
 * @param {Evidence} evidence
 * @param {() => void} close
 */
function showEvidence(panel, label, [probabilities, against, sum, parts, words], close) {
  const heading = make("h2", label, `Why ${label}`);
  const button = make("button", "close", "✕");
  button.setAttribute("aria-label", "Close the evidence");
  button.addEventListener("click", close);
  heading.append(make("span", "about", `${signed(sum)} over ${against}`), button);
  const list = make("dl", "parts");
  const most = Math.max(...parts.map(([, value]) => Math.abs(value)));
  for (const [place, value] of parts) {
    const [name, meaning] = partNames[place];
    const term = make("dt", "", meaning);
    term.title = name;
    const number = make("dd", "value", signed(value));
    list.append(term, pull(value, most, value < 0 ? against : label), number);
  }
  panel.replaceChildren(heading, ...shares(probabilities));
  if (parts.length > 0) panel.append(make("h3", "", `Pulls towards ${label} (+) or ${against} (−)`), list);
  if (words.length > 0) panel.append(make("h3", "", `Words for ${label}; dashed, against it`), wordList(label, words));
}

/**
 * @param {string} label
 * @param {[string, number][]} words
 */
function wordList(label, words) {
  const list = make("ul", "words");
  for (const [word, value] of words) {
    const item = make("li", value < 0 ? "against" : label, `${word} `);
    item.dir = "auto";
    item.append(make("small", "", signed(value)));
    list.append(item);
  }
  return list;
}

/**
 * Marks the words that spoke for the label in the text itself, where the browser can. The model reads them folded, so some are
 * not found.
 * @param {HTMLElement} paragraph
 * @param {string} label
 * @param {[string, number][]} words
 */
function markWords(paragraph, label, words) {
  if (typeof Highlight === "undefined") return;
  CSS.highlights.clear();
  const wanted = words.filter(([word, value]) => value > 0 && word.length > 1).map(([word]) => word.toLowerCase());
  const ranges = [];
  const texts = document.createTreeWalker(paragraph.querySelector(".text") ?? paragraph, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = (node.textContent ?? "").toLowerCase();
    // Lower case may be longer than what it is of.
    if (text.length !== node.textContent?.length) continue;
    for (const word of wanted) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set(`for-${label}`, new Highlight(...ranges));
}
