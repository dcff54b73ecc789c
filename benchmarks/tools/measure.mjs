// Measures pages with Lighthouse in one Chromium, one after another, and prints a line of JSON
// for each: its scores, the metrics of the loading, and the audits that were not passed.
//
//   node measure.mjs CATEGORY,… RUNS ADDRESS …

import {launch} from "chrome-launcher";
import lighthouse from "lighthouse";

const ATTEMPTS = 3; // a tab of a busy machine sometimes paints nothing in time

const METRICS = {
  fcp: "first-contentful-paint",
  lcp: "largest-contentful-paint",
  tbt: "total-blocking-time",
  cls: "cumulative-layout-shift",
};

const [categories, runs, ...addresses] = process.argv.slice(2);
const chrome = await launch({
  chromePath: process.env.CHROME_PATH,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
});

async function measured(address) {
  for (let attempt = 1; ; attempt += 1) {
    const {lhr} = await lighthouse(address, {
      port: chrome.port,
      logLevel: "error",
      onlyCategories: categories.split(","),
      disableFullPageScreenshot: true,
    });
    const broken = lhr.runtimeError?.message
      ?? Object.values(lhr.audits).find(each => each.scoreDisplayMode === "error")?.errorMessage;
    if (!broken || attempt === ATTEMPTS) return {lhr, broken: broken ?? null};
    console.error(`again: ${address}: ${broken}`);
  }
}

try {
  for (const address of addresses) {
    for (let run = 0; run < Number(runs); run += 1) {
      const {lhr, broken} = await measured(address);
      const of = (record, value) =>
        Object.fromEntries(Object.entries(record).map(([name, each]) => [name, value(each)]));
      const failed = Object.values(lhr.categories).flatMap(category =>
        category.auditRefs
          .filter(each => each.weight > 0 && (lhr.audits[each.id].score ?? 1) < 1)
          .map(each => `${each.id}: ${lhr.audits[each.id].title}`));
      console.log(JSON.stringify({
        address,
        version: lhr.lighthouseVersion,
        scores: of(lhr.categories, each => Math.round((each.score ?? 0) * 100)),
        metrics: of(METRICS, each => lhr.audits[each]?.numericValue ?? null),
        failed,
        error: broken,
      }));
    }
  }
} finally {
  await chrome.kill();
}
