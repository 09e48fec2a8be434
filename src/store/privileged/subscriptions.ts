/** An app's subscriptions. */
import type { SubscriptionWrites } from '../../ports/privileged.ts';
import { subscriptionPurpose } from '../configuration/config-rows.ts';
import type { Executor } from '../database/pool.ts';
import type { Vault } from '../secrets/vault.ts';

/** The app is locked: of two that are made at once each has a slot of its own. */
const LOCK_APP = 'select id from app where id = $1 for update';
const NEXT_SLOT = 'select coalesce(max(slot), 0) + 1 as slot from subscription where app_id = $1';
const INSERT = `insert into subscription (app_id, slot, url, events, enabled, sealed, purpose)
  values ($1, $2, $3, $4, true, $5, $6)`;
const CHANGE = `update subscription set url = coalesce($3, url), events = coalesce($4, events),
    enabled = coalesce($5, enabled), sealed = coalesce($6, sealed),
    keyed_at = case when $6::bytea is null then keyed_at else now() end
  where app_id = $1 and slot = $2`;

export function subscriptionWrites(client: Executor, vault: Vault): SubscriptionWrites {
  return {
    async create(appId, { url, events, material, purpose }, slotMax) {
      await client.query(LOCK_APP, [appId]);
      const { rows } = await client.query<{ slot: number }>(NEXT_SLOT, [appId]);
      const slot = rows[0]?.slot ?? 1;
      if (slot > slotMax) return null;
      const sealed = vault.seal(material, subscriptionPurpose(appId, slot));
      await client.query(INSERT, [appId, slot, url, events, sealed, purpose]);
      return slot;
    },
    async change(appId, slot, { url, events, enabled, material }) {
      const sealed =
        material === undefined ? null : vault.seal(material, subscriptionPurpose(appId, slot));
      const values = [appId, slot, url ?? null, events ?? null, enabled ?? null, sealed];
      return (await client.query(CHANGE, values)).rowCount === 1;
    },
  };
}
