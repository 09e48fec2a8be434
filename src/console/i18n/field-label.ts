import type { Messages } from './messages.ts';

/** What a person calls the field of a form; its own name where there is no word for it. */
export function fieldLabel(field: string, { catalogue }: Messages): string {
  const [kind, name] = field.split(':');
  if (kind === 'check' && name !== undefined) return `${name} · ${catalogue.askColumns.check}`;
  return catalogue.labels[field] ?? catalogue.able[field] ?? field;
}
