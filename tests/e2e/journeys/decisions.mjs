// Disagreeing with the proposal: a table moves to another context and back, and a decision taken otherwise supersedes the one before. What
// the design could make nothing of is not offered, and refused with the reason.
import assert from 'node:assert/strict';
import { STARTER } from '../pages.mjs';
import { part } from '../studio.mjs';

export default async function ({ arrive }) {
  const visitor = await arrive();
  const { page } = visitor;
  const id = await visitor.projectFrom(STARTER);
  await visitor.open(`/p/${id}/proposal`);
  const score = () => page.getByText(/^Boundary score \d+ of 100$/).first().innerText();
  const before = await score();
  await page.getByRole('button', { name: /products/ }).first().click();
  const move = page.getByRole('dialog', { name: 'Move to another context' });
  await move.getByRole('radio', { name: /Ordering/ }).check({ force: true });
  await move.getByRole('button', { name: 'Move', exact: true }).click();
  await move.waitFor({ state: 'hidden' });
  await page.waitForFunction((before) => !document.body.innerText.includes(before), before);
  await visitor.saved();
  const bundle = () => visitor.context.request.get(`/api/v1/projects/${id}/files?path=groundplan.yaml`).then((answer) => answer.json());
  const owner = async () => (await bundle()).text.match(/ {2}(\w+):(?:(?!\n {2}\w)[\s\S])*?- name: products\b/)?.[1];
  assert.equal(await owner(), 'ordering', 'the file says who keeps it now');
  await page.keyboard.press('Control+z');
  await page.getByText(before).first().waitFor();
  await visitor.saved();

  await page.getByRole('link', { name: /Data ownership/ }).click();
  await page.getByRole('button', { name: 'Choose One database, a schema each' }).click();
  const otherwise = page.getByRole('dialog', { name: 'Choose otherwise' });
  await otherwise.getByLabel('Reason').fill('One person looks after the data.');
  await otherwise.getByRole('button', { name: /^Choose One database/ }).click();
  await otherwise.waitFor({ state: 'hidden' });
  await page.getByText('One person looks after the data.').first().waitFor();
  await visitor.saved();
  const { files } = await visitor.context.request.get(`/api/v1/projects/${id}/files`).then((answer) => answer.json());
  const texts = await Promise.all(
    files.filter(({ path }) => /docs\/decisions\/.*\.md$/.test(path)).map(async ({ path }) =>
      (await visitor.context.request.get(`/api/v1/projects/${id}/files?path=${path}`).then((answer) => answer.json())).text),
  );
  assert.ok(texts.some((text) => /superseded/i.test(text) && /One database/.test(text)), 'the record before stays and says what replaced it');
  assert.ok(texts.some((text) => text.includes('One person looks after the data.')), 'the new record gives the reason');

  await visitor.open(`/p/${id}/studio`);
  await part(page, 'product-service').click();
  const technology = page.getByRole('combobox', { name: 'Technology', exact: true });
  await technology.waitFor();
  const closed = technology.locator('option:disabled');
  assert.deepEqual(await closed.allTextContents(), ['Go (in part), not possible here']);
  const why = await technology.evaluate((select) => document.getElementById(select.getAttribute('aria-describedby')).textContent);
  assert.match(why, /^Not possible here: Go\. .*name the image of your own code\.$/);

  const design = {
    groundplan: 1,
    name: 'Alone',
    contexts: { ordering: { name: 'Ordering', entities: [{ name: 'orders' }] } },
    elements: { orders: { kind: 'service', technology: 'node-express', context: 'ordering' } },
  };
  const made = await visitor.context.request.post(`${visitor.base}/api/v1/projects`, { data: { design }, headers: { origin: visitor.base } });
  assert.equal(made.status(), 201, await made.text());
  await visitor.open(`/p/${(await made.json()).id}/studio`);
  await part(page, 'orders').click();
  await page.getByRole('button', { name: 'More replicas' }).click();
  await page.getByText(/^2 copies of orders keep their records in memory\. /).first().waitFor();
  assert.equal(await page.getByRole('status', { name: 'Replicas' }).innerText(), '1', 'nothing was changed');
  await visitor.leave();
}
