// A report of many pages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { folder, launch, open, parasift } from "./browser.mjs";

let browser, place;
before(async () => {
  browser = await launch();
  const lines = Array.from({ length: 300 }, (_, n) => JSON.stringify({ text: `首页\n新闻\n第${n}页` })).join("\n");
  place = folder({ "b.jsonl": `${lines}\nnot json\n` });
  parasift(["report", place.file("b.jsonl"), "examples/hacked-news.html", "--out", place.file("many.html")], 2);
});
after(async () => {
  await browser.close();
  place.remove();
});

test("the index leads to pages and back", async () => {
  const { page, requests, errors } = await open(browser, place.file("many.html"));
  assert.equal(await page.locator("#entries li:visible").count(), 301);
  assert.match(await page.locator("#entries li").first().innerText(), /hacked-news\.html/);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".paragraph");
  assert.equal(await page.locator("h1:visible").innerText(), "examples/hacked-news.html");
  assert.equal(await page.locator("#index").isVisible(), false);
  await page.keyboard.press("s");
  assert.match(await page.locator("#evidence").innerText(), /Why spam/);
  await page.keyboard.press("n");
  await page.waitForFunction(() => document.querySelector("#view h1")?.textContent?.includes("b.jsonl:1"));
  assert.equal(await page.locator(".paragraph").count(), 3);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("#view h1")?.textContent?.includes("hacked-news"));
  await page.keyboard.press("i");
  assert.equal(await page.locator("#index").isVisible(), true);
  assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ""), /hacked-news/);
  assert.deepEqual([requests(), errors], [[], []]);
});

test("the index is filtered by name, title and verdict", async () => {
  const { page } = await open(browser, place.file("many.html"));
  const shown = () => page.locator("#entries li:visible").count();
  await page.keyboard.press("/");
  await page.keyboard.type("B.JSONL :29");
  assert.equal(await shown(), 11);
  assert.equal(await page.locator("#shown").innerText(), "11 shown");
  await page.fill("#filter", "青石日报");
  assert.equal(await shown(), 1);
  await page.fill("#filter", "");
  await page.click("button[data-verdict=injected]");
  assert.equal(await shown(), 1);
  await page.click("button[data-verdict=injected]");
  assert.equal(await shown(), 301);
});

test("an address leads to its page, and one of no page to the index", async () => {
  const { page } = await open(browser, place.file("many.html"));
  const address = page.url();
  await page.goto(`${address}#page-301`);
  assert.equal(await page.locator("#view h1").innerText(), "examples/hacked-news.html");
  await page.goto(`${address}#page-999`);
  assert.equal(await page.locator("#index").isVisible(), true);
});
