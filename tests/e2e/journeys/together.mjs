// Two tabs change one design at the same time: what does not clash is merged, new things of one name both stay, and where both changed the
// same the one who saves second is asked, and the first is told.
import assert from 'node:assert/strict';
import { STARTER } from '../pages.mjs';
import { part } from '../studio.mjs';

const SAVES = '**/api/v1/projects/**';
const about = (page) => page.getByRole('textbox', { name: 'Responsible for' });
const dialog = (page) => page.getByRole('dialog', { name: 'Two of you changed the same thing' });
const notice = (page, text) => page.locator('.toasts').getByText(text).first().waitFor();

async function describe(page, id, text) {
  await part(page, id).click();
  await about(page).fill(text);
  await about(page).press('Tab');
}
const described = async (page, id) => {
  await part(page, id).click();
  return about(page).inputValue();
};
const addService = async (page) => {
  await part(page, 'order-service').focus();
  await page.keyboard.press('s');
  await page.keyboard.press('Enter');
};

export default async function ({ arrive }) {
  const first = await arrive();
  const id = await first.projectFrom(STARTER);
  const second = await first.another();
  for (const visitor of [first, second]) {
    await visitor.open(`/p/${id}/studio`);
    await part(visitor.page, 'order-service').waitFor();
  }
  // While the second cannot reach the server, both go on.
  const apart = async () => second.page.route(SAVES, (route) => route.abort());
  const together = async () => {
    await second.page.unroute(SAVES);
    await second.page.getByRole('button', { name: 'Try now' }).click();
  };

  await apart();
  await addService(first.page);
  await describe(first.page, 'order-service', 'What the first says');
  await first.saved();
  await addService(second.page);
  await describe(second.page, 'product-service', 'Only the second says this');
  await describe(second.page, 'order-service', 'What the second says');
  await second.page.getByText(/Offline/).first().waitFor();
  await together();

  await dialog(second.page).waitFor();
  assert.match(await dialog(second.page).innerText(), /Description of order-service[^]*What the second says[^]*What the first says/);
  await notice(second.page, /Yours is “.*-2” now/);
  // Put off, it waits; nothing is lost over a reload.
  await second.page.keyboard.press('Escape');
  await second.saved();
  assert.equal(await described(second.page, 'order-service'), 'What the first says', 'theirs stands until somebody has chosen');
  await second.page.reload();
  await second.alive();
  await dialog(second.page).waitFor(); // It asks again.
  const mine = dialog(second.page).getByRole('radio', { name: /Yours/ });
  assert.ok(await mine.isChecked());
  await second.page.keyboard.press('Tab');
  await dialog(second.page).getByRole('button', { name: 'Keep what is chosen' }).press('Enter');
  await dialog(second.page).waitFor({ state: 'hidden' });
  await second.saved();
  assert.equal(await described(second.page, 'order-service'), 'What the second says');

  // The first hears of it without having done anything.
  await notice(first.page, /Somebody else has changed what you did: Description of order-service/);
  assert.equal(await described(first.page, 'order-service'), 'What the second says');
  assert.equal(await described(first.page, 'product-service'), 'Only the second says this');
  const services = (page) => page.locator('.world [data-part]').evaluateAll((cards) => cards.map((card) => card.dataset.part).sort());
  const all = await services(first.page);
  assert.deepEqual(await services(second.page), all);
  const added = all.filter((name) => /^service/.test(name));
  assert.equal(added.length, 2, `both new services are there: ${all}`);

  // Deleted by the one, changed by the other.
  await apart();
  await part(first.page, 'product-service').click();
  await first.page.keyboard.press('Delete');
  await first.saved();
  await describe(second.page, 'product-service', 'Still needed');
  await second.page.getByText(/Offline/).first().waitFor();
  await together();
  await dialog(second.page).waitFor();
  assert.match(await dialog(second.page).innerText(), /product-service[^]*Kept, with my changes[^]*Deleted/);
  await dialog(second.page).getByRole('button', { name: 'Keep what is chosen' }).click();
  await second.saved();
  assert.equal(await described(second.page, 'product-service'), 'Still needed');
  for (const visitor of [second, first]) visitor.complaints.length = 0; // The browser itself reports the saves that were kept from it.
  await first.leave();
}
