/** References and receipts, for commands and people: see `ports/topup.ts`. */
import type pg from 'pg';
import type { Asset } from '../../domain/money.ts';
import type { TopUps } from '../../ports/topup.ts';
import { type ReceiptRow, receiptOf, SELECT_RECEIPTS } from '../queues/receipts.ts';

export function createTopUps(pool: Pick<pg.Pool, 'query'>): TopUps {
  return {
    async receipts({ state, merchantId, mode }, limit) {
      const { rows } = await pool.query<ReceiptRow>(
        `${SELECT_RECEIPTS} where ($1::text is null or r.state = $1)
           and ($2::bigint is null or r.merchant_id = $2) and ($3::text is null or b.mode = $3)
         order by r.id desc limit $4`,
        [state, merchantId, mode, limit],
      );
      return rows.map(receiptOf);
    },
    async receipt(id) {
      const { rows } = await pool.query<ReceiptRow>(`${SELECT_RECEIPTS} where r.id = $1`, [id]);
      return rows[0] === undefined ? null : receiptOf(rows[0]);
    },
    async references(merchantId, mode) {
      const { rows } = await pool.query<{ asset: Asset; reference: string }>(
        `select asset, reference from topup_reference
         where merchant_id = $1 and mode = $2 order by asset`,
        [merchantId, mode],
      );
      return rows;
    },
  };
}
