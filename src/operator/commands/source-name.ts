/** Which account or bank a command of reconciliation is about. */
import type { Mode } from '../../domain/merchant.ts';
import { isBank, type SourceName } from '../../domain/reconciliation/posting.ts';
import { failedField, type Input } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import type { Read } from '../input.ts';

/** An account that is known, or a bank by an id of the operator's own. */
export function readSourceName(
  deps: Pick<OperatorDeps, 'snapshot'>,
  input: Input,
): Read<{ readonly name: SourceName; readonly mode: Mode }> {
  const name = (input.source ?? '').trim();
  if (isBank(name)) {
    return /^bank:[a-z0-9_-]{1,32}$/.test(name)
      ? { ok: true, value: { name, mode: 'live' } }
      : failedField('source', 'must be bank: and 1 to 32 small letters, digits, - or _');
  }
  const [connector = '', account = ''] = name.split('/', 2);
  const mode = deps.snapshot.current().accountMode({ connector, account });
  return mode === null
    ? failedField('source', 'must be connector/account, or bank: and its id')
    : { ok: true, value: { name, mode } };
}
