/** A report's payment, of which no order is known, booked as a merchant's: then it has ways out. */
import { paymentIn } from '../../app/book-report.ts';
import type { CaseView } from '../../ports/core.ts';
import type { Booking } from '../../ports/provider-report.ts';
import { doneBy } from '../actor.ts';
import { failed, failedField, type OperatorCommand } from '../command.ts';
import { readApp, readText } from '../input.ts';
import { findCase, reasonOf } from './case-close.ts';
import { EVIDENCE_CHARS_MAX } from './case-exit.ts';

interface Checked {
  readonly found: CaseView;
  readonly booking: Booking;
  readonly reason: string;
}

export type Booked = Pick<Booking, 'app'>;

/** Inputs: `id`, `kind`, `key` of the case; `app`, `channel`, `evidence`, `reason`. */
export const caseBook: OperatorCommand<Checked, Booked> = {
  name: 'case.book',
  ability: 'move_money',
  confirm: 'password',
  approval: 'four_eyes',
  changesConfiguration: false,
  subject: ({ id = '', kind = '' }) => `case ${id}/${kind}`,
  async check(deps, _actor, input) {
    const found = await findCase(deps, input);
    if (found === null) return failed('not_found');
    if (found.state === 'closed') return failed('already_closed');
    const report = await deps.keptReports.byId(found.orderId);
    const fact = report === null ? null : paymentIn(report);
    if (report === null || fact === null) return failed('nothing_held', 'empty');
    const app = readApp(deps, input);
    if (!app.ok) return app;
    const snapshot = deps.snapshot.current();
    const merchant = snapshot.merchant(app.value.merchantId);
    if (merchant === null) return failedField('app', 'is not known');
    const mode = snapshot.accountMode(report.source);
    if (mode !== null && mode !== app.value.mode) {
      return failedField('app', `must be of ${mode} mode, as the account at the provider is`);
    }
    const { asset, minor } = fact.amount;
    const channel = snapshot.channel((input.channel ?? '').trim());
    if (channel?.kind !== 'payin' || channel.asset !== asset) {
      return failedField('channel', `must be a channel for payins in ${asset}`);
    }
    const evidence = readText(input, 'evidence', EVIDENCE_CHARS_MAX);
    if (!evidence.ok) return evidence;
    const reason = reasonOf(input.reason);
    if (reason === null) return failed('reason_missing');
    const summary = {
      ...{ orderId: String(found.orderId), asset, amountMinor: String(minor), finding: null },
      evidence: evidence.value,
      facts: {
        case: `${found.kind}:${found.key}`,
        merchant: merchant.name,
        app: app.value.publicId,
        channel: channel.code,
        reason,
      },
    };
    const booking = { app: `${app.value.id}`, channel: channel.code, evidence: evidence.value };
    return { ok: true, value: { found, booking, reason }, summary };
  },
  execute: (run, { found, booking, reason }) =>
    run.commit(async ({ cases }) => {
      const words = `booked for app ${booking.app}, ${booking.evidence}: ${reason}`;
      const isBooked = await cases.book(found, booking, doneBy(run.actor), words);
      if (!isBooked) return failed('already_closed');
      const after = { ...found, state: 'closed', resolution: words };
      return { ok: true, result: { app: booking.app }, before: found, after };
    }),
};
