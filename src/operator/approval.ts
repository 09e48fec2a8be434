/** A request that waits for a second operator, as the command that it asks for sees it. */
import type { Approval, ApprovalSummary } from '../ports/approval.ts';
import type { Actor } from './actor.ts';
import type { Checked, Input, OperatorCommand } from './command.ts';
import type { OperatorDeps } from './deps.ts';

/** The command that was asked for; null: this program has none of that name under approval. */
export function commandOf(
  commands: readonly OperatorCommand[],
  { action }: Pick<Approval, 'action'>,
): OperatorCommand | null {
  return commands.find(({ name, approval }) => name === action && approval !== 'none') ?? null;
}

/** From then on what opens a way to money takes two; whoever was an owner once still counts. */
export async function hasTwoOwners({
  operators,
}: Pick<OperatorDeps, 'operators'>): Promise<boolean> {
  return (await operators.list()).filter(({ role }) => role === 'owner').length >= 2;
}

/** Everything that the command is given, with what is secret. */
export function inputOf({ approvals }: Pick<OperatorDeps, 'approvals'>, approval: Approval): Input {
  return { ...approval.form, ...approval.params, ...approvals.secretsOf(approval) };
}

/** The input that may be kept and shown, and the rest of it. */
export function partedOf({ secrets = [] }: OperatorCommand, input: Input) {
  const parted = (isSecret: boolean) =>
    Object.fromEntries(
      Object.entries(input).filter(([name]) => secrets.includes(name) === isSecret),
    );
  return { form: parted(false), secrets: parted(true) };
}

/** What the second person reads: the command's own words, else the input. */
export function summaryOf({ summary }: Checked<unknown>, facts: Input): ApprovalSummary {
  const none = { orderId: null, asset: null, amountMinor: null, finding: null, evidence: '' };
  return summary ?? { ...none, facts };
}

/** Why the same request would not be asked for with the same words now; null: it would. */
export async function whyChanged(
  deps: OperatorDeps,
  commands: readonly OperatorCommand[],
  actor: Actor,
  approval: Approval,
): Promise<string | null> {
  const command = commandOf(commands, approval);
  if (command === null) return approval.action;
  const input = inputOf(deps, approval);
  const checked = await command.check(deps, actor, input);
  const problem = checked.ok ? await command.approvable?.(deps, checked.value) : checked;
  if (problem !== null && problem !== undefined) {
    return [problem.problem, problem.why ?? ''].join(' ').trim();
  }
  if (!checked.ok) return checked.problem;
  const { summary } = approval;
  const now = summaryOf(checked, partedOf(command, input).form);
  const fields = ['orderId', 'asset', 'amountMinor', 'finding', 'evidence'] as const;
  const other = fields.find((field) => now[field] !== summary[field]);
  const names = Object.keys({ ...now.facts, ...summary.facts });
  const fact = names.find((name) => now.facts?.[name] !== summary.facts?.[name]);
  return other ?? fact ?? null;
}
