// Every page of the product, for the tests that look at all of them, and how to tell that one was walked to.
import assert from 'node:assert/strict';

/** Addresses with the words that must be there, for a project with this id. */
export const pages = (id) => [
  ['/', /plan/i],
  ['/guide', /service/i],
  ['/rules', /data/i],
  ['/rules/DATA001', /shared database/i],
  [`/p/${id}/discovery`, /what is it for/i],
  [`/p/${id}/proposal`, /decision/i],
  [`/p/${id}/studio`, /orders/i],
  [`/p/${id}/export`, /compose/i],
  [`/p/${id}/history`, /versions/i],
];

/** Pages that are only read and run no program. */
export const papers = ['/docs/api', '/docs/command-line', '/privacy'];

/** The starter whose project the tests look at. */
export const STARTER = 'e-commerce';

/**
 * Waits until a page that was walked to is said by its name. The focus moves to it just before, once nothing of it loads any more; what the
 * page shows may be there earlier.
 */
export async function walkedTo(page, name) {
  await page.waitForFunction((name) => document.querySelector('#spoken')?.textContent === name, name);
  const inside = await page.evaluate(() => document.querySelector('#main')?.contains(document.activeElement));
  assert.ok(inside, `the focus is on the page “${name}” that was walked to`);
}
