/** The Open API over the whole application in memory: HTTP in, HTTP out, the real catalogue. */
import { openApi } from '../../src/dialects/open-api/dialect.ts';
import { SAMPLE_APP, SAMPLE_KEYS } from '../../src/dialects/open-api/fixtures/sample.ts';
import { type Fields, fieldsOf } from '../../src/dialects/open-api/fixtures/speak.ts';
import { operationOf } from '../../src/dialects/open-api/operations/all.ts';
import type { Fact } from '../../src/domain/provider-event.ts';
import { answering, type DialectShopOptions, openDialectShop } from './dialect-shop.ts';

export { declined, PAGE, paid, QR } from './dialect-shop.ts';

export type OpenApiShopOptions = DialectShopOptions;

const SPOKEN = { dialect: openApi, app: { ...SAMPLE_APP, keys: SAMPLE_KEYS } };

/** One merchant with one app, at a time that the test moves. */
export function openShop(options: OpenApiShopOptions = {}) {
  const shop = openDialectShop(SPOKEN, options);
  return {
    ...shop,
    /** Signed and sent to a path of the operation; a timestamp of null is now. */
    call: (operation: string, fields: Fields, path = operationOf(operation).paths[0] as string) => {
      const timestamp = fields.timestamp ?? shop.nowMs();
      return shop.send({ ...fieldsOf(operation, { ...fields, timestamp }), path });
    },
    /** What the newest notification says: the members of its `param`. */
    async lastNotification() {
      return JSON.parse((JSON.parse((await shop.lastBody()) || '{}') as { param: string }).param);
    },
  };
}

export type OpenApiShop = ReturnType<typeof openShop>;

/** A shop whose provider says this of every order, at once. */
export function shopWith(fact: Fact, options: OpenApiShopOptions = {}): OpenApiShop {
  const shop: OpenApiShop = openShop({ ...options, dispatchNow: answering(() => shop, fact) });
  return shop;
}
