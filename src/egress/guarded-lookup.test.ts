import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { describe, test } from 'node:test';
import { DEFAULT_POLICY } from './address-guard.ts';
import { serveDns } from './dns-server.fixture.ts';
import { createDnsResolver, createGuardedLookup, type ResolveHost } from './guarded-lookup.ts';

type Answer = string | LookupAddress[];

/** What a socket would get: the addresses, or the name of the error. */
function lookup(resolve: ResolveHost, hostname: string, all = true): Promise<Answer> {
  const guarded = createGuardedLookup(resolve, DEFAULT_POLICY);
  return new Promise((settle) => {
    guarded(hostname, { all }, (error, addresses) => settle(error?.name ?? addresses));
  });
}

describe('the guarded lookup, asking a real name server', () => {
  test('hands on every A and AAAA record of a public name', async () => {
    await using dns = await serveDns({
      A: { 'shop.example': ['93.184.216.34', '93.184.216.35'] },
      AAAA: { 'shop.example': ['2606:4700:4700::1111'] },
    });
    const answer = await lookup(createDnsResolver([dns.address]), 'shop.example');
    assert.deepEqual(answer, [
      { address: '93.184.216.34', family: 4 },
      { address: '93.184.216.35', family: 4 },
      { address: '2606:4700:4700::1111', family: 6 },
    ]);
  });

  test('needs only one of the two record types', async () => {
    await using dns = await serveDns({
      A: { 'four.example': ['93.184.216.34'] },
      AAAA: { 'six.example': ['2606:4700:4700::1111'] },
    });
    const resolve = createDnsResolver([dns.address]);
    assert.deepEqual(await lookup(resolve, 'four.example', false), '93.184.216.34');
    assert.deepEqual(await lookup(resolve, 'six.example', false), '2606:4700:4700::1111');
  });

  test('refuses a name whose second A record, AAAA record or alias lies inside', async () => {
    await using dns = await serveDns({
      A: {
        'two.example': ['93.184.216.34', '10.0.0.1'],
        'mixed.example': ['93.184.216.34'],
        'metadata.google.internal': ['169.254.169.254'],
      },
      AAAA: { 'mixed.example': ['::ffff:10.0.0.1'] },
      CNAME: {
        'alias.example': 'hop.example',
        'hop.example': 'metadata.google.internal',
      },
    });
    const resolve = createDnsResolver([dns.address]);
    for (const name of ['two.example', 'mixed.example', 'alias.example']) {
      assert.equal(await lookup(resolve, name), 'EgressRefusedError', name);
    }
  });

  test('distinguishes a name that does not exist from one that is refused', async () => {
    await using dns = await serveDns({});
    assert.equal(await lookup(createDnsResolver([dns.address]), 'no.example'), 'DnsFailedError');
  });

  test('refuses localhost without asking', async () => {
    const resolve: ResolveHost = () => assert.fail('asked');
    assert.equal(await lookup(resolve, 'localhost'), 'EgressRefusedError');
  });
});
