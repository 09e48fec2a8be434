/** Merchants, as operators make them. */
import { randomInt } from 'node:crypto';
import { BUCKET_COUNT, type Id } from '../../domain/id.ts';
import type { MerchantWrites } from '../../ports/privileged.ts';
import type { Executor } from '../database/pool.ts';

/** `nextId` makes platform ids: merchants have them like orders. */
export function merchantWrites(client: Executor, nextId: (bucket: number) => Id): MerchantWrites {
  return {
    async create({ name, amountPolicy, latePolicy, bucket = randomInt(BUCKET_COUNT) }) {
      const id = nextId(bucket);
      await client.query(
        `insert into merchant (id, name, bucket, amount_policy, late_policy)
         values ($1, $2, $3, $4, $5)`,
        [id, name, bucket, amountPolicy, latePolicy],
      );
      return id;
    },
    async setStatus(merchantId, status) {
      await client.query('update merchant set status = $2 where id = $1', [merchantId, status]);
    },
    async shareOrders(merchantId, isShared) {
      await client.query('update merchant set share_orders = $2 where id = $1', [
        merchantId,
        isShared,
      ]);
    },
    async reserveRule({ merchantId, asset, ppm, days, capMinor, basis }) {
      await client.query(
        `insert into reserve_rule (merchant_id, asset, ppm, days, cap_minor, basis)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (merchant_id, asset) do update
         set ppm = excluded.ppm, days = excluded.days, cap_minor = excluded.cap_minor,
             basis = excluded.basis`,
        [merchantId, asset, ppm, days, capMinor, basis],
      );
    },
    async amountRule(row) {
      const { merchantId, channelCode, short, tolerancePpm, toleranceMinor } = row;
      const { over, late, lateHours, second } = row;
      await client.query(
        `insert into amount_rule (merchant_id, channel_code, short, tolerance_ppm,
           tolerance_minor, over, late, late_hours, second)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (merchant_id, channel_code) do update
         set short = excluded.short, tolerance_ppm = excluded.tolerance_ppm,
             tolerance_minor = excluded.tolerance_minor, over = excluded.over,
             late = excluded.late, late_hours = excluded.late_hours, second = excluded.second`,
        [
          ...[merchantId, channelCode, short, tolerancePpm, toleranceMinor],
          ...[over, late, lateHours, second],
        ],
      );
    },
  };
}
