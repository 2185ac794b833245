// Judges pages as a person with a screen reader, or at 400 %, would meet them:
//   node pages.mjs MODULES CHROMIUM PAGE...
// Every page must have no violation of WCAG 2.2 A and AA that axe-core can find, in the light and
// the dark, and at 320 CSS pixels nothing may have to be scrolled sideways but tables in their frames.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [modules, chromium, ...pages] = process.argv.slice(2);
const require = createRequire(resolve(modules, "package.json"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu"],
});
let faults = 0;
let checks = 0;
for (const path of pages) {
  for (const scheme of ["light", "dark"]) {
    const page = await browser.newPage();
    // The pages forbid every script, axe's too.
    await page.setBypassCSP(true);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(pathToFileURL(resolve(path)).href);
    await page.evaluate(axe);
    const found = await page.evaluate(
      (tags) => globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } }),
      tags,
    );
    checks += found.passes.length;
    for (const violation of found.violations) {
      for (const node of violation.nodes) {
        faults += 1;
        console.log(`${path} (${scheme}): ${violation.id}: ${node.target.join(" ")}: ${node.failureSummary}`);
      }
    }
    await page.setViewport({ width: 320, height: 640 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > 320) {
      faults += 1;
      console.log(`${path} (${scheme}): at 320 pixels the page is ${wide} wide`);
    }
    await page.close();
  }
}
await browser.close();
console.log(`${pages.length} pages, ${checks} rules passed, ${faults} faults`);
process.exit(faults === 0 && checks > 0 ? 0 : 1);
