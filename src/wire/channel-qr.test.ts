import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHANNELS } from '../catalogue/catalogue.ts';
import type { CodeData } from '../domain/channel.ts';
import { buildChannelQr } from './channel-qr.ts';
import { readQr } from './qr-reader.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';

const PAYMENT = { name: 'TOKO UJI', reference: 'ORD0001' };
const QRIS: CodeData = {
  scheme: 'qris',
  bank: null,
  vaPrefix: null,
  vaLength: null,
  merchant: {
    issuerGuid: 'ID.CO.EXAMPLE.WWW',
    merchantPan: '936009180000001402',
    merchantId: '1350',
    criteria: 'UMI',
    nmid: 'ID1019004532297',
    mcc: '5812',
    city: 'JAKARTA',
    postalCode: '10110',
  },
};

/** The scheme's own name in a payload for each of ours. */
const READ_AS = {
  qrph: 'qrph-p2m',
  qris: 'qris',
  promptpay: 'promptpay-bill',
  duitnow: 'duitnow',
  pix: 'pix',
} as const;

for (const { code, codeData, asset } of CHANNELS) {
  if (codeData === undefined || codeData.scheme === null) continue;
  const { scheme } = codeData;
  test(`the data of ${code} make a ${scheme} code that a payer's app reads`, () => {
    const amount = { asset, minor: 12_300n };
    const open = accepted(readQr(accepted(buildChannelQr(codeData, PAYMENT))));
    assert.deepEqual([open.scheme, open.amount], [READ_AS[scheme], undefined]);
    const priced = accepted(readQr(accepted(buildChannelQr(codeData, { ...PAYMENT, amount }))));
    assert.deepEqual([priced.scheme, priced.amount], [READ_AS[scheme], amount]);
  });
}

test('the data come out where the scheme has them', () => {
  const payload = accepted(
    buildChannelQr(QRIS, { ...PAYMENT, amount: { asset: 'IDR/0', minor: 15_000n } }),
  );
  assert.match(payload, /0118936009180000001402020413500303UMI51440014ID\.CO\.QRIS\.WWW0215ID101/);
  const { name, city, reference } = accepted(readQr(payload));
  assert.deepEqual([name, city, reference], ['TOKO UJI', 'JAKARTA', 'ORD0001']);
});

for (const [what, merchant, reason] of [
  ['nothing', {}, /^issuerGuid is missing/],
  ['an empty text', { ...QRIS.merchant, nmid: '' }, /^nmid is missing/],
  ['another form', { ...QRIS.merchant, merchantPan: '4111111111111111' }, /^merchantPan is not/],
  ['an unknown criteria', { ...QRIS.merchant, criteria: 'XXX' }, /^criteria is none/],
  ['a long city', { ...QRIS.merchant, city: 'N'.repeat(16) }, /^city is not/],
  ['a fact of another scheme', { ...QRIS.merchant, billerId: '0' }, /^billerId is nothing/],
] as const) {
  test(`${what} is refused by its name`, () =>
    assert.match(refused(buildChannelQr({ ...QRIS, merchant }, PAYMENT)).reason, reason));
}

test('without a scheme there is no code', () => {
  assert.match(refused(buildChannelQr({ ...QRIS, scheme: null }, PAYMENT)).reason, /^scheme/);
});
