/** The page's drawings. They say nothing that the text beside them does not say. */
import { html, type SafeHtml } from '../web/safe-html.ts';

function icon(drawing: SafeHtml): SafeHtml {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"
    fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"
    stroke-linejoin="round">${drawing}</svg>`;
}

export const ICONS = {
  globe: icon(
    html`<circle cx="12" cy="12" r="9"/><path d="M3 12h18"/>
    <path d="M12 3c2.5 2.6 3.8 5.6 3.8 9s-1.3 6.4-3.8 9c-2.5-2.6-3.8-5.6-3.8-9S9.5 5.6 12 3z"/>`,
  ),
  chevron: icon(html`<path d="m6 9 6 6 6-6"/>`),
  arrow: icon(html`<path d="M5 12h14m-6-6 6 6-6 6"/>`),
  copy: icon(
    html`<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15H4V6a2 2 0 0 1 2-2h9v1"/>`,
  ),
  save: icon(html`<path d="M12 4v11m-5-5 5 5 5-5M5 20h14"/>`),
  lock: icon(
    html`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,
  ),
  camera: icon(html`<path d="M4 8h3l2-3h6l2 3h3v11H4z"/><circle cx="12" cy="13" r="3.5"/>`),
  check: icon(html`<path d="m5 12.5 4.5 4.5L19 7.5"/>`),
  cross: icon(html`<path d="M7 7l10 10M17 7 7 17"/>`),
  clock: icon(html`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`),
  back: icon(html`<path d="M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3"/>`),
  question: icon(html`<path d="M9 9.2a3 3 0 1 1 4.4 2.6c-.9.5-1.4 1.1-1.4 2.2M12 17.5v.01"/>`),
} as const;
