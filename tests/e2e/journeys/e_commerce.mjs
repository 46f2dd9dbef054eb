// The main journey: a shop with eight engineers, 2,000 requests a second, 99.9 % and Kubernetes, from home to the zip.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { begin, choose, onwards, proposal, write } from '../discovery.mjs';
import * as studio from '../studio.mjs';

export default async function ({ out, arrive }) {
  const visitor = await arrive({ acceptDownloads: true });
  const { page } = visitor;

  await begin(visitor);
  await write(page, /What is it for/, 'Customers browse a catalogue, order and pay online');
  await choose(page, /most like/, /Online shop/);
  await write(page, /busy is it at the peak/, 2000);
  await onwards(page, 'Technical');
  await page.goBack();
  await page.getByRole('radio', { name: /Online shop/ }).waitFor();
  assert.ok(await page.getByRole('radio', { name: /Online shop/ }).isChecked(), 'the answer is there when one comes back');
  await onwards(page, 'Technical');
  await onwards(page, 'Infrastructure');
  await choose(page, /run in production/, /^Kubernetes/);
  await write(page, /How many engineers/, 8);
  await onwards(page, 'Quality');
  await choose(page, /How often must it work/, /99\.9 %/);
  await visitor.saved();
  await page.reload();
  await visitor.alive();
  assert.ok(await page.getByRole('radio', { name: /99\.9 %/ }).isChecked(), 'answers are saved as one goes');

  await proposal(page);
  const verdict = await page.getByRole('heading', { level: 1 }).innerText();
  assert.match(verdict, /services/i, `the verdict: ${verdict}`);
  const decisions = page.getByRole('region', { name: 'Decisions' }).getByRole('link');
  assert.ok((await decisions.count()) >= 8, 'at least eight decisions');
  await decisions.filter({ hasText: /gateway/i }).first().click();
  const record = page.getByRole('main');
  for (const words of [/options/i, /consequences/i, /answers/i]) await record.getByText(words).first().waitFor();

  await page.getByRole('link', { name: 'Open in Studio' }).click();
  await page.waitForURL(/\/studio/);
  const service = await studio.partNamed(page, /^order/i);
  const before = await studio.place(page, service);
  await studio.drag(page, service, 120, 80);
  const after = await studio.place(page, service);
  assert.ok(after.x > before.x && after.y > before.y, `${service} moved from ${JSON.stringify(before)} to ${JSON.stringify(after)}`);

  await studio.add(page, 'Worker', 'notification-worker');
  const broker = await studio.partNamed(page, /broker/i);
  const links = await studio.links(page);
  await studio.connect(page, broker, 'notification-worker');
  const event = await studio.listen(page, 'notification-worker');

  await studio.undo(page);
  await studio.heard(page, event).waitFor({ state: 'detached' });
  await studio.undo(page);
  assert.equal(await studio.links(page), links, 'undo takes the link back');
  await studio.redo(page);
  assert.equal(await studio.links(page), links + 1, 'redo brings it again');
  await studio.redo(page);
  await studio.part(page, 'notification-worker').click();
  await studio.heard(page, event).waitFor();
  await visitor.saved();

  const worker = await studio.place(page, 'notification-worker');
  await page.reload();
  await visitor.alive();
  await studio.part(page, 'notification-worker').waitFor();
  assert.deepEqual(await studio.place(page, service), after, 'the service is where it was put');
  assert.deepEqual(await studio.place(page, 'notification-worker'), worker, 'and so is the worker');
  assert.equal(await studio.links(page), links + 1, 'the link is there');
  await studio.part(page, 'notification-worker').click();
  await studio.heard(page, event).waitFor();

  await page.getByRole('navigation', { name: 'Design stages' }).getByRole('link', { name: /Export/ }).click();
  await page.waitForURL(/\/export/);
  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download zip' }).click();
  await (await started).saveAs(join(out, 'bundle.zip'));
  await visitor.leave();
}
