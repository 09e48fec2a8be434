/** How far the moment that a request says it was made at may lie from ours. */
import type { SettingSpec } from '../../domain/app-setting.ts';
import type { App } from '../../domain/merchant.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';

const SETTING = 'timestampWindowSeconds';
const SECONDS_MAX = 999_999;

/** Half-width of the window, unless the app says otherwise. */
export interface Window {
  readonly seconds: number;
  /** Values of the setting that mean: no window. */
  readonly off: readonly string[];
}

/** The setting that a dialect with this window has. */
export function windowSetting({ seconds, off }: Window): SettingSpec {
  return {
    name: SETTING,
    kind: 'number',
    min: 1,
    max: SECONDS_MAX,
    words: off,
    default: String(seconds),
    description:
      'how many seconds the timestamp of a request may be from our clock, either way, in test ' +
      `mode as well; ${off[0]}: any`,
  };
}

/** Refuses a request that was made too long ago or ahead, or at no moment (`sentMs` null). */
export function checkWindow(
  sentMs: number | null,
  app: App,
  nowMs: number,
  window: Window,
): Refused | null {
  const windowMs = windowMsOf(app, window);
  if (windowMs === null || (sentMs !== null && Math.abs(nowMs - sentMs) <= windowMs)) return null;
  return refuse(
    'bad_timestamp',
    'timestamp',
    `must be within ${windowMs / 1000} seconds of the current time`,
  );
}

/** Without a window a text is remembered this long. */
const UNENDED_MS = 86_400_000;

/** Until when a text that was signed at `sentMs` passes the window, in Unix milliseconds. */
export function windowEndMs(sentMs: number, app: App, nowMs: number, window: Window): number {
  const windowMs = windowMsOf(app, window);
  return windowMs === null ? nowMs + UNENDED_MS : sentMs + windowMs;
}

function windowMsOf({ settings }: App, { seconds, off }: Window): number | null {
  const setting = settings[SETTING] ?? '';
  if (setting === 'off' || off.includes(setting)) return null;
  // What cannot be read must not open the window.
  const own = /^[1-9][0-9]{0,5}$/.test(setting) ? Number.parseInt(setting, 10) : seconds;
  return own * 1000;
}

/** Below it a timestamp counts seconds: in milliseconds it would lie in 1973. */
const SECONDS_BELOW = 100_000_000_000;

/** A timestamp in seconds or milliseconds, as a JSON number or digits, to milliseconds. */
export function parseTimestampMs(text: string): number | null {
  if (!/^[0-9]{1,16}$/.test(text)) return null;
  const count = Number.parseInt(text, 10);
  return count < SECONDS_BELOW ? count * 1_000 : count;
}
