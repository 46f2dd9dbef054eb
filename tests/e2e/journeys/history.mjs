// The history: a version is chosen, named, found by its name, compared and restored; Undo takes the way back back. By keyboard and on a
// phone as well.
import assert from 'node:assert/strict';
import { STARTER, walkedTo } from '../pages.mjs';

const rename = async (page, name) => {
  await page.getByRole('button', { name: /E-Commerce|Shop/ }).first().click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Rename' }).click();
};

export default async function ({ arrive }) {
  const visitor = await arrive();
  const { page } = visitor;
  const id = await visitor.projectFrom(STARTER);
  await visitor.open(`/p/${id}/studio`);
  await rename(page, 'Shop two');
  await visitor.saved();
  await page.getByRole('navigation', { name: 'Design stages' }).getByRole('link', { name: 'History' }).click();
  await page.waitForURL(/\/history$/);
  await page.getByRole('heading', { name: 'Choose a version' }).waitFor();
  await walkedTo(page, 'History: Shop two');

  const versions = page.getByRole('region', { name: 'Versions', exact: true });
  const rows = versions.getByRole('link');
  assert.deepEqual((await rows.allInnerTexts()).map((text) => text.match(/r\d/)[0]), ['r2', 'r1']);
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/history\?at=1$/);
  const chosen = page.getByRole('region', { name: 'Chosen version' });
  await chosen.getByRole('heading', { name: 'Changed (1)' }).waitFor();
  assert.match(await chosen.innerText(), /Name/);

  await chosen.getByLabel('Name of this version').fill('As the template has it');
  await chosen.getByRole('button', { name: 'Save the name' }).click();
  await versions.getByRole('link', { name: /As the template has it/ }).waitFor();
  await page.reload();
  await visitor.alive();
  await page.route(/named=true/, (route) => route.abort());
  await versions.getByRole('button', { name: 'Named' }).click();
  await versions.getByText('The versions could not be loaded.').waitFor();
  await page.unroute(/named=true/);
  visitor.complaints.length = 0; // The browser reports what did not come.
  await versions.getByRole('button', { name: 'Try again' }).click();
  await rows.nth(1).waitFor({ state: 'detached' });
  await rows.first().waitFor();
  assert.equal(await rows.count(), 1, 'one version has a name');
  await versions.getByRole('button', { name: 'All saves' }).click();

  await chosen.getByRole('button', { name: 'Restore r1' }).click();
  await page.getByRole('button', { name: /^E-Commerce/ }).first().waitFor();
  await visitor.saved();
  await versions.getByRole('link', { name: /Restored r1/ }).waitFor();
  await chosen.getByText('Nothing has changed since.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: /^Shop two/ }).first().waitFor();
  await visitor.saved();

  await chosen.getByRole('link', { name: 'Compare the files' }).click();
  await page.waitForURL(/export\?since=1$/);
  await page.getByRole('button', { name: /^\d+ changed$/, pressed: true }).waitFor();
  assert.equal(await page.getByLabel('Compare with an earlier revision').inputValue(), '1');
  await page.goBack();
  await chosen.getByRole('button', { name: 'Restore r1' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Choose a version' }).waitFor();
  await visitor.leave();

  const phone = await arrive({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const own = await phone.projectFrom(STARTER);
  await phone.open(`/p/${own}/history`);
  await phone.page.getByRole('link', { name: /r1/ }).tap();
  await phone.page.getByRole('heading', { name: 'r1 and now' }).waitFor();
  await phone.page.waitForFunction(() => document.activeElement?.id === 'version-h');
  assert.equal(await phone.page.locator('.hist__l').isVisible(), false, 'the version alone');
  await phone.page.getByRole('link', { name: 'All versions' }).tap();
  await phone.page.getByRole('link', { name: /r1/ }).waitFor();
  await phone.page.waitForFunction(() => document.activeElement?.id === 'version-1');
  await phone.open(`/p/${own}/history?at=99`);
  await phone.page.getByRole('heading', { name: 'This version is not here' }).waitFor();
  assert.match(await phone.page.title(), /^History: /, 'the page keeps its name');
  phone.complaints.length = 0; // The browser reports the 404.
  await phone.leave();

  // A version that is on no page of the list has its facts.
  const patient = await arrive();
  const many = await patient.projectFrom(STARTER);
  for (let revision = 1; revision <= 101; revision += 1) {
    const data = { base: revision, client_save: `s${revision}`, edits: [{ edit: 'set-name', name: `Shop ${revision}` }], label: `Save ${revision}` };
    const save = () => patient.context.request.post(`${patient.base}/api/v1/projects/${many}/edits`, { data, headers: { origin: patient.base } });
    let answer = await save();
    while (answer.status() === 503) answer = await save(); // A busy machine; sent again it counts once.
    assert.equal(answer.status(), 200, await answer.text());
  }
  await patient.open(`/p/${many}/history?at=2`);
  await patient.page.getByRole('region', { name: 'Chosen version' }).getByText('Save 1', { exact: true }).waitFor();
  await patient.page.getByLabel('Name of this version').waitFor();
  await patient.leave();
}
