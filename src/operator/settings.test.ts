import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DIALECTS } from '../dialects/registry.ts';
import { EXPIRED, SHOP_PUBLIC, SHOP_SECRET } from '../files/fixtures/pgp-samples.ts';
import { settingsProblem } from './settings.ts';

function dialectOf(name: string) {
  const dialect = DIALECTS.find((each) => each.name === name);
  assert.ok(dialect !== undefined);
  return dialect;
}

/** As in production: https alone. */
const GUARD = {
  notifyUrlProblem: (url: string) => (url.startsWith('https://shop.') ? null : 'Only https.'),
};

describe('the settings of an app', () => {
  test('are those of every app and those of its dialect', async () => {
    const reports = { reportFormat: 'csv', reportZip: 'no', reportLinkMinutes: '30' };
    const collect = { asset: 'PHP/2', callbackProfile: 'legacy4', utcOffset: '+05:30' };
    const openApi = { country: 'TH', countries: 'TH,PH', timestampWindowSeconds: '0' };
    for (const [name, settings] of [
      ['collect', {}],
      ['collect', { ...collect, ...reports, reportPgpKey: SHOP_PUBLIC }],
      ['open-api', { ...openApi, ...reports, wechatAppids: 'wx0123456789abcdef' }],
      ['open-api-ph', { verificationUrl: 'https://shop.example/verify' }],
      ['recharge', { requireProductId: 'yes', timestampWindowSeconds: 'off' }],
    ] as const) {
      assert.equal(await settingsProblem(GUARD, dialectOf(name), settings), null);
    }
  });

  test('are refused by name, with the reason', async () => {
    for (const [name, settings, reason] of [
      [
        'collect',
        { callbackProfile: 'leagcy4' },
        /^callbackProfile must be full, noFee or legacy4$/,
      ],
      [
        'collect',
        { callbackprofile: 'legacy4' },
        /^callbackprofile is not a setting .*callbackProfile/,
      ],
      ['collect', { country: 'PH' }, /^country is not a setting of this app/],
      ['collect', { asset: 'PHP' }, /^asset must be like PHP\/2$/],
      ['collect', { asset: 'XXX/9' }, /^asset must be like PHP\/2$/],
      ['recharge', { timestampWindowSeconds: '0' }, /^timestampWindowSeconds must be a number/],
      ['open-api', { country: 'XX' }, /^country must be PH, ID, MY, TH or RU$/],
      ['open-api', { reportFormat: 'pdf' }, /^reportFormat must be csv or xlsx$/],
      [
        'open-api',
        { reportPgpKey: 'x' },
        /^reportPgpKey cannot be used: it is no OpenPGP public key/,
      ],
      [
        'open-api-ph',
        { verificationUrl: 'http://127.0.0.1:5432/' },
        /^verificationUrl cannot be called: Only https\.$/,
      ],
      ['open-api', { reportPgpKey: SHOP_SECRET }, /private key/],
      ['open-api', { reportPgpKey: EXPIRED }, /expired/],
    ] as const) {
      const problem = await settingsProblem(GUARD, dialectOf(name), settings);
      assert.match(`${problem?.field} ${problem?.why}`, reason);
    }
  });
});
