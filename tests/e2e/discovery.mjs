// Answering the questionnaire as a person does: by what the page says, not by how it is built.
import assert from 'node:assert/strict';

/** The card of a question. */
export const question = (page, text) => page.getByRole('group', { name: text });

/** Chooses one option of a question. */
export async function choose(page, text, option) {
  const input = question(page, text).getByRole('radio', { name: option });
  await input.check({ force: true }); // the input is drawn as the card around it
  assert.ok(await input.isChecked());
}

/** Types a number and leaves the field. */
export async function number(page, text, value) {
  const input = question(page, text).getByRole('textbox').first();
  await input.fill(String(value));
  await input.press('Tab');
}

/** Writes a line of text. */
export async function write(page, text, words) {
  const input = question(page, text).getByRole('textbox').first();
  await input.fill(words);
  await input.press('Tab');
}

/** Goes to the next part by its button, or to the proposal at the end. */
export async function onwards(page, label) {
  await page.getByRole('link', { name: label }).click();
}
