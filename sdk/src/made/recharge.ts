// Made by tools/sdk-calls.ts from the operations of the platform: do not edit.
import type { Call, Codes } from '../call.ts';
import type { Sendable } from '../values.ts';

/** The fields and the data of each call, by its name. */
export interface Calls {
  /** Create an order: `POST /:locale/pay-center/recharge-order/create` */
  recharge_create: {
    readonly fields: {
      /** when the request was made, as 2022-01-22T10:00:00.500+08:00 */
      readonly timestamp?: string;
      /** the provider of the page: Payermax, Airwallex */
      readonly payType: string;
      /** what is bought */
      readonly good: string;
      /** ISO 4217, in capitals */
      readonly currency: string;
      /** the price in major units, at most (10,2) */
      readonly money: string | bigint;
      /** where the payer returns to */
      readonly returnUrl: string;
      /** ISO 3166-1, of two or three letters */
      readonly country?: string;
      /** your id of the payer */
      readonly userId?: string | number | bigint;
      /** of the page */
      readonly language?: string;
      /** your id of the product */
      readonly productId?: string | number | bigint;
      /** what is bought; Airwallex needs it */
      readonly products?: readonly {
        /** your code of the product */
        readonly code?: string;
        /** what it is */
        readonly desc?: string;
        /** its name */
        readonly name?: string;
        /** how many */
        readonly quantity?: string | number | bigint;
        /** price of one, in major units */
        readonly unit_price?: string | number | bigint;
        /** kind of product */
        readonly type?: string | number | bigint;
      }[];
      /** the methods that the page offers; all unless given */
      readonly paymentMethods?: readonly Sendable[];
      /** returned in notifications */
      readonly metadata?: {
        /** who plays */
        readonly openid: string;
        /** where */
        readonly channel_name: string;
        /** whose */
        readonly merchant: string;
      };
    };
    readonly data: {
      /** the page to send the payer to */
      readonly url?: string;
      /** our number of the order */
      readonly orderNo?: string;
      /** the provider's number of the order; Payermax only */
      readonly thirdOrderSign?: string;
    };
  };
  /** Query an order: `POST /:locale/pay-center/recharge-order/info` */
  recharge_info: {
    readonly fields: {
      /** when the request was made, as 2022-01-22T10:00:00.500+08:00 */
      readonly timestamp?: string;
      /** our number of the order */
      readonly orderNo: string;
    };
    readonly data: {
      /** as ordered, in major units */
      readonly amount?: string;
      /** our number of the order */
      readonly orderNo?: string;
      /** when it was paid; null unless it stands as paid */
      readonly payTime: string | null;
      /** CREATE, PAYING, IN_PROGRESS (paid), FAILED, REVERSED (cancelled), REFUSE (charged back) */
      readonly status?: string;
    };
  };
}

/** What notifications say. Which members one has depends on what it reports. */
export interface Notification {
  /** when it happened */
  readonly timestamp?: string;
  /** our number of the order */
  readonly orderNo?: string;
  /** 1: a payment */
  readonly type?: string;
  /** CREATE, PAYING, IN_PROGRESS (paid), FAILED, REVERSED (cancelled), REFUSE (charged back) */
  readonly status?: string;
  /** as ordered, in major units */
  readonly amount?: string;
  /** ISO 4217 */
  readonly currencyCode?: string;
  /** when it was paid; null unless it stands as paid */
  readonly payTime?: string | null;
  /** what the order brought along */
  readonly metadata?: {
    /** who plays */
    readonly openid: string;
    /** where */
    readonly channel_name: string;
    /** whose */
    readonly merchant: string;
  };
}

export const CODES: Codes = { success: ['200'], busy: [], unknown: ['500'] };

export const CALLS = {
  recharge_create: {
    method: 'POST',
    paths: [
      '/:locale/pay-center/recharge-order/create',
      '/pay-center/recharge-order/create',
    ],
    fields: {
      timestamp: 'text',
      payType: 'text',
      good: 'text',
      currency: 'text',
      money: 'exact',
      returnUrl: 'url',
      country: 'text',
      userId: 'text',
      language: 'text',
      productId: 'text',
      products: 'text',
      paymentMethods: 'text',
      metadata: 'text',
    },
    stamp: 'iso',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '400', message: 'order already exists' }],
    ask: null,
  },
  recharge_info: {
    method: 'POST',
    paths: [
      '/:locale/pay-center/recharge-order/info',
      '/pay-center/recharge-order/info',
    ],
    fields: { timestamp: 'text', orderNo: 'text' },
    stamp: 'iso',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
} as const satisfies Readonly<Record<string, Call>>;
