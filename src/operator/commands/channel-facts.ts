/** A channel's name, limits, expiry, abilities, and whether it is open. */
import { channelProblem } from '../../app/check-channel.ts';
import type { Channel } from '../../domain/channel.ts';
import { failedField, type Input } from '../command.ts';
import { type Read, readMoney, readMoneyOrNone, readWhole, readWholeOrNone } from '../input.ts';
import { editCommand } from './channel-edit.ts';

function readAbilities<T extends object>(stored: T, input: Input, above = ''): Read<T> {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(stored) as [string, unknown][]) {
    const path = `${above}${name}`;
    if (typeof value === 'boolean') {
      read[name] = input[path] === 'yes';
      continue;
    }
    const part =
      typeof value === 'number'
        ? readWhole(input, path)
        : readAbilities(value as object, input, `${path}.`);
    if (!part.ok) return part;
    read[name] = part.value;
  }
  return { ok: true, value: read as T };
}

export const channelFacts = editCommand('channel.facts', ({ channel }, input) => {
  const limits = readLimits(channel, input);
  if (!limits.ok) return limits;
  const expiryMinutes = readWhole(input, 'expiry');
  if (!expiryMinutes.ok) return expiryMinutes;
  const abilities =
    channel.kind === 'payout'
      ? { ok: true as const, value: channel.abilities }
      : readAbilities(channel.abilities, input);
  if (!abilities.ok) return abilities;
  const changed: Channel = {
    ...channel,
    name: (input.name ?? '').trim(),
    limits: limits.value,
    expiryMinutes: expiryMinutes.value,
    abilities: abilities.value,
    enabled: input.enabled === 'yes',
  };
  const problem = channelProblem(changed);
  if (problem !== null) return failedField(problem.field, problem.why);
  const { minMinor, maxMinor } = limits.value;
  const detail = `${minMinor} to ${maxMinor} ${channel.asset}, ${expiryMinutes.value} min, ${changed.enabled ? 'open' : 'closed'}`;
  return { change: { kind: 'channel', channel: changed }, detail };
});

function readLimits({ asset }: Channel, input: Input): Read<Channel['limits']> {
  const min = readMoney(input, 'min', asset);
  if (!min.ok) return min;
  const max = readMoney(input, 'max', asset);
  if (!max.ok) return max;
  const day = readMoneyOrNone(input, 'day', asset);
  if (!day.ok) return day;
  const openMax = readWholeOrNone(input, 'open_max');
  if (!openMax.ok) return openMax;
  return {
    ok: true,
    value: {
      minMinor: min.value,
      maxMinor: max.value,
      ...(day.value === null ? {} : { dayMinor: day.value }),
      ...(openMax.value === null ? {} : { openMax: openMax.value }),
    },
  };
}
