// How long review and analysis take in the browser after an edit, in designs of 50 and of 1,000 elements. A measurement, no test:
// `make measure` runs it. The program that starts it puts the designs into the folder `out`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The first few are slower: the browser compiles well only what it has seen to be busy. */
const EDITS = 41;
const PATIENCE_MS = 60_000;
/** What the studio waits after an edit before it looks again; the callback of that timer is what is timed. */
const REVIEW_AFTER_MS = 120;

export default async function ({ base, out, arrive }) {
  for (const size of [50, 1000]) {
    const design = JSON.parse(await readFile(join(out, `design-${size}.json`), 'utf8'));
    const visitor = await arrive();
    const { page } = visitor;
    page.setDefaultTimeout(PATIENCE_MS);
    await page.addInitScript((delay) => {
      const plain = window.setTimeout;
      window.reviewTimes = [];
      window.setTimeout = (work, after, ...rest) =>
        plain(
          after !== delay
            ? work
            : (...given) => {
                const began = performance.now();
                work(...given);
                window.reviewTimes.push(performance.now() - began);
              },
          after,
          ...rest,
        );
    }, REVIEW_AFTER_MS);
    const response = await visitor.context.request.post(`${base}/api/v1/projects`, { data: { design }, headers: { origin: base } });
    if (!response.ok()) throw new Error(`POST /api/v1/projects: ${response.status()} ${await response.text()}`);
    await visitor.open(`/p/${(await response.json()).id}/studio`);
    await page.locator('[data-part="service-1"]').focus();
    for (let edit = 0; edit < EDITS; edit += 1) {
      const before = await page.evaluate(() => window.reviewTimes.length);
      await page.keyboard.press('Control+ArrowRight');
      await page.waitForFunction((count) => window.reviewTimes.length > count, before);
    }
    const times = (await page.evaluate(() => window.reviewTimes)).sort((a, b) => a - b);
    const elements = Object.keys(design.elements).length;
    console.log(`  ${times[Math.floor(times.length / 2)].toFixed(2).padStart(8)} ms   ${elements} elements, median of ${times.length}`);
    await visitor.context.close();
  }
}
