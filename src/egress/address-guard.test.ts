import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  assertPolicy,
  checkAddress,
  checkUrl,
  DEFAULT_POLICY,
  type GuardPolicy,
} from './address-guard.ts';
import { ALL_REFUSED_URLS, REFUSED_URLS } from './refused-urls.fixture.ts';

const DEVELOPMENT: GuardPolicy = { ...DEFAULT_POLICY, allowLoopback: true };

function reasonOf(url: string, policy: GuardPolicy): string {
  const check = checkUrl(url, policy);
  return check.ok ? 'ok' : check.reason;
}

describe('the default policy', () => {
  for (const [trick, urls] of Object.entries(REFUSED_URLS)) {
    test(`refuses ${trick}`, () => {
      const passed = urls.filter((url) => checkUrl(url, DEFAULT_POLICY).ok);
      assert.deepEqual(passed, []);
    });
  }

  test('lets public https addresses through', () => {
    const urls = [
      'https://shop.example/notify',
      'https://SHOP.example:8443/notify?a=b',
      'https://shop.example:443/',
      'https://shop.example:80/',
      'https://93.184.216.34/',
      'https://[2606:4700:4700::1111]/',
      'https://xn--e1aybc.xn--p1ai/',
      'https://тест.рф/',
      'https://a_b.example/',
      'https://10.0.0.1.nip.io/',
      'https://shop.example/path@home?mail=a@b',
    ];
    assert.deepEqual(
      urls.filter((url) => !checkUrl(url, DEFAULT_POLICY).ok),
      [],
    );
  });

  test('says which rule was broken', () => {
    assert.equal(reasonOf('nonsense', DEFAULT_POLICY), 'url_malformed');
    assert.equal(reasonOf('http://shop.example/', DEFAULT_POLICY), 'scheme_not_allowed');
    assert.equal(reasonOf('https://u:p@shop.example/', DEFAULT_POLICY), 'credentials_in_url');
    assert.equal(reasonOf('https://shop.example:22/', DEFAULT_POLICY), 'port_not_allowed');
    assert.equal(reasonOf('https://shop.example./', DEFAULT_POLICY), 'host_malformed');
    assert.equal(reasonOf('https://postgres/', DEFAULT_POLICY), 'host_not_public');
    assert.equal(reasonOf('https://10.0.0.1/', DEFAULT_POLICY), 'address_not_public');
  });

  test('never repeats any part of the URL in the sentence', () => {
    for (const url of ALL_REFUSED_URLS) {
      const check = checkUrl(url, DEFAULT_POLICY);
      assert.ok(!check.ok);
      assert.match(check.detail, /^[A-Z][A-Za-z ,:;/.]+\.$/);
      assert.doesNotMatch(check.detail, /\d/);
    }
  });
});

describe('any spelling of an IPv4 address', () => {
  const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
  const radix = fc.constantFrom(
    (n: number) => `${n}`,
    (n: number) => `0x${n.toString(16)}`,
    (n: number) => `0${n.toString(8)}`,
  );
  const parts = fc.constantFrom(1, 2, 3, 4);

  test('is judged like its dotted form', () => {
    const property = fc.property(octets, radix, parts, (bytes, print, count) => {
      const whole = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
      const head = bytes.slice(0, count - 1);
      const tail = whole % 256 ** (5 - count);
      const spelled = [...head, tail].map(print).join('.');
      const expected = checkAddress(bytes.join('.'), DEFAULT_POLICY) === null;
      assert.equal(checkUrl(`https://${spelled}/`, DEFAULT_POLICY).ok, expected);
    });
    fc.assert(property, { numRuns: 5000 });
  });

  test('is judged the same when mapped into IPv6, and refused in every other wrapping', () => {
    const property = fc.property(octets, (bytes) => {
      const dotted = bytes.join('.');
      const expected = checkAddress(dotted, DEFAULT_POLICY) === null;
      assert.equal(checkUrl(`https://[::ffff:${dotted}]/`, DEFAULT_POLICY).ok, expected);
      const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
      const groups = `${hex.slice(0, 4)}:${hex.slice(4)}`;
      const wrapped = [`::${dotted}`, `64:ff9b::${dotted}`, `::ffff:0:${dotted}`];
      for (const address of [...wrapped, `2002:${groups}::1`]) {
        assert.equal(checkUrl(`https://[${address}]/`, DEFAULT_POLICY).ok, false);
      }
    });
    fc.assert(property, { numRuns: 1000 });
  });
});

