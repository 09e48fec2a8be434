import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePix } from 'pix-utils';
import { parse as parsePromptPay } from 'promptparse';
import { crc16 } from './emv.ts';
import { FAULT_NAMES, FAULTS } from './faults.ts';
import { parseMajor, parseMinor, printMajor } from './money.ts';
import { isWholeQr, qrPayload, schemeFor } from './schemes.ts';
import { signCallback, signRequest } from './signature.ts';

test('major units read back what was printed, in every scale', () => {
  const minor = fc.bigInt({ min: 1n, max: 10n ** 18n - 1n });
  fc.assert(
    fc.property(minor, fc.integer({ min: 0, max: 18 }), (amount, scale) => {
      const asset = `XTS/${scale}`;
      assert.equal(parseMajor(printMajor(amount, asset), asset), amount);
    }),
  );
});

test('amounts that do not fit are no amounts', () => {
  for (const text of ['', '0', '-1', '01', '1.0', '1e3', ' 1', '9'.repeat(19)]) {
    assert.equal(parseMinor(text), undefined, text);
  }
  assert.equal(parseMajor('1.005', 'PHP/2'), undefined);
  assert.equal(parseMajor('1.500', 'PHP/2'), 150n);
});

test('the documented signature examples are true', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/simulator.md'), 'utf8');
  const secret = 'secret-of-the-example';
  const body = '{"reference":"r-1"}';
  assert.ok(text.includes(signRequest(secret, '1700000000', 'POST', '/v1/payments', body)));
  assert.ok(text.includes(signCallback([secret], '1700000000', '{"eventId":"evt_1"}')));
});

test('the documented table of magic amounts is the one that works', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/simulator.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (9\d{3}) \| `(\w+)` \|/gm)];
  const documented = rows.map(([, ending, name]) => [name, Number(ending)]);
  assert.deepEqual(
    documented,
    FAULT_NAMES.map((name) => [name, FAULTS[name].magic]),
  );
});

const LABEL = '0123456789ABCDEF0123';

/** The text in the default scheme of an asset. */
function defaultText(asset: string, amountMinor: bigint | undefined, reusable: boolean): string {
  const scheme = schemeFor('', asset);
  assert.ok('name' in scheme);
  const merchantName = 'Ünï Shop & Söns of a long name';
  return qrPayload(scheme.name, { asset, label: LABEL, merchantName, amountMinor, reusable });
}

/** Digits of a card or merchant number whose last is a Luhn check. */
function isLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

const EMV_SCHEMES = [
  ['PHP/2', 'qrph', '28', 'ph.ppmi.p2m', '608', 'PH'],
  ['IDR/0', 'qris', '51', 'ID.CO.QRIS.WWW', '360', 'ID'],
  ['THB/2', 'promptpay', '30', 'A000000677010112', '764', 'TH'],
  ['MYR/2', 'duitnow', '26', 'A0000006150001', '458', 'MY'],
  ['BRL/2', 'pix', '26', 'BR.GOV.BCB.PIX', '986', 'BR'],
  ['USD/2', 'emv', '26', 'TEST.SIMULATOR', '999', 'XX'],
] as const;

