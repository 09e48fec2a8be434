/** A channel's abilities as a flat list: whatever there is of them can be shown and changed. */
import type { Channel } from './channel.ts';

/** `refund.full` and its value; numbers count days. */
export type Ability = readonly [path: string, value: boolean | number];

/** `{ refund: { full: true }, static: false }` -> `refund.full`, `static`. */
export function abilityList(abilities: Channel['abilities']): readonly Ability[] {
  return leavesOf(abilities, '');
}

function leavesOf(node: object, above: string): readonly Ability[] {
  return Object.entries(node).flatMap(([name, value]: [string, boolean | number | object]) =>
    typeof value === 'object'
      ? leavesOf(value, `${above}${name}.`)
      : [[`${above}${name}`, value] as const],
  );
}
