/** The platform's wallets: GET /api/v1/balances/current (upstream notes, section 5). */
import type { Asset, Money } from '../../../domain/money.ts';
import { readAmount } from '../../../wire/amount.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import { readJson } from '../../../wire/raw-json.ts';
import type { Credentials, UpstreamReply, UpstreamRequest } from '../../contract.ts';
import { type Read, textAt, unread } from '../../read-json.ts';
import { AMOUNT_FORM, assetOf } from '../capabilities.ts';
import { authorised } from './authorised.ts';

/** One currency's wallet, in minor units. */
export interface Wallet {
  readonly asset: Asset;
  readonly available: Money;
  readonly pending: Money;
  readonly reserved: Money;
}

export function balancesRequest(credentials: Credentials, token: string): UpstreamRequest {
  return authorised('GET', '/api/v1/balances/current', null, credentials, token);
}

/** A bare array. Wallets in currencies whose decimals are not known are left out. */
export function readBalances(reply: UpstreamReply): Read<readonly Wallet[]> {
  if (reply.kind !== 'response') return unread(reply.reason);
  if (reply.status !== 200 || reply.truncated) return unread(`HTTP ${reply.status}`);
  const json = readJson(reply.body);
  if (!json.ok || json.value.kind !== 'array') return unread('the reply is no list');
  const wallets: Wallet[] = [];
  for (const item of json.value.items) {
    if (item.kind !== 'object') return unread('a wallet is no object');
    const asset = assetOf(textAt(item, 'currency'));
    if (asset === null) continue;
    const wallet = walletIn(item, asset);
    if (wallet === null) return unread('an amount cannot be read');
    wallets.push(wallet);
  }
  return { ok: true, value: wallets };
}

function walletIn(item: JsonObject, asset: Asset): Wallet | null {
  const available = moneyAt(item, 'available_amount', asset);
  const pending = moneyAt(item, 'pending_amount', asset);
  const reserved = moneyAt(item, 'reserved_amount', asset);
  if (available === null || pending === null || reserved === null) return null;
  return { asset, available, pending, reserved };
}

function moneyAt(item: JsonObject, name: string, asset: Asset): Money | null {
  const token = item.members.get(name);
  const money = token === undefined ? null : readAmount(token, asset, AMOUNT_FORM);
  return money?.ok === true ? money.value : null;
}
