/** Which facts about payer or beneficiary a channel asks for, and how each is checked. */
import { channelProblem, FIELD_CHOICES } from '../../app/check-channel.ts';
import type { FieldRule } from '../../domain/channel.ts';
import { failedField, type Input } from '../command.ts';
import type { Read } from '../input.ts';
import { editCommand } from './channel-edit.ts';

/**
 * Rules stay in their order, in which the API looks at them; new ones come after them. What the
 * input does not name stays as it is.
 */
function readRules(stored: readonly FieldRule[], input: Input): Read<readonly FieldRule[]> {
  const known = stored.map(({ name }) => name);
  const names = [...known, ...FIELD_CHOICES.names.filter((name) => !known.includes(name))];
  const rules: FieldRule[] = [];
  for (const name of names) {
    const asked = input[`ask:${name}`];
    if (asked === undefined) rules.push(...stored.filter((rule) => rule.name === name));
    if (asked === undefined || asked === 'no') continue;
    if (asked !== 'may' && asked !== 'must') return failedField(`ask:${name}`, 'is no choice');
    const check = input[`check:${name}`] ?? '';
    if (check === '') return failedField(`check:${name}`, 'must be chosen for what is asked');
    const argument = (input[`arg:${name}`] ?? '').trim();
    rules.push({
      ...{ name, required: asked === 'must' },
      check: argument === '' ? check : `${check}:${argument}`,
    });
  }
  return { ok: true, value: rules };
}

export const channelFields = editCommand('channel.fields', ({ channel }, input) => {
  const rules = readRules(channel.fields, input);
  if (!rules.ok) return rules;
  const changed = { ...channel, fields: rules.value };
  const problem = channelProblem(changed);
  if (problem !== null) return failedField(problem.field, problem.why);
  const detail = rules.value.map(
    ({ name, required, check }) => `${name}${required ? '' : '?'} ${check}`,
  );
  return { change: { kind: 'channel', channel: changed }, detail: detail.join(', ') };
});
