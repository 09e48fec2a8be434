import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  BUCKET_COUNT,
  bucketOf,
  firstIdAt,
  type Id,
  idGenerator,
  madeAtMs,
  NODE_COUNT,
  parseId,
  shardOf,
  shardOfBucket,
} from './id.ts';

const FROM_MS = Date.UTC(2026, 0, 1);
const UNTIL_MS = Date.UTC(2090, 0, 1);
const bucket = fc.nat(BUCKET_COUNT - 1);
const node = fc.nat(NODE_COUNT - 1);
const moment = fc.integer({ min: FROM_MS, max: UNTIL_MS });

/** A clock as machines have them: it stands still, runs, jumps, and steps back. */
const steps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -50, max: 50 })), {
  minLength: 1,
  maxLength: 400,
});

function idsUnder(clock: readonly number[], generate: (nowMs: number) => Id): Id[] {
  let nowMs = FROM_MS;
  return clock.map((step) => {
    nowMs += step;
    return generate(nowMs);
  });
}

describe('an id', () => {
  test('is never larger than 63 bits hold, however late the moment asked for', () => {
    assert.equal(firstIdAt(Date.UTC(9999, 11, 31)), (1n << 63n) - 1n);
    assert.equal(firstIdAt(Date.UTC(1000, 0, 1)), 0n);
  });

  test('shows its bucket, its shard and the millisecond it was made in', () => {
    fc.assert(
      fc.property(node, bucket, moment, fc.constantFrom(1, 4, 32), (n, b, ms, shards) => {
        const id = idGenerator(n)(b, ms);
        assert.equal(bucketOf(id), b);
        assert.equal(shardOf(id, shards), shardOfBucket(b, shards));
        assert.equal(madeAtMs(id), ms);
      }),
    );
  });

  test('has 18 digits until 2030, 19 after, and always fits 63 bits', () => {
    fc.assert(
      fc.property(node, bucket, moment, (n, b, ms) => {
        const id = idGenerator(n)(b, ms);
        const digits = String(id).length;
        if (ms < Date.UTC(2030, 0, 1)) assert.equal(digits, 18);
        else if (ms > Date.UTC(2031, 0, 1)) assert.equal(digits, 19);
        else assert.ok(digits === 18 || digits === 19);
        assert.ok(id < 1n << 63n);
      }),
    );
  });

  test('of one bucket grows under a clock that stands still or steps back', () => {
    fc.assert(
      fc.property(node, bucket, steps, (n, b, clock) => {
        const generate = idGenerator(n);
        const ids = idsUnder(clock, (nowMs) => generate(b, nowMs));
        for (let i = 1; i < ids.length; i += 1) assert.ok((ids[i] as Id) > (ids[i - 1] as Id));
      }),
    );
  });

  test('is never made twice by one node, whatever the buckets and the clock', () => {
    fc.assert(
      fc.property(node, fc.array(bucket, { minLength: 1 }), steps, (n, buckets, clock) => {
        const generate = idGenerator(n);
        let i = 0;
        const ids = idsUnder(clock, (nowMs) => {
          i += 1;
          return generate(buckets[i % buckets.length] as number, nowMs);
        });
        assert.equal(new Set(ids).size, ids.length);
      }),
    );
  });

  test('is never made twice by two nodes under one clock', () => {
    fc.assert(
      fc.property(fc.uniqueArray(node, { minLength: 2, maxLength: 4 }), bucket, (nodes, b) => {
        const generators = nodes.map(idGenerator);
        const ids = Array.from({ length: 300 }, () => generators.map((g) => g(b, FROM_MS))).flat();
        assert.equal(new Set(ids).size, ids.length);
      }),
    );
  });

  test('runs into the next millisecond when one is used up', () => {
    const generate = idGenerator(0);
    const ids = Array.from({ length: 129 }, () => generate(3, FROM_MS));
    assert.equal(madeAtMs(ids[127] as Id), FROM_MS);
    assert.equal(madeAtMs(ids[128] as Id), FROM_MS + 1);
  });

  test('is not below the first id of its millisecond, and below that of the next', () => {
    fc.assert(
      fc.property(node, bucket, moment, (n, b, ms) => {
        const id = idGenerator(n)(b, ms);
        assert.ok(firstIdAt(ms) <= id && id < firstIdAt(ms + 1));
      }),
    );
  });
});

describe('an id as text', () => {
  test('is read as it was printed', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: (1n << 63n) - 1n }), (id) => {
        assert.equal(parseId(String(id)), id);
      }),
    );
  });

  test('has digits only, is above zero and fits 63 bits', () => {
    const above = String(1n << 63n);
    for (const text of ['', '0', '-1', '+1', ' 1', '1 ', '1n', '0x1', '1e3', '1.0', '１', above]) {
      assert.equal(parseId(text), null, text);
    }
    assert.equal(parseId('9'.repeat(20)), null);
  });
});
