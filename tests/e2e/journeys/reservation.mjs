// Three engineers and a simple reservation app: one deployable is enough, and the proposal says so and why.
import assert from 'node:assert/strict';
import { begin, choose, onwards, proposal, write } from '../discovery.mjs';

export default async function ({ arrive }) {
  const visitor = await arrive();
  const { page } = visitor;
  await begin(visitor);
  await write(page, /What is it for/, 'Guests book a table in our restaurant');
  await choose(page, /most like/, /Something else/);
  await write(page, /How many people use it/, 800);
  await onwards(page, 'Technical');
  await onwards(page, 'Infrastructure');
  await choose(page, /run in production/, /One machine/);
  await write(page, /How many engineers/, 3);
  await onwards(page, 'Quality');
  await proposal(page);

  const main = await page.getByRole('main').innerText();
  assert.match(main, /modular monolith/i, 'it advises a modular monolith');
  assert.match(main, /3 engineers/i, 'it cites the size of the team');
  assert.match(main, /first|later|extract/i, 'it says what to split off and when');
  const contexts = page.getByRole('region', { name: 'Bounded contexts' });
  assert.match(await contexts.innerText(), /Module of/, 'contexts are modules of one deployable');
  await visitor.leave();
}