describe('the development switch', () => {
  test('opens loopback on any port over plain http', () => {
    const urls = [
      'http://127.0.0.1:3000/',
      'http://127.9.9.9:1/',
      'http://2130706433:3000/',
      'http://[::1]:3000/',
      'http://[::ffff:127.0.0.1]:3000/',
      'http://localhost:3000/',
      'http://merchant.localhost:3000/',
      'https://localhost:9/',
    ];
    assert.deepEqual(
      urls.filter((url) => !checkUrl(url, DEVELOPMENT).ok),
      [],
    );
  });

  test('opens nothing else that is private', () => {
    const loopback = /^https:\/\/(?:[^/]*localhost|2130706433)/iu;
    const stillRefused = ALL_REFUSED_URLS.filter((url) => {
      const parsed = URL.parse(url);
      const host = parsed?.hostname ?? '';
      const local = /^127\.|^\[::1\]$|^\[::ffff:7f|localhost$/u.test(host) || loopback.test(url);
      const oneLabel = !host.includes('.') && !host.includes(':');
      return !local && !oneLabel;
    });
    assert.ok(stillRefused.length > 120);
    assert.deepEqual(
      stillRefused.filter((url) => checkUrl(url, DEVELOPMENT).ok),
      [],
    );
  });

  test('does not relax scheme or port for public hosts', () => {
    assert.equal(reasonOf('http://shop.example/', DEVELOPMENT), 'scheme_not_allowed');
    assert.equal(reasonOf('https://shop.example:3000/', DEVELOPMENT), 'port_not_allowed');
    assert.equal(reasonOf('http://localhost.shop.example/', DEVELOPMENT), 'scheme_not_allowed');
  });

  test('does not accept credentials or a trailing dot on loopback', () => {
    assert.equal(reasonOf('http://a:b@127.0.0.1/', DEVELOPMENT), 'credentials_in_url');
    assert.equal(reasonOf('http://localhost./', DEVELOPMENT), 'host_malformed');
  });
});

describe('other switches', () => {
  test('allowHttp opens plain http to public hosts only', () => {
    const policy: GuardPolicy = { ...DEFAULT_POLICY, allowHttp: true };
    assert.equal(reasonOf('http://shop.example/', policy), 'ok');
    assert.equal(reasonOf('http://127.0.0.1/', policy), 'address_not_public');
  });

  test("ports 'any' opens every port of public hosts only", () => {
    const policy: GuardPolicy = { ...DEFAULT_POLICY, ports: 'any' };
    assert.equal(reasonOf('https://shop.example:9999/', policy), 'ok');
    assert.equal(reasonOf('https://127.0.0.1:9999/', policy), 'address_not_public');
  });

  test('the default port of the scheme must be among the allowed ports', () => {
    assert.equal(
      reasonOf('https://shop.example/', { ...DEFAULT_POLICY, ports: [8443] }),
      'port_not_allowed',
    );
  });

  test('allowNetworks opens the named network and not its neighbour', () => {
    const policy: GuardPolicy = { ...DEFAULT_POLICY, allowNetworks: ['10.20.0.0/16', 'fd12::/16'] };
    assert.equal(reasonOf('https://10.20.3.4/', policy), 'ok');
    assert.equal(reasonOf('https://[::ffff:10.20.3.4]/', policy), 'ok');
    assert.equal(reasonOf('https://[fd12::1]/', policy), 'ok');
    assert.equal(reasonOf('https://10.21.0.1/', policy), 'address_not_public');
    assert.equal(reasonOf('https://[fd13::1]/', policy), 'address_not_public');
    assert.equal(reasonOf('http://10.20.3.4/', policy), 'scheme_not_allowed');
  });

  test('allowNetworks never opens a cloud service', () => {
    const allowNetworks = ['100.64.0.0/10', 'fc00::/7'];
    const policy: GuardPolicy = { ...DEFAULT_POLICY, allowNetworks };
    assertPolicy(policy);
    for (const address of ['100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254']) {
      assert.equal(checkAddress(address, policy)?.reason, 'address_not_public');
    }
    assert.equal(checkAddress('100.64.0.1', policy), null);
  });

  test('a policy that opens more than private space is a configuration error', () => {
    const wrong = ['0.0.0.0/0', '127.0.0.0/8', '169.254.0.0/16', '8.8.8.0/24', '::/0', '::1/128'];
    for (const cidr of [...wrong, '10.0.0.0/4', '172.0.0.0/8', 'fe80::/10', '10.0.0.1', 'x']) {
      const policy: GuardPolicy = { ...DEFAULT_POLICY, allowNetworks: [cidr] };
      assert.throws(() => assertPolicy(policy), RangeError, cidr);
    }
  });
});
