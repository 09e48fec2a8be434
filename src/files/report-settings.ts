/** What an app's settings may say of its reports; asked before they are stored. */
import { LINK_MINUTES_MAX, linkMinutesOf, REPORT_SETTINGS } from '../domain/report.ts';
import { whyNotPgpKey } from './pgp.ts';

/** The first setting that cannot be used, with the reason; null: all can. Others are not judged. */
export async function whyNotReportSettings(
  settings: Readonly<Record<string, string>>,
): Promise<string | null> {
  const { format, zip, linkMinutes, pgpKey } = REPORT_SETTINGS;
  if (!isOneOf(settings[format], ['csv', 'xlsx'])) return `${format} must be csv or xlsx`;
  if (!isOneOf(settings[zip], ['yes', 'no'])) return `${zip} must be yes or no`;
  const minutes = settings[linkMinutes];
  if (minutes !== undefined && linkMinutesOf(minutes) === null) {
    return `${linkMinutes} must be a number from 1 to ${LINK_MINUTES_MAX}`;
  }
  const key = settings[pgpKey];
  const reason = key === undefined ? null : await whyNotPgpKey(key);
  return reason === null ? null : `${pgpKey} cannot be used: ${reason}`;
}

function isOneOf(value: string | undefined, allowed: readonly string[]): boolean {
  return value === undefined || allowed.includes(value);
}
