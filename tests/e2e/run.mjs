// node run.mjs JOURNEY BASE OUT: runs journeys/JOURNEY.mjs against the server at BASE; what it keeps goes to the folder OUT.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Visitor, launch } from './browser.mjs';

const [journey, base, out] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const { default: travel } = await import(`./journeys/${journey}.mjs`);
const browser = await launch();
const visitors = [];
const arrive = async (options) => {
  const visitor = await Visitor.arrive(browser, base, options);
  visitors.push(visitor);
  return visitor;
};
try {
  await travel({ base, out, arrive });
} catch (error) {
  process.exitCode = 1;
  console.error(error);
  for (const [at, { page, complaints }] of visitors.entries()) {
    if (page.isClosed()) continue;
    console.error(`\nThe page was ${page.url()}. The browser's complaints: ${JSON.stringify(complaints, null, 1)}`);
    await page.screenshot({ path: join(out, `failure-${at}.png`) });
    await writeFile(join(out, `failure-${at}.yaml`), await page.locator('body').ariaSnapshot());
    console.error(`Picture and outline: ${join(out, `failure-${at}`)}.{png,yaml}`);
  }
} finally {
  await browser.close();
}
