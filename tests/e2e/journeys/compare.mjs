// What changed since the last download: the files that differ are marked, and a file shows its lines of then and now.
import assert from 'node:assert/strict';
import { STARTER } from '../pages.mjs';

export default async function ({ arrive }) {
  const visitor = await arrive();
  const { page } = visitor;
  const id = await visitor.projectFrom(STARTER);
  await visitor.open(`/p/${id}/export`);
  const profile = page.getByRole('group', { name: 'Profile' });
  await profile.getByRole('button', { name: 'Essential' }).click();
  await profile.getByRole('button', { name: 'Essential', pressed: true }).waitFor();
  await page.getByRole('checkbox', { name: /^Kubernetes/, checked: false }).waitFor(); // the smallest bundle has no manifests
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download zip' }).click();
  await (await download).delete();

  await page.getByRole('button', { name: /E-Commerce/ }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Corner shop');
  await page.getByRole('button', { name: 'Rename' }).click();
  await visitor.saved();
  await visitor.open(`/p/${id}/export?file=README.md`);
  const since = page.getByLabel('Compare with an earlier revision');
  await page.getByRole('button', { name: /^\d+ changed$/, pressed: true }).waitFor();
  assert.equal(await since.inputValue(), '1', 'the revision that was downloaded is offered');
  assert.match(await page.getByRole('treeitem', { name: /README\.md/ }).first().innerText(), /changed/);
  await page.getByRole('button', { name: 'Changes since r1', pressed: true }).waitFor();
  assert.match(await page.locator('.cl--gone').first().innerText(), /E-Commerce Platform/);
  assert.match(await page.locator('.cl--new').first().innerText(), /Corner shop/);
  await page.getByRole('button', { name: 'File', exact: true }).click();
  assert.equal(await page.locator('.cl--gone').count(), 0, 'the file as the zip has it');

  await since.selectOption({ label: 'No comparison' });
  await page.getByRole('group', { name: 'Files to show' }).waitFor({ state: 'detached' });

  // Whoever goes on while the zip is on its way gets it all the same.
  await page.route('**/bundle.zip*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  const late = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download zip' }).click();
  await page.getByRole('link', { name: 'Making the zip…' }).waitFor();
  await page.getByRole('link', { name: 'Groundplan, all designs' }).click();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const kept = await late;
  assert.equal(kept.suggestedFilename(), 'corner-shop.zip');
  await kept.delete();
  await visitor.leave();
}
