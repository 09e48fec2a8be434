import { withdrawalLabels } from '../../screens/withdrawals.ts';
import type { Messages } from './messages.ts';

/** What a person calls the field of a form; its own name where there is no word for it. */
export function fieldLabel(field: string, { catalogue, withdrawals }: Messages): string {
  const [kind, name] = field.split(':');
  if (kind === 'check' && name !== undefined) return `${name} · ${catalogue.askColumns.check}`;
  const ofMoney: Readonly<Record<string, string>> = withdrawalLabels(withdrawals);
  return catalogue.labels[field] ?? catalogue.able[field] ?? ofMoney[field] ?? field;
}
