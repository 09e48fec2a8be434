/** What bank accounts of the platform have received, over PostgreSQL. See `ports/topup.ts`. */
import type pg from 'pg';
import { bucketOf, type Id, shardOf } from '../../domain/id.ts';
import type { MainLeg } from '../../domain/main-book.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Asset } from '../../domain/money.ts';
import {
  type BankLine,
  type Matched,
  type Receipt,
  type ReceiptState,
  referencesIn,
} from '../../domain/topup.ts';
import type { Receipts, Taken } from '../../ports/topup.ts';
import { keepJournal } from '../books/journals.ts';
import { type Executor, run } from '../database/pool.ts';
import { inTransaction } from '../database/transaction.ts';
import { SHOW_WATCHED_CASE } from '../statements/book-watch.ts';
import { CLOSE_CASE } from '../statements/cases.ts';

/** A case that is about no merchant is about its receipt. */
const CASE = 'bank_receipt';

export interface ReceiptParts {
  readonly shardCount: number;
  nextId(bucket: number): Id;
}

export function createReceipts(pool: pg.Pool, parts: ReceiptParts): Receipts {
  return {
    take: (line) => inTransaction(pool, (client) => takeLine(client, parts, line)),
    async credited({ id }) {
      await pool.query("update bank_receipt set state = 'credited' where id = $1", [id]);
    },
    async toCredit(limit) {
      const { rows } = await pool.query<ReceiptRow>(
        `${SELECT_RECEIPTS} where r.state = 'matched' order by r.id limit $1`,
        [limit],
      );
      return rows.map(receiptOf).filter(isMatched);
    },
  };
}

/** In the caller's transaction: see `Receipts.take`. */
export async function takeLine(
  client: Executor,
  parts: ReceiptParts,
  line: BankLine,
): Promise<Taken> {
  const found = await client.query<{ mode: Mode; asset: Asset }>(
    'select mode, asset from bank_account where code = $1',
    [line.bank],
  );
  const account = found.rows[0];
  if (account === undefined) return { ok: false, why: 'unknown_bank' };
  const merchantId = await ownerOf(client, line, account);
  const id = parts.nextId(0);
  const topUpId = merchantId === null ? null : parts.nextId(bucketOf(merchantId));
  const { bank, bankRef, amountMinor, valueDate, text, sender } = line;
  const state = merchantId === null ? 'open' : 'matched';
  const { rowCount } = await client.query(
    `insert into bank_receipt (id, bank, bank_ref, amount_minor, value_date, text, sender, state,
       merchant_id, topup_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (bank, bank_ref) do nothing`,
    [id, bank, bankRef, amountMinor, valueDate, text, sender, state, merchantId, topUpId],
  );
  const isNew = rowCount === 1;
  const receipt = await receiptBy(client, bank, bankRef);
  if (receipt.amountMinor !== amountMinor) return { ok: false, why: 'other_line' };
  if (isNew) await keepJournal(client, journalOf(receipt, 'receipt', 'bank', -amountMinor));
  if (isNew && merchantId === null) await openCase(client, parts, receipt);
  return { ok: true, receipt, isNew };
}

/** The one merchant whose reference of this currency and mode stands in the text. */
async function ownerOf(
  client: Executor,
  { text }: BankLine,
  { mode, asset }: { readonly mode: Mode; readonly asset: Asset },
): Promise<Id | null> {
  const { rows } = await client.query<{ merchant_id: Id }>(
    `select distinct merchant_id from topup_reference
     where reference = any($1::text[]) and mode = $2 and asset = $3`,
    [referencesIn(text), mode, asset],
  );
  const [one, other] = rows;
  return one === undefined || other !== undefined ? null : one.merchant_id;
}

/** What a bank has, or had, beside what nobody claims yet. */
function journalOf(
  { id, bank, asset, mode }: Receipt,
  key: string,
  account: MainLeg['account'],
  minor: bigint,
) {
  const legs: readonly MainLeg[] = [
    { account, of: bank, asset, minor },
    { account: 'unallocated', of: bank, asset, minor: -minor },
  ];
  return { key: `${key}:${id}`, mode, legs };
}

async function openCase(client: Executor, { shardCount }: ReceiptParts, receipt: Receipt) {
  const { id, bank, bankRef, sender } = receipt;
  const from = sender === '' ? '' : ` from ${sender}`;
  const detail = `${bank} ${bankRef}${from}: no merchant's reference`;
  await run(client, SHOW_WATCHED_CASE, shardOf(id, shardCount), [id, CASE, bankRef, detail]);
}

/** A person's word on an open receipt: whose it is, or that it went back. Null: it is not open. */
export async function decideReceipt(
  client: Executor,
  { shardCount, nextId }: ReceiptParts,
  receipt: Receipt,
  merchantId: Id | null,
  by: string,
  evidence: string,
): Promise<Receipt | null> {
  const { id, bank, bankRef } = receipt;
  const topUpId = merchantId === null ? null : nextId(bucketOf(merchantId));
  const { rowCount } = await client.query(
    `update bank_receipt set state = $2, merchant_id = $3, topup_id = $4, decided_by = $5,
       evidence = $6 where id = $1 and state = 'open'`,
    [id, merchantId === null ? 'returned' : 'matched', merchantId, topUpId, by, evidence],
  );
  if (rowCount !== 1) return null;
  if (merchantId === null) {
    const back = journalOf(receipt, 'receipt-return', 'bank_clearing', receipt.amountMinor);
    await keepJournal(client, back);
  }
  const parameters = [id, CASE, bankRef, by, evidence];
  await run(client, CLOSE_CASE, shardOf(id, shardCount), parameters);
  return await receiptBy(client, bank, bankRef);
}

export interface ReceiptRow extends Record<string, unknown> {
  readonly id: Id;
  readonly bank: string;
  readonly bank_ref: string;
  readonly amount_minor: bigint;
  readonly value_date: string;
  readonly text: string;
  readonly sender: string;
  readonly state: ReceiptState;
  readonly merchant_id: Id | null;
  readonly topup_id: Id | null;
  readonly decided_by: string | null;
  readonly evidence: string | null;
  readonly received_at: Date;
  readonly mode: Mode;
  readonly asset: Asset;
}

export const SELECT_RECEIPTS = `select r.id, r.bank, r.bank_ref, r.amount_minor,
    r.value_date::text as value_date, r.text, r.sender, r.state, r.merchant_id, r.topup_id,
    r.decided_by, r.evidence, r.received_at, b.mode, b.asset
  from bank_receipt r join bank_account b on b.code = r.bank`;

async function receiptBy(client: Executor, bank: string, bankRef: string): Promise<Receipt> {
  const { rows } = await client.query<ReceiptRow>(
    `${SELECT_RECEIPTS} where r.bank = $1 and r.bank_ref = $2`,
    [bank, bankRef],
  );
  return receiptOf(rows[0] as ReceiptRow);
}

export function receiptOf(row: ReceiptRow): Receipt {
  const { id, bank, text, sender, state, mode, asset, evidence } = row;
  return {
    ...{ id, bank, text, sender, state, mode, asset, evidence },
    bankRef: row.bank_ref,
    amountMinor: row.amount_minor,
    valueDate: row.value_date,
    merchantId: row.merchant_id,
    topUpId: row.topup_id,
    decidedBy: row.decided_by,
    receivedAt: row.received_at,
  };
}

function isMatched(receipt: Receipt): receipt is Matched {
  return receipt.merchantId !== null && receipt.topUpId !== null;
}
