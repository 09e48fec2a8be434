import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasError, PixElementType, parsePix } from 'pix-utils';
import { parse as parseWithPromptParse } from 'promptparse';
import { anyId, billPayment } from 'promptparse/generate';
import { buildEmv, parseEmv } from './emv-qr.ts';
import type { Parsed } from './parsed.ts';
import {
  buildDuitNow,
  buildPixDynamic,
  buildPixStatic,
  buildPromptPay,
  buildPromptPayBill,
  buildQris,
  buildQrPhP2m,
  buildQrPhP2p,
} from './qr-profiles.ts';
import { readQr } from './qr-reader.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';

const PIX_PAYEE = { name: 'LOJA TESTE', city: 'SAO PAULO' };
const PIX_AMOUNT = { asset: 'BRL/2', minor: 1050n };
const EVP = '123e4567-e89b-12d3-a456-426655440000';
const QRPH = { acquirerBic: 'TESTPHM1XXX', merchantId: 'MERCHANT0001', mcc: '5812' };
const QRPH_PAYEE = { name: 'TEST SHOP', city: 'MANILA' };
const QRIS_UJI = {
  issuerGuid: 'ID.CO.EXAMPLE.WWW',
  merchantPan: '936009180000001402',
  merchantId: '1350',
  criteria: 'UMI',
  nmid: 'ID1019004532297',
  mcc: '5812',
  name: 'TOKO UJI',
  city: 'JAKARTA',
  postalCode: '10110',
} as const;
const BILL = { billerId: '099999999999990', reference1: 'REF001', reference2: 'REF002' };

// Published samples, and vectors made by an independent script, of every scheme.
const VECTORS: readonly (readonly [string, Parsed<string>, string])[] = [
  [
    'QRIS static, published',
    buildQris({
      ...QRIS_UJI,
      issuerGuid: 'ID.CO.SHOPEE.WWW',
      criteria: 'UME',
      name: 'Gulu Gulu Mall Ambassador',
      city: 'Jakarta Selatan',
      postalCode: '12940',
      terminal: 'A01',
    }),
    '00020101021126570016ID.CO.SHOPEE.WWW0118936009180000001402020413500303UME51440014ID.' +
      'CO.QRIS.WWW0215ID10190045322970303UME5204581253033605802ID5925Gulu Gulu Mall Ambassa' +
      'dor6015Jakarta Selatan61051294062070703A01630494FA',
  ],
  [
    'QRIS dynamic 15000',
    buildQris({
      ...QRIS_UJI,
      amount: { asset: 'IDR/0', minor: 15000n },
      reference: 'ORD0001',
      terminal: 'A01',
    }),
    '00020101021226580017ID.CO.EXAMPLE.WWW0118936009180000001402020413500303UMI51440014ID' +
      '.CO.QRIS.WWW0215ID10190045322970303UMI5204581253033605405150005802ID5908TOKO UJI6007' +
      'JAKARTA61051011062180507ORD00010703A016304518D',
  ],
  [
    'PromptPay to a mobile of zeros, published',
    buildPromptPay({ to: 'mobile', id: '0000000000' }),
    '00020101021129370016A000000677010111011300660000000005802TH530376463048956',
  ],
  [
    'PromptPay 0801234567, 4.22',
    buildPromptPay({ to: 'mobile', id: '0801234567', amount: { asset: 'THB/2', minor: 422n } }),
    '00020101021229370016A000000677010111011300668012345675802TH530376454044.22630444FE',
  ],
  [
    'PromptPay bill 100.00',
    buildPromptPayBill({ ...BILL, amount: { asset: 'THB/2', minor: 10000n } }),
    '00020101021230590016A00000067701011201150999999999999900206REF0010306REF002530376454' +
      '06100.005802TH63048AD9',
  ],
  [
    'DuitNow with an amount, marked static, published',
    buildDuitNow({
      acquirer: '501664',
      qrId: '123456789',
      mcc: '9999',
      name: 'QRCSDNBHD',
      city: 'BANGI',
      amount: { asset: 'MYR/2', minor: 1000n },
      reusable: true,
    }),
    '00020201021126410014A000000615000101065016640209123456789520499995303458540510.00580' +
      '2MY5909QRCSDNBHD6005BANGI6304343F',
  ],
  [
    'DuitNow between persons, published',
    buildDuitNow({
      acquirer: '501664',
      qrId: '123456789',
      mcc: '0000',
      name: 'AUSERNAME',
      city: 'BANGI',
      amount: { asset: 'MYR/2', minor: 1000n },
      reusable: true,
    }),
    '00020201021126410014A000000615000101065016640209123456789520400005303458540510.00580' +
      '2MY5909AUSERNAME6005BANGI63043A23',
  ],
  [
    'DuitNow dynamic 10.00',
    buildDuitNow({
      acquirer: '501664',
      qrId: '123456789',
      mcc: '5812',
      name: 'KEDAI UJI',
      city: 'BANGI',
      amount: { asset: 'MYR/2', minor: 1000n },
    }),
    '00020201021226410014A000000615000101065016640209123456789520458125303458540510.00580' +
      '2MY5909KEDAI UJI6005BANGI6304EF34',
  ],
  [
    'PIX static EVP 10.50',
    buildPixStatic({ ...PIX_PAYEE, key: EVP, amount: PIX_AMOUNT, txid: 'PEDIDO0001' }),
    '00020126580014BR.GOV.BCB.PIX0136123e4567-e89b-12d3-a456-4266554400005204000053039865' +
      '40510.505802BR5910LOJA TESTE6009SAO PAULO62140510PEDIDO00016304269C',
  ],
  [
    'PIX dynamic',
    buildPixDynamic({
      ...PIX_PAYEE,
      url: 'pix.example.com/v2/9d36b84fc70b478fb95c12729b90ca25',
      amount: PIX_AMOUNT,
    }),
    '00020101021226730014BR.GOV.BCB.PIX2551pix.example.com/v2/9d36b84fc70b478fb95c12729b9' +
      '0ca25520400005303986540510.505802BR5910LOJA TESTE6009SAO PAULO62070503***63045F18',
  ],
  [
    'QR Ph P2M 100.00',
    buildQrPhP2m({
      ...QRPH,
      ...QRPH_PAYEE,
      amount: { asset: 'PHP/2', minor: 10000n },
      reference: 'ORD0001',
    }),
    '00020101021228530011ph.ppmi.p2m0111TESTPHM1XXX0312MERCHANT00010503310520458125303608' +
      '5406100.005802PH5909TEST SHOP6006MANILA62270012ph.ppmi.qrph0507ORD000163047046',
  ],
];

