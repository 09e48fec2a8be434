import type pg from 'pg';

/** Issues INV-2026-000007 to a merchant: 5.00 PHP for two payments of June 2026. */
export async function issueFeeInvoice(pool: pg.Pool, merchantId: bigint): Promise<void> {
  const rate = { r: '25000', f: '0', min: null, max: null };
  const line = { of: 'payin', channel: 'PH_GCASH', rate, count: 2, base: '20000', fee: '500' };
  await pool.query(
    `insert into fee_invoice (kind, year, number, merchant_id, asset, month, lines, fee_minor,
       tax_minor) values ('invoice', 2026, 7, $1, 'PHP/2', '2026-06-01', $2, 500, 0)`,
    [merchantId, JSON.stringify([{ ...line, tax: '0' }])],
  );
}
