/** All pages, the most doubtful first. @type {Entry[]} */
let entries = [];
let labelledParagraphs = 0;
let which = "all";

/** @returns {Promise<void>} */
async function readIndex() {
  /** @type {Overview} */
  const overview = await ask("/pages");
  entries = overview.pages;
  labelledParagraphs = overview.labelled_paragraphs;
  byId("index-title").textContent = `${entries.length} pages, by the doubt of ${overview.model}`;
  drawProgress();
}

function drawProgress() {
  const done = entries.filter((entry) => entry.is_labelled).length;
  const progress = /** @type {HTMLProgressElement} */ (byId("progress"));
  progress.max = Math.max(entries.length, 1);
  progress.value = done;
  byId("progress-text").textContent = `${done} of ${entries.length} pages, ${labelledParagraphs} paragraphs labelled`;
}

/** Shows the pages that the filter lets through. */
function drawIndex() {
  const words = /** @type {HTMLInputElement} */ (byId("filter")).value.toLowerCase().split(/\s+/);
  const wanted = entries.filter((entry) => {
    const isOfKind = which === "all" || entry.is_labelled === (which === "labelled");
    return isOfKind && words.every((word) => entry.name.toLowerCase().includes(word));
  });
  byId("entries").replaceChildren(...wanted.map((entry) => {
    const [item, link] = [make("li"), /** @type {HTMLAnchorElement} */ (make("a"))];
    link.href = `#page-${entry.number}`;
    const name = make("span", "entry-name");
    const text = make("span", "", entry.name);
    text.dir = "auto";
    name.append(text);
    const bar = make("span", "bar");
    bar.append(make("span"));
    /** @type {HTMLElement} */ (bar.firstElementChild).style.width = `${entry.doubt / Math.log2(3) * 100}%`;
    const standing = make("span", entry.is_labelled ? "is-labelled" : "about", entry.is_labelled ? "labelled" : "to do");
    const doubt = make("span", "about", entry.doubt.toFixed(3));
    doubt.title = "doubt: the mean entropy of the paragraphs' labels, in bits";
    link.append(name, standing, bar, doubt);
    item.append(link);
    return item;
  }));
  byId("shown").textContent = `${wanted.length} shown`;
}

/** Among the links of the index. @param {1 | -1} step */
function goToEntry(step) {
  const links = /** @type {HTMLElement[]} */ (Array.from(byId("entries").querySelectorAll("a")));
  const now = links.findIndex((link) => link === document.activeElement);
  links[now < 0 ? 0 : now + step]?.focus();
}

byId("filter").addEventListener("input", drawIndex);
for (const button of /** @type {Iterable<HTMLElement>} */ (document.querySelectorAll("button[data-which]"))) {
  button.addEventListener("click", () => {
    which = button.dataset.which ?? "all";
    for (const other of /** @type {Iterable<HTMLElement>} */ (document.querySelectorAll("button[data-which]"))) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    drawIndex();
  });
}