function payload(name: string): string {
  return VECTORS.find(([vector]) => vector === name)?.[2] ?? assert.fail(name);
}

/** The objects of a payload in any order, for builders that order them differently. */
function objects(text: string): string[] {
  return accepted(parseEmv(text))
    .map(({ id, value }) => id + value)
    .sort();
}

describe('payment codes come out as published', () => {
  for (const [name, built, expected] of VECTORS) {
    test(name, () => assert.equal(accepted(built), expected));
  }

  test('QR Ph to a person holds what the scheme lists', () => {
    const code = accepted(
      buildQrPhP2p({
        bic: 'TESTPHM1XXX',
        branch: '99964403',
        account: '001234567890',
        mobile: '09171234567',
        name: 'JUAN DELA CRUZ',
        city: 'MANILA',
      }),
    );
    assert.deepEqual(objects(code), [
      '0001',
      '0111',
      '270012com.p2pqrpay0111TESTPHM1XXX0208999644030412001234567890051109171234567',
      '526016',
      '53608',
      '58PH',
      '59JUAN DELA CRUZ',
      '60MANILA',
    ]);
  });
});

describe('other readers and builders agree', () => {
  for (const [name, , expected] of VECTORS) {
    test(`promptparse reads: ${name}`, () => {
      const theirs = parseWithPromptParse(expected, true, true)?.getTags() ?? [];
      const ours = accepted(parseEmv(expected));
      assert.deepEqual(
        theirs.filter(({ id }) => id !== '63').map(({ id, value }) => ({ id, value })),
        ours,
      );
    });
  }

  test('promptparse builds the same PromptPay objects', () => {
    const targets = [
      ['mobile', 'MSISDN', '0801234567'],
      ['national-id', 'NATID', '1234567890123'],
      ['e-wallet', 'EWALLETID', '012345678901234'],
    ] as const;
    for (const [to, type, id] of targets) {
      const ours = accepted(buildPromptPay({ to, id, amount: { asset: 'THB/2', minor: 422n } }));
      assert.deepEqual(objects(ours), objects(anyId({ type, target: id, amount: 4.22 })));
      const open = accepted(buildPromptPay({ to, id }));
      assert.deepEqual(objects(open), objects(anyId({ type, target: id })));
    }
    const theirs = billPayment({
      billerId: BILL.billerId,
      amount: 100,
      ref1: BILL.reference1,
      ref2: BILL.reference2,
    });
    assert.deepEqual(objects(payload('PromptPay bill 100.00')), objects(theirs));
  });

  test('pix-utils reads the same static and dynamic PIX', () => {
    const fixed = parsePix(payload('PIX static EVP 10.50'));
    assert.ok(!hasError(fixed) && fixed.type === PixElementType.STATIC);
    assert.deepEqual(
      [fixed.pixKey, fixed.transactionAmount, fixed.txid, fixed.merchantName, fixed.merchantCity],
      [EVP, 10.5, 'PEDIDO0001', PIX_PAYEE.name, PIX_PAYEE.city],
    );
    const charge = parsePix(payload('PIX dynamic'));
    assert.ok(!hasError(charge) && charge.type === PixElementType.DYNAMIC);
    assert.equal(charge.url, 'pix.example.com/v2/9d36b84fc70b478fb95c12729b90ca25');
  });
});

