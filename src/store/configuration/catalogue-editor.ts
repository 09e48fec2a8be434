/** Changes of the catalogue by operators: one channel at a time, none over a newer one. */
import type pg from 'pg';
import type { Route } from '../../domain/channel.ts';
import type { CatalogueChange, CatalogueEditor, ChannelDetails } from '../../ports/operator.ts';
import type { Executor } from '../database/pool.ts';
import { channelFromJson, channelToJson } from './channel-row.ts';
import { addRoutes, addTerms, inTransaction, ONE_MOMENT } from './config.ts';
import {
  type FlatTerms,
  ROUTE_COLUMNS,
  ROUTE_ORDER,
  TERMS_COLUMNS,
  termsOf,
} from './config-rows.ts';

export function createCatalogueEditor(pool: pg.Pool): CatalogueEditor {
  return {
    details: (code) => inTransaction(pool, (client) => readDetails(client, code), ONE_MOMENT),
    change: (code, revision, change) =>
      inTransaction<Awaited<ReturnType<CatalogueEditor['change']>>>(pool, async (client) => {
        const found = await lock(client, code);
        if (found === null) return 'missing';
        if (found !== revision) return 'stale';
        return await write(client, code, change);
      }).catch(unlessThereIsOne),
    add: (channel, terms, routes) =>
      inTransaction(pool, async (client) => {
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

async function readDetails(client: Executor, code: string): Promise<ChannelDetails | null> {
  const { rows } = await client.query<{
    body: Parameters<typeof channelFromJson>[0];
    revision: bigint;
  }>('select body, revision from channel where code = $1', [code]);
  const [row] = rows;
  if (row === undefined) return null;
  const terms = await client.query<FlatTerms & { id: bigint }>(
    `select id, ${TERMS_COLUMNS} from terms where channel_code = $1
     order by effective_from desc, id desc`,
    [code],
  );
  const routes = await client.query<ChannelDetails['routes'][number]>(
    `select id, ${ROUTE_COLUMNS} from route where channel_code = $1 order by ${ROUTE_ORDER}`,
    [code],
  );
  return {
    channel: channelFromJson(row.body),
    revision: row.revision,
    terms: terms.rows.map(termsOf),
    routes: routes.rows,
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
