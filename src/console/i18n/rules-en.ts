import type { RulesMessages } from './rules-messages.ts';

export const rulesEn: RulesMessages = {
  appSettings: {
    name: 'Setting',
    value: 'Value',
    valueHint: 'Empty: the default',
    default: 'Default',
    values: 'What it may hold',
  },
  reserve: {
    title: 'Reserve',
    lead: 'A share of each settlement is held against what may come back, and is released on its day; a debt is filled first. Money is frozen and released by hand under “Post on the balance”.',
    set: 'Set the reserve',
    bases: { gross: 'of what was paid', net: 'of what is settled' },
    shareHint: 'Of each settlement; 0 ends it, and what is held keeps its day',
    daysHint: 'Released so many days later, 730 at most',
    capHint: 'Never more than this is held; empty: no limit',
  },
  amountRules: {
    title: 'Short, over and late payments',
    lead: 'A channel without rules of its own goes by those of all channels; what nobody has set is as above, and a short payment is held where the app’s API can only show the ordered amount.',
    set: 'Set rules',
    replaces: 'They replace all that was set for the same channel.',
    channel: 'Channel',
    all: 'all channels',
    short: 'Less than ordered',
    shorts: {
      default: 'as the API can show it',
      hold: 'is held until the rest comes',
      return: 'is held, and goes back to the payer when the order ends',
      accept: 'is accepted as it came',
    },
    tolerance: 'May be missing',
    toleranceHint: 'So much of the order may be missing, and it is whole',
    toleranceAmountHint: 'Or so much, whichever is more; with one channel',
    over: 'More than ordered',
    overs: {
      default: 'as above',
      accept: 'is accepted',
      excess_to_suspense: 'excess goes to suspense',
    },
    late: 'After the order has ended',
    lates: { default: 'as above', accept: 'is accepted', suspense: 'goes to suspense' },
    lateHours: 'Accepted late within hours',
    lateHoursHint: 'Leave empty for at any time',
  },
};
