/** The database that all measurements start from: a catalogue and 1,000 merchants with apps. */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { CHANNELS, DEFAULT_ROUTES, DEFAULT_TERMS } from '../../src/catalogue/catalogue.ts';
import { BUCKET_COUNT, idGenerator } from '../../src/domain/id.ts';
import { createConfigWriter } from '../../src/store/configuration/config.ts';
import { migrate } from '../../src/store/database/migrate.ts';
import { createPool } from '../../src/store/database/pool.ts';
import { createVault } from '../../src/store/secrets/vault.ts';
import { type Cluster, onDatabase } from './cluster.ts';

export const MERCHANT_COUNT = 1_000;

/** A merchant and its apps: one dialect signed with MD5, two with RSA-2048, one with RSA-4096. */
export interface BenchMerchant {
  readonly id: string;
  readonly bucket: number;
  readonly collectAppId: string;
  readonly rechargeAppId: string;
  readonly openApiAppId: string;
  readonly openApiPhAppId: string;
  /** What the merchant calls itself in the dialect `collect`, and its MD5 key. */
  readonly publicId: string;
  readonly key: string;
  /** Its private RSA key: one for all, for making a thousand takes minutes. */
  readonly rsaKey: string;
  readonly rsaKey4096: string;
}

export interface Base {
  /** Name of the database to copy. */
  readonly template: string;
  readonly platformKey: string;
  readonly merchants: readonly BenchMerchant[];
}

const TEMPLATE = 'base';

/** Makes the base database; measurements work on copies. */
export async function makeBase(cluster: Cluster): Promise<Base> {
  const platformKey = randomBytes(32);
  const url = await cluster.create(TEMPLATE);
  await migrate({ url });
  const pool = createPool({ url }, 'bench', 2);
  const vault = createVault(platformKey);
  const next = idGenerator(31);
  try {
    const config = createConfigWriter(pool, vault, (bucket) => next(bucket, Date.now()));
    await config.saveChannels(CHANNELS);
    await config.addTerms(DEFAULT_TERMS);
    await config.addRoutes(DEFAULT_ROUTES);
  } finally {
    await pool.end();
  }
  const pairs = { short: rsaPair(2048), long: rsaPair(4096) };
  const merchants = Array.from({ length: MERCHANT_COUNT }, (_, index): BenchMerchant => {
    const bucket = index % BUCKET_COUNT;
    const id = () => next(bucket, Date.now()).toString();
    return {
      id: id(),
      bucket,
      collectAppId: id(),
      rechargeAppId: id(),
      openApiAppId: id(),
      openApiPhAppId: id(),
      publicId: `BENCH${index}`,
      key: randomBytes(16).toString('hex'),
      rsaKey: pairs.short.privateKey,
      rsaKey4096: pairs.long.privateKey,
    };
  });
  await onDatabase(url, (client) => saveMerchants(client, merchants, pairs, vault));
  return { template: TEMPLATE, platformKey: platformKey.toString('base64'), merchants };
}

/** As `createMerchant` and `createApp` would write them, all at once. */
async function saveMerchants(
  client: pg.Client,
  merchants: readonly BenchMerchant[],
  { short, long }: Readonly<Record<'short' | 'long', RsaPair>>,
  vault: ReturnType<typeof createVault>,
): Promise<void> {
  await client.query(
    `insert into merchant (id, name, bucket)
     select id, 'Bench ' || id, bucket from unnest($1::bigint[], $2::int[]) as m (id, bucket)`,
    [merchants.map(({ id }) => id), merchants.map(({ bucket }) => bucket)],
  );
  const apps = (dialect: string, ids: readonly string[], settings: string) =>
    client.query(
      `insert into app (id, merchant_id, dialect, public_id, mode, settings)
       select a.id, a.merchant_id, $4, a.public_id, 'test', $5::jsonb
       from unnest($1::bigint[], $2::bigint[], $3::text[]) as a (id, merchant_id, public_id)`,
      [ids, merchants.map((m) => m.id), merchants.map((m) => m.publicId), dialect, settings],
    );
  await apps(
    'collect',
    merchants.map((m) => m.collectAppId),
    '{"asset":"PHP/2"}',
  );
  await apps(
    'recharge',
    merchants.map((m) => m.rechargeAppId),
    '{}',
  );
  await apps(
    'open-api',
    merchants.map((m) => m.openApiAppId),
    '{}',
  );
  await apps(
    'open-api-ph',
    merchants.map((m) => m.openApiPhAppId),
    '{"callbackSignature":"rsa"}',
  );
  const keys = merchants.flatMap((m) => [
    [m.collectAppId, 'request', m.key],
    [m.rechargeAppId, 'request', short.publicKey],
    [m.rechargeAppId, 'notification', short.privateKey],
    [m.openApiAppId, 'request', short.publicKey],
    [m.openApiAppId, 'notification', short.privateKey],
    [m.openApiPhAppId, 'request', long.publicKey],
    [m.openApiPhAppId, 'callback', long.privateKey],
    [m.openApiPhAppId, 'notification', m.key],
  ]) as [string, string, string][];
  const rows = keys.map(([appId, purpose, material]) => {
    const id = randomUUID();
    return { id, appId, purpose, sealed: vault.seal(material, `app_key:${id}`) };
  });
  await client.query(
    `insert into app_key (id, app_id, purpose, sealed)
     select * from unnest($1::text[], $2::bigint[], $3::text[], $4::bytea[])`,
    [
      rows.map(({ id }) => id),
      rows.map(({ appId }) => appId),
      rows.map(({ purpose }) => purpose),
      rows.map(({ sealed }) => sealed),
    ],
  );
}

interface RsaPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Signing costs the same with one for all. */
function rsaPair(modulusLength: number): RsaPair {
  const pair = generateKeyPairSync('rsa', { modulusLength });
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  };
}
