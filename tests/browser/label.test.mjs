// Labelling pages.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { folder, labelling, launch, parasift, visit } from "./browser.mjs";

const text = (n) => `这是第${n}段正文，说的是河边的一座小桥，去年秋天修好，今年春天通车。`;
const article = (title) => `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body>
<div class="menu"><a href="/">首页</a> | <a href="/news">新闻</a></div><h1>${title}</h1>
${[1, 2, 3, 4].map((n) => `<p>${text(n)}</p>`).join("\n")}
<div class="foot">版权所有</div></body></html>`;

let browser, place, server;
before(async () => { browser = await launch(); });
after(() => browser.close());
beforeEach(() => { place = folder({ "a.html": article("小桥通车"), "b.html": article("河边新桥"), "c.txt": "首页\n一行字\n" }); });
afterEach(async () => {
  await server?.stop();
  server = undefined;
  place.remove();
});

/** Starts the labelling of some of the files, and opens it. */
async function start(names, options) {
  server = await labelling([...names.map(place.file), "--to", place.file("labels.jsonl")]);
  const visited = await visit(browser, server.address, options);
  await visited.page.waitForSelector(".paragraph, #entries li");
  return visited;
}

const saved = () => readFileSync(place.file("labels.jsonl"), "utf8").trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
const labels = (page) => page.$$eval(".paragraph .name", (names) => names.map((name) => name.textContent));
const selected = (page) => page.$$eval(".paragraph", (all) => all.flatMap((one, n) => (one.ariaSelected === "true" ? [n] : [])));
const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };
const isAt = (page, name) => page.waitForFunction((name) => document.getElementById("name").textContent.endsWith(name), name);

test("keys label what is selected, undo and redo it, and accept the page", async () => {
  const { page, errors } = await start(["a.html"]);
  const before = await labels(page);
  assert.equal(before.length, 7);
  await press(page, "j", "j", "ArrowDown", "k", "s");
  assert.deepEqual(await labels(page), before.with(2, "spam"));
  await press(page, "j", "Shift+J", "Shift+ArrowDown");
  assert.deepEqual(await selected(page), [3, 4, 5]);
  await press(page, "n");
  const labelled = before.with(2, "spam").fill("nav", 3, 6);
  assert.deepEqual(await labels(page), labelled);
  await press(page, "u", "u");
  assert.deepEqual(await labels(page), before);
  await press(page, "Control+y", "U");
  assert.deepEqual(await labels(page), labelled);
  await press(page, "Control+z", "r");
  await page.click("#paragraph-0");
  await press(page, "x", "Enter");
  await page.waitForFunction(() => location.hash === "#index");
  const [{ paragraphs, page: name, html }] = saved();
  assert.deepEqual(paragraphs.map(({ label }) => label), labelled.with(0, "unk"));
  assert.deepEqual([paragraphs[2].text, name], [text(1), place.file("a.html")]);
  assert.equal(readFileSync(place.file(html), "utf8"), article("小桥通车"));
  assert.match(await page.locator("#progress-text").innerText(), /^1 of 1 pages, 7 paragraphs/);
  assert.deepEqual(errors, []);
});

test("ranges by shift and click, by dragging, by the range key, and all alike", async () => {
  const { page } = await start(["a.html"]);
  await page.click("#paragraph-2");
  await page.click("#paragraph-4", { modifiers: ["Shift"] });
  assert.deepEqual(await selected(page), [2, 3, 4]);
  const [from, to] = await Promise.all([5, 3].map((n) => page.locator(`#paragraph-${n}`).boundingBox()));
  await page.mouse.move(from.x + 200, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 200, to.y + 10, { steps: 8 });
  await page.mouse.up();
  assert.deepEqual(await selected(page), [3, 4, 5]);
  await press(page, "Escape", "v", "j", "j");
  assert.deepEqual(await selected(page), [3, 4, 5]);
  await press(page, "v", "s", "j", "k", "e");
  assert.deepEqual(await selected(page), [3, 4, 5]);
});

test("the most doubtful page comes first, and one that is labelled is not asked for again", async () => {
  const { page } = await start(["a.html", "b.html", "c.txt"]);
  const order = async () => {
    await press(page, "i");
    await page.waitForSelector("#entries li");
    const found = await page.$$eval("#entries li", (items) => items.map((item) => item.innerText.split(/\s*\n\s*/)));
    return found.map(([name, standing, doubt]) => ({ name: name.split("/").pop(), standing, doubt: Number(doubt) }));
  };
  const all = await order();
  const doubts = all.map(({ doubt }) => doubt);
  assert.deepEqual(doubts, doubts.toSorted((one, other) => other - one));
  await page.goBack();
  await isAt(page, all[0].name);
  await press(page, " ");
  await isAt(page, all[1].name);
  assert.deepEqual((await order()).map(({ standing }) => standing), ["labelled", "to do", "to do"]);
  await server.stop();
  const again = (await start(["a.html", "b.html", "c.txt"])).page;
  await isAt(again, all[1].name);
  assert.match(await again.locator("#progress-text").innerText(), /^1 of 3 pages/);
  // It can be opened all the same, and has the labels that it was given.
  await press(again, "i");
  await again.click("#entries a");
  await isAt(again, all[0].name);
  assert.equal(await again.locator("#standing").innerText(), "labelled");
});

