// A report of one page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { folder, launch, open, parasift } from "./browser.mjs";

let browser, place;
before(async () => {
  browser = await launch();
  place = folder({
    "hostile.jsonl": JSON.stringify({
      paragraphs: ["首页", "</script><img src=x onerror=alert(1)>", "开户送彩金 \u202e<svg onload=alert(2)>"],
    }),
    "long.txt": Array.from({ length: 4000 }, (_, n) => `第${n}行，没有什么特别的内容。`).join("\n"),
  });
  parasift(["report", "examples/hacked-news.html", "--out", place.file("news.html")]);
  parasift(["report", place.file("hostile.jsonl"), "--out", place.file("hostile.html")]);
  parasift(["report", place.file("long.txt"), "--out", place.file("long.html")]);
});
after(async () => {
  await browser.close();
  place.remove();
});

const focused = (page) => page.evaluate(() => document.activeElement?.id ?? "");
const evidence = (page) => page.locator("#evidence").innerText();

test("keys go from paragraph to paragraph, to the spam, and to the help", async () => {
  const { page, requests, errors } = await open(browser, place.file("news.html"));
  await page.keyboard.press("j");
  assert.equal(await focused(page), "paragraph-0");
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("k");
  assert.equal(await focused(page), "paragraph-1");
  for (const [key, expected] of [["s", 4], ["s", 16], ["s", 4], ["S", 16], ["S", 4]]) {
    await page.keyboard.press(key);
    assert.equal(await focused(page), `paragraph-${expected}`, key);
  }
  assert.match(await evidence(page), /Why spam[\s\S]*spam 1\.00[\s\S]*百家乐 \+11/);
  assert.equal(await page.getAttribute("#paragraph-4", "aria-describedby"), "evidence");
  assert.equal(await page.locator("[tabindex='0']").count(), 1, "one paragraph is in the order of the tab key");
  await page.keyboard.press("?");
  assert.match(await page.locator("#help").innerText(), /next spam/);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#help").isVisible(), false);
  assert.deepEqual([requests(), errors], [[], []]);
});

test("evidence is shown for what is pointed at, and for the focus again behind it", async () => {
  const { page } = await open(browser, place.file("news.html"));
  await page.keyboard.press("s");
  await page.hover("#paragraph-6 .text");
  assert.match(await evidence(page), /Why body/);
  const marked = await page.evaluate(() => Array.from(CSS.highlights.get("for-body") ?? [], String));
  assert.ok(marked.length > 0 && marked.every((word) => "老城区两座人行天桥月底通车".includes(word)), String(marked));
  await page.mouse.move(5, 5);
  assert.match(await evidence(page), /Why spam/);
});

test("a tap opens the evidence on a phone, and its cross closes it", async () => {
  const { page, errors } = await open(browser, place.file("news.html"), {
    viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true,
  });
  assert.equal(await page.locator("#evidence").isVisible(), false);
  for (const [paragraph, why] of [["#paragraph-4", /Why spam/], ["#paragraph-12", /Why body/]]) {
    await page.tap(paragraph);
    assert.match(await evidence(page), why);
    const [text, sheet] = await Promise.all([paragraph, "#evidence"].map((what) => page.locator(what).boundingBox()));
    assert.ok(text.y + text.height <= sheet.y, "the evidence covers its paragraph");
  }
  await page.tap("#evidence .close");
  assert.equal(await page.locator("#evidence").isVisible(), false);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
  assert.deepEqual(errors, []);
});

test("labels can be taken out, and keys pass over them", async () => {
  const { page } = await open(browser, place.file("news.html"));
  await page.click("button[data-label=nav]");
  assert.equal(await page.locator(".paragraph:visible").count(), 8);
  await page.keyboard.press("j");
  assert.equal(await focused(page), "paragraph-4");
  await page.click("button[data-label=nav]");
  assert.equal(await page.locator(".paragraph:visible").count(), 18);
});

test("the map goes where it is clicked, and shows what is in view", async () => {
  const { page, errors } = await open(browser, place.file("long.html"));
  const map = await page.locator("#map").boundingBox();
  await page.mouse.click(map.x + 10, map.y + map.height * 0.75);
  const index = Number((await focused(page)).split("-")[1]);
  assert.ok(index > 2900 && index < 3100, `paragraph ${index}`);
  await page.waitForFunction(() => scrollY > 0);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const box = await page.locator("#map .window").boundingBox();
  const middle = (box.y + box.height / 2 - map.y) / map.height;
  assert.ok(Math.abs(middle - 0.75) < 0.03, `the frame is at ${middle}`);
  assert.ok(box.height < 40, "a small part is in view");
  assert.deepEqual(errors, []);
});

test("hostile text stays text", async () => {
  const { page, requests, errors } = await open(browser, place.file("hostile.html"));
  assert.equal(await page.locator("#view img, #view svg:not(.cells)").count(), 0);
  assert.equal(await page.locator("#paragraph-1 .text").innerText(), "</script><img src=x onerror=alert(1)>");
  assert.match(await page.locator("#paragraph-2 .text").innerText(), /^开户送彩金 U\+202E<svg/);
  for (const key of ["j", "j", "j"]) await page.keyboard.press(key);
  assert.deepEqual([requests(), errors], [[], []]);
});

test("the policy stops what is not the report's own", async () => {
  const { page, errors } = await open(browser, place.file("news.html"));
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.isBroken = true";
    document.body.append(script);
    document.body.append(Object.assign(new Image(), { src: "https://example.com/a.png" }));
  });
  await page.waitForTimeout(100);
  assert.equal(await page.evaluate(() => "isBroken" in window), false);
  assert.equal(errors.length, 2, String(errors));
  assert.ok(errors.every((error) => error.includes("Content Security Policy")), String(errors));
});

test("light and dark, by the system and by the switch", async () => {
  const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = (await open(browser, place.file("news.html"), { colorScheme: "light" })).page;
  const dark = (await open(browser, place.file("news.html"), { colorScheme: "dark" })).page;
  assert.notEqual(await paper(light), await paper(dark));
  const before = await paper(dark);
  await dark.keyboard.press("t");
  assert.equal(await paper(dark), await paper(light));
  await dark.keyboard.press("t");
  assert.equal(await paper(dark), before);
});

/** Contrast of a text with what is behind it, by the rule of WCAG 2. */
async function contrast(page, selector) {
  return page.locator(selector).first().evaluate((element) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const over = (colours) => {
      canvas.clearRect(0, 0, 1, 1);
      for (const colour of colours) {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      const linear = Array.from(canvas.getImageData(0, 0, 1, 1).data.slice(0, 3), (c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const behind = [];
    for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const [one, other] = [over(behind), over([...behind, getComputedStyle(element).color])].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05);
  });
}

test("texts and labels can be read in light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page } = await open(browser, place.file("news.html"), { colorScheme });
    for (const label of ["body", "nav", "spam"]) {
      for (const part of [".text", ".label .name"]) {
        const found = await contrast(page, `.paragraph.${label} ${part}`);
        assert.ok(found >= 4.5, `${colorScheme} ${label} ${part}: ${found.toFixed(2)}`);
      }
    }
  }
});
