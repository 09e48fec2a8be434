/** What an attacker can send, per dialect, beside a small valid request. */
import { createHash } from 'node:crypto';
import type { BenchMerchant } from '../../bench/support/merchants.ts';
import { buildRequest as collectRequest } from '../../src/dialects/collect/client.ts';
import { buildRequest as openApiRequest } from '../../src/dialects/open-api/client.ts';
import { buildRequest as phRequest } from '../../src/dialects/open-api-ph/client.ts';
import { buildRequest as rechargeRequest } from '../../src/dialects/recharge/client.ts';
import { RECHARGE_ID } from './world.ts';

/** One request, and the bytes that an attacker sends in its place. */
export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HostileRequest {
  readonly title: string;
  readonly sent: Sent;
}

export interface Target {
  readonly dialect: string;
  /** Small and right: its signature holds, and it asks for what does not exist. */
  small(): Promise<Sent>;
  readonly hostile: readonly HostileRequest[];
}

const JSON_TYPE = { 'content-type': 'application/json' };
const SIGN = createHash('sha512').update('nobody').digest('base64').repeat(4).slice(0, 344);

const MANY = Object.fromEntries(Array.from({ length: 240 }, (_, n) => [`k${n}`, 'v'.repeat(200)]));
const BLANKS = Object.fromEntries(
  Array.from({ length: 240 }, (_, n) => [`${'a'.repeat(50)}${999 - n}`, '']),
);
const FOREIGN = Object.fromEntries(
  Array.from({ length: 200 }, (_, n) => [`k${n}`, '€/<>&"'.repeat(20)]),
);
const NESTED = `${'['.repeat(15)}${'1,'.repeat(900)}1${']'.repeat(15)}`;
const ESCAPES = '\\u0041'.repeat(10_000);

/** Bodies that cost a reader much, around the fields that name who calls. */
function bodiesAround(who: object): readonly (readonly [title: string, body: string])[] {
  const open = JSON.stringify(who).slice(0, -1);
  return [
    ['nothing else', `${open}}`],
    ['240 long values', `${open},${JSON.stringify(MANY).slice(1)}`],
    ['240 blank values', `${open},${JSON.stringify(BLANKS).slice(1)}`],
    ['200 values beyond ASCII', `${open},${JSON.stringify(FOREIGN).slice(1)}`],
    ['900 values, 15 deep', `${open},"x":${NESTED}}`],
    ['10,000 values', `${open},"x":[${'1,'.repeat(10_000)}1]}`],
    ['60 KB of escapes', `${open},"x":"${ESCAPES}"}`],
    ['60 KB of text', `${open},"x":"${'x'.repeat(60_000)}"}`],
    ['no JSON, 60 KB', '{'.repeat(60_000)],
    ['not UTF-8', '\u00ff'.repeat(30_000)],
  ];
}

/** In the name of nobody, and of an app that there is. */
function posts(
  path: string,
  who: (publicId: string) => object,
  publicId: string,
  headers: Readonly<Record<string, string>> = {},
): readonly HostileRequest[] {
  return (['UNKNOWN', publicId] as const).flatMap((name) =>
    bodiesAround(who(name)).map(([title, body]) => ({
      title: `${name === publicId ? 'known app' : 'unknown app'}, ${title}`,
      sent: { method: 'POST' as const, path, headers: { ...JSON_TYPE, ...headers }, body },
    })),
  );
}

