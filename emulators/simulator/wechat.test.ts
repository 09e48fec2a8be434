import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Json, Platform } from './testing/harness.ts';
import { startPlatform } from './testing/harness.ts';

let platform: Platform;
before(async () => {
  platform = await startPlatform();
});
after(() => platform.stop());

const JSAPI = { wechat: 'jsapi', openid: 'oExample1234567890', appid: 'wx0123456789abcdef' };
const H5 = { wechat: 'h5', clientIp: '203.0.113.7' };
const ASKED = { asset: 'THB/2', method: 'redirect' };

async function isSigned(appId: string, call: Record<string, string>): Promise<boolean> {
  const { body } = await platform.call('GET', '/admin/wechat-key');
  const lines = [appId, call.timeStamp, call.nonceStr, call.pkg].map((line) => `${line}\n`);
  const signature = Buffer.from(call.paySign ?? '', 'base64');
  return verify('sha256', Buffer.from(lines.join('')), String(body.publicKey), signature);
}

for (const [way, attributes, appId] of [
  ['inside WeChat', JSAPI, JSAPI.appid],
  ['in any browser', H5, 'wx0000000000000000'],
] as const) {
  test(`${way}: a payment is prepared, signed for the app alone, and paid by its short address`, async () => {
    const made = await platform.payment({ ...ASKED, attributes });
    const { url, shortUrl, wechatpay } = made.body.instructions as Record<string, string> & {
      wechatpay: Record<string, string>;
    };
    assert.equal(wechatpay.signType, 'RSA');
    assert.equal(wechatpay.pkg, `prepay_id=${wechatpay.prepayId}`);
    assert.match(wechatpay.timeStamp ?? '', /^\d{10}$/);
    assert.ok(await isSigned(appId, wechatpay));
    assert.equal(await isSigned('wx-of-another', wechatpay), false);
    assert.equal(await isSigned(appId, { ...wechatpay, pkg: 'prepay_id=x' }), false);
    const led = await fetch(shortUrl ?? '', { redirect: 'manual' });
    assert.deepEqual([led.status, new URL(url ?? '').pathname], [302, led.headers.get('location')]);
    assert.match(await (await fetch(shortUrl ?? '')).text(), /TEST WeChat Pay/);
    assert.equal((await platform.call('POST', '/pay', { order: made.reference })).http, 200);
    const again = await platform.query('payment', made.reference);
    assert.deepEqual((again.body.instructions as Json).wechatpay, wechatpay);
  });
}

test('what WeChat needs to know is asked for, and kept nowhere', async () => {
  for (const name of ['openid', 'appid', 'clientIp'] as const) {
    const whole = name === 'clientIp' ? H5 : JSAPI;
    const { [name]: _, ...attributes } = whole as Record<string, string>;
    const made = await platform.payment({ ...ASKED, attributes });
    assert.equal(made.http, 400);
    assert.match((made.body.error as Json).text as string, new RegExp(name));
  }
  const state = await platform.call('GET', '/admin/state');
  assert.equal(state.text.includes(JSAPI.openid), false);
  assert.equal(state.text.includes(H5.clientIp), false);
});

test('no other payment has a short address', async () => {
  const made = await platform.payment();
  const hex = String(made.body.id).slice(4);
  assert.equal((await platform.call('GET', `/s/${hex}`)).http, 404);
  assert.equal((await platform.call('GET', '/s/none')).http, 404);
  assert.equal('wechatpay' in (made.body.instructions as Json), false);
});
