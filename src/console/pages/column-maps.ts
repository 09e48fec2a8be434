/** Column maps: how reports are read, drafted by one and approved by two. */
import { reconMapApprove, reconMapDraft } from '../../operator/commands/reconciliation.ts';
import type { MapView } from '../../ports/reconciliation.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';

export const columnMapsScreen: Screen<readonly MapView[]> = {
  path: '/column-maps',
  ability: 'look',
  load: ({ recon }) => recon.maps(),
  page(maps, context) {
    const words = context.t.recon;
    return {
      title: words.maps,
      body: html`${parts.pageHead(words.maps, words.mapsLead)}
${maps.length === 0 ? html`<p class="nothing">${words.none}</p>` : maps.map((one) => mapPart(one, context))}
${draftForm(context)}`,
    };
  },
};

function mapPart(one: MapView, context: PageContext): SafeHtml {
  const words = context.t.recon;
  const badge = parts.badge(words.mapStates[one.state], one.state === 'approved' ? 'good' : 'calm');
  const json = html`<pre class="code">${JSON.stringify(one.json, null, 2)}</pre>`;
  const head = `${one.source}, ${words.version} ${one.version}`;
  const body = html`${parts.fold(words.map, json, one.state === 'draft')}${approveForm(one, context)}`;
  return parts.section(head, body, badge);
}

function approveForm(one: MapView, context: PageContext): SafeHtml | null {
  if (one.state !== 'draft' || !context.may('edit_catalogue')) return null;
  return parts.postForm(
    context,
    parts.at(['column-maps', 'approve']),
    html`${parts.hidden('source', one.source)}${parts.hidden('version', `${one.version}`)}
${parts.passwordField(context)}${parts.button(context.t.recon.approve, 'primary')}`,
  );
}

function draftForm(context: PageContext): SafeHtml | null {
  if (!context.may('edit_catalogue')) return null;
  const words = context.t.recon;
  const { isOpen, of } = parts.requiredIn(context, 'draft');
  const form = parts.postForm(
    context,
    parts.at(['column-maps', 'draft']),
    html`${parts.hidden('part', 'draft')}
${parts.field({ ...of('source'), label: words.source, hint: 'simulator/main, bank:main' })}
${parts.area({ ...of('map'), label: words.map, hint: words.mapHint, rows: 16 })}
${parts.button(words.draft, 'primary')}`,
  );
  return parts.fold(words.draft, form, isOpen);
}

export const draftMapAction = actionOf(reconMapDraft, {
  path: '/column-maps/draft',
  screen: '/column-maps',
  input: (_asked, form) => form,
  answer: () => ({ done: 'map_drafted' }),
});

export const approveMapAction = actionOf(reconMapApprove, {
  path: '/column-maps/approve',
  screen: '/column-maps',
  input: (_asked, form) => form,
  answer: () => ({ done: 'map_approved' }),
});
