/** `causeway account save`: credentials at a provider, as the next version of the account. */
import { callbackUrlOf } from '../../app/build-intent.ts';
import { isCallbackAddressSet } from '../../connectors/registry.ts';
import { MODES } from '../../domain/merchant.ts';
import { accountSave } from '../../operator/commands/accounts.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { oneOf, optional, required } from '../option.ts';
import { asProvider } from '../provider.ts';
import { facts } from '../style.ts';

export const accountSaveCommand = command({
  name: 'account save',
  summary: 'save credentials at a provider, as the next version of the account',
  notes: [
    'New orders go out with the newest version from now on; the versions before live on for old',
    'orders and their callbacks until `account end`. The secrets are a JSON object of texts; which',
    'ones a provider needs stands in docs/connectors. Another account at the provider is another',
    'account here, not a version: orders and refunds would not be found there. A new account needs',
    'its mode: orders of test apps go to test accounts only, and orders of live apps to live ones.',
  ],
  positionals: {
    provider: required('CONNECTOR/NAME', 'the account; its callbacks come to /hooks/…', asProvider),
  },
  options: {
    'base-url': required('URL', 'where its API is'),
    mode: optional(
      'MODE',
      'whose money is there: test (a sandbox or simulator) or live; the account keeps it',
      oneOf(MODES),
    ),
    secrets: required('FILE', 'JSON object of its secrets; - is standard input'),
  },
  examples: [
    [
      'account save simulator/main --base-url https://psp.example --secrets secrets.json',
      'a new account, or new secrets for it',
    ],
  ],
  async run({ provider: { connector, account }, ...values }, context) {
    const secrets = Buffer.from(await context.read(values.secrets)).toString('utf8');
    const input = {
      connector,
      account,
      base_url: values['base-url'],
      secrets,
      mode: values.mode ?? '',
    };
    return await withPlatform(context, async (platform) => {
      const made = await runOperator(platform, context, accountSave, input, {
        usage: ['base_url', 'mode'],
        options: { mode: '--mode' },
      });
      if (!made.ok) return made.report;
      const { mode, version, baseUrl, secrets: names } = made.result;
      const callbacks = callbackUrlOf(context.config().publicUrl, { connector, account });
      const isToBeSet = isCallbackAddressSet(connector);
      const saved = {
        connector,
        account,
        mode,
        version,
        baseUrl,
        secrets: names,
        callbacks,
        isToBeSet,
      };
      return done(saved, (style) =>
        facts(style, [
          ['account', `${connector}/${account}`],
          ['mode', mode],
          ['version', `${version}`],
          ['address', baseUrl],
          ['secrets', names.join(', ')],
          ['callbacks', isToBeSet ? `${callbacks} (enter it at the provider)` : callbacks],
        ]),
      );
    });
  },
});
