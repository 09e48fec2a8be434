/** Whether an app can be set so: asked before anything is stored. */
import type { Dialect } from '../dialects/contract.ts';
import { APP_SETTINGS, settingProblem } from '../domain/app-setting.ts';
import { REPORT_SETTINGS } from '../domain/report.ts';

/** The first setting that its dialect does not take, with the reason; null: it takes all. */
export async function whyNotSettings(
  { settings: own }: Pick<Dialect, 'settings'>,
  settings: Readonly<Record<string, string>>,
): Promise<string | null> {
  for (const [name, value] of Object.entries(settings)) {
    const problem = settingProblem([...APP_SETTINGS, ...own], name, value);
    if (problem !== null) return problem;
  }
  const key = settings[REPORT_SETTINGS.pgpKey];
  if (key === undefined) return null;
  const { whyNotPgpKey } = await import('../files/pgp.ts');
  const reason = await whyNotPgpKey(key);
  return reason === null ? null : `${REPORT_SETTINGS.pgpKey} cannot be used: ${reason}`;
}
