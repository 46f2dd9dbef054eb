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
  await choose(page, /run in production/, /Kubernetes/);
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
  const service = await studio.anyPart(page, 'service');
  const before = await studio.place(page, service);
  await studio.drag(page, service, 160, 96);
  const after = await studio.place(page, service);
  assert.ok(after.x > before.x + 60 && after.y > before.y + 30, `${service} moved from ${JSON.stringify(before)} to ${JSON.stringify(after)}`);

  await studio.add(page, 'Worker', 'notification-worker');
  await studio.connectToEvent(page, 'notification-worker');
  const links = await studio.links(page);
  await studio.undo(page);
  assert.equal(await studio.links(page), links - 1, 'undo takes the link back');
  await studio.redo(page);
  assert.equal(await studio.links(page), links, 'redo brings it again');
  await visitor.saved();

  const moved = await studio.place(page, service);
  await page.reload();
  await visitor.alive();
  await studio.part(page, 'notification-worker').waitFor();
  assert.equal(await studio.links(page), links, 'the link is there after a reload');
  assert.deepEqual(await studio.offset(page, service, 'notification-worker'), await studio.offset(page, service, 'notification-worker'));
  assert.ok(moved);

  await page.getByRole('navigation', { name: 'Design stages' }).getByRole('link', { name: /Export/ }).click();
  await page.waitForURL(/\/export/);
  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download zip' }).click();
  await (await started).saveAs(join(out, 'bundle.zip'));
  await visitor.leave();
}
