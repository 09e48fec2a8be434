/** Who may do what: the whole matrix. Every route names one ability, and a test walks them all. */
import type { OperatorRole } from '../ports/operator.ts';

export type Ability =
  | 'look'
  | 'read_personal'
  | 'explain'
  | 'resend'
  | 'close_case'
  | 'decide_verification'
  | 'refund'
  | 'settle_doubt'
  | 'move_money'
  | 'recover'
  | 'edit_catalogue'
  | 'approve'
  | 'rotate_key'
  | 'manage_merchants'
  | 'manage_accounts'
  | 'read_audit'
  | 'manage_operators'
  | 'own_account';

const EVERYBODY: readonly OperatorRole[] = ['owner', 'finance', 'support', 'viewer'];
const HANDS_ON: readonly OperatorRole[] = ['owner', 'finance', 'support'];
const MONEY: readonly OperatorRole[] = ['owner', 'finance'];

const ABILITIES: Readonly<Record<Ability, readonly OperatorRole[]>> = {
  look: EVERYBODY,
  own_account: EVERYBODY,
  /** Names, accounts and phone numbers of payers and beneficiaries; what merchants are sent. */
  read_personal: HANDS_ON,
  explain: HANDS_ON,
  resend: HANDS_ON,
  close_case: HANDS_ON,
  /** Whether a payer is who they say, and when what they have shown is erased. */
  decide_verification: HANDS_ON,
  refund: MONEY,
  settle_doubt: MONEY,
  /** Postings by hand. */
  move_money: MONEY,
  /** After a restore: whether payouts may be sent. */
  recover: MONEY,
  edit_catalogue: MONEY,
  approve: MONEY,
  read_audit: MONEY,
  rotate_key: ['owner'],
  /** Merchants, their apps and settings. */
  manage_merchants: ['owner'],
  /** Credentials at providers. */
  manage_accounts: ['owner'],
  manage_operators: ['owner'],
};

export function mayDo(role: OperatorRole, ability: Ability): boolean {
  return ABILITIES[ability].includes(role);
}
