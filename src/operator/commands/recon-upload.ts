/** A report that is sent by a form: read, and shown before anything of it counts. */
import { stageReport } from '../../files/incoming/stage-report.ts';
import type { Source } from '../../ports/reconciliation.ts';
import { doneBy } from '../actor.ts';
import { failed, failedField, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import type { Read } from '../input.ts';
import { readKnownSource } from './reconciliation.ts';
import { datedBy, readShipped, type Shipped, sourceBy } from './shipped-map.ts';

interface Upload {
  /** By its own map, or by one that is shipped. */
  readonly by: Source | Shipped;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Inputs: `source`; `report`: which of the reports that its connector ships a map for, empty: the
 * account's own map; `file`: its bytes in base64; `file_name`.
 */
export const reconUpload: OperatorCommand<Upload, { readonly id: bigint }> = {
  name: 'recon.upload',
  ability: 'move_money',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ source = '' }) => `reconciliation ${source}`,
  async check(deps, _actor, input) {
    const bytes = Buffer.from(input.file ?? '', 'base64');
    const by = await readBy(deps, input, bytes);
    if (!by.ok) return by;
    if (bytes.length === 0) return failedField('file', 'is missing');
    const name = (input.file_name ?? '').trim() || 'report';
    return { ok: true, value: { by: by.value, name, bytes } };
  },
  execute: (run, { by: how, name, bytes }) =>
    run.commit(async ({ recon }) => {
      const source = 'map' in how ? how : await sourceBy(recon, how);
      const by = doneBy(run.actor);
      // What was taken in of a file that is refused goes with the transaction.
      const staging = { ...recon.staging, refuse: async () => undefined };
      const staged = await stageReport(staging, source, { name, by, bytes });
      if (!staged.ok && staged.known) return failed('exists');
      if (!staged.ok) return failedField('file', `is refused: ${staged.why}`);
      const { id } = staged;
      return { ok: true, result: { id }, detail: `file ${id}, ${bytes.length} bytes` };
    }),
};

async function readBy(
  deps: OperatorDeps,
  input: Input,
  bytes: Uint8Array,
): Promise<Read<Source | Shipped>> {
  if ((input.report ?? '').trim() === '') return await readKnownSource(deps, input);
  const shipped = await readShipped(deps, input);
  if (!shipped.ok || bytes.length === 0) return shipped;
  return await datedBy(shipped.value, bytes);
}
