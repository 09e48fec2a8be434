/** The texts about money that people move: out of cases, and between a merchant's accounts. */
import type { ResolveResult } from '../../app/resolve-case.ts';
import type {
  ADJUSTMENT_REASONS,
  PostingEffect,
  PostingKind,
} from '../../domain/balance-posting.ts';
import type { ExitProblem, ExitWay } from '../../domain/case-exit.ts';

/** What is missing goes neither to a payer nor to an order. */
export type LossWay = Exclude<ExitWay, 'payer' | 'order'>;

/** The facts of a request, by the names that commands give them. */
export type FactName =
  | 'case'
  | 'way'
  | 'side'
  | 'fee'
  | 'merchant'
  | 'reason'
  | 'kind'
  | 'reference'
  | 'target'
  | 'posting'
  | 'mode'
  | 'app'
  | 'channel'
  | 'asset'
  | 'amount'
  | 'adjustment';

export interface MoneyMessages {
  readonly bookings: {
    readonly title: string;
    readonly lead: (amount: string) => string;
    readonly app: string;
    readonly channel: string;
    readonly book: string;
  };
  readonly exits: {
    readonly title: string;
    readonly lead: (held: string) => string;
    readonly lossLead: (lost: string) => string;
    readonly held: string;
    readonly way: string;
    readonly amount: string;
    readonly amountHint: string;
    readonly fee: string;
    readonly target: string;
    readonly targetHint: string;
    readonly evidence: string;
    readonly evidenceHint: string;
    readonly reason: string;
    readonly post: string;
    /** Of money that is there. */
    readonly ways: Readonly<Record<ExitWay, string>>;
    /** Of money that is missing. */
    readonly lossWays: Readonly<Record<LossWay, string>>;
  };
  readonly postings: {
    readonly title: string;
    readonly lead: string;
    readonly posting: string;
    readonly amount: string;
    readonly amountHint: string;
    readonly all: string;
    readonly adjustment: string;
    readonly kinds: Readonly<Record<PostingKind, string>>;
    readonly adjustments: Readonly<Record<(typeof ADJUSTMENT_REASONS)[number], string>>;
  };
  readonly factNames: Readonly<Record<FactName, string>>;
  readonly sides: Readonly<Record<'held' | 'loss', string>>;
  readonly no: string;
  /** Why money did not move: what the commands say beside the problem, in words. */
  readonly moneyWhy: Readonly<Record<MoneyWhy, string>>;
}

type MoneyWhy = ExitProblem | Extract<PostingEffect | ResolveResult, { ok: false }>['why'];
