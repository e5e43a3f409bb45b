// The report of an evaluation.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { folder, launch, open, parasift } from "./browser.mjs";

let browser, place;
before(async () => {
  browser = await launch();
  const wrong = ["spam\t首页", "spam\t新闻", "body\t联系我们<img src=x onerror=alert(1)>", "nav\t体育"].join("\n");
  place = folder({ "wrong.tsv": `# site: one\n${wrong}\n` });
  const data = ["training-data/pages/news-local", place.file("wrong.tsv")];
  parasift(["eval", ...data, "--report", place.file("eval.html")]);
});
after(async () => {
  await browser.close();
  place.remove();
});

test("both views have their figures, plots and mistakes", async () => {
  const { page, requests, errors } = await open(browser, place.file("eval.html"));
  assert.deepEqual(await page.locator("section.view").evaluateAll((all) => all.map(({ id }) => id)), ["text", "html"]);
  assert.equal(await page.locator("svg.plot[role=img]").count(), 4);
  const counts = await page.locator("#text .given b").allInnerTexts();
  assert.equal(counts.length, 9);
  assert.ok(await page.locator("#text .mistake").count() >= 3);
  assert.equal(await page.locator(".mistake img").count(), 0);
  assert.deepEqual([requests(), errors], [[], []]);
});

test("mistakes are filtered by kind, and keys go through them", async () => {
  const { page } = await open(browser, place.file("eval.html"));
  await page.click("#text button[data-kind=spam-nav]");
  assert.equal(await page.locator("#text .mistake:visible").count(), 2);
  await page.keyboard.press("j");
  assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ""), /is spam\s*called nav/);
  await page.click("#text button[data-kind=spam-nav]");
  assert.ok(await page.locator("#text .mistake:visible").count() > 2);
});

test("it fits a phone", async () => {
  const { page } = await open(browser, place.file("eval.html"), { viewport: { width: 390, height: 844 } });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
});
