/** Where real money may be sent: to no simulator, and to nobody on this machine. */
import type { AccountKey } from './routing.ts';

/** The connector of the simulated provider. */
export const SIMULATOR = 'simulator';

/** Why real money cannot be at an account, as a sentence's end; null: it can. */
export function liveAccountProblem({
  connector,
  baseUrl,
}: AccountKey & { readonly baseUrl: string }): string | null {
  if (connector === SIMULATOR) return 'must be test: a simulator has no real money';
  return isOnThisMachine(baseUrl)
    ? 'must be test: what answers on this machine is an emulator and has no real money'
    : null;
}

function isOnThisMachine(text: string): boolean {
  const host = URL.parse(text)?.hostname ?? '';
  return host === 'localhost' || host.endsWith('.localhost') || isLoopback(host);
}

/** As `URL` writes hosts: the shortest form, IPv6 in brackets. */
function isLoopback(host: string): boolean {
  return (
    /^127[.]/.test(host) ||
    /^0[.]/.test(host) ||
    ['[::1]', '[::]'].includes(host) ||
    /^[[]::ffff:7f/.test(host)
  );
}
