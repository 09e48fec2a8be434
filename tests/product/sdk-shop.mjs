// @ts-check
// A merchant's program over the installed package: with each API it makes an order, has it paid,
// waits for the notification, checks it and asks about the order. Prints a JSON line for each.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Collect, OpenApi, OpenApiPh, Recharge } from '@causeway/sdk';

const demo = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const { baseUrl, simulator, apps } = demo;
const port = Number(new URL(simulator).port) + 1;
const shop = `http://127.0.0.1:${port}`;
const id = () => `SDK${Date.now()}${Math.floor(Math.random() * 1e6)}`;

/** @type {Map<string, (checked: import('@causeway/sdk').Checked<object>) => void>} */
const waiting = new Map();

const openApi = new OpenApi({
  ...{ baseUrl, ...apps['open-api'] },
  platformKeys: [apps['open-api'].platformPublicKey],
});
const ph = new OpenApiPh({
  ...{ baseUrl, ...apps['open-api-ph'] },
  secrets: [apps['open-api-ph'].callbackSecret],
});
const collect = new Collect({ baseUrl, ...apps.collect });
const recharge = new Recharge({
  ...{ baseUrl, ...apps.recharge },
  platformKeys: [apps.recharge.platformPublicKey],
});
const clients = { 'open-api': openApi, 'open-api-ph': ph, collect, recharge };

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const name = /** @type {keyof typeof clients} */ (request.url?.slice(1));
  const checked = clients[name].verify(Buffer.concat(chunks), request.headers);
  if (checked.ok) {
    const { status, contentType, body } = checked.acknowledgement;
    response.writeHead(status, { 'content-type': contentType }).end(body);
  } else {
    response.writeHead(400).end();
  }
  waiting.get(name)?.(checked);
}).listen(port, '127.0.0.1');
await once(server, 'listening');

/**
 * Has it paid and waits for what the platform notifies.
 * @param {string} name
 * @param {() => Promise<Response>} pay
 */
async function paid(name, pay) {
  /** @type {Promise<import('@causeway/sdk').Checked<object>>} */
  const notified = new Promise((resolve) => void waiting.set(name, resolve));
  const reply = await pay();
  if (!reply.ok) throw new Error(`${name}: ${await reply.text()}`);
  return await notified;
}

/**
 * @param {string} url
 * @param {object} body
 * @param {string} [bearer]
 */
function post(url, body, bearer = '') {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** @param {string} order */
const paying = (order) => () => post(`${simulator}/pay`, { order });

/** What the script of Airwallex's page sends of a test card. @param {string} page */
const typing = (page) => () => {
  const { origin, hash } = new URL(page);
  const facts = new URLSearchParams(hash.split('?')[1]);
  const id = facts.get('intent_id');
  const card = { number: '4035501000000008', cvc: '123', expiry_month: '12', expiry_year: '2030' };
  return post(
    `${origin}/api/v1/pa/payment_intents/${id}/confirm`,
    { request_id: id, payment_method: { type: 'card', card: { ...card, name: 'A' } } },
    facts.get('client_secret') ?? '',
  );
};

/**
 * @param {string} dialect
 * @param {unknown} notified
 * @param {string | undefined} status
 */
function report(dialect, notified, status) {
  console.log(JSON.stringify({ dialect, notified, status }));
}

const payer = { customerName: 'Zoë 日本', email: 'zoe+1@shop.example', mobile: '09171234567' };
const redirectUrl = 'https://shop.example/back?a=1&b=2';

{
  const mchOrderId = id();
  const channel = { amount: 50010n, channelCode: 'PH_GCASH_URL' };
  const notifyUrl = `${shop}/open-api`;
  await openApi.call('ph_payment_create', {
    ...{ mchOrderId, notifyUrl, redirectUrl, remark: 'a "quoted" / & + text' },
    ...{ ...payer, ...channel },
  });
  const notified = await paid('open-api', paying(mchOrderId));
  const { data } = await openApi.call('ph_payment_query', { mchOrderId });
  report('open-api', notified, data.transactionStatus);
}
{
  const mchOrderId = id();
  const { data: made } = await ph.call('qrcode_create', {
    ...{ appName: 'Shop', mchOrderId, ...payer, mobile: '09171234567', amount: 10050n },
    ...{ channelCode: 'QRPH_DYNAMIC_QR', callbackUrl: `${shop}/open-api-ph` },
  });
  const notified = await paid('open-api-ph', paying(mchOrderId));
  const { data } = await ph.call('qrcode_detail', { mchOrderId });
  report('open-api-ph', notified, made.mchOrderId === data.mchOrderId ? data.status : 'another');
}
{
  const orderId = id();
  const { payCode } = apps.collect;
  await collect.call('collect_create', {
    ...{ orderId, payCode, amount: '100.00', notifyUrl: `${shop}/collect` },
  });
  const notified = await paid('collect', paying(orderId));
  const { data } = await collect.call('order_query', { orderId });
  report('collect', notified, data.status);
}
{
  const { data: made } = await recharge.call('recharge_create', {
    ...{ payType: 'airwallex', good: 'Zoë 日本 a/b', currency: apps.recharge.currency },
    ...{ money: '80.00', returnUrl: redirectUrl },
    products: [
      { code: 'c1', name: 'coins', desc: '100', quantity: '1', unit_price: '80.00', type: '1' },
    ],
  });
  const orderNo = made.orderNo ?? '';
  const notified = await paid('recharge', typing(made.url ?? ''));
  const { data } = await recharge.call('recharge_info', { orderNo });
  report('recharge', notified, data.status);
}

// What the types refuse.
const never = () => {
  // @ts-expect-error a field that must be there is missing
  void collect.call('order_query', {});
  // @ts-expect-error an amount is no number
  void collect.call('collect_create', { amount: 10 });
};
void never;
server.close();
server.closeAllConnections();
