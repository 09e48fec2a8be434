/** What we ask, in the provider's JSON (docs/simulator.md, section 2). */
import type { Order, SentKind } from '../../../domain/order.ts';
import { printAmount } from '../../../wire/amount.ts';
import type { Intent } from '../../contract.ts';
import { cut } from '../../read-json.ts';
import { AMOUNT_FORM, METHOD_WORDS } from '../capabilities.ts';
import { attributesOf } from './attributes.ts';

/** Where each kind of order lives; also the provider's word for it, in the plural. */
const PATHS: Readonly<Record<SentKind, string>> = {
  payin: '/v1/payments',
  payout: '/v1/payouts',
  refund: '/v1/refunds',
  code: '/v1/codes',
  mandate: '/v1/mandates',
  verification: '/v1/verifications',
};

const MERCHANT_ORDER_MAX = 128;
const DESCRIPTION_MAX = 256;
const NAME_MAX = 128;
const USER_MAX = 64;
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

/** Path and body of the call that executes the intent; a closing has no body. */
export function createCall(intent: Intent): {
  readonly path: string;
  readonly body: string | null;
} {
  const { operation, order } = intent;
  if (operation === 'close') {
    const word = order.kind === 'mandate' ? 'revoke' : 'close';
    return { path: `${queryPath(intent)}/${word}`, body: null };
  }
  if (operation === 'update') {
    return { path: `${queryPath(intent)}/update`, body: JSON.stringify(updateOf(intent)) };
  }
  const details = DETAILS[order.kind];
  return {
    path: PATHS[order.kind],
    body: JSON.stringify({ ...commonOf(intent), ...details(intent) }),
  };
}

/** Path of the question what became of the intent, or of what is to be changed or closed. */
export function queryPath(intent: Intent): string {
  return `${PATHS[intent.order.kind]}/by-reference/${encodeURIComponent(knownAs(intent))}`;
}

/** The reference of the order that an intent makes, changes or closes. */
export function knownAs({ operation, reference, about }: Intent): string {
  const isThere = operation === 'close' || operation === 'update';
  return isThere ? (about?.reference ?? reference) : reference;
}

/** The terms that a code shall have. The same reference again has no other effect. */
function updateOf({ reference, order }: Intent) {
  return {
    reference,
    minAmountMinor: minorOf(order, order.code?.minMinor ?? null),
    maxAmountMinor: minorOf(order, order.code?.maxMinor ?? null),
    expiresAt: order.expiresAt?.toISOString(),
  };
}

function commonOf({ reference, order, callbackUrl, seal }: Intent) {
  return {
    reference,
    order: order.id.toString(),
    merchantOrder: cut(order.merchantRef, MERCHANT_ORDER_MAX),
    asset: order.asset,
    amountMinor: minorOf(order, order.amountMinor),
    callbackUrl,
    memo: seal?.(),
  };
}

/** Undefined for null and 0: a code whose payer chooses, a mandate. */
function minorOf({ asset }: Order, minor: bigint | null): string | undefined {
  return minor === null || minor === 0n ? undefined : printAmount({ asset, minor }, AMOUNT_FORM);
}

/** What each operation needs beside; what is undefined is left out. */
const DETAILS: Readonly<Record<SentKind, (intent: Intent) => object>> = {
  payin(intent) {
    const { order, channel, returnUrl, about } = intent;
    const payerName = order.fields['payer.name'];
    const isDebit = channel.method === 'direct_debit';
    return {
      method: methodOf(intent),
      returnUrl,
      expiresAt: order.expiresAt?.toISOString(),
      description: descriptionOf(intent),
      payerName: payerName === undefined ? undefined : cut(payerName, NAME_MAX),
      ...(isDebit ? { mandateReference: about?.reference } : {}),
      attributes: attributesOf(intent),
    };
  },
  payout: ({ order }) => ({ beneficiary: beneficiaryOf(order) }),
  /** The very payment that was booked, else whatever was paid on the payin. */
  refund: ({ about, order }) => {
    const paymentId = about?.order.paymentRef ?? undefined;
    const from = paymentId === undefined ? { paymentReference: about?.reference } : { paymentId };
    return { ...from, void: order.voided ? true : undefined };
  },
  code(intent) {
    const { order, channel, merchantName } = intent;
    const { minMinor, maxMinor, single } = order.code ?? NO_RULE;
    return {
      method: methodOf(intent),
      name: cut(merchantName, NAME_MAX),
      description: descriptionOf(intent),
      minAmountMinor: minorOf(order, minMinor),
      maxAmountMinor: minorOf(order, maxMinor),
      maxPayments: single ? 1 : undefined,
      // We are asked before a bill's money is taken, and ask its merchant.
      verify: channel.method === 'bill' ? true : undefined,
      expiresAt: order.expiresAt?.toISOString(),
      attributes: attributesOf(intent),
    };
  },
  mandate(intent) {
    const { order, channel, merchantName, returnUrl } = intent;
    return {
      user: cut(order.fields['payer.userId'] ?? order.merchantRef, USER_MAX),
      bank: cut(channel.name, NAME_MAX),
      name: cut(merchantName, NAME_MAX),
      description: descriptionOf(intent),
      returnUrl,
      expiresAt: order.expiresAt?.toISOString(),
    };
  },
  verification: verificationOf,
};

/** The merchant's own id of its customer; the picture's bytes in base64. */
function verificationOf({ order, channel, photos = [] }: Intent): object {
  const { 'payer.name': name, 'payer.userId': userId } = order.fields;
  return {
    method: METHOD_WORDS[channel.method as keyof typeof METHOD_WORDS],
    document: order.verification?.document ?? undefined,
    user: cut(userId ?? order.merchantRef, USER_MAX),
    name: name === undefined ? undefined : cut(name, NAME_MAX),
    photos: photos.map(({ part, type, bytes }) => ({
      ...{ part, type },
      content: Buffer.from(bytes).toString('base64'),
    })),
  };
}

const NO_RULE = { minMinor: null, maxMinor: null, single: false } as const;

function methodOf({ channel: { method } }: Intent): string | undefined {
  return method === 'payout' ? undefined : METHOD_WORDS[method];
}

function descriptionOf({ order, merchantName }: Intent): string {
  return cut(order.fields.description ?? merchantName, DESCRIPTION_MAX);
}

function beneficiaryOf({ fields }: Order): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(BENEFICIARY_FIELDS).flatMap(([ours, theirs]) => {
      const value = fields[ours];
      return value === undefined || value === '' ? [] : [[theirs, cut(value, ATTRIBUTE_MAX)]];
    }),
  );
}
