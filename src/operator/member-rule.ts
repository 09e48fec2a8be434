/** What members of merchants may run, and whose it is that a command is about. */
import type { Id } from '../domain/id.ts';
import { parseId } from '../domain/id.ts';
import type { Mode } from '../domain/merchant.ts';
import type { MemberActor } from './actor.ts';
import type { OperatorDeps } from './deps.ts';
import type { MemberAbility } from './member-roles.ts';

/** What a command is given, as `command.ts` has it. */
type Input = Readonly<Record<string, string>>;

/** Whose it is, and with which money: of real money a member's change may need a second person. */
export interface Subject {
  readonly merchantId: Id;
  /** Null: of neither in particular, as the team is. */
  readonly mode: Mode | null;
}

/** A command that members may run too, on what is their merchant's. */
export interface MemberRule {
  readonly ability: MemberAbility;
  /**
   * Whose it is that the input is about; null: nobody's. The runner answers what is another
   * merchant's like what does not exist, before the command sees the input.
   */
  subjectOf(
    deps: OperatorDeps,
    input: Input,
    actor: MemberActor,
  ): Promise<Subject | null> | Subject | null;
  /** Whether a member does it without a second person, whatever the command says of operators. */
  readonly alone?: true;
}

/** Of the app that the input names. */
export function ofApp(ability: MemberAbility): MemberRule {
  return {
    ability,
    subjectOf(deps, { app = '' }) {
      const id = parseId(app);
      return id === null ? null : deps.snapshot.current().app(id);
    },
  };
}

/** Of the order that the input names. */
export function ofOrder(ability: MemberAbility): MemberRule {
  return {
    ability,
    async subjectOf(deps, { id: text = '' }) {
      const id = parseId(text);
      return id === null ? null : await deps.reader.orderById(id);
    },
  };
}

/** Of the merchant's money that the input names, live or test. */
export function ofMoney(ability: MemberAbility): MemberRule {
  return {
    ability,
    subjectOf(_deps, { merchant = '', mode = 'live' }) {
      const merchantId = parseId(merchant);
      if (merchantId === null || (mode !== 'live' && mode !== 'test')) return null;
      return { merchantId, mode };
    },
  };
}

/** Of the beneficiary that the input names. */
export function ofBeneficiary(ability: MemberAbility): MemberRule {
  return {
    ability,
    async subjectOf({ withdrawals }, { beneficiary = '' }) {
      const id = parseId(beneficiary);
      return id === null ? null : await withdrawals.beneficiary(id);
    },
  };
}

/** Of the member's own account. */
export const OF_ONESELF: MemberRule = {
  ability: 'own_account',
  alone: true,
  subjectOf: (_deps, _input, { member }) => ({ merchantId: member.merchantId, mode: null }),
};

/** Of another member. */
export const OF_TEAM: MemberRule = {
  ability: 'manage_team',
  alone: true,
  async subjectOf({ members }, { id: text = '' }) {
    const id = parseId(text);
    const member = id === null ? null : await members.byId(id);
    return member === null ? null : { merchantId: member.merchantId, mode: null };
  },
};

/** Of the merchant that the input names. */
export function ofMerchant(ability: MemberAbility): MemberRule {
  return {
    ability,
    alone: true,
    subjectOf(_deps, { merchant = '' }) {
      const merchantId = parseId(merchant);
      return merchantId === null ? null : { merchantId, mode: null };
    },
  };
}
