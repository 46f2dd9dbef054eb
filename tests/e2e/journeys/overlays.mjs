// The overlays: keys 1 to 4 and K, the lists beside them, a journey drawn by hand, and a fix taken from the numbers.
import assert from 'node:assert/strict';
import { STARTER } from '../pages.mjs';
import { part, undo } from '../studio.mjs';

const panel = (page) => page.getByRole('tabpanel', { name: 'Analyse' });
const pressed = (page, name) => page.getByRole('group', { name: 'Overlay' }).getByRole('button', { name, pressed: true }).waitFor();
const marked = (page, tone) => page.locator(`[data-part][data-ov="${tone}"]`);

export default async function ({ arrive }) {
  const visitor = await arrive({ viewport: { width: 1440, height: 900 } });
  const { page } = visitor;
  const id = await visitor.projectFrom(STARTER);
  await visitor.open(`/p/${id}/studio`);
  await page.getByRole('tab', { name: 'Analyse' }).click();
  await panel(page).getByRole('button', { name: /How long does a request take/ }).click();

  await pressed(page, /Request path/);
  assert.ok((await marked(page, 'path').count()) > 1, 'the parts on the way are marked');
  assert.ok((await marked(page, 'quiet').count()) > 0, 'the others are quiet');
  const path = await panel(page).innerText();
  assert.match(path, /p95, summed/);
  assert.match(path, /parts? in series/);
  assert.match(path, /a month/);
  assert.equal(await panel(page).locator('.hops .hop').count(), await page.locator('.ovs').count(), 'each step has its number on the canvas');

  await page.locator('[data-part]').first().focus();
  await page.keyboard.press('4');
  await pressed(page, /Capacity/);
  const load = await panel(page).innerText();
  assert.match(load, /req\/s/);
  assert.match(load, /about €[\d,]+ to [\d,]+/, 'each target has a range of cost');
  const fullest = await panel(page).locator('.hops--c .hop__v').first().innerText();
  assert.ok((await page.locator('.ovp--bar').allInnerTexts()).some((text) => text.trim() === fullest), 'the fullest part says so on the canvas');

  const service = await page.locator('.nd--service[data-part]').first().getAttribute('data-part');
  await part(page, service).click();
  await page.keyboard.press('k');
  await pressed(page, /Blast radius/);
  assert.equal(await page.getByLabel('Stop this part').inputValue(), service);
  assert.match(await panel(page).innerText(), /user journeys stop/);
  assert.equal(await part(page, service).getAttribute('data-ov'), 'down');
  assert.match(await part(page, service).getAttribute('aria-label'), /Stopped/, 'the card says it too');

  // A journey of two links, drawn by clicking them, and taken back again.
  await page.keyboard.press('j');
  const links = page.locator('.el[data-link]');
  for (const at of [0, 1]) await links.nth(at).click();
  await page.getByLabel('What does the user do?').fill('Look around');
  await page.getByRole('button', { name: 'Keep the journey' }).click();
  await page.waitForFunction(() => document.querySelector('#journey')?.selectedOptions[0]?.textContent === 'Look around');
  assert.equal(await panel(page).locator('.hops .hop').count(), 2);
  await undo(page);
  await page.waitForFunction(() => ![...document.querySelectorAll('#journey option')].some((option) => option.textContent === 'Look around'));

  await page.locator('[data-part]').first().focus();
  await page.keyboard.press('1');
  await pressed(page, /Plan/);
  assert.equal(await page.locator('[data-part][data-ov]').count(), 0, 'the plan has no marks');
  await visitor.leave();
}
