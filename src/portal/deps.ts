/** What the portal is given; and what its screens see of it: one merchant's, in one mode. */

import type { Dialect } from '../dialects/contract.ts';
import type { Channel } from '../domain/channel.ts';
import type { Id } from '../domain/id.ts';
import type { App, Merchant, Mode } from '../domain/merchant.ts';
import type { Receipt } from '../domain/topup.ts';
import type { Beneficiary, WithdrawalTerms } from '../domain/withdrawal.ts';
import { beneficiaryAdd } from '../operator/commands/beneficiaries.ts';
import { withdrawalMake } from '../operator/commands/withdrawals.ts';
import type { OperatorCommands } from '../operator/run.ts';
import type { MemberSignIn } from '../operator/sign-in.ts';
import type { Approval, Approvals } from '../ports/approval.ts';
import type { Clock } from '../ports/core.ts';
import type { Member, Members } from '../ports/member.ts';
import type { MerchantQueries, MerchantQueriesOf } from '../ports/merchant-queries.ts';
import type { Directory, SecondFactors, Sessions } from '../ports/operator.ts';
import type { TopUps } from '../ports/topup.ts';
import type { BankAccount, Withdrawals } from '../ports/withdrawal.ts';

export interface PortalDeps {
  readonly publicUrl: string;
  /** Names that it is reached by beside that of `publicUrl`. */
  readonly hosts: readonly string[];
  readonly clock: Clock;
  readonly snapshot: { current(): Directory };
  readonly run: OperatorCommands['run'];
  readonly memberSignIn: MemberSignIn;
  readonly memberSessions: Sessions<Member>;
  readonly members: Members;
  readonly memberFactors: SecondFactors;
  readonly queriesOf: MerchantQueriesOf;
  readonly withdrawals: Withdrawals;
  readonly topUps: TopUps;
  readonly approvals: Pick<Approvals, 'list'>;
  readonly dialects: readonly Dialect[];
  /** Without one, a member sees nothing but the own account. */
  readonly requireSecondFactor: boolean;
  /** What opens a way to real money is approved by an operator. */
  readonly fourEyes: boolean;
  onTrouble(error: unknown): void;
}

/** What was asked for of the merchant's money and waits for a second person. */
export type WaitingRequest = Pick<Approval, 'id' | 'action' | 'summary' | 'askedAt' | 'expiresAt'>;

/** What comes and goes by the merchant's own bank. */
export interface OwnMoney {
  beneficiaries(): Promise<readonly Beneficiary[]>;
  terms(): Promise<readonly WithdrawalTerms[]>;
  /** New beneficiaries, and withdrawals, whoever asked; newest first. */
  waiting(): Promise<readonly WaitingRequest[]>;
  /** Newest first. */
  receipts(limit: number): Promise<readonly Receipt[]>;
  references(): ReturnType<TopUps['references']>;
  /** The platform's, of this mode, that are open. */
  banks(): Promise<readonly BankAccount[]>;
  /** Codes of the payout channels that are open. */
  channels(): readonly string[];
}

/** Nothing here takes a merchant: another's has no way in. */
export interface Own {
  readonly merchant: Merchant;
  readonly mode: Mode;
  readonly queries: MerchantQueries;
  readonly money: OwnMoney;
  readonly dialects: readonly Dialect[];
  readonly requireSecondFactor: boolean;
  readonly publicUrl: string;
  readonly secondFactors: SecondFactors;
  nowMs(): number;
  /** The merchant's apps of this mode. */
  apps(): readonly App[];
  app(id: Id | null): App | null;
  channel(code: string): Channel | null;
  team(): Promise<readonly Member[]>;
}

/** What a member may see: everything is of the member's merchant and of this mode. */
export function ownOf(deps: PortalDeps, { merchantId }: Member, mode: Mode): Own | null {
  const merchant = deps.snapshot.current().merchant(merchantId);
  if (merchant === null) return null;
  const apps = () =>
    deps.snapshot
      .current()
      .appsOf(merchantId)
      .filter((app) => app.mode === mode);
  return {
    merchant,
    mode,
    queries: deps.queriesOf(
      merchantId,
      mode,
      apps().map(({ id }) => id),
    ),
    money: moneyOf(deps, merchantId, mode),
    dialects: deps.dialects,
    requireSecondFactor: deps.requireSecondFactor,
    publicUrl: deps.publicUrl,
    secondFactors: deps.memberFactors,
    nowMs: () => deps.clock.nowMs(),
    apps,
    app: (id) => apps().find((app) => app.id === id) ?? null,
    channel: (code) => deps.snapshot.current().channel(code),
    team: () => deps.members.of(merchantId),
  };
}

/** Of all merchants; a request waits for a day. */
const WAITING_LOOKED_AT = 1_000;

function moneyOf(
  { withdrawals, topUps, snapshot, approvals }: PortalDeps,
  merchantId: Id,
  mode: Mode,
): OwnMoney {
  return {
    beneficiaries: () => withdrawals.beneficiaries(merchantId, mode),
    terms: () => withdrawals.terms(merchantId),
    async waiting() {
      const known = await withdrawals.beneficiaries(merchantId, mode);
      const own = new Set(known.map(({ id }) => `${id}`));
      const isOwn = ({ action, form }: Approval) =>
        action === beneficiaryAdd.name
          ? form.merchant === `${merchantId}` && (form.mode || 'live') === mode
          : action === withdrawalMake.name && own.has(form.beneficiary ?? '');
      const all = await approvals.list('waiting', WAITING_LOOKED_AT);
      return all.filter(isOwn).map(({ id, action, summary, askedAt, expiresAt }) => {
        return { id, action, summary, askedAt, expiresAt };
      });
    },
    receipts: (limit) => topUps.receipts({ state: null, merchantId, mode }, limit),
    references: () => topUps.references(merchantId, mode),
    banks: async () =>
      (await withdrawals.banks()).filter((one) => one.enabled && one.mode === mode),
    channels: () =>
      snapshot
        .current()
        .channels()
        .filter(({ kind, enabled }) => kind === 'payout' && enabled)
        .map(({ code }) => code),
  };
}

/** Where a member begins: with real money, as soon as there is an app for it. */
export function firstMode(deps: Pick<PortalDeps, 'snapshot'>, { merchantId }: Member): Mode {
  const apps = deps.snapshot.current().appsOf(merchantId);
  return apps.some(({ mode }) => mode === 'live') ? 'live' : 'test';
}
