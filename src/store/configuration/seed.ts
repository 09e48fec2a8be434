/** The first catalogue of a database: written whole and once, whoever else starts at the moment. */
import type pg from 'pg';
import type { Channel, Route, TermsRow } from '../../domain/channel.ts';
import type { Executor } from '../database/pool.ts';
import { inTransaction } from '../database/transaction.ts';
import { addRoutes, addTerms, saveChannels } from './config.ts';
import { ROUTE_COLUMNS } from './config-rows.ts';

/** What is written in one go. */
export interface CatalogueRows {
  readonly channels: readonly Channel[];
  readonly terms: readonly TermsRow[];
  readonly routes: readonly Route[];
}

/** What a database has before its first catalogue is said to be complete. */
export interface StoredCatalogue {
  /** Codes of its channels. */
  readonly channels: ReadonlySet<string>;
  /** Codes of the channels that have general terms. */
  readonly withTerms: ReadonlySet<string>;
  /** In the order in which they were written. */
  readonly routes: readonly Route[];
}

const MARK = 'catalogue';

/**
 * Writes what `missing` names, in one transaction together with a mark that it is done; a database
 * that has the mark is left alone. Of several starts at once the first writes, and the others wait
 * for its end. True: this one wrote.
 */
export async function seedOnce(
  pool: pg.Pool,
  missing: (stored: StoredCatalogue) => CatalogueRows,
): Promise<boolean> {
  return await inTransaction(pool, async (client) => {
    await client.query("set local lock_timeout = '60s'; set local statement_timeout = '60s'");
    // Waits for whoever has written the mark and not yet committed.
    const { rowCount } = await client.query(
      "insert into meta (key, value) values ($1, 'complete') on conflict (key) do nothing",
      [MARK],
    );
    if (rowCount === 0) return false;
    const { channels, terms, routes } = missing(await readStored(client));
    await saveChannels(client, channels);
    await addTerms(client, terms);
    await addRoutes(client, routes);
    return true;
  });
}

async function readStored(client: Executor): Promise<StoredCatalogue> {
  const channels = await client.query<{ code: string }>('select code from channel');
  const terms = await client.query<{ code: string }>(
    'select distinct channel_code as code from terms where merchant_id is null',
  );
  const routes = await client.query<Route>(`select ${ROUTE_COLUMNS} from route order by id`);
  return {
    channels: new Set(channels.rows.map(({ code }) => code)),
    withTerms: new Set(terms.rows.map(({ code }) => code)),
    routes: routes.rows,
  };
}
