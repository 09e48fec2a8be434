/** Calendars: years of closed days, drafted by one and approved by two. */
import { missingYears } from '../../domain/settlement-day.ts';
import { calendarApprove, calendarDraft } from '../../operator/commands/calendars.ts';
import type { CalendarView } from '../../ports/settlement.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';

interface CalendarsModel {
  readonly years: readonly CalendarView[];
  /** By the terms of channels. */
  readonly named: readonly string[];
}

export const calendarsScreen: Screen<CalendarsModel> = {
  path: '/calendars',
  ability: 'look',
  async load({ settlements }) {
    return {
      years: await settlements.calendars(),
      named: await settlements.namedCalendars(),
    };
  },
  page({ years, named }, context) {
    const words = context.t.settlement.calendars;
    const missing = missingYears(years, named, new Date(context.nowMs));
    return {
      title: words.title,
      body: html`${parts.pageHead(words.title, words.lead)}
${missing.map(({ calendar, year }) => html`<p class="flash flash-warn">${words.missing(calendar, `${year}`)}</p>`)}
${years.length === 0 ? html`<p class="nothing">${words.none}</p>` : years.map((one) => yearPart(one, context))}
${draftForm(context)}`,
    };
  },
};

function yearPart(one: CalendarView, context: PageContext): SafeHtml {
  const words = context.t.settlement.calendars;
  const days = Object.entries(one.days).sort(([a], [b]) => (a < b ? -1 : 1));
  const columns: readonly parts.Column<(typeof days)[number]>[] = [
    { head: words.days, cell: ([date]) => parts.code(date) },
    { head: words.state, cell: ([, { is }]) => words.dayIs[is] },
    { head: words.name, cell: ([, { name }]) => html`<bdi>${name}</bdi>` },
  ];
  const badge = parts.badge(words.states[one.state], one.state === 'approved' ? 'good' : 'calm');
  const head = `${one.calendar} ${one.year}, ${words.version} ${one.version}`;
  const table = parts.fold(
    `${words.days}: ${days.length}`,
    parts.table(columns, days, context),
    one.state === 'draft',
  );
  return parts.section(head, html`${table}${approveForm(one, context)}`, badge);
}

function approveForm(one: CalendarView, context: PageContext): SafeHtml | null {
  if (one.state !== 'draft' || !context.may('edit_catalogue')) return null;
  return parts.postForm(
    context,
    parts.at(['calendars', 'approve']),
    html`${parts.hidden('calendar', one.calendar)}${parts.hidden('year', `${one.year}`)}
${parts.hidden('version', `${one.version}`)}${parts.passwordField(context)}
${parts.button(context.t.settlement.calendars.approve, 'primary')}`,
  );
}

function draftForm(context: PageContext): SafeHtml | null {
  if (!context.may('edit_catalogue')) return null;
  const words = context.t.settlement.calendars;
  const { isOpen, of } = parts.requiredIn(context, 'draft');
  const form = parts.postForm(
    context,
    parts.at(['calendars', 'draft']),
    html`${parts.hidden('part', 'draft')}<p>${words.draftLead}</p>
<div class="columns">${parts.field({ ...of('calendar'), label: words.calendar, hint: 'PH' })}
${parts.field({ ...of('year'), label: words.year, inputmode: 'numeric' })}</div>
${parts.area({ ...of('days'), label: words.days, hint: words.daysHint, rows: 12 })}
${parts.button(words.draft, 'primary')}`,
  );
  return parts.fold(words.draft, form, isOpen);
}

export const draftCalendarAction = actionOf(calendarDraft, {
  path: '/calendars/draft',
  screen: '/calendars',
  input: (_asked, form) => form,
  answer: () => ({ done: 'calendar_drafted' }),
});

export const approveCalendarAction = actionOf(calendarApprove, {
  path: '/calendars/approve',
  screen: '/calendars',
  input: (_asked, form) => form,
  answer: () => ({ done: 'calendar_approved' }),
});
