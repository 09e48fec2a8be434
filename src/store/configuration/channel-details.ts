/** A channel with everything that belongs to it, as it is stored now. */
import type pg from 'pg';
import type { CatalogueReader, ChannelDetails } from '../../ports/operator.ts';
import type { Executor } from '../database/pool.ts';
import { inTransaction, ONE_MOMENT } from '../database/transaction.ts';
import { channelFromJson } from './channel-row.ts';
import {
  type FlatTerms,
  ROUTE_COLUMNS,
  ROUTE_ORDER,
  TERMS_COLUMNS,
  termsOf,
} from './config-rows.ts';

export function createCatalogueReader(pool: pg.Pool): CatalogueReader {
  return {
    details: (code) =>
      inTransaction(pool, (client) => readChannelDetails(client, code), ONE_MOMENT),
  };
}

export async function readChannelDetails(
  client: Executor,
  code: string,
): Promise<ChannelDetails | null> {
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
