// What has the focus is what a key acts on, whatever was selected before.
import assert from 'node:assert/strict';
import { STARTER } from '../pages.mjs';
import { part, undo } from '../studio.mjs';

const ids = (page) => page.locator('.world [data-part]').evaluateAll((cards) => cards.map((card) => card.dataset.part).sort());
const focused = (page) => page.evaluate(() => document.activeElement?.dataset.part);

export default async function ({ arrive }) {
  const visitor = await arrive();
  const { page } = visitor;
  const id = await visitor.projectFrom(STARTER);
  await visitor.open(`/p/${id}/studio`);
  await page.locator('.world [data-part]').first().waitFor();
  const all = await ids(page);

  await part(page, 'order-service').click();
  await page.keyboard.press('Tab');
  const next = await focused(page);
  assert.ok(next && next !== 'order-service', `Tab leads to ${next}`);
  await page.keyboard.press('Delete');
  await part(page, next).waitFor({ state: 'detached' });
  assert.deepEqual(await ids(page), all.filter((other) => other !== next), 'Delete removes the focused part alone');
  await undo(page);
  await part(page, next).waitFor();

  await part(page, 'order-service').click();
  await page.keyboard.press('Tab');
  const copied = await focused(page);
  await page.keyboard.press('Control+d');
  await page.waitForFunction((count) => document.querySelectorAll('.world [data-part]').length > count, all.length);
  const copy = (await ids(page)).find((other) => !all.includes(other));
  assert.ok(copy.startsWith(copied.slice(0, 30)), `Ctrl D copies ${copied}, not ${copy}`);
  await page.waitForFunction((copy) => document.activeElement?.dataset.part === copy, copy);
  await page.keyboard.press('Delete');
  await part(page, copy).waitFor({ state: 'detached' });
  assert.deepEqual(await ids(page), all, 'and Delete then means the copy');

  // A line of the outline stands for its part.
  await part(page, 'order-service').click();
  await page.getByRole('tab', { name: 'Outline' }).click();
  await page.locator('[data-about="product-service"] .pal').focus();
  await page.keyboard.press('Control+d');
  await part(page, 'product-service-2').waitFor();

  await visitor.saved();
  await visitor.leave();
}
