/** What must be taken down of a new key: it is shown once, and kept nowhere else. */
import type { RotatedKey } from '../operator/commands/app-rotate-key.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import type { PageContext } from './page-context.ts';

/** What a rotation shows. */
export interface Rotated {
  /** Null: another operator must approve it first. */
  readonly keyId: string | null;
  readonly disclosed: RotatedKey['key']['disclosed'];
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
  return html`<section class="card card-good" role="alert"><h2>${keyId === null ? t.approvals.waiting : t.merchants.rotated}</h2>
<p>${words}</p>
${disclosed === null ? null : html`<pre data-copy>${disclosed.value}</pre>`}
${
  keyId === null
    ? html`<p class="flash flash-warn">${t.done.asked_for_approval?.(0) ?? ''}</p>`
    : html`<p class="hint">${t.merchants.keyId}: <code>${keyId}</code></p>`
}</section>`;
}
