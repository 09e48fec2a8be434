/** `causeway app set`: the switches of an app that is there already. */
import { appSet } from '../../operator/commands/app-set.ts';
import { settingInputs } from '../../operator/input.ts';
import { command, done, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findApp } from '../find.ts';
import { runOperator, settingNames } from '../operator.ts';
import { asPair, list, optional, required } from '../option.ts';
import { reportKey } from '../report-key.ts';
import { facts } from '../style.ts';

export const appSetCommand = command({
  name: 'app set',
  summary: 'change the switches of an app',
  notes: [
    'A switch that is set to nothing is removed. Reports: reportFormat (csv, xlsx), reportZip',
    '(yes, no), reportLinkMinutes, and the OpenPGP key that they are encrypted with.',
  ],
  options: {
    app: required('ID|PUBLIC-ID', 'which app'),
    setting: list('NAME=VALUE', 'a switch; NAME= removes it', asPair),
    'report-pgp-key': optional(
      'FILE',
      'OpenPGP public key of the merchant, armoured; - is standard input',
    ),
  },
  examples: [['app set --app M1000001 --setting reportFormat=csv', 'reports are CSV from now on']],
  async run(values, context) {
    const key = await reportKey(values['report-pgp-key'], context);
    const changes = { ...Object.fromEntries(values.setting), ...key };
    if (Object.keys(changes).length === 0) return usageError('nothing to set: give --setting');
    return await withPlatform(context, async (platform) => {
      const app = findApp(platform.snapshot.current(), values.app);
      if (!app.ok) return app.report;
      const { id, publicId } = app.value;
      const input = { app: `${id}`, ...settingInputs(changes) };
      const options = settingNames(changes);
      const set = await runOperator(platform, context, appSet, input, { options });
      if (!set.ok) return set.report;
      const { settings } = set.result;
      return done({ appId: id, publicId, settings }, (style) =>
        facts(style, [
          ['app', `${id} (${publicId})`],
          ...Object.entries(settings).map(
            ([name, value]) => [name, value.split('\n')[0] ?? ''] as const,
          ),
        ]),
      );
    });
  },
});
