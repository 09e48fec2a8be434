import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { APP_SETTINGS, type SettingSpec, settingProblem } from './app-setting.ts';

const OWN: readonly SettingSpec[] = [
  {
    name: 'countries',
    kind: 'choices',
    choices: ['PH', 'ID', 'TH'],
    default: null,
    description: 'where it may be paid',
  },
  {
    name: 'windowSeconds',
    kind: 'number',
    min: 1,
    max: 999,
    words: ['off'],
    default: '300',
    description: 'how old a request may be',
  },
];

function problem(name: string, value: string): string | null {
  return settingProblem([...APP_SETTINGS, ...OWN], name, value);
}

describe('a setting of an app', () => {
  test('is taken with a value that its schema has', () => {
    for (const [name, value] of [
      ['utcOffset', '-03:30'],
      ['reportFormat', 'csv'],
      ['reportZip', 'no'],
      ['reportLinkMinutes', '30'],
      ['reportLinkMinutes', '10080'],
      ['countries', 'PH'],
      ['countries', 'PH, ID,TH'],
      ['windowSeconds', 'off'],
      ['windowSeconds', '999'],
    ] as const) {
      assert.equal(problem(name, value), null, `${name}=${value}`);
    }
  });

  test('is refused with any other value, and the sentence says what it may be', () => {
    for (const [name, value, sentence] of [
      ['utcOffset', '+8', 'utcOffset must be like +08:00'],
      ['utcOffset', '+24:00', 'utcOffset must be like +08:00'],
      ['reportFormat', 'pdf', 'reportFormat must be csv or xlsx'],
      ['reportZip', '1', 'reportZip must be yes or no'],
      ['reportLinkMinutes', '0', 'reportLinkMinutes must be a number from 1 to 10080'],
      ['reportLinkMinutes', '10081', 'reportLinkMinutes must be a number from 1 to 10080'],
      ['countries', 'PH,XX', 'countries must be a list of PH, ID or TH, separated by commas'],
      ['countries', '', 'countries must be a list of PH, ID or TH, separated by commas'],
      ['windowSeconds', '1e2', 'windowSeconds must be a number from 1 to 999 or off'],
      ['windowSeconds', 'OFF', 'windowSeconds must be a number from 1 to 999 or off'],
    ] as const) {
      assert.equal(problem(name, value), sentence, `${name}=${value}`);
    }
  });

  test('is refused under a name that the app does not have, which names those that it has', () => {
    const sentence = problem('Countries', 'PH') ?? '';
    assert.match(
      sentence,
      /^Countries is not a setting of this app; it has addressScope, countries, report/,
    );
  });
});
