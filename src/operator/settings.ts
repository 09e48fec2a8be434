/** Whether an app can be set so: asked before anything is stored. */
import type { Dialect } from '../dialects/contract.ts';
import { APP_SETTINGS, settingProblem } from '../domain/app-setting.ts';
import { REPORT_SETTINGS } from '../domain/report.ts';
import { type Failed, failedField } from './command.ts';
import type { OperatorDeps } from './deps.ts';

/**
 * The first setting that the dialect does not take, or whose address we would never call, by its
 * own name; null: it takes all.
 */
export async function settingsProblem(
  { notifyUrlProblem }: Pick<OperatorDeps, 'notifyUrlProblem'>,
  { settings: own }: Pick<Dialect, 'settings'>,
  settings: Readonly<Record<string, string>>,
): Promise<Failed | null> {
  const specs = [...APP_SETTINGS, ...own];
  for (const [name, value] of Object.entries(settings)) {
    const problem = settingProblem(specs, name, value);
    // It is a sentence that begins with the name.
    if (problem !== null) return failedField(name, problem.slice(name.length + 1));
    const spec = specs.find((each) => each.name === name);
    const isAddress = spec?.kind === 'text' && spec.isAddress === true;
    const refused = isAddress ? notifyUrlProblem(value) : null;
    if (refused !== null) return failedField(name, `cannot be called: ${refused}`);
  }
  const key = settings[REPORT_SETTINGS.pgpKey];
  if (key === undefined) return null;
  const { whyNotPgpKey } = await import('../files/pgp.ts');
  const reason = await whyNotPgpKey(key);
  return reason === null ? null : failedField(REPORT_SETTINGS.pgpKey, `cannot be used: ${reason}`);
}
