// axe finds nothing on any page, in either theme, and every page hydrates with an empty console.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { STARTER, papers, pages } from '../pages.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const violations = (page) =>
  page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')} (${nodes.length})`);
  });

export default async function ({ arrive }) {
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    const visitor = await arrive({ colorScheme, bypassCSP: true }); // axe is put into the page from outside
    const id = await visitor.projectFrom(STARTER);
    const look = async (path) => {
      await visitor.page.addScriptTag({ path: axe });
      found.push(...(await violations(visitor.page)).map((violation) => `${colorScheme} ${path.replace(id, 'ID')} ${violation}`));
    };
    for (const [path] of [...pages(id), ['/recover']]) {
      await visitor.open(path);
      await look(path);
    }
    for (const path of papers) {
      const response = await visitor.page.goto(path);
      assert.equal(response.status(), 200, path);
      await look(path);
    }
    await visitor.leave();
  }
  assert.deepEqual(found, []);
}
