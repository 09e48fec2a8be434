/**
 * Passwords that guessers try first, by rule instead of by list: what is left of one when words
 * that people use for passwords, their own names, years, runs and repetitions are taken out is too
 * little to guess at.
 */

/** Characters that must be left over for a password to be one of its own. */
const OWN_CHARS_MIN = 5;

const WORDS = [
  ...['password', 'passwort', 'passcode', 'passw', 'pass', 'kennwort', 'secret', 'geheim', 'mima'],
  ...['welcome', 'letmein', 'iloveyou', 'love', 'admin', 'administrator', 'root', 'user', 'owner'],
  ...[
    'login',
    'signin',
    'guest',
    'test',
    'demo',
    'change',
    'changeme',
    'default',
    'temp',
    'please',
  ],
  ...['master', 'dragon', 'monkey', 'shadow', 'sunshine', 'princess', 'football', 'baseball'],
  ...['superman', 'batman', 'starwars', 'computer', 'internet', 'server', 'system', 'company'],
  ...['correcthorsebatterystaple', 'summer', 'winter', 'spring', 'autumn', 'hello'],
  ...['january', 'february', 'march', 'april', 'june', 'july', 'august', 'september', 'october'],
  ...['november', 'december', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
  ...['sunday', 'causeway', 'payment', 'payments', 'money', 'bank', 'finance', 'console', 'qazwsx'],
].toSorted((a, b) => b.length - a.length);

/** Rows of keys, alphabet and digits: both ways. */
const RUNS = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '01234567890'];
/** `rst` stands in many words, `123` in none. */
const RUN_CHARS_MIN = { letters: 4, digits: 3 } as const;

const SPELLINGS: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a' },
  ...{ $: 's', '!': 'i', '+': 't' },
};

const PASSWORD_CHARS_MIN = 12;

/** Why an account may not have it; null: it may. `names`: the account's login, and its holder. */
export function passwordProblem(
  password: string,
  names: readonly string[],
): 'password_short' | 'password_common' | null {
  if (password.length < PASSWORD_CHARS_MIN) return 'password_short';
  return isCommon(password, names) ? 'password_common' : null;
}

function isCommon(password: string, names: readonly string[]): boolean {
  const typed = password.normalize('NFKC').toLowerCase();
  const own = names.flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const words = [...own.filter((word) => word.length >= 3), ...WORDS];
  const spelt = [...typed].map((one) => SPELLINGS[one] ?? one).join('');
  return [typed, spelt].some((text) => ownChars(text, words) < OWN_CHARS_MIN);
}

/** Different characters that none of the words, runs, years and repetitions accounts for. */
function ownChars(text: string, words: readonly string[]): number {
  let left = text;
  for (const word of words) left = left.replaceAll(word, ' ');
  left = left.replace(/(?:19|20)\d\d/g, ' ').replace(/(.{1,5}?)\1+/gu, '$1');
  left = withoutRuns(left).replace(/[^\p{L}\p{N}]+/gu, '');
  return new Set(left).size;
}

/** Each run is as good as its first character. */
function withoutRuns(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const length = runLength(text, at);
    out += text[at];
    at += Math.max(1, length);
  }
  return out;
}

/** 0: none begins here. */
function runLength(text: string, at: number): number {
  let longest = 0;
  for (const row of RUNS) {
    for (const order of [row, [...row].toReversed().join('')]) {
      let length = 0;
      const from = order.indexOf(text[at] ?? '');
      while (from >= 0 && order[from + length] === text[at + length]) {
        if (at + length >= text.length) break;
        length += 1;
      }
      longest = Math.max(longest, length);
    }
  }
  const least = /[0-9]/.test(text[at] ?? '') ? RUN_CHARS_MIN.digits : RUN_CHARS_MIN.letters;
  return longest >= least ? longest : 0;
}
