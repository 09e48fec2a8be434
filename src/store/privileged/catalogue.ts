/** Changes of the catalogue by operators: one channel at a time, none over a newer one. */
import type { Route } from '../../domain/channel.ts';
import type { CatalogueChange } from '../../ports/operator.ts';
import type { CatalogueWrites } from '../../ports/privileged.ts';
import { readChannelDetails } from '../configuration/channel-details.ts';
import { channelToJson } from '../configuration/channel-row.ts';
import { addRoutes, addTerms } from '../configuration/config.ts';
import type { Executor } from '../database/pool.ts';
import { inTransaction, type Transactional } from '../database/transaction.ts';

/** `on`: the transaction that the changes are a part of; a pool gives each one of its own. */
export function catalogueWrites(on: Transactional): CatalogueWrites {
  return {
    details: (code) => inTransaction(on, (client) => readChannelDetails(client, code)),
    change: (code, revision, change) =>
      inTransaction<Awaited<ReturnType<CatalogueWrites['change']>>>(on, async (client) => {
        const found = await lock(client, code);
        if (found === null) return 'missing';
        if (found !== revision) return 'stale';
        return await write(client, code, change);
      }).catch(unlessThereIsOne),
    add: (channel, terms, routes) =>
      inTransaction(on, async (client) => {
        const { rowCount } = await client.query(
          'insert into channel (code, body) values ($1, $2) on conflict (code) do nothing',
          [channel.code, channelToJson(channel)],
        );
        if (rowCount !== 1) return false;
        await addTerms(client, terms);
        await addRoutes(client, routes);
        return true;
      }),
  };
}

async function lock(client: Executor, code: string): Promise<bigint | null> {
  const { rows } = await client.query<{ revision: bigint }>(
    'select revision from channel where code = $1 for update',
    [code],
  );
  return rows[0]?.revision ?? null;
}

const UNIQUE_VIOLATION = '23505';

/** An edit has made a route into one that is there already. */
function unlessThereIsOne(error: Error & { readonly code?: string }): 'exists' {
  if (error.code === UNIQUE_VIOLATION) return 'exists';
  throw error;
}

async function write(
  client: Executor,
  code: string,
  change: CatalogueChange,
): Promise<'done' | 'missing' | 'exists'> {
  switch (change.kind) {
    case 'channel':
      return await one(client, 'update channel set body = $2, updated_at = now() where code = $1', [
        code,
        channelToJson(change.channel),
      ]);
    case 'terms':
      return (await addTerms(client, [change.terms])) === 1 ? 'done' : 'exists';
    case 'terms_withdrawn':
      return await one(
        client,
        'delete from terms where channel_code = $1 and id = $2 and effective_from > now()',
        [code, change.id],
      );
    case 'route':
      if (change.id !== null) return await replaceRoute(client, change.id, change.route);
      return (await addRoutes(client, [change.route])) === 1 ? 'done' : 'exists';
    case 'route_removed':
      return await one(client, 'delete from route where channel_code = $1 and id = $2', [
        code,
        change.id,
      ]);
  }
}

async function replaceRoute(
  client: Executor,
  id: bigint,
  route: Route,
): Promise<'done' | 'missing'> {
  return await one(
    client,
    `update route set connector = $3, account = $4, priority = $5, weight = $6, enabled = $7,
                      merchant_ids = $8, min_minor = $9, max_minor = $10
     where channel_code = $1 and id = $2`,
    [
      route.channelCode,
      id,
      route.connector,
      route.account,
      route.priority,
      route.weight,
      route.enabled,
      route.merchantIds,
      route.minMinor,
      route.maxMinor,
    ],
  );
}

async function one(
  client: Executor,
  sql: string,
  values: readonly unknown[],
): Promise<'done' | 'missing'> {
  return (await client.query(sql, [...values])).rowCount === 1 ? 'done' : 'missing';
}
