/** Whether an app can be set so: asked before anything is stored. */
import type { Dialect } from '../dialects/contract.ts';
import { APP_SETTINGS, settingProblem } from '../domain/app-setting.ts';
import { REPORT_SETTINGS } from '../domain/report.ts';
import { type Failed, failedField } from './command.ts';

/** The first setting that the dialect does not take, by its own name; null: it takes all. */
export async function settingsProblem(
  { settings: own }: Pick<Dialect, 'settings'>,
  settings: Readonly<Record<string, string>>,
): Promise<Failed | null> {
  for (const [name, value] of Object.entries(settings)) {
    const problem = settingProblem([...APP_SETTINGS, ...own], name, value);
    // It is a sentence that begins with the name.
    if (problem !== null) return failedField(name, problem.slice(name.length + 1));
  }
  const key = settings[REPORT_SETTINGS.pgpKey];
  if (key === undefined) return null;
  const { whyNotPgpKey } = await import('../files/pgp.ts');
  const reason = await whyNotPgpKey(key);
  return reason === null ? null : failedField(REPORT_SETTINGS.pgpKey, `cannot be used: ${reason}`);
}
