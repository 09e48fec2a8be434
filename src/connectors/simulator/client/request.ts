/** What we ask, in the provider's JSON (docs/simulator.md, section 2). */
import type { Order } from '../../../domain/order.ts';
import { printAmount } from '../../../wire/amount.ts';
import { type BasicOperation, basic, type Intent } from '../../contract.ts';
import { cut } from '../../read-json.ts';
import { AMOUNT_FORM, METHOD_WORDS } from '../capabilities.ts';

/** Where each operation lives; also the provider's word for it, in the plural. */
const PATHS = { payin: '/v1/payments', payout: '/v1/payouts', refund: '/v1/refunds' } as const;

const MERCHANT_ORDER_MAX = 128;
const DESCRIPTION_MAX = 256;
const PAYER_NAME_MAX = 128;
const ATTRIBUTE_MAX = 512;

/** Our names for facts about a beneficiary, and the provider's. Nothing else is sent. */
const BENEFICIARY_FIELDS = {
  'beneficiary.name': 'name',
  'beneficiary.account': 'account',
  'beneficiary.accountType': 'accountType',
  'beneficiary.bankCode': 'bank',
  'beneficiary.phone': 'phone',
  'beneficiary.email': 'email',
  'beneficiary.taxId': 'taxId',
} as const;

/** Path and body of the call that creates what the intent asks for. */
export function createCall(intent: Intent): { readonly path: string; readonly body: string } {
  const details = DETAILS[basic(intent.operation)];
  return {
    path: PATHS[basic(intent.operation)],
    body: JSON.stringify({ ...commonOf(intent), ...details(intent) }),
  };
}

/** Path of the question what became of the intent. */
export function queryPath({ operation, reference }: Intent): string {
  return `${PATHS[basic(operation)]}/by-reference/${encodeURIComponent(reference)}`;
}

function commonOf({ reference, order, callbackUrl }: Intent) {
  return {
    reference,
    order: order.id.toString(),
    merchantOrder: cut(order.merchantRef, MERCHANT_ORDER_MAX),
    asset: order.asset,
    amountMinor: printAmount({ asset: order.asset, minor: order.amountMinor }, AMOUNT_FORM),
    callbackUrl,
  };
}

/** What each operation needs beside; what is undefined is left out. */
const DETAILS: Readonly<Record<BasicOperation, (intent: Intent) => object>> = {
  payin({ order, channel, merchantName, returnUrl }) {
    const description = order.fields.description ?? merchantName;
    const payerName = order.fields['payer.name'];
    return {
      method: METHOD_WORDS[channel.method as keyof typeof METHOD_WORDS],
      returnUrl,
      expiresAt: order.expiresAt?.toISOString(),
      description: cut(description, DESCRIPTION_MAX),
      payerName: payerName === undefined ? undefined : cut(payerName, PAYER_NAME_MAX),
      attributes: {
        bank: cut(channel.name, ATTRIBUTE_MAX),
        name: cut(merchantName, ATTRIBUTE_MAX),
      },
    };
  },
  payout: ({ order }) => ({ beneficiary: beneficiaryOf(order) }),
  /** The very payment that was booked, else whatever was paid on the payin. */
  refund: ({ about }) => {
    const paymentId = about?.order.paymentRef ?? undefined;
    return paymentId === undefined ? { paymentReference: about?.reference } : { paymentId };
  },
};

function beneficiaryOf({ fields }: Order): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(BENEFICIARY_FIELDS).flatMap(([ours, theirs]) => {
      const value = fields[ours];
      return value === undefined || value === '' ? [] : [[theirs, cut(value, ATTRIBUTE_MAX)]];
    }),
  );
}
