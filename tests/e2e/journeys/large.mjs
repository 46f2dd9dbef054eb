// A design of hundreds of parts: it is drawn with the routes that came with the page, all of it is seen, lists are made only where they
// are looked at and can be searched, one set of ports serves every part, and an edit leaves the other links where they are.
import assert from 'node:assert/strict';
import { connect, links, part } from '../studio.mjs';

const ACROSS = 20;
const PARTS = 300;

/** A grid in which each part calls the next one and the one below. */
function grid() {
  const design = { groundplan: 1, name: 'Large', elements: {}, links: {}, layout: {} };
  const link = (from, to) => {
    if (to < PARTS) design.links[`link-${from}-${to}`] = { from: `part-${from}`, to: `part-${to}`, kind: 'rest' };
  };
  for (let at = 0; at < PARTS; at++) {
    design.elements[`part-${at}`] = { kind: 'service', technology: 'node-express' };
    design.layout[`part-${at}`] = { x: (at % ACROSS) * 240, y: Math.floor(at / ACROSS) * 130 };
    link(at, at + 1);
    link(at, at + ACROSS);
  }
  return design;
}

const routes = (page, selector) =>
  page.locator(selector).evaluateAll((paths) => Object.fromEntries(paths.map((path) => [path.closest('[data-link]')?.dataset.link, path.getAttribute('d')])));
const rows = (page, list) => page.locator(`${list} > li`).count();

export default async function ({ base, arrive }) {
  const visitor = await arrive();
  const { page } = visitor;
  const design = grid();
  const made = await visitor.context.request.post(`${base}/api/v1/projects`, { data: { design }, headers: { origin: base } });
  assert.equal(made.status(), 201, await made.text());
  const { id } = await made.json();

  // The page brings the routes, and the studio draws what the server drew.
  const document = await (await visitor.context.request.get(`${base}/p/${id}/studio`)).text();
  const sent = JSON.parse(document.match(/<script type="application\/json" data-answer="[^"]*routes=true"[^>]*>(.*?)<\/script>/s)[1]);
  const many = Object.keys(design.links).length;
  assert.equal(sent.routes.trim().split('\n').length, many, 'a route for each link');
  const picture = [...document.matchAll(/class="ed-line" d="([^"]*)"/g)].map((match) => match[1]);
  await visitor.open(`/p/${id}/studio`);
  await page.locator('.world [data-part]').nth(PARTS - 1).waitFor();
  const drawn = await routes(page, '.world .ed-line');
  assert.deepEqual(Object.values(drawn).sort(), picture.sort(), 'what is drawn is what the server found');

  // All of it is seen.
  const hidden = await page.evaluate(() => {
    const stage = document.querySelector('.stage').getBoundingClientRect();
    const inside = ({ left, top, right, bottom }) => left >= stage.left && top >= stage.top && right <= stage.right && bottom <= stage.bottom;
    return [...document.querySelectorAll('.world [data-part]')].filter((card) => !inside(card.getBoundingClientRect())).length;
  });
  assert.equal(hidden, 0, 'parts lie outside of the canvas');
  assert.equal(await page.locator('.tree > li, .fds > li').count(), 0, 'lists that nobody looks at are not made');

  // The outline: rows where one looks, each with its place among all.
  await page.getByRole('tab', { name: 'Outline' }).click();
  const outline = page.getByRole('tabpanel', { name: 'Outline' });
  await outline.getByRole('button', { name: 'part-0', exact: true }).waitFor();
  const some = await rows(page, '.tree');
  assert.ok(some < PARTS, `${some} rows of ${PARTS} are made`);
  assert.equal(await page.locator('.tree > li').first().getAttribute('aria-setsize'), String(PARTS + 1));
  await outline.evaluate((panel) => panel.scrollTo(0, panel.scrollHeight));
  await page.locator(`.tree > li[aria-posinset="${PARTS + 1}"]`).waitFor();
  await outline.getByRole('searchbox', { name: 'Find a part' }).fill('part-217');
  await page.waitForFunction(() => document.querySelectorAll('.tree > li').length === 2);
  await outline.getByRole('button', { name: 'part-217', exact: true }).press('Enter');
  assert.equal(await part(page, 'part-217').getAttribute('aria-pressed'), 'true');
  await page.getByRole('tab', { name: 'Add' }).click();
  assert.equal(await rows(page, '.tree'), 0);

  // The review: the same, and what is open stays open.
  await page.getByRole('tab', { name: /Review/ }).click();
  const review = page.getByRole('tabpanel', { name: /Review/ });
  await review.locator('.fd').first().waitFor();
  const all = Number(await review.locator('.fd').first().getAttribute('aria-setsize'));
  assert.ok((await rows(page, '.fds')) < all, 'the review is made only where one looks');
  await review.getByRole('searchbox', { name: 'Find a finding' }).fill('part-299');
  await page.waitForFunction((all) => Number(document.querySelector('.fd')?.getAttribute('aria-setsize')) < all, all);
  await review.locator('.fd__b').first().click();
  await review.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByRole('tab', { name: 'Inspect' }).click();

  // One set of ports, at the part under the pointer; a link is drawn from it, and the others stay.
  await page.keyboard.press('Escape');
  const count = await links(page);
  await connect(page, 'part-0', 'part-45');
  assert.equal(await links(page), count + 1);
  assert.equal(await page.locator('.port').count(), 4);
  const after = await routes(page, '.world .ed-line');
  const moved = Object.keys(drawn).filter((link) => drawn[link] !== after[link]);
  assert.deepEqual(moved, [], 'the other links stay where they are');
  await visitor.saved();
  await visitor.leave();
}
