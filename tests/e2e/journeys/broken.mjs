// The program of a page breaks: the page says so, and whether changes are saved; it is reported without a word of the design; and
// loading it again brings everything back.
import assert from 'node:assert/strict';
import { add, part } from '../studio.mjs';
import { STARTER } from '../pages.mjs';

/** A panic as real as any: the program takes over a page that is not as the server made it. */
const panic = (page) =>
  page.evaluate(async () => {
    document.querySelector('main').replaceChildren();
    document.querySelector('header').remove();
    const program = await import(document.querySelector('link[rel=modulepreload]').href);
    // What it promises never comes: the program ends in the middle of it.
    program.hydrate().catch(() => {});
  });

export default async function ({ arrive }) {
  const visitor = await arrive();
  const { page } = visitor;
  const id = await visitor.projectFrom(STARTER);
  const box = page.getByRole('alertdialog', { name: 'Something broke on this page' });
  const reported = () => page.waitForResponse((response) => response.url().endsWith('/api/v1/faults'));

  await visitor.open(`/p/${id}/proposal`);
  let report = reported();
  await panic(page);
  await box.getByText('Your changes are saved.').waitFor();
  const answer = await report;
  assert.equal(answer.status(), 204);
  const sent = answer.request().postDataJSON();
  assert.equal(sent.page, '/p/-/proposal');
  assert.match(sent.message, /^panic at .+\.rs:\d+:\d+: /);
  assert.ok(!JSON.stringify(sent).includes(id), 'the report names no design');
  await box.getByRole('button', { name: 'Load this page again' }).click();
  await box.waitFor({ state: 'detached' });
  await visitor.alive();
  await page.getByRole('heading', { name: 'Decisions' }).waitFor();

  // With a change that did not get to the server.
  await visitor.open(`/p/${id}/studio`);
  await page.route('**/edits', (route) => route.abort());
  await add(page, 'Worker', 'sorting-worker');
  await page.getByRole('status').filter({ hasText: /kept on this device/ }).first().waitFor();
  await panic(page);
  await box.getByText(/changes? (is|are) kept on this device and will be saved when the page is loaded again/).waitFor();
  await page.unroute('**/edits');
  await box.getByRole('button', { name: 'Load this page again' }).click();
  await box.waitFor({ state: 'detached' });
  await visitor.alive();
  await part(page, 'sorting-worker').waitFor();
  await visitor.saved();
  visitor.complaints.length = 0; // they are what this journey is about
  await visitor.leave();
}
