/** The settings of an app that is there already. */
import type { App } from '../../domain/merchant.ts';
import { failedField, type OperatorCommand } from '../command.ts';
import { readApp, readSettings } from '../input.ts';
import { dialectOf } from '../keys.ts';
import { settingsProblem } from '../settings.ts';

type Settings = Readonly<Record<string, string>>;

interface Checked {
  readonly app: App;
  readonly changes: Settings;
}

interface Changed {
  readonly app: App;
  readonly settings: Settings;
}

/** A setting that is set to nothing is removed. */
export const appSet: OperatorCommand<Checked, Changed> = {
  name: 'app.set',
  ability: 'manage_merchants',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: true,
  subject: ({ app = '' }) => `app ${app}`,
  async check(deps, _actor, input) {
    const found = readApp(deps, input);
    if (!found.ok) return found;
    const app = found.value;
    const changes = readSettings(input);
    if (Object.keys(changes).length === 0) {
      return failedField('setting', 'is needed: name and value');
    }
    const dialect = dialectOf(deps, app.dialect);
    if (dialect === null) return failedField('app', `speaks ${app.dialect}, which is not known`);
    // What is removed needs no rule: it may have been set by an older version.
    const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== ''));
    const problem = await settingsProblem(deps, dialect, set);
    return problem ?? { ok: true, value: { app, changes } };
  },
  execute: (run, { app, changes }) =>
    run.commit(async ({ apps }) => {
      const settings = await apps.changeSettings(app.id, changes);
      const detail = Object.keys(changes).join(', ');
      const result = { app, settings };
      return { ok: true, result, before: app.settings, after: settings, detail };
    }),
};
