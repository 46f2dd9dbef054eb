// The program comes in parts: home loads the main one alone, an open design brings the rest, and then its pages open without a
// connection. A part that does not arrive says so, and another try brings the page.
import assert from 'node:assert/strict';
import { STARTER } from '../pages.mjs';

const modules = (page) => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.wasm')));

export default async function ({ arrive }) {
  const visitor = await arrive();
  const { page, context } = visitor;
  await visitor.open('/');
  const first = await modules(page);
  assert.equal(first.length, 1, `home loads one module, not ${first}`);

  const id = await visitor.projectFrom(STARTER);
  await visitor.open(`/p/${id}/studio`);
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/split_reading.wasm')));
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await page.getByRole('link', { name: /Proposal$/ }).first().click();
  await page.getByRole('heading', { name: 'Bounded contexts' }).waitFor();
  await page.getByRole('link', { name: 'Discovery', exact: true }).click();
  await page.getByRole('heading', { name: 'Business' }).waitFor();
  await context.setOffline(false);
  await visitor.leave();

  const unlucky = await arrive();
  await unlucky.open('/');
  await unlucky.page.route('**/split_reading.wasm', (route) => route.abort());
  await unlucky.page.getByRole('link', { name: 'Diagram guide' }).first().click();
  await unlucky.page.getByRole('heading', { name: 'This page could not be loaded' }).waitFor();
  await unlucky.page.unroute('**/split_reading.wasm');
  await unlucky.page.getByRole('button', { name: 'Try again' }).click();
  await unlucky.alive();
  await unlucky.page.getByRole('heading', { level: 1 }).waitFor();
  assert.match(await unlucky.page.title(), /Diagram guide/);
  unlucky.complaints.length = 0; // The browser itself reports the module that was kept from it.
  await unlucky.leave();
}
