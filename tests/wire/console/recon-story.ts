/** A reconciled account, as an operator meets it: a map, an open item, a report that waits. */
import { randomBytes } from 'node:crypto';
import { commandLineActor } from '../../../src/operator/actor.ts';
import { reconMapDraft } from '../../../src/operator/commands/reconciliation.ts';
import { createReportFiles } from '../../../src/store/reconciliation/files.ts';
import { MAP, takeLines } from '../../support/reconciliation.ts';
import type { ConsoleWorld } from './world.ts';

export const SOURCE = 'simulator/main';

export async function draftMap({ deps }: ConsoleWorld, map: object = {}) {
  const input = { source: SOURCE, map: JSON.stringify({ ...MAP, ...map }) };
  await deps.run(reconMapDraft, commandLineActor('root'), input);
  const maps = await deps.recon.maps();
  const drafted = maps.find((one) => one.state === 'draft' && one.source === SOURCE);
  return { source: SOURCE, version: `${drafted?.version}` };
}

/** The source, with a map that one person may decide up to 1,000.00 by. */
export async function reconciled(world: ConsoleWorld): Promise<void> {
  const { rows } = await world.pool.query(`select from recon_map where state = 'approved'`);
  if (rows.length > 0) return;
  const drafted = await draftMap(world, { onePersonUpTo: { 'PHP/2': '100000' } });
  await world.pool.query(
    `update recon_map set state = 'approved', approved_at = now() where version = $1::integer`,
    [drafted.version],
  );
  await world.pool.query(
    `insert into recon_source (source, mode) values ($1, 'live') on conflict do nothing`,
    [SOURCE],
  );
}

/** A payment that the books do not know. */
export async function openItem(world: ConsoleWorld, minor: number): Promise<bigint> {
  await reconciled(world);
  const { rows } = await world.pool.query<{ id: bigint }>(
    `insert into recon_item (source, key, kind, type, asset, minor, differences, day)
     values ($1, $2, 'missing_here', 'payment', 'PHP/2', $3::bigint, $4, '2026-06-01')
     returning id`,
    [
      ...[SOURCE, `line:${randomBytes(6).readUIntBE(0, 6)}`, minor],
      JSON.stringify([{ asset: 'PHP/2', minor: `${minor}` }]),
    ],
  );
  return rows[0]?.id ?? 0n;
}

/** A report of one line, which was read and is not taken in. */
export async function readReport(world: ConsoleWorld): Promise<bigint> {
  await reconciled(world);
  const ref = randomBytes(6).toString('hex');
  const lines = [{ key: ref, ref, amount: 100n, day: '2026-06-01' }];
  const source = (await world.deps.recon.sources()).find(({ name }) => name === SOURCE);
  if (source === undefined) throw new Error('there is no source');
  const staged = await takeLines(createReportFiles(world.pool), source, lines);
  if (!staged.ok) throw new Error('the file is not staged');
  return staged.id;
}

/** The paths of the pages that are about one of them. */
export async function reconPaths(world: ConsoleWorld) {
  const [item, file] = [await openItem(world, 500), await readReport(world)];
  return (path: string) => path.replace(':item', `${item}`).replace(':file', `${file}`);
}
