/** What an app of its dialect can set, how it is set now, and the form that sets it otherwise. */
import type { Dialect } from '../../dialects/contract.ts';
import { APP_SETTINGS, settingValues } from '../../domain/app-setting.ts';
import { appSet } from '../../operator/commands/app-set.ts';
import { settingInputs } from '../../operator/input.ts';
import type { AppModel } from '../../screens/app-model.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';

export interface SettingLine {
  readonly name: string;
  /** Null: it is not set, and `default` holds; null again: nothing, as its description says. */
  readonly value: string | null;
  readonly default: string | null;
  readonly values: string;
}

export interface SettingsModel {
  readonly settable: readonly SettingLine[];
}

/** The settings of every app, and those of its dialect. */
export function settingsOf(
  dialects: readonly Dialect[],
  { dialect, settings }: Pick<AppModel, 'dialect' | 'settings'>,
): SettingsModel {
  const own = dialects.find(({ name }) => name === dialect)?.settings ?? [];
  const settable = [...APP_SETTINGS, ...own].map((spec) => ({
    ...{ name: spec.name, default: spec.default, values: settingValues(spec) },
    value: settings[spec.name] ?? null,
  }));
  return { settable };
}

export function settingsPart(app: AppModel & SettingsModel, context: PageContext): SafeHtml {
  const { t, typed, problem } = context;
  const words = t.appSettings;
  const columns: readonly parts.Column<SettingLine>[] = [
    { head: words.name, cell: ({ name }) => parts.code(name) },
    { head: words.value, cell: ({ value }) => valueCell(value) },
    { head: words.default, cell: (line) => valueCell(line.default) },
    { head: words.values, cell: ({ values }) => parts.text(values), look: 'wide' },
  ];
  const isOpen = problem !== null && typed.app === String(app.id) && typed.setting !== undefined;
  const table = parts.table(columns, app.settable, context);
  const form = context.may('manage_merchants') ? settingForm(app, isOpen, context) : null;
  return parts.fold(t.merchants.profile, html`${table}${form}`, isOpen);
}

/** The first line of it: a key has many. */
function valueCell(value: string | null): SafeHtml {
  return value === null ? html`` : parts.code(value.split('\n')[0] ?? '');
}

function settingForm(app: AppModel & SettingsModel, isOpen: boolean, context: PageContext) {
  const { t, typed } = context;
  const names = app.settable.map(({ name }) => [name, name] as const);
  const given = (name: string) => (isOpen ? (typed[name] ?? '') : '');
  const value = { name: 'value', label: t.appSettings.value, hint: t.appSettings.valueHint };
  return parts.postForm(
    context,
    parts.at(['merchants', String(app.merchantId), 'app-settings']),
    html`${parts.hidden('app', String(app.id))}
${parts.select('setting', t.appSettings.name, names, given('setting'))}
${parts.area({ ...value, value: given('value'), rows: 2 })}
${parts.passwordField(context)}${parts.button(t.merchants.change, 'primary')}`,
  );
}

export const appSettingAction = actionOf(appSet, {
  path: '/merchants/:id/app-settings',
  screen: '/merchants/:id',
  input: ({ params }, { app = '', setting = '', value = '' }) => ({
    ...{ app, merchant: params.id ?? '' },
    ...(setting === '' ? {} : settingInputs({ [setting]: value.trim() })),
  }),
  answer: () => ({ done: 'merchant_changed' }),
});
