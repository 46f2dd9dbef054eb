// The most natural walks: to and fro between the stages, a copy, and home and back. Each of them must find a page that does something.
import assert from 'node:assert/strict';
import { STARTER } from '../pages.mjs';
import * as discovery from '../discovery.mjs';
import { part } from '../studio.mjs';

export default async function ({ arrive }) {
  const visitor = await arrive();
  const { page } = visitor;
  const stage = (name) => page.getByRole('navigation', { name: 'Design stages' }).getByRole('link', { name: new RegExp(name) }).click();
  const there = {
    Discovery: () => page.getByRole('heading', { name: 'Business', exact: true }).waitFor(),
    Proposal: () => page.getByRole('heading', { name: 'Decisions' }).waitFor(),
    Studio: () => page.locator('[data-part][role=button]').first().waitFor(),
    Export: () => page.getByRole('link', { name: 'Download zip' }).waitFor(),
  };
  const walk = async (...names) => {
    for (const name of names) {
      await stage(name);
      await there[name]();
    }
  };

  // Answers, the proposal, other answers, the proposal again.
  await discovery.begin(visitor);
  await discovery.choose(page, /most like/, /Online shop/);
  await page.getByRole('link', { name: 'See the proposal now' }).click();
  await there.Proposal();
  await walk('Discovery');
  await discovery.choose(page, /most like/, /Something else/);
  await page.getByRole('link', { name: 'See the proposal now' }).click();
  await there.Proposal();
  await page.getByRole('link', { name: 'Open in Studio' }).click();
  await there.Studio();

  await walk('Proposal', 'Export', 'Proposal', 'Export', 'Studio', 'Proposal', 'Discovery');
  await page.goBack();
  await there.Proposal();
  await page.goBack();
  await there.Studio();
  await page.goForward();
  await there.Proposal();

  // A copy is another design at once.
  const before = page.url();
  await page.locator('.bar__project').click();
  await page.getByRole('button', { name: 'Copy as a new design' }).click();
  await page.waitForURL((url) => url.href !== before && /\/studio$/.test(url.pathname));
  await there.Studio();

  // Home, a design, and through its stages.
  const id = await visitor.projectFrom(STARTER);
  await page.getByRole('link', { name: 'Groundplan, all designs' }).click();
  await page.locator(`.dc__a[href^="/p/${id}/"]`).click();
  await there.Studio();
  await walk('Proposal', 'Discovery', 'Studio');
  await part(page, 'order-service').click();
  await page.locator('[data-part="order-service"][aria-pressed=true]').waitFor();
  await visitor.saved();

  // A name that looks like markup is a name: on the tab, in the bar, and when the page comes alive.
  const name = 'R&D </title> plan';
  const named = await visitor.context.request.post(`${visitor.base}/api/v1/projects`, { data: { name }, headers: { origin: visitor.base } });
  const { id: called } = await named.json();
  for (const slug of ['discovery', 'proposal', 'studio', 'export']) {
    await visitor.open(`/p/${called}/${slug}`);
    assert.equal(await page.title(), `${slug[0].toUpperCase()}${slug.slice(1)}: ${name} · Groundplan`);
    assert.equal((await page.locator('.bar__project').innerText()).trim(), name);
  }
  await stage('Discovery');
  await there.Discovery();
  assert.equal(await page.title(), `Discovery: ${name} · Groundplan`);

  // A name that turns the direction of writing turns nothing but itself.
  const turning = 'pay\u202elap';
  const made = await visitor.context.request.post(`${visitor.base}/api/v1/projects`, { data: { name: turning }, headers: { origin: visitor.base } });
  await visitor.open(`/p/${(await made.json()).id}/studio`);
  assert.equal(await page.title(), 'Studio: paylap · Groundplan');
  assert.equal((await page.locator('.bar__project').innerText()).trim(), turning, 'the design keeps its name');
  assert.equal(await page.locator('.bar__project span').evaluate((name) => getComputedStyle(name).unicodeBidi), 'isolate');

  // Back, while the program of a page that was loaded anew is still on its way.
  await walk('Export');
  const slowly = async (route) => {
    await new Promise((done) => setTimeout(done, 800));
    await route.continue();
  };
  await page.route('**/*.wasm', slowly);
  await page.reload({ waitUntil: 'commit' });
  await page.locator('html[data-address$="/export"]').waitFor({ state: 'attached' });
  await page.evaluate(() => history.back());
  await page.waitForURL(/\/studio$/);
  await visitor.alive();
  await page.getByRole('heading', { name: 'Nothing placed yet' }).waitFor();
  await page.unroute('**/*.wasm', slowly);
  await visitor.leave();
}
