/** `causeway app set`: the switches of an app that is there already. */
import { dialectByName } from '../../dialects/registry.ts';
import type { Platform } from '../../platform.ts';
import { command, done, type Report, refused, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findApp } from '../find.ts';
import { asPair, list, optional, required } from '../option.ts';
import { reportKey } from '../report-key.ts';
import { whyNotSettings } from '../settings.ts';
import { facts } from '../style.ts';

export const appSet = command({
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
    return await withPlatform(context, (platform) => change(platform, values.app, changes));
  },
});

async function change(
  platform: Platform,
  named: string,
  changes: Readonly<Record<string, string>>,
): Promise<Report> {
  const app = findApp(platform.snapshot.current(), named);
  if (!app.ok) return app.report;
  const { id, publicId } = app.value;
  const dialect = dialectByName(app.value.dialect);
  if (dialect === null) return refused(`this program does not speak ${app.value.dialect}`);
  // What is removed needs no rule: it may have been set by an older version.
  const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== ''));
  const problem = await whyNotSettings(dialect, set);
  if (problem !== null) return refused(problem);
  const settings = await platform.config.changeSettings(id, changes);
  return done({ appId: id, publicId, settings }, (style) =>
    facts(style, [
      ['app', `${id} (${publicId})`],
      ...Object.entries(settings).map(
        ([name, value]) => [name, value.split('\n')[0] ?? ''] as const,
      ),
    ]),
  );
}
