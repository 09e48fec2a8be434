/** The menus' drawings; the words beside them say the same. */
import { html, type SafeHtml } from '../web/safe-html.ts';

function icon(drawing: SafeHtml): SafeHtml {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">${drawing}</svg>`;
}

export const ICONS = {
  overview: icon(html`<path d="M4 13h7V4H4zM13 20h7v-9h-7zM4 20h7v-4H4zM13 8h7V4h-7z"/>`),
  orders: icon(html`<path d="M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6"/>`),
  notifications: icon(html`<path d="m4 5 16 7-16 7 3-7zM7 12h6"/>`),
  verifications: icon(
    html`<rect x="3" y="5" width="18" height="14" rx="2"/><circle cx="9" cy="11" r="2"/><path d="M5.8 16c.6-1.6 1.8-2.4 3.2-2.4s2.6.8 3.2 2.4M15 10h3M15 14h3"/>`,
  ),
  disputes: icon(html`<path d="M4 5h16v11h-9l-4 4v-4H4zM12 8v3M12 13.4v.1"/>`),
  cases: icon(html`<path d="M12 4 3 19h18zM12 10v4M12 16.6v.1"/>`),
  merchants: icon(
    html`<path d="M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0M10 20v-5h4v5"/>`,
  ),
  balances: icon(html`<path d="M12 4v16M6 20h12M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z"/>`),
  mainBook: icon(html`<path d="M5 4h11l3 3v13H5zM9 9h6M9 13h6M9 17h3M5 4v16"/>`),
  recon: icon(html`<path d="M4 7h9M4 12h6M4 17h9M15 9l2 2 4-4M15 16l2 2 4-4"/>`),
  coverage: icon(html`<path d="M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5"/>`),
  withdrawals: icon(html`<path d="M4 20h16M6 20V10M10 20V10M14 20V10M18 20V10M3 10h18L12 4z"/>`),
  invoices: icon(html`<path d="M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7"/>`),
  batches: icon(html`<path d="M4 7h16v12H4zM4 11h16M8 15h4M15 3l3 4M9 3 6 7"/>`),
  calendars: icon(html`<path d="M4 6h16v14H4zM4 10h16M8 3v5M16 3v5M8 14h3M14 14h2M8 17h3"/>`),
  channels: icon(html`<path d="M4 12h5l3-6h8M9 12l3 6h8M17 3l3 3-3 3M17 15l3 3-3 3"/>`),
  providers: icon(html`<path d="M7 4v5M12 4v5M5 9h9v3a4.5 4.5 0 0 1-9 0zM9.5 16.5V20H20v-9"/>`),
  explain: icon(html`<path d="M15 4l5 5L9 20H4v-5zM13 6l5 5"/>`),
  approvals: icon(html`<path d="M4 12.5 9 17.5 20 6.5M4 6h8M4 20h16"/>`),
  audit: icon(html`<path d="M5 3h14v18H5zM9 8h6M9 12h6M9 16h3"/>`),
  operators: icon(
    html`<circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-4 2.5-6 6-6s6 2 6 6M16 5a3.5 3.5 0 0 1 0 6.5M17 14c2.6.6 4 2.6 4 6"/>`,
  ),
  account: icon(html`<circle cx="12" cy="8" r="4"/><path d="M4 21c0-5 3-7 8-7s8 2 8 7"/>`),
} as const satisfies Readonly<Record<string, SafeHtml>>;
