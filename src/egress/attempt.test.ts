import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dispatcher } from 'undici';
import { Attempt } from './attempt.ts';
import type { EgressResult } from './contract.ts';
import { postTo } from './test-client.fixture.ts';

test('a client that starts the request again is stopped, and the outcome stays in doubt', async () => {
  const controller: Dispatcher.DispatchController = {
    aborted: false,
    paused: false,
    reason: null,
    abort() {},
    pause() {},
    resume() {},
  };
  const result = await new Promise<EgressResult>((settle) => {
    const attempt = new Attempt(postTo('https://shop.example/'), settle);
    attempt.onRequestStart(controller);
    try {
      attempt.onRequestStart(controller);
    } catch (error) {
      attempt.onResponseError(controller, error as Error);
    }
  });
  assert.deepEqual({ ...result, ms: 0 }, { kind: 'unknown', reason: 'connection_lost', ms: 0 });
});
