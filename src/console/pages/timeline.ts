/** What happened to an order, in the order in which it did. */
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { OrderModel } from './order-model.ts';

interface Moment {
  readonly at: Date;
  readonly title: string;
  readonly detail: string;
  readonly tone: parts.Tone;
}

export function timeline(model: OrderModel, context: PageContext): SafeHtml {
  const items = momentsOf(model, context)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(
      ({ at, title, detail, tone }) =>
        html`<li class="moment moment-${tone}"><p class="when">${parts.time(at)}</p><p>${title}${detail === '' ? null : html`<small>${detail}</small>`}</p></li>`,
    );
  return html`<ol class="timeline">${items}</ol>`;
}

function momentsOf(model: OrderModel, { t }: PageContext): Moment[] {
  const { order, dispatches, providerEvents: events, entries, notifications, cases } = model;
  const { moments } = t.order;
  const ended = order.finalAt === null ? [] : [order.finalAt];
  return [
    { at: order.createdAt, title: moments.created, detail: order.channel, tone: 'plain' },
    ...dispatches.flatMap(({ sentAt, connector, account, n }) =>
      sentAt === null
        ? []
        : [moment(sentAt, moments.sent, `${connector}/${account}, ${t.order.number} ${n}`)],
    ),
    ...events.map(({ at, source, note }) =>
      moment(at, t.order.eventsOf(source), note ?? '', 'calm'),
    ),
    ...entries.map(({ at, name }) => moment(at, moments.entry, name)),
    ...notifications.flatMap(({ createdAt, doneAt, event, state }) => [
      moment(createdAt, moments.notification, t.event[event]),
      ...(doneAt === null
        ? []
        : [
            moment(
              doneAt,
              moments.delivered,
              t.notification[state],
              state === 'parked' ? 'warn' : 'good',
            ),
          ]),
    ]),
    ...cases.map(({ openedAt, kind }) => moment(openedAt, moments.case, t.caseKind[kind], 'warn')),
    ...ended.map((at) =>
      moment(at, moments.ended, t.state[order.state], order.state === 'paid' ? 'good' : 'bad'),
    ),
  ];
}

function moment(at: Date, title: string, detail: string, tone: parts.Tone = 'plain'): Moment {
  return { at, title, detail, tone };
}
