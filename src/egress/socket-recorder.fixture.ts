import { isIP } from 'node:net';
import type { buildConnector } from 'undici';
import type { CreateDialer, DialOptions } from './connector.ts';
import type { ResolveHost } from './guarded-lookup.ts';

/**
 * Stands where undici's dialer stands and behaves like `net.connect`: a literal host is opened
 * as it is, a name goes through the given `lookup` first. Instead of opening a socket it notes
 * the addresses in `opened`, then reports a refused connection. No packet leaves.
 */
export function createSocketRecorder(): { createDialer: CreateDialer; opened: string[] } {
  const opened: string[] = [];
  const open = (addresses: readonly string[], callback: buildConnector.Callback): void => {
    opened.push(...addresses);
    const error = Object.assign(new Error('recorded, not opened'), { code: 'ECONNREFUSED' });
    setImmediate(callback, error, null);
  };
  const createDialer: CreateDialer = (options: DialOptions) => (target, callback) => {
    if (isIP(target.hostname) !== 0) {
      open([target.hostname], callback);
      return;
    }
    options.lookup(target.hostname, { all: true }, (error, addresses) => {
      if (error !== null) callback(error, null);
      else if (typeof addresses === 'string') open([addresses], callback);
      else
        open(
          addresses.map((entry) => entry.address),
          callback,
        );
    });
  };
  return { createDialer, opened };
}

/** A name server that gives the listed answers in turn, the last one for ever, and notes names. */
export function createDnsStub(
  ...answers: readonly (readonly string[])[]
): ResolveHost & { asked: string[] } {
  const asked: string[] = [];
  const resolve = async (hostname: string): Promise<readonly string[]> => {
    asked.push(hostname);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer === undefined || answer.length === 0) {
      throw Object.assign(new Error(`queryA ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
    }
    return answer;
  };
  return Object.assign(resolve, { asked });
}
