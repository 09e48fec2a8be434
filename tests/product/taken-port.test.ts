/** A port that somebody else has: one clear sentence, and an end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../support/database.ts';
import { newPlace, startProduct, takenPort } from './product.ts';

for (const taken of ['port', 'simulatorPort'] as const) {
  test(`a taken ${taken} ends the start, and says which setting moves it`, async (t) => {
    const cleanup = { after: (task: () => Promise<void>) => t.after(task) };
    const place = { ...(await newPlace(cleanup)), [taken]: await takenPort(cleanup) };
    await assert.rejects(startProduct(place, await testDatabase(t)), ({ message }: Error) => {
      assert.match(message, /it ended with 1:/);
      assert.match(message, /the port is taken[\s\S]*PORT moves/);
      return true;
    });
  });
}
