import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Endpoints } from './endpoints.ts';

describe('the window of an endpoint', () => {
  test('starts at two, grows by one per success up to sixteen, falls to one', () => {
    const endpoints = new Endpoints();
    assert.equal(endpoints.freeCapacity('a'), 2);
    endpoints.took('a', 0);
    assert.equal(endpoints.freeCapacity('a'), 1);
    for (let i = 0; i < 30; i += 1) endpoints.succeeded('a');
    assert.equal(endpoints.window('a'), 16);
    endpoints.failed('a');
    assert.equal(endpoints.window('a'), 1);
    assert.equal(endpoints.freeCapacity('a'), 0);
    endpoints.gaveBack('a');
    assert.equal(endpoints.freeCapacity('a'), 1);
  });

  test('a healthy endpoint may have more fetched than is under way', () => {
    const endpoints = new Endpoints();
    endpoints.took('a', 0);
    for (let i = 0; i < 14; i += 1) endpoints.succeeded('a');
    assert.ok(endpoints.freeCapacity('a') > endpoints.window('a'));
  });

  test('what is held for failing endpoints is counted apart', () => {
    const endpoints = new Endpoints();
    for (const endpoint of ['a', 'a', 'b']) endpoints.took(endpoint, 0);
    endpoints.failed('a');
    assert.equal(endpoints.held, 3);
    assert.equal(endpoints.heldByFailing(), 2);
  });

  test('an idle endpoint is forgotten, one with attempts under way is not', () => {
    const endpoints = new Endpoints();
    for (const endpoint of ['idle', 'busy']) {
      endpoints.took(endpoint, 0);
      endpoints.failed(endpoint);
    }
    endpoints.gaveBack('idle');
    endpoints.forgetIdle(86_400_000);
    assert.equal(endpoints.window('idle'), 2);
    assert.equal(endpoints.window('busy'), 1);
  });
});
