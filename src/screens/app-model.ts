/** A merchant's app as pages and the JSON interface show it. */
import { createHash } from 'node:crypto';
import type { Dialect } from '../dialects/contract.ts';
import type { App, AppKey, KeySpec, Subscription } from '../domain/merchant.ts';
import type { SafeHtml } from '../web/safe-html.ts';
import type { PageContext } from './page-context.ts';
import * as parts from './parts.ts';

/** A key without its material: what people compare is the end of its fingerprint. */
export interface KeyLine extends Omit<AppKey, 'material'> {
  readonly fingerprintEnd: string;
}

export interface AppModel extends Omit<App, 'keys' | 'subscriptions'> {
  readonly subscriptions: readonly Omit<Subscription, 'key'>[];
  readonly keys: readonly KeyLine[];
  /** The keys that an app of its dialect can have. */
  readonly keySpecs: readonly KeySpec[];
}

/** Field by field: an app's keys hold secrets, and nothing of them leaves this function. */
export function appModel(dialects: readonly Dialect[], app: App): AppModel {
  const { id, merchantId, dialect, publicId, mode, status } = app;
  const { notifyUrl, payoutNotifyUrl, ipAllow, settings } = app;
  const keys = app.keys.map(({ id: keyId, purpose, notBefore, notAfter, material }) => ({
    ...{ id: keyId, purpose, notBefore, notAfter },
    fingerprintEnd: createHash('sha256').update(material).digest('hex').slice(-4),
  }));
  const spoken = dialects.find(({ name }) => name === dialect);
  return {
    ...{ id, merchantId, dialect, publicId, mode, status },
    ...{ notifyUrl, payoutNotifyUrl, ipAllow, settings, keys },
    subscriptions: (app.subscriptions ?? []).map(({ slot, url, events, enabled }) => ({
      ...{ slot, url, events, enabled },
    })),
    keySpecs: spoken?.keys ?? [],
  };
}

export function keyTable(keys: readonly KeyLine[], context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<KeyLine>[] = [
    { head: t.merchants.purpose, cell: ({ purpose }) => t.merchants.purposes[purpose] },
    { head: t.merchants.keyId, cell: ({ id }) => parts.code(id), look: 'wide' },
    {
      head: t.merchants.fingerprint,
      cell: ({ fingerprintEnd }) => parts.code(`…${fingerprintEnd}`),
    },
    { head: t.merchants.validFrom, cell: ({ notBefore }) => parts.time(notBefore) },
    { head: t.merchants.validUntil, cell: ({ notAfter }) => parts.time(notAfter) },
  ];
  return parts.table(columns, keys, context);
}