describe('reading a payment code', () => {
  test('every scheme is recognised, with its amount', () => {
    const readings = VECTORS.map(([name, , text]) => {
      const { scheme, amount, reusable } = accepted(readQr(text));
      return [name, scheme, amount?.asset, amount?.minor, reusable];
    });
    assert.deepEqual(readings, [
      ['QRIS static, published', 'qris', undefined, undefined, true],
      ['QRIS dynamic 15000', 'qris', 'IDR/0', 15000n, false],
      ['PromptPay to a mobile of zeros, published', 'promptpay', undefined, undefined, true],
      ['PromptPay 0801234567, 4.22', 'promptpay', 'THB/2', 422n, false],
      ['PromptPay bill 100.00', 'promptpay-bill', 'THB/2', 10000n, false],
      ['DuitNow with an amount, marked static, published', 'duitnow', 'MYR/2', 1000n, true],
      ['DuitNow between persons, published', 'duitnow', 'MYR/2', 1000n, true],
      ['DuitNow dynamic 10.00', 'duitnow', 'MYR/2', 1000n, false],
      ['PIX static EVP 10.50', 'pix', 'BRL/2', 1050n, true],
      ['PIX dynamic', 'pix', 'BRL/2', 1050n, false],
      ['QR Ph P2M 100.00', 'qrph-p2m', 'PHP/2', 10000n, false],
    ]);
  });

  test('payee and reference are shown', () => {
    const reading = accepted(readQr(payload('QR Ph P2M 100.00')));
    assert.deepEqual(
      [reading.name, reading.city, reading.reference],
      ['TEST SHOP', 'MANILA', 'ORD0001'],
    );
  });

  test('a foreign code, a wrong currency or a malformed amount is refused', () => {
    const node = (id: string, value: string) => [id, value] as const;
    const account = [
      '30',
      [node('00', 'A000000677010112'), node('01', '099999999999990')],
    ] as const;
    const build = (currency: string, amount: string) =>
      accepted(buildEmv([['00', '01'], account, ['53', currency], ['54', amount]]));
    assert.match(refused(readQr(build('608', '1.00'))).reason, /currency/);
    assert.match(refused(readQr(build('764', '1.005'))).reason, /at most 2 decimals/);
    assert.match(refused(readQr(build('764', '1e2'))).reason, /exponent/);
    const foreign = accepted(
      buildEmv([
        ['00', '01'],
        ['38', [['00', 'A000000727']]],
      ]),
    );
    assert.match(refused(readQr(foreign)).reason, /known scheme/);
  });
});

describe('fields that a scheme does not allow', () => {
  for (const [what, built, reason] of [
    ['another currency', buildQris({ ...QRIS_UJI, amount: PIX_AMOUNT }), /amount is not IDR/],
    [
      'a zero amount',
      buildPixStatic({ ...PIX_PAYEE, key: EVP, amount: { asset: 'BRL/2', minor: 0n } }),
      /above zero/,
    ],
    ['a PAN of another scheme', buildQris({ ...QRIS_UJI, merchantPan: '4111111111111111' }), /Pan/],
    ['an NMID without ID', buildQris({ ...QRIS_UJI, nmid: '1019004532297' }), /nmid/],
    ['a mobile without its 0', buildPromptPay({ to: 'mobile', id: '801234567' }), /id is not/],
    ['a short tax id', buildPromptPay({ to: 'national-id', id: '123' }), /id is not/],
    ['a small letter', buildPromptPayBill({ ...BILL, reference1: 'ref' }), /reference1/],
    ['a full PIX address', buildPixDynamic({ ...PIX_PAYEE, url: 'https://a.b/c' }), /url/],
    ['a long txid', buildPixStatic({ ...PIX_PAYEE, key: EVP, txid: 'x'.repeat(26) }), /txid/],
    ['a long name', buildQrPhP2m({ ...QRPH, ...QRPH_PAYEE, name: 'N'.repeat(26) }), /limits/],
    ['an empty city', buildQrPhP2m({ ...QRPH, ...QRPH_PAYEE, city: '' }), /empty/],
    [
      'a long reference',
      buildQrPhP2m({ ...QRPH, ...QRPH_PAYEE, reference: 'x'.repeat(26) }),
      /ref/,
    ],
    [
      'a key and text that exceed the template together',
      buildPixStatic({ ...PIX_PAYEE, key: EVP, text: 'x'.repeat(72) }),
      /99 characters/,
    ],
  ] as const) {
    test(`${what} is refused`, () => assert.match(refused(built).reason, reason));
  }
});
