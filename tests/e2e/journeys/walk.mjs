// A walk at random: links, Back, Forward, reload, copies, deletions, answers, edits, with pauses of any length between them. Whatever
// somebody does and however quickly, the page must not break. WALK_SEED repeats a walk, WALK_STEPS makes it longer.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { STARTER } from '../pages.mjs';

/** Numbers from 0 to below 1, the same for the same seed. */
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What can be done, where, and how often beside the others. */
const DEEDS = [
  // The most natural walk comes first: from stage to stage.
  ['a stage', 12, /^\/p\//, '.stages a'],
  ['an answer', 5, /discovery/, '.dmain label:has(input:is([type=radio],[type=checkbox]):not(:disabled))'],
  ['another part of the questions', 3, /discovery/, '.dfoot a, .app--disc nav a'],
  ['a decision', 4, /proposal/, 'main a[href*="decision="]'],
  ['the proposal into the studio', 2, /proposal/, 'main a[href$="/studio"]'],
  ['a file', 3, /export/, '.ftree button, .ftree a, .ftree summary'],
  ['an artefact', 2, /export/, '.tgs label'],
  ['a block', 2, /studio/, '.pal'],
  ['a tab', 2, /studio/, '[role=tab]'],
  ['a part', 3, /studio/, '[data-part][role=button]'],
  ['a tool', 2, /studio/, '[role=toolbar] button:not(:disabled)'],
  ['a copy', 1, /^\/p\//, '#project-menu button.menu__i'],
  ['home', 2, /^\/(p|guide|rules)/, 'header a.mark'],
  ['a design', 8, /^\/$/, '.dc__a'],
  ['a deletion', 1, /^\/$/, '.dc__d'],
  ['a template', 2, /^\/$/, '.tp'],
  ['a copy of it', 3, /^\/$/, '.tpv .btn--primary'],
  ['a version', 3, /history/, '.hv'],
  ['what is done with a version', 2, /history/, '.hist button:not(:disabled), .hist__b'],
  ['the questions', 2, /^\/$/, '.st__a button'],
  ['the guide or the rules', 2, /^\/(|guide|rules.*)$/, 'nav.nav a, main.rules a'],
  ['theme', 1, /./, 'header .bar__end button'],
];
const KEYS = ['s', 'Delete', 'Escape', 'Control+z', 'Control+Shift+z', '1', '2', '3', '4', 'Enter', 'n', 't'];

export default async function ({ arrive }) {
  const seed = Number(process.env.WALK_SEED ?? Date.now() % 1_000_000_000);
  const steps = Number(process.env.WALK_STEPS ?? 300);
  console.log(`WALK_SEED=${seed} WALK_STEPS=${steps}`);
  const random = chance(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const visitor = await arrive();
  const { page } = visitor;
  const id = await visitor.projectFrom(STARTER);
  await visitor.projectFrom('bella-italia');
  const done = [];
  const trouble = async () => {
    const broken = await page.locator('dialog.broken').count().catch(() => 0);
    // A design that was deleted is missing, and what a reload interrupts is not answered.
    const complaints = visitor.complaints.filter((text) => !/status of 404|ERR_ABORTED|NetworkError|Failed to fetch/.test(text));
    assert.ok(!broken && !complaints.length, `WALK_SEED=${seed}, after ${done.length} steps: ${complaints.join('; ')}\n${done.slice(-12).join('\n')}`);
  };
  const click = async (selector) => {
    // The page may be another one by the time of the click: then nothing happens, as to a person.
    await page
      .evaluate(
        ([selector, at]) => {
          const shown = [...document.querySelectorAll(selector)];
          shown[Math.floor(at * shown.length)]?.click();
        },
        [selector, random()],
      )
      .catch(() => {});
  };
  // Back leads out of the studio as well, to the empty window that it began in.
  const outside = () => new URL(page.url()).origin !== visitor.base;
  await visitor.open(`/p/${id}/discovery`);
  while (done.length < steps) {
    if (outside()) await visitor.open('/');
    const path = new URL(page.url()).pathname;
    const dice = random();
    if (dice < 0.09) {
      done.push(`${path}: Back`);
      await page.evaluate(() => history.back()).catch(() => {});
    } else if (dice < 0.13) {
      done.push(`${path}: Forward`);
      await page.evaluate(() => history.forward()).catch(() => {});
    } else if (dice < 0.15) {
      done.push(`${path}: reload`);
      await page.reload({ waitUntil: 'commit' }).catch(() => {});
      // Where Back was still on its way out, the window is empty now.
      if (random() < 0.7) await Promise.race([visitor.alive(), page.waitForURL('about:blank')]);
    } else if (dice < 0.2) {
      const key = pick(KEYS);
      done.push(`${path}: ${key}`);
      await page.keyboard.press(key).catch(() => {});
    } else {
      const fitting = DEEDS.filter(([, , where]) => where.test(path));
      let at = random() * fitting.reduce((sum, [, weight]) => sum + weight, 0);
      const deed = fitting.find(([, weight]) => (at -= weight) < 0) ?? fitting[0];
      done.push(`${path}: ${deed[0]}`);
      await click(deed[3]);
    }
    const wait = random();
    if (wait > 0.4) await pause(wait < 0.8 ? random() * 60 : random() * 450);
    await trouble();
  }
  // It still does what it should.
  await visitor.open('/');
  await page.getByRole('button', { name: 'Start Discovery' }).click();
  await page.waitForURL(/\/discovery/);
  await page.getByRole('link', { name: 'See the proposal now' }).click();
  await page.getByRole('heading', { name: 'Decisions' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Business', exact: true }).waitFor();
  await trouble();
  visitor.complaints.length = 0;
  await visitor.leave();
}
