/** Every entry that the program makes is explained to people, under the name that it has. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { statementKindOf } from '../../src/domain/statement-kind.ts';
import { PLAYS, PLAYS_BESIDE } from './plays.ts';
import { story } from './story-steps.ts';
import { StoryWorld } from './story-world.ts';

/** Enough for stories to come to each entry. */
const STORIES = { numRuns: 1_500, seed: 20261130 };

/** `payin.part:P1` is a `payin.part`; of an exit, what it is of is a part of its name. */
const kindOf = (name: string) => name.split(':')[0] ?? '';

async function namesInStories(): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const { begin, steps } of fc.sample(story, STORIES)) {
    const world = await StoryWorld.open(begin);
    for (const step of steps) await world.take(step);
    await world.reportRest();
    for (const { name } of world.shop.lanes.rows.entries.values()) names.add(kindOf(name));
  }
  // What a story begins with is of its own making.
  names.delete('funds');
  return [...names];
}

/** The first column of the table of entries. */
function explained(): readonly string[] {
  const text = readFileSync(new URL('../../docs/books.md', import.meta.url), 'utf8');
  const section = text.split('## What each entry is called')[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([a-z_.]+)` \|/gm)].map(([, name]) => name ?? '');
}

test('every entry of the table and of the stories is explained, and no other', async () => {
  const played = Object.values({ ...PLAYS, ...PLAYS_BESIDE }).flatMap((play) =>
    play().map(({ name }) => kindOf(name)),
  );
  const made = new Set([...played, ...(await namesInStories())]);
  assert.deepEqual(explained().toSorted(), [...made].toSorted());
  const nameless = [...made].filter((name) => statementKindOf(name) === 'other');
  assert.deepEqual(nameless, [], 'merchants read what each of them is');
});
