// Answers lead to a design on whichever way one takes to it, and an export of nothing says so.
import assert from 'node:assert/strict';
import { begin, choose, write } from '../discovery.mjs';
import { undo } from '../studio.mjs';

const stage = (page, name) => page.getByRole('navigation', { name: 'Design stages' }).getByRole('link', { name });

async function answered(arrive) {
  const visitor = await arrive();
  await begin(visitor);
  await write(visitor.page, /What is it for/, 'Guests book a table in our restaurant and pay a deposit');
  await choose(visitor.page, /most like/, /Something else/);
  return visitor;
}

export default async function ({ arrive }) {
  const exporter = await answered(arrive);
  await stage(exporter.page, /Export/).click();
  await exporter.page.locator('.prev').getByText('compose.yaml', { exact: true }).first().waitFor();
  await exporter.page.getByText(/files parsed, \d+ checks passed/).waitFor();
  assert.doesNotMatch(await exporter.page.getByRole('main').innerText(), /start nothing|starts nothing/);
  await stage(exporter.page, /Studio/).click();
  await exporter.page.locator('.world [data-part]').first().waitFor();
  await exporter.leave();

  const drawer = await answered(arrive);
  await stage(drawer.page, /Studio/).click();
  await drawer.page.locator('.world [data-part]').first().waitFor();
  await undo(drawer.page);
  await drawer.page.getByRole('heading', { name: 'Nothing placed yet' }).waitFor();
  await drawer.leave();

  const blank = await arrive();
  await blank.open('/');
  await blank.page.getByRole('button', { name: /Blank canvas/ }).click();
  await blank.page.getByRole('heading', { name: 'Nothing placed yet' }).waitFor();
  await stage(blank.page, /Export/).click();
  await blank.page.getByText('These files start nothing', { exact: true }).waitFor();
  const foot = await blank.page.locator('.exf').innerText();
  assert.match(foot, /start nothing/);
  assert.doesNotMatch(foot, /passed/, 'no green tick for nothing');
  await blank.leave();
}
