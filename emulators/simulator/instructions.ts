/** Making up what a payer needs: a link, a virtual account, a bank account or a QR text. */
import type { Attributes } from './attributes.ts';
import { randomDigits } from './ids.ts';
import { qrPayload, type SchemeName } from './schemes.ts';
import type { Instructions, PaymentMethod } from './types.ts';
import type { World } from './world.ts';

export type InstructionWish = {
  readonly id: string;
  readonly method: Exclude<PaymentMethod, 'direct_debit'>;
  readonly asset: string;
  /** Undefined: the payer chooses. */
  readonly amountMinor: bigint | undefined;
  readonly attributes: Attributes;
  /** The name a payer sees. */
  readonly name: string;
  readonly reusable: boolean;
};

function freshNumber(world: World, { prefix, length }: Attributes): string {
  for (;;) {
    const number = prefix + randomDigits(length - prefix.length);
    if (world.orders.byNumber(number) === undefined) return number;
  }
}

/** The form of bills: two letters and thirteen digits. */
function billNumber(world: World): string {
  for (;;) {
    const number = `PC${randomDigits(13)}`;
    if (world.orders.byNumber(number) === undefined) return number;
  }
}

/** The hex part of an id. */
export function hexOf(id: string): string {
  return id.slice(id.indexOf('_') + 1);
}

type QrTextWish = Pick<InstructionWish, 'id' | 'asset' | 'amountMinor' | 'name' | 'reusable'>;

/** Makes the QR text of an order; the label in it is the id's hex part, 20 characters. */
export function qrText(scheme: SchemeName, wish: QrTextWish): string {
  const { id, name: merchantName, asset, amountMinor, reusable } = wish;
  const label = hexOf(id).toUpperCase();
  return qrPayload(scheme, { asset, label, merchantName, amountMinor, reusable });
}

export function makeInstructions(world: World, wish: InstructionWish): Instructions {
  const { method, id, name, attributes } = wish;
  const bank = attributes.bank || 'TEST BANK';
  switch (method) {
    case 'va':
      return { kind: 'va', bank, number: freshNumber(world, attributes), name };
    case 'bank_transfer':
      return { kind: 'bank_transfer', bank, account: freshNumber(world, attributes), name };
    case 'bill':
      return { kind: 'bill', biller: attributes.bank || 'TEST BILLER', number: billNumber(world) };
    case 'qr':
      return { kind: 'qr', payload: qrText(attributes.scheme, wish) };
    case 'wallet':
    case 'redirect':
    case 'card':
      return redirect(world, id, attributes);
  }
}

function redirect(world: World, id: string, { wechat }: Attributes): Instructions {
  const page = { kind: 'redirect', url: payerUrl(world.baseUrl, id) } as const;
  if (wechat === undefined) return page;
  const shortUrl = `${world.baseUrl}/s/${hexOf(id)}`;
  return { ...page, shortUrl, wechatpay: world.wechat.prepare(wechat.appId) };
}

/** The payer's own page for an order, whatever the method. */
export function payerUrl(baseUrl: string, id: string): string {
  return `${baseUrl}/p/${id}`;
}

/** The payer's page for a mandate. */
export function mandateUrl(baseUrl: string, id: string): string {
  return `${baseUrl}/m/${id}`;
}
