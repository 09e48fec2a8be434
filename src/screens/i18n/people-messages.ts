/** The texts about operators: their accounts, their second factor, and money by two of them. */
import type { ApprovalState } from '../../ports/approval.ts';
import type { OperatorRole } from '../../ports/operator.ts';

export interface PeopleMessages {
  /** A code of the second factor. */
  readonly otp: string;
  readonly otpHint: string;

  readonly operators: {
    readonly lead: string;
    readonly login: string;
    readonly name: string;
    readonly role: string;
    readonly since: string;
    readonly add: string;
    readonly change: string;
    readonly disable: string;
    readonly enable: string;
    readonly you: string;
    readonly newPassword: string;
    readonly newPasswordHint: string;
    readonly resetFactor: string;
    readonly resetFactorLead: string;
    readonly roles: Readonly<Record<OperatorRole, string>>;
  };
  /** Fences around merchants and apps. */
  readonly fences: {
    readonly title: string;
    readonly disable: string;
    readonly disableLead: string;
    readonly enable: string;
    readonly enableLead: string;
    readonly listHint: string;
    readonly scope: string;
    readonly scopes: Readonly<Record<'payouts' | 'all', string>>;
    readonly payoutNotifyUrl: string;
    readonly endKey: string;
    readonly endKeyLead: string;
  };
  readonly own: {
    readonly lead: string;
    readonly change: string;
    readonly again: string;
    readonly effect: string;
    readonly manageFactor: string;
  };
  readonly factor: {
    readonly title: string;
    readonly lead: string;
    readonly required: string;
    readonly off: string;
    readonly on: string;
    readonly begin: string;
    readonly beginLead: string;
    readonly beginAgain: string;
    readonly scan: string;
    readonly picture: string;
    readonly byHand: string;
    readonly code: string;
    readonly codeHint: string;
    readonly confirm: string;
    readonly recovery: string;
    readonly recoveryLead: string;
    readonly recoveryLeft: string;
    readonly proceed: string;
    readonly renew: string;
    readonly renewLead: string;
    readonly remove: string;
    readonly removeLead: string;
  };
  readonly approvals: {
    readonly lead: string;
    readonly waiting: string;
    readonly asked: string;
    readonly by: string;
    readonly until: string;
    readonly what: string;
    readonly order: string;
    readonly amount: string;
    readonly evidence: string;
    readonly decidedBy: string;
    readonly note: string;
    readonly approve: string;
    readonly reject: string;
    readonly withdraw: string;
    readonly reveal: string;
    readonly wholeAccount: string;
    readonly yours: string;
    readonly changed: string;
    readonly ask: string;
    readonly askHint: string;
    readonly actions: Readonly<Record<string, string>>;
    /** Shown as long as one owner changes alone what will take two. */
    readonly alone: string;
    readonly findings: Readonly<Record<'paid' | 'failed' | 'returned', string>>;
    readonly states: Readonly<Record<ApprovalState, string>>;
  };
}
