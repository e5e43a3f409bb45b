// Chromium, and the command whose reports it opens.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ARGUMENTS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Runs parasift in the project's folder; codes other than 0 may be expected. */
export function parasift(arguments_, code = 0) {
  try {
    execFileSync(process.env.PARASIFT ?? "target/debug/parasift", arguments_, { cwd: ROOT, stdio: "pipe" });
  } catch (error) {
    if (error.status !== code) throw new Error(`parasift ${arguments_.join(" ")}: ${error.stderr ?? error}`);
  }
}

/** A folder with some files, and what takes it away. */
export function folder(files = {}) {
  const path = mkdtempSync(join(tmpdir(), "parasift-browser-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return { path, file: (name) => join(path, name), remove: () => rmSync(path, { recursive: true }) };
}

export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGUMENTS });

/** Opens a report, and remembers what it asks of the network and which errors it makes. */
export async function open(browser, path, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  const [requests, errors] = [[], []];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => errors.push(message.text()));
  page.on("dialog", (dialog) => { errors.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  const address = pathToFileURL(path).href;
  await page.goto(address);
  return { page, requests: () => requests.filter((url) => url.split("#")[0] !== address), errors };
}
