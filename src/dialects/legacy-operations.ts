/** Operations of the dialects whose tables are not values yet. Goes when the last one is. */
import type { FieldName } from '../domain/channel.ts';
import type { MerchantRequest } from '../domain/request.ts';
import type { OperationInfo } from './contract.ts';
import { optional, required } from './kit/fields.ts';
import { text } from './kit/forms.ts';

interface LegacyField {
  readonly name: string;
  readonly required: boolean;
  readonly means: FieldName | null;
}

export interface LegacyRoute {
  readonly path: string;
  readonly operation: string;
}

export function legacyOperations(
  routes: readonly LegacyRoute[],
  fieldsOf: (operation: string) => readonly LegacyField[],
  requestsOf: (operation: string) => readonly MerchantRequest['do'][],
): readonly OperationInfo[] {
  return [...new Set(routes.map(({ operation }) => operation))].map((name) => ({
    name,
    title: name,
    method: 'POST',
    paths: routes.filter(({ operation }) => operation === name).map(({ path }) => path),
    fields: fieldsOf(name).map(({ name: field, required: due, means }) =>
      (due ? required : optional)(field, text(64), field, ...(means === null ? [] : [means])),
    ),
    requests: requestsOf(name),
    signs: 'fields',
    answers: {},
  }));
}
