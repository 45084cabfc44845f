// Looks at pages in a real Chromium: node look.mjs CHROMIUM FOLDER ADDRESS…
// Each page is seen on a narrow phone in light colours and on a wide screen in dark ones; what
// axe-core finds, what runs over the edge, and what the page could not load or run is printed as
// JSON. Pictures go into FOLDER, unless that is “-”.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [program, folder, ...addresses] = process.argv.slice(2);
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
// Colours do not depend on the width, so each is seen once with either.
const looks = [
  { width: "narrow", colorScheme: "light", viewport: { width: 320, height: 640 } },
  { width: "wide", colorScheme: "dark", viewport: { width: 1280, height: 900 } },
];
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
quiet.push("--disable-background-networking", "--disable-component-update", "--disable-sync");
const browser = await chromium.launch({ executablePath: program, args: quiet });
const found = [];
for (const { width, colorScheme, viewport } of looks) {
  // The page's own policy lets nothing run; axe is let in from outside.
  const context = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  for (const [number, address] of addresses.entries()) {
    const troubles = [];
    page.removeAllListeners();
    page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
    page.on("requestfailed", (request) => troubles.push(`not loaded: ${request.url()}`));
    await page.goto(address);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    if (wide) troubles.push("the page is wider than the screen");
    await page.evaluate(axe);
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const result = await page.evaluate((values) => window.axe.run({ runOnly: values }), tags);
    for (const { id, nodes } of result.violations) {
      troubles.push(`${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
    }
    const path = `${folder}/${number}-${width}-${colorScheme}.png`;
    if (folder !== "-") await page.screenshot({ path, fullPage: true });
    found.push({ address, width, colorScheme, passes: result.passes.length, troubles });
  }
  await context.close();
}
await browser.close();
console.log(JSON.stringify(found));
