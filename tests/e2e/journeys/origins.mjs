// Every line knows where it comes from: from a file to the part, the link, the decision and the rule that made it say so.
import assert from 'node:assert/strict';
import { STARTER } from '../pages.mjs';

export default async function ({ arrive }) {
  const visitor = await arrive();
  const { page } = visitor;
  const id = await visitor.projectFrom(STARTER);
  const follow = async (file, name) => {
    await visitor.open(`/p/${id}/export?file=${file}`);
    await page.getByRole('link', { name }).first().click();
  };

  await follow('compose.yaml', /^Comes from Link /);
  await page.waitForURL(/\/studio\?select=/);
  await page.locator('#inspector').getByText('Link', { exact: false }).first().waitFor();

  await follow('services/order-service/Dockerfile', 'Comes from order-service');
  await page.waitForURL(/\/studio\?select=order-service$/);
  await page.locator('[data-part="order-service"][aria-pressed=true]').waitFor();

  await follow('compose.yaml', /^Comes from ADR \d+: Secrets/);
  await page.waitForURL(/\/proposal\?decision=secrets$/);
  await page.getByRole('heading', { name: /secret/i }).first().waitFor();

  await follow('docs/decisions/README.md', /^Comes from ADR 1:/);
  await page.waitForURL(/\/proposal\?decision=/);
  assert.equal(visitor.complaints.length, 0);
  await visitor.leave();
}
