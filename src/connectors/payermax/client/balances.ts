/** The merchant's accounts at PayerMax: `currentBalanceQuery` (upstream notes, section 8). */
import type { Asset, Money } from '../../../domain/money.ts';
import { readAmount } from '../../../wire/amount.ts';
import { type JsonObject, jsonBoolean } from '../../../wire/json-value.ts';
import { objectOf } from '../../build-json.ts';
import type { Credentials, UpstreamReply, UpstreamRequest } from '../../contract.ts';
import { itemsAt, type Read, textAt, unread } from '../../read-json.ts';
import { AMOUNT_FORM, assetOf, BALANCE_VERSION } from '../capabilities.ts';
import { signedCall } from './envelope.ts';
import { readTaken } from './reply.ts';

/** One account: collections, payouts, frozen, to be settled, or the deposit for reversals. */
export interface Account {
  /** PayerMax's word: `ACQUIRING`, `DISBURSEMENT`, `FREEZE`, `SETTLE`, `REVERSE`. */
  readonly type: string;
  readonly asset: Asset;
  readonly balance: Money;
}

export function balancesRequest(credentials: Credentials, nowMs: number): UpstreamRequest {
  const data = objectOf({ plainSign: jsonBoolean(true) });
  return signedCall('currentBalanceQuery', data, credentials, nowMs, BALANCE_VERSION);
}

/** All accounts, empty ones too. Those in currencies that are not known here are left out. */
export function readBalances(
  reply: UpstreamReply,
  credentials: Credentials,
): Read<readonly Account[]> {
  const taken = readTaken(reply, credentials);
  if (!taken.ok) return taken;
  if (taken.value.kind === 'refusal') return unread(taken.value.error.code);
  const items = itemsAt(taken.value.data, 'accountRealTimeTypes');
  if (items === null) return unread('the reply is no list of accounts');
  const accounts: Account[] = [];
  for (const item of items) {
    const account = item.kind === 'object' ? accountIn(item) : null;
    if (account === null) return unread('an account cannot be read');
    if (account !== 'unknown') accounts.push(account);
  }
  return { ok: true, value: accounts };
}

function accountIn(item: JsonObject): Account | 'unknown' | null {
  const type = textAt(item, 'accountType');
  const currency = textAt(item, 'currency');
  if (type === null || currency === null) return null;
  const asset = assetOf(currency);
  if (asset === null) return 'unknown';
  const token = item.members.get('balance');
  const balance = token === undefined ? null : readAmount(token, asset, AMOUNT_FORM);
  return balance?.ok === true ? { type, asset, balance: balance.value } : null;
}
