// Makes the pictures of the README from a page of the examples: `node docs/pictures.mjs`, behind `tests/browser/run`, which
// installs what it needs. PARASIFT names the command, if it is not target/debug/parasift.
import { fileURLToPath } from "node:url";
import { folder, labelling, launch, open, parasift, visit } from "../tests/browser/browser.mjs";

const PAGE = "examples/hacked-news.html";
const OPTIONS = { viewport: { width: 1200, height: 680 }, colorScheme: "light" };
const picture = (name) => ({ path: fileURLToPath(new URL(name, import.meta.url)) });

const place = folder();
const browser = await launch();
try {
  parasift(["report", PAGE, "--out", place.file("report.html")]);
  const report = await open(browser, place.file("report.html"), OPTIONS);
  await report.page.keyboard.press("s");
  await report.page.screenshot(picture("report.png"));

  const server = await labelling([PAGE, "--to", place.file("labels.jsonl")]);
  const { page } = await visit(browser, server.address, OPTIONS);
  await page.waitForSelector(".paragraph");
  await page.frames()[1].waitForSelector("parasift-mark");
  for (const key of ["j", "j", "j", "Shift+J"]) await page.keyboard.press(key);
  await page.waitForTimeout(300);
  await page.screenshot(picture("label.png"));
  await server.stop();
} finally {
  await browser.close();
  place.remove();
}
