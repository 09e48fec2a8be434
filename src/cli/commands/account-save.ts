/** `causeway account save`: credentials at a provider, as the next version of the account. */
import { callbackUrlOf } from '../../app/build-intent.ts';
import type { Config } from '../../config.ts';
import { isCallbackAddressSet } from '../../connectors/registry.ts';
import { createAccounts } from '../../store/configuration/accounts.ts';
import { command, done, refused, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { bad, good, quoted, type Read, required } from '../option.ts';
import { asProvider } from '../provider.ts';
import { facts } from '../style.ts';

export const accountSave = command({
  name: 'account save',
  summary: 'save credentials at a provider, as the next version of the account',
  notes: [
    'New orders go out with the newest version from now on; the versions before live on for old',
    'orders and their callbacks until `account end`. The secrets are a JSON object of texts; which',
    'ones a provider needs stands in docs/connectors. Another account at the provider is another',
    'account here, not a version: orders and refunds would not be found there.',
  ],
  positionals: {
    provider: required('CONNECTOR/NAME', 'the account; its callbacks come to /hooks/…', asProvider),
  },
  options: {
    'base-url': required('URL', 'where its API is'),
    secrets: required('FILE', 'JSON object of its secrets; - is standard input'),
  },
  examples: [
    [
      'account save simulator/main --base-url https://psp.example --secrets secrets.json',
      'a new account, or new secrets for it',
    ],
  ],
  async run({ provider: { connector, account }, ...values }, context) {
    const baseUrl = values['base-url'];
    const invalidUrl = whyNotUrl(baseUrl, context.config());
    if (invalidUrl !== null) return usageError(`--base-url ${invalidUrl}`);
    const secrets = secretsOf(Buffer.from(await context.read(values.secrets)).toString('utf8'));
    if (!secrets.ok) return refused(`--secrets ${secrets.reason}`);
    return await withPlatform(context, async ({ pool, vault, shardCount }) => {
      const queries = createAccounts(pool, vault, shardCount);
      const version = await queries.save({ connector, account, baseUrl, secrets: secrets.value });
      const names = Object.keys(secrets.value);
      const callbacks = callbackUrlOf(context.config().publicUrl, { connector, account });
      const isToBeSet = isCallbackAddressSet(connector);
      const saved = { connector, account, version, baseUrl, secrets: names, callbacks, isToBeSet };
      return done(saved, (style) =>
        facts(style, [
          ['account', `${connector}/${account}`],
          ['version', `${version}`],
          ['address', baseUrl],
          ['secrets', names.join(', ')],
          ['callbacks', isToBeSet ? `${callbacks} (enter it at the provider)` : callbacks],
        ]),
      );
    });
  },
});

/** The reason never holds what was in the file. */
function secretsOf(text: string): Read<Readonly<Record<string, string>>> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return bad('is no JSON');
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return bad('must be a JSON object');
  }
  const entries = Object.entries(given);
  const problem = entries.find(([, value]) => typeof value !== 'string' || value === '');
  if (problem !== undefined) return bad(`${quoted(problem[0])} must be a text that is not empty`);
  return entries.length === 0 ? bad('holds nothing') : good(Object.fromEntries(entries));
}

function whyNotUrl(text: string, { allowLoopbackUpstream }: Config): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return `is no web address: ${quoted(text)}`;
  if (url.username !== '' || url.password !== '') return 'must not hold a password';
  return url.protocol === 'http:' && !allowLoopbackUpstream
    ? 'must be https (CAUSEWAY_ALLOW_LOOPBACK_UPSTREAM is off)'
    : null;
}
