import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EXPIRED, SHOP_PUBLIC, SHOP_SECRET } from './fixtures/pgp-samples.ts';
import { whyNotReportSettings } from './report-settings.ts';

describe("an app's settings of its reports", () => {
  test('are taken when a report can be made with them', async () => {
    const all = { reportFormat: 'csv', reportZip: 'no', reportLinkMinutes: '30' };
    assert.equal(await whyNotReportSettings({}), null);
    assert.equal(await whyNotReportSettings({ ...all, reportPgpKey: SHOP_PUBLIC }), null);
    assert.equal(await whyNotReportSettings({ asset: 'PHP/2' }), null);
  });

  test('are refused by name, with the reason', async () => {
    for (const [settings, reason] of [
      [{ reportFormat: 'pdf' }, /^reportFormat must be csv or xlsx$/],
      [{ reportZip: '1' }, /^reportZip must be yes or no$/],
      [{ reportLinkMinutes: '0' }, /^reportLinkMinutes must be a number from 1 to 10080$/],
      [{ reportPgpKey: 'x' }, /^reportPgpKey cannot be used: it is no OpenPGP public key/],
      [{ reportPgpKey: SHOP_SECRET }, /private key/],
      [{ reportPgpKey: EXPIRED }, /expired/],
    ] as const) {
      assert.match((await whyNotReportSettings(settings)) ?? '', reason);
    }
  });
});
