/**
 * Settings of an app: which there are, what each may hold, and what holds when it is not set. Each
 * dialect has its own beside those of every app; a name or value that is not here is refused when
 * it is set, so that no slip of the pen is silently taken for the default.
 */
import { orList } from './or-list.ts';
import { LINK_MINUTES_MAX, REPORT_SETTINGS } from './report.ts';

interface Described {
  /** As it is set and stored, case-sensitive. */
  readonly name: string;
  /** What holds when it is not set; null: nothing, which the description explains. */
  readonly default: string | null;
  /** What it changes, as an operator reads it. */
  readonly description: string;
}

export type SettingSpec = Described &
  (
    | { readonly kind: 'choice'; readonly choices: readonly string[] }
    /** Some of the choices, separated by commas. */
    | { readonly kind: 'choices'; readonly choices: readonly string[] }
    /** A whole number, both ends included, or one of the words. */
    | {
        readonly kind: 'number';
        readonly min: number;
        readonly max: number;
        readonly words?: readonly string[];
      }
    | {
        readonly kind: 'text';
        readonly pattern: RegExp;
        readonly example: string;
        /** We call it: the address guard's rules hold when it is set. */
        readonly isAddress?: true;
      }
  );

/** What an app's address list holds for. */
export const ADDRESS_SCOPE = 'addressScope';

/** How many requests of an app are served in a minute. */
export const REQUESTS_SETTING = 'requestsPerMinute';

/** The settings of every app, whatever dialect it speaks. */
export const APP_SETTINGS: readonly SettingSpec[] = [
  {
    name: REQUESTS_SETTING,
    kind: 'number',
    min: 1,
    max: 999_999,
    default: null,
    description:
      'how many small requests of the app each API process serves in a minute (a large one counts ' +
      'as up to five); no limit unless set',
  },
  {
    name: ADDRESS_SCOPE,
    kind: 'choice',
    choices: ['payouts', 'all'],
    default: 'payouts',
    description: 'what the address list of the app holds for: payouts alone, or every call',
  },
  {
    name: 'utcOffset',
    kind: 'text',
    pattern: /^[+-](?:[01]\d):[0-5]\d$/,
    example: '+08:00',
    default: '+08:00',
    description: 'where the days of the merchant begin, for the rules of refunds and voids',
  },
  {
    name: REPORT_SETTINGS.format,
    kind: 'choice',
    choices: ['csv', 'xlsx'],
    default: 'xlsx',
    description: 'the format of report files',
  },
  {
    name: REPORT_SETTINGS.zip,
    kind: 'choice',
    choices: ['yes', 'no'],
    default: 'no',
    description: 'whether report files are zipped',
  },
  {
    name: REPORT_SETTINGS.linkMinutes,
    kind: 'number',
    min: 1,
    max: LINK_MINUTES_MAX,
    default: '60',
    description: 'how long the link to a report file works',
  },
  {
    name: REPORT_SETTINGS.pgpKey,
    kind: 'text',
    // Whether it is a key that can be used, only the one who encrypts can say.
    pattern: /./s,
    example: 'an armoured OpenPGP public key',
    default: null,
    description: 'the OpenPGP key that report files are encrypted with; without it they are not',
  },
];

/**
 * Why a setting cannot be set so, as a sentence that begins with its name; null: it can. `specs`:
 * all that the app has.
 */
export function settingProblem(
  specs: readonly SettingSpec[],
  name: string,
  value: string,
): string | null {
  const spec = specs.find((each) => each.name === name);
  if (spec === undefined) {
    const names = specs.map((each) => each.name).toSorted();
    return `${name} is not a setting of this app; it has ${names.join(', ')}`;
  }
  const expected = fits(spec, value) ? null : expectedOf(spec);
  return expected === null ? null : `${name} must be ${expected}`;
}

/** What a setting may hold, in no language: `csv · xlsx`, `1-999999`, `+08:00`. */
export function settingValues(spec: SettingSpec): string {
  switch (spec.kind) {
    case 'choice':
      return spec.choices.join(' · ');
    case 'choices':
      return spec.choices.join(', ');
    case 'number':
      return [`${spec.min}-${spec.max}`, ...(spec.words ?? [])].join(' · ');
    case 'text':
      return spec.example;
  }
}

function fits(spec: SettingSpec, value: string): boolean {
  switch (spec.kind) {
    case 'choice':
      return spec.choices.includes(value);
    case 'choices':
      return value.split(',').every((word) => spec.choices.includes(word.trim()));
    case 'number': {
      if (spec.words?.includes(value)) return true;
      const number = /^[1-9][0-9]{0,8}$/.test(value) ? Number.parseInt(value, 10) : 0;
      return number >= spec.min && number <= spec.max;
    }
    case 'text':
      return spec.pattern.test(value);
  }
}

function expectedOf(spec: SettingSpec): string {
  switch (spec.kind) {
    case 'choice':
      return orList(spec.choices);
    case 'choices':
      return `a list of ${orList(spec.choices)}, separated by commas`;
    case 'number':
      return orList([`a number from ${spec.min} to ${spec.max}`, ...(spec.words ?? [])]);
    case 'text':
      return `like ${spec.example}`;
  }
}
