/** A report that is sent by a form: read, and shown before anything of it counts. */
import { stageReport } from '../../files/incoming/stage-report.ts';
import type { Source } from '../../ports/reconciliation.ts';
import { doneBy } from '../actor.ts';
import { failed, failedField, type OperatorCommand } from '../command.ts';
import { readKnownSource } from './reconciliation.ts';

interface Upload {
  readonly source: Source;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Inputs: `source`; `file`: its bytes in base64; `file_name`. */
export const reconUpload: OperatorCommand<Upload, { readonly id: bigint }> = {
  name: 'recon.upload',
  ability: 'move_money',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ source = '' }) => `reconciliation ${source}`,
  async check(deps, _actor, input) {
    const source = await readKnownSource(deps, input);
    if (!source.ok) return source;
    const bytes = Buffer.from(input.file ?? '', 'base64');
    if (bytes.length === 0) return failedField('file', 'is missing');
    const name = (input.file_name ?? '').trim() || 'report';
    return { ok: true, value: { source: source.value, name, bytes } };
  },
  execute: (run, { source, name, bytes }) =>
    run.commit(async ({ recon }) => {
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
