import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { getCountries } from 'libphonenumber-js';
import { countryOf } from './country-code.ts';

describe('a country code', () => {
  const PAIRS = [
    ['SG', 'SGP'],
    ['ID', 'IDN'],
    ['KR', 'KOR'],
    ['AE', 'ARE'],
    ['CL', 'CHL'],
    ['CH', 'CHE'],
    ['GB', 'GBR'],
    ['KP', 'PRK'],
    ['PM', 'SPM'],
    ['SS', 'SSD'],
  ] as const;
  for (const [two, three] of PAIRS) {
    test(`of two letters (${two}) or three (${three}) names the same country`, () => {
      assert.equal(countryOf(two), two);
      assert.equal(countryOf(three), two);
    });
  }

  for (const code of ['', 'sg', 'sgp', 'ZZ', 'XXX', 'S', 'SGPX', 'UK', '702', 'toString']) {
    test(`${JSON.stringify(code)} names none`, () => assert.equal(countryOf(code), null));
  }

  test('of every country that has telephones is known', () => {
    // Ascension, Tristan da Cunha and Kosovo have numbers, and no code of their own in ISO 3166-1.
    const others = new Set<string>(['AC', 'TA', 'XK']);
    const unknown = getCountries().filter((code) => !others.has(code) && countryOf(code) !== code);
    assert.deepEqual(unknown, []);
  });
});
