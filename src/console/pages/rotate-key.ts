/** A new key for an app. What the merchant must be given is shown once, and kept nowhere else. */
import type { Dialect } from '../../dialects/contract.ts';
import { parseId } from '../../domain/id.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import { keySpecOf, type NewKey, newKey } from '../../wire/app-keys.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { type Action, type Form, failed } from '../screen.ts';
import type { AppModel } from './app-model.ts';

const OVERLAPS_S = ['86400', '604800', '3600', '0'] as const;

/** What a rotation shows. */
interface Rotated {
  readonly keyId: string;
  readonly disclosed: NewKey['disclosed'];
}

export function rotatedNote(context: PageContext): SafeHtml | null {
  const rotated = context.shown as Rotated | null;
  if (rotated === null) return null;
  const { t } = context;
  const { disclosed, keyId } = rotated;
  const words = {
    key: t.merchants.disclosedKey,
    public_key: t.merchants.disclosedPublicKey,
    nothing: t.merchants.nothingDisclosed,
  }[disclosed?.kind ?? 'nothing'];
  return html`<section class="card card-good" role="alert"><h2>${t.merchants.rotated}</h2>
<p>${words}</p>
${disclosed === null ? null : html`<pre data-copy>${disclosed.value}</pre>`}
<p class="hint">${t.merchants.keyId}: <code>${keyId}</code></p></section>`;
}

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

export const rotateKeyAction: Action = {
  path: '/merchants/:id/rotate-key',
  ability: 'rotate_key',
  name: 'key.rotate',
  confirm: true,
  screen: '/merchants/:id',
  subject: (_ask, form) => `app ${form.app ?? ''}`,
  async run(deps, { params }, form) {
    const appId = parseId(form.app ?? '');
    const app = appId === null ? null : deps.snapshot.current().app(appId);
    if (app === null || String(app.merchantId) !== params.id) return failed('not_found');
    const dialect = deps.dialects.find(({ name }) => name === app.dialect);
    if (dialect === undefined) return failed('key_refused', app.dialect);
    const overlap = OVERLAPS_S.find((seconds) => seconds === form.overlap);
    if (overlap === undefined) return failed('overlap');
    const made = await keyOf(dialect, form);
    if ('ok' in made) return made;
    const { purpose, material, disclosed } = made;
    const overlapS = Number.parseInt(overlap, 10);
    const keyId = await deps.keys.rotateKey(app.id, purpose, material, overlapS);
    await deps.snapshot.refresh();
    const shown: Rotated = { keyId, disclosed };
    const before = { keyIds: app.keys.map(({ id }) => id) };
    const detail = `${purpose} key ${keyId}, old ones end after ${overlap} s`;
    return { ok: true, shown, before, after: { keyId, purpose }, detail };
  },
};

/** The merchant's key is read where the purpose has one: the form shows its field for all. */
async function keyOf({ keys }: Dialect, { purpose = '', public_key }: Form) {
  const spec = keySpecOf(keys, purpose);
  if (spec === null) return failed('key_refused', `there is no ${purpose} key`);
  const given = spec.form.kind === 'rsa_public' ? (public_key ?? '') : null;
  const key = await newKey(spec, given);
  return key.ok ? key.value : failed('key_refused', key.error.reason);
}