function collectTarget({ publicId, key }: BenchMerchant): Target {
  const fields = Array.from(
    { length: 240 },
    (_, n) => `--b\r\ncontent-disposition: form-data; name="k${n}"\r\n\r\nv\r\n`,
  );
  const form = (title: string, type: string, body: string): HostileRequest => ({
    title,
    sent: { method: 'POST', path: '/client/order/query', headers: { 'content-type': type }, body },
  });
  const multipart = 'multipart/form-data; boundary=b';
  return {
    dialect: 'collect',
    async small() {
      const asked = { merchant: publicId, orderId: 'NOBODY' };
      return { ...collectRequest('order_query', asked, key), method: 'POST' };
    },
    hostile: [
      ...posts('/client/order/query', (merchant) => ({ merchant, sign: '0'.repeat(32) }), publicId),
      form('a form of 240 fields', multipart, `${fields.join('')}--b--\r\n`),
      form('a form of 15,000 boundaries', multipart, `${'--b\r\n'.repeat(12_000)}--b--\r\n`),
      form('60 KB of &', 'application/x-www-form-urlencoded', '&'.repeat(60_000)),
      form('60 KB of %41', 'application/x-www-form-urlencoded', `a=${'%41'.repeat(20_000)}`),
    ],
  };
}

function openApiTarget({ publicId, rsaKey }: BenchMerchant): Target {
  const path = '/open-api/philippines/payment/query';
  const texts = ['x', '"', '\u00e9'].flatMap((text): HostileRequest[] =>
    (['UNKNOWN', publicId] as const).map((appId) => ({
      title: `${appId === publicId ? 'known' : 'unknown'} app, param of 28,000 ${text}`,
      sent: {
        ...{ method: 'POST', path, headers: JSON_TYPE },
        body: JSON.stringify({ appId, sign: SIGN, param: text.repeat(28_000) }),
      },
    })),
  );
  return {
    dialect: 'open-api',
    async small() {
      const asked = { mchOrderId: 'NOBODY', timestamp: Date.now() };
      const sent = await openApiRequest('ph_payment_query', publicId, asked, rsaKey);
      return { ...sent, method: 'POST' };
    },
    hostile: [...posts(path, (appId) => ({ appId, sign: SIGN, param: '{}' }), publicId), ...texts],
  };
}

function phTarget({ publicId, rsaKey }: BenchMerchant): Target {
  const query = Array.from({ length: 240 }, (_, n) => `k${n}=%41%41%41%41`).join('&');
  const read = (appId: string): HostileRequest => ({
    title: `${appId === publicId ? 'known' : 'unknown'} app, a query of 240 fields`,
    sent: {
      ...{ method: 'GET', headers: {}, body: '' },
      path: `/api/v1/qrcode/detail?appId=${appId}&sign=${encodeURIComponent(SIGN)}&${query}`,
    },
  });
  return {
    dialect: 'open-api-ph',
    small: () => phRequest('qrcode_detail', publicId, { mchOrderId: 'NOBODY' }, rsaKey),
    hostile: [
      // A parameter of the path and a blank field are three readings of what was signed.
      ...posts(
        '/api/v1/batch/paymentCode/NOBODY/update',
        (appId) => ({ appId, sign: SIGN, blank: '' }),
        publicId,
      ),
      ...posts('/api/v2/checkout/query', (appId) => ({ appId, sign: SIGN, param: '{}' }), publicId),
      read('UNKNOWN'),
      read(publicId),
    ],
  };
}

function rechargeTarget({ rsaKey }: BenchMerchant): Target {
  const path = '/en/pay-center/recharge-order/info';
  const timestamp = new Date().toISOString();
  const whoOf = (id: string) => ({
    ...{ mchId: id === RECHARGE_ID ? Number.parseInt(id, 10) : 9, orderNo: 'NOBODY', timestamp },
  });
  return {
    dialect: 'recharge',
    async small() {
      const orderNo = `1${'0'.repeat(17)}9`;
      const timestamp = new Date().toISOString();
      const asked = { mchId: Number.parseInt(RECHARGE_ID, 10), orderNo, timestamp };
      const sent = await rechargeRequest('recharge_info', asked, rsaKey);
      return { ...sent, method: 'POST' };
    },
    hostile: posts(path, whoOf, RECHARGE_ID, { sign: SIGN }),
  };
}

export function targetsOf(merchant: BenchMerchant): readonly Target[] {
  return [collectTarget, openApiTarget, phTarget, rechargeTarget].map((of) => of(merchant));
}
