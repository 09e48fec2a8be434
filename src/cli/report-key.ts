/** The OpenPGP key of a merchant as a setting of its app. */
import { REPORT_SETTINGS } from '../domain/report.ts';
import type { Context } from './command.ts';

/** The setting, read from a file (`-`: standard input); without one, nothing. */
export async function reportKey(
  path: string | null,
  context: Pick<Context, 'read'>,
): Promise<Readonly<Record<string, string>>> {
  if (path === null) return {};
  const text = Buffer.from(await context.read(path)).toString('utf8');
  return { [REPORT_SETTINGS.pgpKey]: text.trim() };
}
