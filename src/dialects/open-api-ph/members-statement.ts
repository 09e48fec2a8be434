/** A line of a statement: the one place where this API has pesos instead of centavos. */
import type { App } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import { type MajorForm, writeAmount } from '../../wire/amount.ts';
import { timeText } from '../kit/family/times.ts';
import { type Member, member, textOrNull } from '../kit/members.ts';
import { movedMinor, referenceOf } from '../kit/order-members.ts';
import { transactionIdOf } from './codec.ts';
import { type ChannelType, channelTypeOf } from './codec-channels.ts';
import { channelCodeOf } from './members.ts';
import { remitterOf } from './settings.ts';
import { transactionStatusOf } from './status.ts';

/** A line, and the app that asks. */
export interface Line {
  readonly order: Order;
  readonly app: Pick<App, 'settings'>;
}

/** `100.50` as a JSON number (published samples). */
const PESOS: MajorForm = {
  kind: 'major',
  print: 'fixed',
  minDecimals: 2,
  maxDecimals: 2,
  tokens: ['number'],
};

function pesos(name: string, description: string, of: (order: Order) => bigint): Member<Line> {
  return member(name, 'number', description, ({ order }) =>
    writeAmount({ asset: order.asset, minor: of(order) }, PESOS),
  );
}

function ofLine(
  name: string,
  description: string,
  of: (order: Order) => string | null | undefined,
): Member<Line> {
  return textOrNull(name, description, ({ order }) => of(order));
}

const HEAD: readonly Member<Line>[] = [
  ofLine('merchantOrderId', 'your id of the order', referenceOf),
  ofLine('transactionId', 'our number of it', transactionIdOf),
];

/** A reversal gives the fee back with the rest. */
function feeMinor({ state, feeMinor: agreed }: Order): bigint {
  return state === 'reversed' ? 0n : agreed;
}

const AMOUNTS: readonly Member<Line>[] = [
  pesos('amount', 'what was paid, or ordered, in pesos', movedMinor),
  pesos('fee', 'what it costs you, in pesos', feeMinor),
];

const TAIL: readonly Member<Line>[] = [
  ofLine('status', 'PENDING, COMPLETE or FAILED', transactionStatusOf),
  ofLine('createTime', 'when it was made', ({ createdAt }) => timeText(createdAt)),
  ofLine('completeTime', 'when it ended', ({ finalAt }) =>
    finalAt === null ? null : timeText(finalAt),
  ),
];

/** Only `QR Code` is published. */
const METHODS: Readonly<Record<ChannelType, string>> = {
  QR: 'QR Code',
  ONLINE_BANKING: 'Online Banking',
  EWALLET: 'E-Wallet',
  BANK_TRANSFER: 'Bank Transfer',
  CARD: 'Card',
  OTC: 'Bills Payment',
  DIRECT_DEBIT: 'Direct Debit',
};

function methodOf(order: Order): string | null {
  const code = channelCodeOf(order);
  return code === null ? null : METHODS[channelTypeOf(code)];
}

export const PAYMENT_LINE: readonly Member<Line>[] = [
  ...HEAD,
  ofLine('paymentMethod', 'the kind of channel', methodOf),
  ofLine('paymentChannel', 'the channel, by its code', channelCodeOf),
  ...AMOUNTS,
  ofLine('name', 'name of the payer', ({ fields }) => fields['payer.name']),
  ofLine(
    'mobile',
    'phone number of the payer',
    ({ metadata, fields }) => metadata.mobile ?? fields['payer.phone'],
  ),
  ofLine('appName', 'as it was sent', ({ metadata }) => metadata.appName),
  ...TAIL,
];

export const PAYOUT_LINE: readonly Member<Line>[] = [
  ...HEAD,
  ...AMOUNTS,
  textOrNull('remittingBank', 'the bank that paid', ({ app }) => remitterOf(app.settings).bank),
  textOrNull('remittingAccount', 'its account, masked', ({ app }) => {
    const { account } = remitterOf(app.settings);
    return account === null ? null : masked(account, 3);
  }),
  ofLine('recipientName', 'the payee, masked', ({ fields }) =>
    masked(fields['beneficiary.name'] ?? '', 4),
  ),
  ofLine('recipientAccount', "the payee's account, masked", ({ fields }) =>
    masked(national(fields['beneficiary.account'] ?? ''), 3),
  ),
  ofLine(
    'receivingChannel',
    'the bank or wallet',
    ({ metadata }) => metadata.ewalletCode ?? metadata.bankCode ?? metadata.payMethodCode,
  ),
  ...TAIL,
];

/** A wallet's number as this API writes it: the core keeps it with the country in front. */
function national(account: string): string {
  return account.replace(/^\+63/, '0');
}

const LAST = 4;

/** `091****4567`: so many characters in front and four behind; of what is short, nothing. */
function masked(value: string, first: number): string {
  const letters = [...value];
  if (letters.length <= first + LAST) return value === '' ? '' : '****';
  return `${letters.slice(0, first).join('')}****${letters.slice(-LAST).join('')}`;
}
