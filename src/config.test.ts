import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readConfig } from './config.ts';

describe('settings', () => {
  const REFUSED: readonly (readonly [name: string, value: string, sentence: RegExp])[] = [
    [
      'NODE_ENV',
      'prod',
      /^NODE_ENV must be one of development, test, production: prod \(did you mean production\?\)$/,
    ],
    ['LOG_LEVEL', 'loud', /^LOG_LEVEL must be one of trace, .*, silent: loud$/],
    ['HOST', 'nohost', /^HOST must be an IP address of this machine, or localhost: nohost$/],
    ['TRUST_PROXY', 'foo', /^TRUST_PROXY must list IP addresses or networks .*: foo$/],
    ['TRUST_PROXY', '10.0.0.1,10.0.0.0/33', /: 10\.0\.0\.0\/33$/],
    ['TRUST_PROXY', '10.0.0.1/8/8', /: 10\.0\.0\.1\/8\/8$/],
    ['CAUSEWAY_CONSOLE_HOSTS', 'https://a.example', /^CAUSEWAY_CONSOLE_HOSTS must list names/],
    ['PORT', '70000', /^PORT must be a port number: 70000$/],
    [
      'CAUSEWAY_REQUIRE_2F',
      'on',
      /^CAUSEWAY_REQUIRE_2F is no setting: did you mean CAUSEWAY_REQUIRE_2FA\?$/,
    ],
    ['CAUSEWAY_MAGIC', 'on', /^CAUSEWAY_MAGIC is no setting: settings are CAUSEWAY_KEY, /],
    [
      'CAUSEWAY_DRAIN_SECONDS',
      '16',
      /^CAUSEWAY_DRAIN_SECONDS must be a number of seconds from 0 to 15: 16$/,
    ],
    ['CAUSEWAY_DEMO', 'maybe', /^CAUSEWAY_DEMO must be on or off: maybe$/],
    ['PUBLIC_URL', 'nonsense', /^PUBLIC_URL must be an http\(s\) address: nonsense$/],
  ];
  for (const [name, value, sentence] of REFUSED) {
    test(`${name}=${value} is refused in a sentence that names it`, () => {
      assert.throws(() => readConfig({ [name]: value }), {
        name: 'ConfigError',
        message: sentence,
      });
    });
  }

  test('proxies may have blanks between them, and be networks', () => {
    const { trustProxy } = readConfig({ TRUST_PROXY: '10.0.0.1, fd00::/8,192.168.0.0/16 ' });
    assert.deepEqual(trustProxy, ['10.0.0.1', 'fd00::/8', '192.168.0.0/16']);
  });

  test('a process that ends closes its port at once, or after the seconds that are set', () => {
    assert.equal(readConfig({}).drainMs, 0);
    assert.equal(readConfig({ CAUSEWAY_DRAIN_SECONDS: '15' }).drainMs, 15_000);
  });

  test('nothing set is a demo on this machine alone; production is none, and listens to all', () => {
    const demo = readConfig({});
    assert.deepEqual([demo.demo, demo.host, demo.fourEyes], [true, '127.0.0.1', false]);
    const live = readConfig({ NODE_ENV: 'production' });
    assert.deepEqual([live.demo, live.host, live.fourEyes], [false, '0.0.0.0', true]);
    assert.throws(() => readConfig({ NODE_ENV: 'production', CAUSEWAY_DEMO: 'on' }), /must be off/);
  });
});
