// Answering the questionnaire as a person does: by what the page says, not by how it is built.
import assert from 'node:assert/strict';

/** From home to the first question. */
export async function begin(visitor) {
  await visitor.open('/');
  await visitor.page.getByRole('button', { name: 'Start Discovery' }).click();
  await visitor.page.waitForURL(/\/discovery/);
  await heading(visitor.page, 'Business');
}

/** Chooses one option of a question. */
export async function choose(page, text, option) {
  const input = page.getByRole('group', { name: text }).getByRole('radio', { name: option });
  await input.check({ force: true }); // the card around the input is what one sees
  assert.ok(await input.isChecked(), `${text} ${option}`);
}

/** Writes into the field of a question and leaves it. */
export async function write(page, text, words) {
  const input = page.getByRole('group', { name: text, exact: false }).getByRole('textbox').first();
  await input.fill(String(words));
  await input.press('Tab');
}

/** Continues by the button at the foot and waits for the next part. */
export async function onwards(page, part) {
  await page.getByRole('link', { name: `Continue to ${part}` }).click();
  await heading(page, part);
}

/** Ends the questions. */
export async function proposal(page) {
  await page.getByRole('link', { name: 'See the proposal', exact: true }).click();
  await page.waitForURL(/\/proposal/);
  await page.getByRole('heading', { name: 'Decisions' }).waitFor();
}

const heading = (page, name) => page.getByRole('main').getByRole('heading', { name, exact: true }).waitFor();
