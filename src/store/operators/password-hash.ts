/** Passwords: argon2id, 19 MiB, two passes (OWASP's first choice), in PHC form. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Longer ones are refused unread: hashing them would be somebody else's decision. */
const PASSWORD_CHARS_MAX = 1024;

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`, base64 without padding. Takes about 80 ms. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
  return inPhcForm(salt, hash);
}

/**
 * What no password matches, and every password costs the same to try: it looks like the hash of
 * one, made of chance.
 */
export function hashOfNobody(): string {
  return inPhcForm(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
}

function inPhcForm(salt: Buffer, hash: Buffer): string {
  const parameters = `m=${MEMORY_KIB},t=${PASSES},p=${LANES}`;
  return `$argon2id$v=19$${parameters}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether `stored` was made of this password. The same work for every stored hash of ours. */
export async function passwordMatches(stored: string, password: string): Promise<boolean> {
  const [, memory, passes, lanes, salt, hash] = PHC.exec(stored) ?? [];
  if (salt === undefined || hash === undefined || password.length > PASSWORD_CHARS_MAX) {
    return false;
  }
  const wanted = Buffer.from(hash, 'base64');
  const made = await derive(
    password,
    Buffer.from(salt, 'base64'),
    integer(memory),
    integer(passes),
    integer(lanes),
    wanted.length,
  );
  return timingSafeEqual(wanted, made);
}

function derive(
  password: string,
  nonce: Buffer,
  memory: number,
  passes: number,
  parallelism: number,
  tagLength: number,
): Promise<Buffer> {
  // NFC: the same password typed on two systems is the same bytes.
  const message = Buffer.from(password.normalize('NFC'));
  const parameters = { message, nonce, memory, passes, parallelism, tagLength };
  return inTurn(
    () =>
      new Promise((resolve, reject) => {
        argon2('argon2id', parameters, (error, hash) => {
          if (error === null || error === undefined) resolve(hash);
          else reject(error);
        });
      }),
  );
}

/** Each takes 19 MiB and a thread that others wait for: more at once are not quicker. */
const AT_ONCE_MAX = 2;
let underWay = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (underWay >= AT_ONCE_MAX) await new Promise<void>((go) => waiting.push(go));
  else underWay += 1;
  try {
    return await work();
  } finally {
    // Whoever waits takes this one's place.
    const next = waiting.shift();
    if (next === undefined) underWay -= 1;
    else next();
  }
}

const integer = (text: string | undefined) => Number.parseInt(text ?? '', 10);
const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
