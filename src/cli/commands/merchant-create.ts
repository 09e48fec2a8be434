/** `causeway merchant create`. */
import {
  AMOUNT_POLICIES,
  LATE_POLICIES,
  merchantCreate,
} from '../../operator/commands/merchant-create.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asText, oneOf, required, withDefault } from '../option.ts';
import { facts } from '../style.ts';

export const merchantCreateCommand = command({
  name: 'merchant create',
  summary: 'add a merchant',
  notes: ['A merchant has balances; what it calls the API with is an app: see `app create`.'],
  options: {
    name: required('NAME', 'what payers and operators know it by', asText),
    'amount-policy': withDefault(
      'POLICY',
      'when more is paid than was ordered: accept, or excess_to_suspense',
      'accept',
      oneOf(AMOUNT_POLICIES),
    ),
    'late-policy': withDefault(
      'POLICY',
      'when money comes after expiry: accept, or suspense',
      'accept',
      oneOf(LATE_POLICIES),
    ),
  },
  examples: [
    ['merchant create --name "Corner Shop"', 'takes whatever is paid, whenever'],
    [
      'merchant create --name Shop --amount-policy excess_to_suspense --late-policy suspense',
      'an operator decides about excess and late money',
    ],
  ],
  async run({ name, 'amount-policy': amountPolicy, 'late-policy': latePolicy }, context) {
    const input = { name, amount_policy: amountPolicy, late_policy: latePolicy };
    const made = await withPlatform(context, (platform) =>
      runOperator(platform, context, merchantCreate, input),
    );
    if (!made.ok) return made.report;
    const { id } = made.result;
    return done({ id, name, amountPolicy, latePolicy }, (style) =>
      [
        facts(style, [
          ['merchant', `${id}`],
          ['name', name],
          ['amount policy', amountPolicy],
          ['late policy', latePolicy],
        ]),
        `\nNext: causeway app create --merchant ${id} --dialect collect`,
      ].join('\n'),
    );
  },
});
