import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admits, blockOf, entryProblem } from './address-list.ts';

test('an address is admitted by itself, by its network, and in whichever form it is reported', () => {
  for (const [list, ip, due] of [
    [[], '198.51.100.1', true],
    [['192.0.2.9'], '192.0.2.9', true],
    [['192.0.2.9'], '::ffff:192.0.2.9', true],
    [['192.0.2.9'], '::ffff:c000:209', true],
    [['::ffff:192.0.2.9'], '192.0.2.9', true],
    [['::ffff:192.0.2.0/120'], '192.0.2.200', true],
    [['192.0.2.0/24'], '192.0.2.255', true],
    [['192.0.2.0/24'], '192.0.3.0', false],
    [['192.0.2.0/24'], '::192.0.2.1', false],
    [['0.0.0.0/0'], '203.0.113.1', true],
    [['0.0.0.0/0'], '2001:db8::1', false],
    [['2001:db8::/32'], '2001:DB8:1::1', true],
    [['2001:db8::/32'], '2001:db9::1', false],
    [['2001:db8:0:0:0:0:0:1'], '2001:db8::1', true],
    [['192.0.2.1', '2001:db8::/64'], '2001:db8::ffff', true],
    [['192.0.2.9'], '192.0.2.90', false],
    [['192.0.2.9'], 'unknown', false],
    [['192.0.2.9'], '', false],
  ] as const) {
    assert.equal(admits(list, ip), due, `${ip} in ${list}`);
  }
});

test('an entry is an address, or a network by its first address', () => {
  for (const good of ['192.0.2.1', '10.0.0.0/8', '::/0', '2001:db8::/32', '::ffff:10.0.0.0/104']) {
    assert.equal(entryProblem(good), null, good);
  }
  for (const [bad, why] of [
    ...['', 'shop.example', '192.0.2', '192.0.2.256', '192.0.2.01', '10.0.0.0/33', '1::2::3'].map(
      (one) => [one, /must be IP addresses or networks/] as const,
    ),
    ...['2001:db8::/129', ':::', '12345::', '::ffff:10.0.0.0/8'].map(
      (one) => [one, /must be IP addresses or networks/] as const,
    ),
    ['192.0.2.1/24', /first address/],
    ['2001:db8::1/32', /first address/],
  ] as const) {
    assert.match(entryProblem(bad) ?? 'none', why, bad);
  }
});

test('unauthenticated callers are counted by /24 and /64', () => {
  const same = (one: string, other: string) => blockOf(one) === blockOf(other);
  assert.ok(same('192.0.2.1', '192.0.2.254') && same('::ffff:192.0.2.1', '192.0.2.7'));
  assert.ok(!same('192.0.2.1', '192.0.3.1'));
  assert.ok(same('2001:db8::1', '2001:db8::ffff:1') && !same('2001:db8::1', '2001:db8:0:1::1'));
});
