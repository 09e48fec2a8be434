/** The Philippine Open API over the whole application in memory. */
import { openApiPh } from '../../src/dialects/open-api-ph/dialect.ts';
import { SAMPLE_APP, SAMPLE_KEYS } from '../../src/dialects/open-api-ph/fixtures/sample.ts';
import {
  type Fields,
  requestOf,
  sampleFields,
} from '../../src/dialects/open-api-ph/fixtures/speak.ts';
import type { Fact } from '../../src/domain/provider-event.ts';
import { answering, type DialectShopOptions, openDialectShop } from './dialect-shop.ts';

export { declined, PAGE, paid, QR } from './dialect-shop.ts';

/** Codes as the documents' samples have them: a bill's number, and an account's. */
export const BILL: Fact = {
  kind: 'accepted',
  upstreamId: null,
  instructions: { kind: 'bill', biller: 'DEMO LENDING', number: 'PC0000710000024' },
};
export const ACCOUNT: Fact = {
  kind: 'accepted',
  upstreamId: null,
  instructions: { kind: 'bank_transfer', bank: 'AllBank', account: '999100000199', name: 'Demo' },
};

export type PhShopOptions = DialectShopOptions;

const SPOKEN = { dialect: openApiPh, app: { ...SAMPLE_APP, keys: SAMPLE_KEYS } };

/** One merchant with one app, at a time that the test moves. */
export function openShop(options: PhShopOptions = {}) {
  const shop = openDialectShop(SPOKEN, options);
  return {
    ...shop,
    /** The sample of the call with these changes, signed and sent. */
    call: (operation: string, changes: Fields = {}) => {
      const fields = { ...sampleFields(operation), ...changes };
      const isDated = fields.timestamp !== undefined && changes.timestamp === undefined;
      const dated = isDated ? { ...fields, timestamp: String(shop.nowMs()) } : fields;
      return shop.send(requestOf(operation, dated));
    },
    lastNotification: async () => JSON.parse((await shop.lastBody()) || 'null'),
  };
}

export type PhShop = ReturnType<typeof openShop>;

/** A shop whose provider says this of every order, at once. */
export function shopWith(fact: Fact, options: PhShopOptions = {}): PhShop {
  const shop: PhShop = openShop({ ...options, dispatchNow: answering(() => shop, fact) });
  return shop;
}