test('EMV texts are whole, in the scheme of their currency, and independent readers agree', () => {
  assert.equal(crc16('123456789'), '29B1');
  for (const [asset, scheme, template, guid, currency, country] of EMV_SCHEMES) {
    const text = defaultText(asset, 1050n, false);
    assert.deepEqual(schemeFor('', asset), { name: scheme });
    assert.ok(isWholeQr(text), asset);
    assert.ok(isWholeQr(text.slice(0, -4) + text.slice(-4).toLowerCase()), asset);
    assert.equal(isWholeQr(text.replace('TEST', 'BEST')), false, asset);
    const parsed = parsePromptPay(text, true);
    assert.equal(parsed?.getTagValue(template, '00'), guid, asset);
    assert.equal(parsed?.getTagValue('53'), currency, asset);
    assert.equal(parsed?.getTagValue('58'), country, asset);
    assert.equal(parsed?.getTagValue('62', '05'), LABEL, asset);
    assert.equal(parsed?.getTagValue('54'), asset === 'IDR/0' ? '1050' : '10.50', asset);
    assert.equal(parsed?.getTagValue('01'), '12', asset);
    const open = parsePromptPay(defaultText(asset, undefined, true), true);
    assert.equal(open?.getTagValue('54'), undefined, asset);
    assert.equal(open?.getTagValue('01'), '11', asset);
  }
  const pix = parsePix(defaultText('BRL/2', 1050n, false));
  assert.equal('transactionAmount' in pix && pix.transactionAmount, 10.5);
  const qris = parsePromptPay(defaultText('IDR/0', 1050n, false), true);
  assert.ok(isLuhn(qris?.getTagValue('26', '01') ?? ''));
});

test('links of India, Russia and WeChat say what they say', () => {
  const upi = new URL(defaultText('INR/2', 1050n, false));
  assert.deepEqual([upi.protocol, upi.host], ['upi:', 'pay']);
  assert.deepEqual([upi.searchParams.get('am'), upi.searchParams.get('tr')], ['10.50', LABEL]);
  const sbp = defaultText('RUB/2', 1050n, false);
  const link = new URL(sbp);
  assert.match(link.pathname, /^\/AD[0-9A-Z]{30}$/);
  assert.deepEqual([...link.searchParams.keys()], ['type', 'bank', 'sum', 'cur', 'crc']);
  assert.deepEqual(
    ['type', 'sum', 'cur'].map((name) => link.searchParams.get(name)),
    ['02', '1050', 'RUB'],
  );
  assert.ok(isWholeQr(sbp));
  assert.equal(isWholeQr(sbp.replace('1050', '9050')), false);
  const open = defaultText('RUB/2', undefined, true);
  assert.match(open, /\/AS[0-9A-Z]{30}\?type=01&bank=\d{12}&crc=[0-9A-F]{4}$/);
  const wish = { asset: 'THB/2', label: LABEL, merchantName: '', amountMinor: 1n, reusable: false };
  assert.equal(qrPayload('wechat', wish), `weixin://wxpay/bizpayurl?pr=${LABEL}`);
});

test('a scheme is of one currency, and an unknown one is none', () => {
  assert.deepEqual(schemeFor('qris', 'IDR/0'), { name: 'qris' });
  assert.ok('problem' in schemeFor('qris', 'PHP/2'));
  assert.ok('problem' in schemeFor('toString', 'PHP/2'));
  assert.deepEqual(schemeFor('wechat', 'THB/2'), { name: 'wechat' });
});

test('the simulator imports nothing of the platform, and of the platform only the demo starts it', async () => {
  const imports = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;
  const sources = async (folder: string): Promise<string[]> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
    return files.map(({ parentPath, name }) => join(parentPath, name));
  };
  const reaches = async (from: string, into: string): Promise<string[]> => {
    const found: string[] = [];
    for (const file of await sources(from)) {
      const text = await readFile(file, 'utf8');
      for (const [, target = ''] of text.matchAll(imports)) {
        const path = target.startsWith('.') ? join(file, '..', target) : target;
        if (!relative(into, path).startsWith('..') && target.startsWith('.')) found.push(file);
      }
    }
    return found;
  };
  const root = join(import.meta.dirname, '..', '..');
  const [ours, theirs] = [join(root, 'emulators', 'simulator'), join(root, 'src')];
  assert.deepEqual(await reaches(ours, theirs), []);
  // The demo starts both companies' servers side by side; between them there is only HTTP.
  assert.deepEqual(await reaches(theirs, ours), [join(theirs, 'demo', 'providers.ts')]);
  assert.notDeepEqual(await reaches(ours, ours), [], 'the check sees imports at all');
});
