/** Merchants' apps, their settings and their keys. */
import { randomInt, randomUUID } from 'node:crypto';
import { ADDRESS_SCOPE } from '../../domain/app-setting.ts';
import { BUCKET_COUNT, type Id } from '../../domain/id.ts';
import type { AppKey } from '../../domain/merchant.ts';
import type { AppWrites } from '../../ports/privileged.ts';
import type { Executor } from '../database/pool.ts';
import type { Vault } from '../secrets/vault.ts';

const INSERT = `insert into app (id, merchant_id, dialect, public_id, mode, notify_url, settings)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict (dialect, public_id) do nothing`;

const CHANGE_SETTINGS = `update app set settings = (settings || $2::jsonb) - $3::text[]
  where id = $1 returning settings`;

/** `least` ignores nulls: a key that was to end sooner still does. */
const END_KEYS = `update app_key set not_after = least(not_after, now() + make_interval(secs => $3))
  where app_id = $1 and purpose = $2 and (not_after is null or not_after > now())`;

const END_KEY = `update app_key set not_after = least(not_after, now() + make_interval(secs => $3))
  where app_id = $1 and id::text = $2 returning not_after`;

const SET_ACCESS = `update app set status = $2, ip_allow = $3, notify_url = $4,
  payout_notify_url = $5, settings = settings || $6::jsonb where id = $1`;

const INSERT_KEY = 'insert into app_key (id, app_id, purpose, sealed) values ($1, $2, $3, $4)';

/** `nextId` makes platform ids: apps have them like orders. */
export function appWrites(
  client: Executor,
  vault: Vault,
  nextId: (bucket: number) => Id,
): AppWrites {
  const insertKey = async (appId: Id, purpose: AppKey['purpose'], material: string) => {
    const id = randomUUID();
    const sealed = vault.seal(material, `app_key:${id}`);
    await client.query(INSERT_KEY, [id, appId, purpose, sealed]);
    return id;
  };
  return {
    async create({ merchantId, dialect, publicId, mode, notifyUrl, settings, keys }) {
      const id = nextId(randomInt(BUCKET_COUNT));
      const values = [id, merchantId, dialect, publicId, mode, notifyUrl, settings];
      if ((await client.query(INSERT, values)).rowCount !== 1) return null;
      for (const { purpose, material } of keys) await insertKey(id, purpose, material);
      return id;
    },
    async changeSettings(appId, changes) {
      const removed = Object.keys(changes).filter((name) => changes[name] === '');
      const { rows } = await client.query<{ settings: Readonly<Record<string, string>> }>(
        CHANGE_SETTINGS,
        [appId, JSON.stringify(changes), removed],
      );
      return rows[0]?.settings ?? {};
    },
    async setAccess(appId, { status, ipAllow, notifyUrl, payoutNotifyUrl, forAll }) {
      const scope = JSON.stringify({ [ADDRESS_SCOPE]: forAll ? 'all' : 'payouts' });
      await client.query(SET_ACCESS, [appId, status, ipAllow, notifyUrl, payoutNotifyUrl, scope]);
    },
    async endKey(appId, keyId, inS) {
      const { rows } = await client.query<{ not_after: Date }>(END_KEY, [appId, keyId, inS]);
      return rows[0]?.not_after ?? null;
    },
    async rotateKey(appId, purpose, material, overlapS) {
      await client.query(END_KEYS, [appId, purpose, overlapS]);
      return await insertKey(appId, purpose, material);
    },
  };
}
