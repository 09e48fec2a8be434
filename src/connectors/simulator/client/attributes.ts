/** What the channel says about numbers, QR texts and wallets, in the provider's words. */
import type { Intent } from '../../contract.ts';
import { cut } from '../../read-json.ts';

const ATTRIBUTE_MAX = 512;

/** The `attributes` of a payment or code; what is undefined is left out. */
export function attributesOf(intent: Intent): Readonly<Record<string, string | undefined>> {
  const { channel, merchantName } = intent;
  const { bank, scheme, vaPrefix, vaLength } = channel.codeData ?? {};
  return {
    bank: cut(bank ?? channel.name, ATTRIBUTE_MAX),
    name: cut(merchantName, ATTRIBUTE_MAX),
    scheme: scheme ?? undefined,
    vaPrefix: vaPrefix ?? undefined,
    vaLength: vaLength?.toString(),
    ...wechatOf(intent),
  };
}

/**
 * WeChat's call needs the payer's address, or who he is for which app. Where a fact is missing the
 * call is not asked for: the payer has the page all the same.
 */
function wechatOf({ channel, order }: Intent): Readonly<Record<string, string>> {
  const { wechat } = channel;
  const clientIp = order.fields['payer.clientIp'];
  const [openid, appid] = [order.fields['payer.userId'], order.fields['payer.appId']];
  if (wechat === 'h5' && clientIp) return { wechat, clientIp };
  if (wechat === 'jsapi' && openid && appid) return { wechat, openid, appid };
  return {};
}
