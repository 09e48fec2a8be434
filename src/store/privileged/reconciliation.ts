/** What operators decide of reconciliation: maps, files, balances, open items. */
import type pg from 'pg';
import type { Mode } from '../../domain/merchant.ts';
import { agreesOnceDecided, decisionLegs } from '../../domain/reconciliation/item.ts';
import type { ReconWrites } from '../../ports/privileged.ts';
import { applyFile, stagingOn } from '../reconciliation/files.ts';
import { addJournal } from '../reconciliation/journals.ts';
import { readItem } from '../reconciliation/queries.ts';

/** A file's lines are compared with all that is known. */
const APPLY_MS = 300_000;

export function reconWrites(client: pg.PoolClient): ReconWrites {
  return {
    async draftMap(source, json) {
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [`recon map ${source}`]);
      // A number that a draft had is never another one's: somebody may be about to approve it.
      await client.query(
        `update recon_map set state = 'replaced' where source = $1 and state = 'draft'`,
        [source],
      );
      const { rows } = await client.query<{ version: number }>(
        `insert into recon_map (source, version, state, map)
         select $1, coalesce(max(version), 0) + 1, 'draft', $2::jsonb
         from recon_map where source = $1 returning version`,
        [source, JSON.stringify(json)],
      );
      return rows[0]?.version ?? 0;
    },
    async approveMap(source, version, mode) {
      const drafted = await client.query<{ map: unknown }>(
        `select map from recon_map where source = $1 and version = $2 and state = 'draft'
         for update`,
        [source, version],
      );
      const [draft] = drafted.rows;
      if (draft === undefined) return null;
      await client.query(
        `update recon_map set state = 'replaced' where source = $1 and state = 'approved'`,
        [source],
      );
      await client.query(
        `update recon_map set state = 'approved', approved_at = now()
         where source = $1 and version = $2`,
        [source, version],
      );
      await client.query(
        'insert into recon_source (source, mode) values ($1, $2) on conflict do nothing',
        [source, mode],
      );
      return draft.map;
    },
    keepMap: (source, mode, json) => keepMap(client, source, mode, json),
    staging: stagingOn(client),
    async applyFile(id) {
      await client.query(`set local statement_timeout = ${APPLY_MS}`);
      return await applyFile(client, id);
    },
    async declareBalance({ source, asset, day, closingMinor, by }) {
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [`recon balance ${source}`]);
      await client.query(
        `insert into recon_balance (source, asset, day, n, closing_minor, by)
         select $1, $2, $3::date, coalesce(max(n), 0) + 1, $4, $5 from recon_balance
         where source = $1 and asset = $2 and day = $3::date`,
        [source, asset, day, closingMinor, by],
      );
    },
    decide: (item) => decide(client, item),
  };
}

async function keepMap(
  client: pg.PoolClient,
  source: string,
  mode: Mode,
  json: unknown,
): Promise<number> {
  await client.query('select pg_advisory_xact_lock(hashtext($1))', [`recon map ${source}`]);
  const map = JSON.stringify(json);
  const known = await client.query<{ version: number }>(
    `select version from recon_map where source = $1 and state <> 'draft' and map = $2::jsonb
     order by state = 'approved' desc, version desc limit 1`,
    [source, map],
  );
  if (known.rows[0] !== undefined) return known.rows[0].version;
  const { rows } = await client.query<{ version: number }>(
    `insert into recon_map (source, version, state, map, approved_at)
     select $1, coalesce(max(version), 0) + 1, case when count(*) filter (where
       state = 'approved') = 0 then 'approved' else 'replaced' end, $2::jsonb, now()
     from recon_map where source = $1 returning version`,
    [source, map],
  );
  await client.query(
    'insert into recon_source (source, mode) values ($1, $2) on conflict do nothing',
    [source, mode],
  );
  return rows[0]?.version ?? 0;
}

/** One commit: the item is closed, its journal posted, its lines and entries follow. */
async function decide(
  client: pg.PoolClient,
  { id, mode, resolution, reason, by }: Parameters<ReconWrites['decide']>[0],
): Promise<boolean> {
  await client.query('select from recon_item where id = $1 for update', [id]);
  const item = await readItem(client, id);
  if (item === null || item.status !== 'open') return false;
  const legs = decisionLegs(item.source, item, resolution);
  const key = `recon:item:${id}`;
  if (legs.length > 0) {
    const { source, day } = item;
    await addJournal(client, { key, source, mode, legs, day, decided: true });
  }
  await client.query(
    `update recon_item set state = 'decided', resolution = $2, reason = $3, closed_by = $4,
       closed_at = now(), journal_key = $5 where id = $1`,
    [id, resolution, reason, by, legs.length > 0 ? key : null],
  );
  if (item.state === 'late') return true;
  const agrees = agreesOnceDecided(item);
  await client.query(
    `update recon_line set state = $2, match_id = case when $3 then $4::bigint end
     where item_id = $1`,
    [id, agrees ? 'matched' : 'decided', agrees, item.lines[0]?.id ?? null],
  );
  await client.query(
    `update recon_entry set state = $2, match_id = case when $3 then $4::bigint end
     where item_id = $1`,
    [id, agrees ? 'matched' : 'decided', agrees, item.lines[0]?.id ?? null],
  );
  return true;
}