test("what is not accepted yet survives a reload", async () => {
  const { page } = await start(["a.html"]);
  await press(page, "j", "s");
  const labelled = await labels(page);
  await page.reload();
  await page.waitForSelector(".paragraph");
  assert.deepEqual(await labels(page), labelled);
  assert.deepEqual(saved(), []);
});

test("a page is shown as it looked, runs nothing, asks for nothing, and follows the keys", async () => {
  const asked = [];
  const outside = createServer((request, response) => { asked.push(request.url); response.end(); });
  outside.on("connection", () => asked.push("connection"));
  await new Promise((done) => outside.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${outside.address().port}`;
  const hostile = article("小桥通车").replace("<title>", `<link rel=preconnect href="${url}"><link rel=stylesheet href="${url}/a.css">
<link rel=dns-prefetch href="//example.com"><meta http-equiv=refresh content="0;url=${url}/refresh"><base href="${url}/"><style>@import "${url}/b.css"; body { background: url(${url}/c.png) }</style>
<script>parent.document.title = "broken"; fetch("${url}/fetch")</script><title>`).replace("<h1>", `<img src="${url}/d.png" onerror="fetch('${url}/e')">
<iframe src="${url}/frame"></iframe><video src="${url}/v" autoplay></video><object data="${url}/o"></object><form action="${url}/form"><button>提交</button></form><a id=out href="${url}/link">外链</a><h1>`);
  place = folder({ "hostile.html": hostile });
  try {
    const { page, requests } = await start(["hostile.html"]);
    const frame = page.frames()[1];
    await frame.waitForSelector("parasift-mark");
    await press(page, "j", "j", "j", "j");
    await page.waitForTimeout(300);
    const marked = await frame.$eval("parasift-mark:target", (mark) => mark.textContent);
    assert.equal(marked, await page.locator("#paragraph-4 .text").innerText());
    await frame.$eval("form", (form) => form.querySelector("button").click());
    await frame.$eval("#out", (link) => link.click());
    const box = await page.locator("#pane").boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForTimeout(500);
    assert.deepEqual(asked, [], "nothing leaves the machine");
    assert.match(await page.title(), /parasift label$/);
    assert.ok(requests().every((request) => request.startsWith(new URL(server.address).origin) || request.startsWith(url)));
    // The keys still work, though the frame was clicked into.
    await press(page, "s");
    assert.ok((await labels(page)).includes("spam"));
    await press(page, "h");
    assert.equal(await page.locator("#pane").isVisible(), false);
  } finally {
    outside.close();
  }
});

test("text of a page stays text, in names too", async () => {
  place = folder({ "x.jsonl": JSON.stringify({ url: "https://example.com/<b>\u202e", paragraphs: ["</script><img src=x onerror=alert(1)>", "\u202e<svg onload=alert(2)>"] }) });
  const { page, errors } = await start(["x.jsonl"]);
  assert.equal(await page.locator("#desk img, #desk svg, #desk b:not([id])").count(), 0);
  assert.match(await page.locator("#paragraph-1 .text").innerText(), /^U\+202E<svg/);
  assert.match(await page.locator("#url").innerText(), /<b>\ufffd$/);
  assert.deepEqual(errors, []);
});

test("what cannot be saved is said and nothing is lost", async () => {
  const { page } = await start(["a.html"]);
  await press(page, "j", "s");
  const labelled = await labels(page);
  await server.stop("SIGKILL");
  await press(page, "Enter");
  await page.waitForSelector("#message:not([hidden])");
  assert.match(await page.locator("#message").innerText(), /still running/);
  assert.deepEqual(await labels(page), labelled);
});

test("a new model is trained beside the labelling, compared, and used", async () => {
  const sites = Array.from({ length: 4 }, (_, n) => [`p${n}.html`, article(`第${n}座桥`).replaceAll("河边", `${n}号河边`)]);
  place = folder(Object.fromEntries(sites));
  const { page, errors } = await start(sites.map(([name]) => name));
  await press(page, "m");
  await page.waitForFunction(() => /No new model.*no page is labelled/.test(document.getElementById("training-state").textContent));
  for (let n = 0; n < 4; n += 1) {
    const name = await page.locator("#name").innerText();
    await press(page, "Enter");
    await page.waitForFunction((name) => document.getElementById("name").textContent !== name || location.hash === "#index", name);
  }
  await press(page, "m");
  await page.waitForSelector("#training-state table", { timeout: 240_000 });
  assert.match(await page.locator("#training-state").innerText(), /labels-2 is ready[\s\S]*4 pages as HTML[\s\S]*zh-en/);
  await page.click("#training-state button");
  await page.waitForFunction(() => document.getElementById("index-title").textContent.includes("labels-2"));
  assert.deepEqual(errors.filter((error) => !error.includes("favicon")), []);
});

test("labels on a phone, by touch", async () => {
  const { page, errors } = await start(["a.html"], { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const before = await labels(page);
  await page.tap("#paragraph-3");
  await page.tap("#actions button:has-text('range')");
  await page.tap("#paragraph-5");
  await page.tap("#actions .spam");
  assert.deepEqual(await labels(page), before.with(3, "spam").with(4, "spam").with(5, "spam"));
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
  await page.tap("#actions .accept button");
  await page.waitForFunction(() => location.hash === "#index");
  assert.equal(saved().length, 1);
  parasift(["check", place.file("labels.jsonl")]);
  assert.deepEqual(errors, []);
});
