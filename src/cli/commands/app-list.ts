/** `causeway app list`. */
import type { App } from '../../domain/merchant.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { optional } from '../option.ts';
import { momentText, table } from '../style.ts';

export const appList = command({
  name: 'app list',
  summary: 'show apps and their live keys',
  notes: ['Key material is never shown.'],
  options: { merchant: optional('ID|NAME', 'of this merchant only') },
  examples: [['app list --merchant "Corner Shop"', 'the credentials of one merchant']],
  async run({ merchant }, context) {
    return await withPlatform(context, async ({ snapshot, clock }) => {
      const all = snapshot.current();
      const one = merchant === null ? null : findMerchant(all, merchant);
      if (one !== null && !one.ok) return one.report;
      const apps = all
        .apps()
        .filter((app) => one === null || app.merchantId === one.value.id)
        .map((app) => viewOf(app, clock.nowMs()));
      return done({ apps }, (style) =>
        apps.length === 0
          ? 'There is no app.'
          : table(
              style,
              ['app', 'merchant', 'dialect', 'public id', 'mode', 'status', 'keys'],
              apps.map((app) => [
                `${app.id}`,
                all.merchant(app.merchantId)?.name ?? `${app.merchantId}`,
                app.dialect,
                app.publicId,
                app.mode,
                app.status,
                app.keys.map(keyText).join(', '),
              ]),
            ),
      );
    });
  },
});

type KeyView = Pick<App['keys'][number], 'id' | 'purpose' | 'notBefore' | 'notAfter'>;

function viewOf(app: App, nowMs: number) {
  const { keys, subscriptions = [], ...rest } = app;
  const live: KeyView[] = keys
    .filter(({ notAfter }) => notAfter === null || notAfter.getTime() > nowMs)
    .map(({ id, purpose, notBefore, notAfter }) => ({ id, purpose, notBefore, notAfter }));
  return { ...rest, keys: live, subscriptions: subscriptions.map(({ key: _, ...one }) => one) };
}

function keyText({ purpose, notAfter }: KeyView): string {
  return notAfter === null ? purpose : `${purpose} until ${momentText(notAfter)}`;
}
