/** `causeway recovery show|begin|confirm|end`: after a restore of an older backup. */
import { recoveryBegin, recoveryConfirm, recoveryEnd } from '../../operator/commands/recoveries.ts';
import type { Platform } from '../../platform.ts';
import type { Recovery } from '../../ports/recovery.ts';
import { createRecoveries } from '../../store/recovery/recoveries.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asText, required } from '../option.ts';
import { facts, momentText, type Style, sections, table } from '../style.ts';

const FOUND_MAX = 500;

export const recoveryShow = command({
  name: 'recovery show',
  summary: 'show whether an older backup is in use, and what was found of what it had forgotten',
  notes: [
    'While a recovery is open no payout and no refund is sent. It ends when everything is explained:',
    "each provider's list is read, or was compared by hand (`recovery confirm`), and each order that",
    'was made again has its answer. What is unknown has a case; then two people end it.',
  ],
  examples: [['recovery show', 'after a restore, until it says that it has ended']],
  async run(_given, context) {
    return await withPlatform(context, async ({ pool, shardCount }) => {
      const recoveries = createRecoveries(pool, shardCount);
      const recovery = await recoveries.latest();
      if (recovery === null) return done({ recovery }, () => 'There was no recovery yet.');
      const [accounts, found, left] = await Promise.all([
        recoveries.accounts(recovery.id),
        recoveries.found(recovery.id, FOUND_MAX),
        recoveries.unexplained(recovery.id),
      ]);
      return done({ recovery, accounts, found, left }, (style) =>
        sections(
          factsOf(style, recovery),
          table(
            style,
            ['account', 'state', 'known', 'made again', 'unknown', 'note'],
            accounts.map(({ connector, account, state, known, rebuilt, unknown, note }) => [
              ...[`${connector}/${account}`, state, `${known}`, `${rebuilt}`, `${unknown}`],
              note ?? '',
            ]),
            { right: [2, 3, 4] },
          ),
          found.length === 0
            ? ''
            : table(
                style,
                ['what the provider has', 'order'],
                found.map(({ detail, orderId }) => [detail, `${orderId ?? 'none: see its case'}`]),
              ),
          recovery.endedAt !== null
            ? ''
            : style.warn(
                `No payout or refund is sent: ${left.accounts.length} accounts, ${left.unknown} unknown and ${left.asking} asked orders are left.`,
              ),
        ),
      );
    });
  },
});

function factsOf(style: Style, recovery: Recovery): string {
  const {
    id,
    revision,
    detail,
    isCheck,
    forgottenFrom,
    beganAt,
    listedAt,
    endedAt,
    endedBy,
    endReason,
  } = recovery;
  return facts(style, [
    ['recovery', `${id}.${revision}`],
    ['because', detail],
    ...(isCheck ? ([['check', 'ends by itself where no list has what is not here']] as const) : []),
    ['forgotten from', momentText(forgottenFrom)],
    ['began', momentText(beganAt)],
    ['lists read', listedAt === null ? 'not yet' : momentText(listedAt)],
    ['ended', endedAt === null ? 'no' : `${momentText(endedAt)} by ${endedBy}: ${endReason}`],
  ]);
}

/** The one that is open, as it is now: an approval is of this one alone. */
async function seenIn({ pool, shardCount }: Platform): Promise<string> {
  const open = await createRecoveries(pool, shardCount).open();
  return open === null ? '0.0' : `${open.id}.${open.revision}`;
}

const reason = required('TEXT', 'why, in 8 characters or more', asText);
const sentences = {
  reason_missing: '--reason must say why, in 8 characters or more',
  not_found:
    'this recovery is not open, reads again since, or has no such account to compare: `recovery show`',
  field: 'no recovery is open: `recovery show`',
};

export const recoveryBeginCommand = command({
  name: 'recovery begin',
  summary: 'stop payouts and refunds, and look for what the database may have forgotten',
  notes: [
    'A restore is noticed without it. For what is not: a machine that was set back by minutes.',
  ],
  options: {
    minutes: required('MINUTES', 'for how long what happened may be forgotten', asText),
    reason,
  },
  examples: [
    ['recovery begin --minutes 90 --reason "snapshot of 02:00 restored"', 'set back by hand'],
  ],
  async run({ minutes, reason: why }, context) {
    return await withPlatform(context, async (platform) => {
      const input = { minutes, reason: why };
      const begun = await runOperator(platform, context, recoveryBegin, input, {
        problems: sentences,
      });
      if (!begun.ok) return begun.report;
      return done(begun.result, () => 'Payouts and refunds wait. `recovery show` says for what.');
    });
  },
});

export const recoveryConfirmCommand = command({
  name: 'recovery confirm',
  summary: 'say that a provider without a list was compared by hand',
  notes: ['Takes two people. What was found there and is not here must be booked before.'],
  positionals: { account: required('CONNECTOR/ACCOUNT', 'such as payermax/main', asText) },
  options: { reason },
  examples: [
    ['recovery confirm payermax/main --reason "bill of 30 Nov compared, ticket 17"', 'compared'],
  ],
  async run({ account, reason: why }, context) {
    return await withPlatform(context, async (platform) => {
      const input = { recovery: await seenIn(platform), account, reason: why };
      const confirmed = await runOperator(platform, context, recoveryConfirm, input, {
        problems: sentences,
      });
      if (!confirmed.ok) return confirmed.report;
      return done(confirmed.result, () => `${account} is confirmed.`);
    });
  },
});

export const recoveryEndCommand = command({
  name: 'recovery end',
  summary: 'send payouts and refunds again, whatever is not explained',
  notes: [
    'Takes two people. A recovery ends by itself when everything is explained: this is for when you',
    'know more than the platform can.',
  ],
  options: { reason },
  examples: [['recovery end --reason "failover, standby had it all"', 'nothing is missing']],
  async run({ reason: why }, context) {
    return await withPlatform(context, async (platform) => {
      const ended = await runOperator(
        platform,
        context,
        recoveryEnd,
        { recovery: await seenIn(platform), reason: why },
        { problems: sentences },
      );
      if (!ended.ok) return ended.report;
      return done(ended.result, () => 'Payouts and refunds are sent again.');
    });
  },
});
