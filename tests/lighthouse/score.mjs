// node score.mjs URL...: what Lighthouse says of each page on its phone, the median of some runs by category.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const RUNS = 5;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const PROGRAMS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

const chromePath = PROGRAMS.find((path) => path && existsSync(path));
assert.ok(chromePath, 'no Chromium: `make setup-tests` installs it, or set CHROMIUM to its path');

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

for (const url of process.argv.slice(2)) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    // A fresh profile each time: a first visit.
    const chrome = await launch({ chromePath, chromeFlags: FLAGS, logLevel: 'error' });
    try {
      const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: 'error' });
      assert.equal(lhr.runtimeError, undefined, lhr.runtimeError?.message);
      runs.push(lhr.categories);
    } finally {
      chrome.kill();
    }
  }
  const scores = CATEGORIES.map((category) => `${category} ${Math.round(100 * median(runs.map((run) => run[category].score)))}`);
  console.log(`  ${new URL(url).pathname.padEnd(24)} ${scores.join(', ')}`);
}
