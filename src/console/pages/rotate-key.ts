/** A new key for an app. What the merchant must be given is shown once, and kept nowhere else. */
import { appRotateKey } from '../../operator/commands/app-rotate-key.ts';
import type { AppModel } from '../../screens/app-model.ts';
import type { Rotated } from '../../screens/made-key.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';

const OVERLAPS_S = ['86400', '604800', '3600', '0'] as const;

export function rotateForm(app: AppModel, context: PageContext): SafeHtml | null {
  if (!context.may('rotate_key')) return null;
  const { t, typed } = context;
  const purposes = app.keySpecs.map(
    ({ purpose }) => [purpose, t.merchants.purposes[purpose]] as const,
  );
  const overlaps = OVERLAPS_S.map((seconds) => [seconds, t.merchants.overlaps[seconds]] as const);
  const mine = typed.app === String(app.id);
  const given = (name: string) => (mine ? (typed[name] ?? '') : '');
  const label = t.merchants.newPublicKey;
  const hint = t.merchants.newPublicKeyHint;
  const publicKey = app.keySpecs.some(({ form }) => form.kind === 'rsa_public')
    ? parts.area({ name: 'public_key', label, hint, value: given('public_key'), rows: 4 })
    : null;
  const form = parts.postForm(
    context,
    parts.at(['merchants', String(app.merchantId), 'rotate-key']),
    html`<p>${t.merchants.rotateLead}</p>${parts.hidden('app', String(app.id))}
${parts.select('purpose', t.merchants.purpose, purposes, given('purpose'))}
${parts.select('overlap', t.merchants.overlap, overlaps, given('overlap'))}
${publicKey}
${parts.passwordField(context)}
${parts.button(t.merchants.rotate, 'danger')}`,
  );
  return parts.fold(t.merchants.rotate, form, mine && context.problem !== null);
}

export const rotateKeyAction = actionOf(appRotateKey, {
  path: '/merchants/:id/rotate-key',
  screen: '/merchants/:id',
  input: ({ params }, { overlap = '', ...form }) => ({
    ...form,
    merchant: params.id ?? '',
    overlap_s: overlap,
  }),
  answer: ({ keyId, key: { disclosed } }) => ({ shown: { keyId, disclosed } satisfies Rotated }),
});
