// Makes the picture of the README from a page of the examples: `node docs/pictures.mjs`, behind `tests/browser/run`, which
// installs what it needs. PARASIFT names the command, if it is not target/debug/parasift.
import { fileURLToPath } from "node:url";
import { folder, launch, open, parasift } from "../tests/browser/browser.mjs";

const place = folder();
const browser = await launch();
try {
  parasift(["report", "examples/hacked-news.html", "--out", place.file("report.html")]);
  const viewport = { width: 1200, height: 680 };
  const { page } = await open(browser, place.file("report.html"), { viewport, colorScheme: "light" });
  await page.keyboard.press("s");
  await page.screenshot({ path: fileURLToPath(new URL("report.png", import.meta.url)) });
} finally {
  await browser.close();
  place.remove();
}
