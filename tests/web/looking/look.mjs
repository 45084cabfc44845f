// Looks at pages in a real Chromium: node look.mjs CHROMIUM FOLDER ADDRESS…
// Each page is opened once and seen at three widths, in light and dark colours; then it is gone
// through by keyboard alone, on a wide screen and on a phone. What axe-core finds, what runs over
// the edge, what a keyboard cannot reach, and what the page could not load or run is printed as
// JSON. Pictures go into FOLDER, unless that is “-”.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { byKeyboard } from "./keyboard.mjs";

const [program, folder, ...addresses] = process.argv.slice(2);
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const sizes = [
  { width: 320, height: 640 },
  { width: 768, height: 1024 },
  { width: 1280, height: 900 },
];
// In other colours the page is the same but for them.
const ofColours = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
const rules = { light: tags, dark: ofColours };
// So many pages are looked at side by side.
const TOGETHER = 2;

const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
quiet.push("--disable-background-networking", "--disable-component-update", "--disable-sync");
const browser = await chromium.launch({ executablePath: program, args: quiet });
const found = [];
const waiting = [...addresses.entries()];
await Promise.all(Array.from({ length: TOGETHER }, lookAtSome));
await browser.close();
console.log(JSON.stringify(found));

async function lookAtSome() {
  // The page's own policy lets nothing run; axe is let in from outside.
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  while (waiting.length) await lookAt(page, ...waiting.shift());
  await context.close();
}

async function lookAt(page, number, address) {
  let troubles = [];
  page.removeAllListeners();
  page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
  page.on("requestfailed", (request) => {
    // A page that is still loading when the next one is opened is given up by the browser itself.
    const isGivenUp =
      request.isNavigationRequest() && request.failure().errorText === "net::ERR_ABORTED";
    if (!isGivenUp) troubles.push(`not loaded: ${request.url()}`);
  });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(address);
  await page.evaluate(axe);
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const isWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      if (isWide) troubles.push("the page is wider than the screen");
      const asked = { runOnly: rules[colorScheme], resultTypes: ["violations"] };
      const result = await page.evaluate((options) => window.axe.run(options), asked);
      for (const { id, nodes } of result.violations) {
        troubles.push(`${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
      }
      const path = `${folder}/${number}-${size.width}-${colorScheme}.png`;
      if (folder !== "-") await page.screenshot({ path, fullPage: true });
      const passes = result.passes.length;
      found.push({ address, width: size.width, colorScheme, passes, troubles });
      troubles = [];
    }
  }
  // Wide pages take turns in how wide they are. On a phone most has to be scrolled; and words that
  // are sent there lead away from the page.
  for (const size of [sizes[1 + (number % 2)], sizes[0]]) {
    await page.setViewportSize(size);
    const { reached, troubles: stuck } = await byKeyboard(page, { sending: size === sizes[0] });
    found.push({ address, width: size.width, reached, troubles: [...troubles, ...stuck] });
    troubles = [];
  }
}
