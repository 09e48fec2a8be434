// Made by tools/sdk-calls.ts from the operations of the platform: do not edit.
import type { Call, Codes } from '../call.ts';

/** The fields and the data of each call, by its name. */
export interface Calls {
  /** Create a collection order: `POST /client/collect/create` */
  collect_create: {
    readonly fields: {
      /** the way to pay, by its code */
      readonly payCode: string;
      /** in major units, at most two decimals; without a decimal point in Indonesia */
      readonly amount: string;
      /** your id of the order, used once */
      readonly orderId: string;
      /** where the result is sent */
      readonly notifyUrl: string;
      /** where the payer returns to */
      readonly callbackUrl?: string;
      /** the tax number of the payer where the channel needs one, else a description */
      readonly remark?: string;
      /** name of the payer */
      readonly customName?: string;
      /** phone number of the payer */
      readonly number?: string;
      /** e-mail address of the payer */
      readonly email?: string;
    };
    readonly data: {
      /** the page to send the payer to */
      readonly url: string;
      /** our id of the order */
      readonly platOrderId: string;
    };
  };
  /** Create a payout: `POST /client/pay/create` */
  pay_create: {
    readonly fields: {
      /** the way to pay, by its code */
      readonly payCode: string;
      /** in major units, at most two decimals; without a decimal point in Indonesia */
      readonly amount: string;
      /** your id of the order, used once */
      readonly orderId: string;
      /** where the result is sent */
      readonly notifyUrl: string;
      /** account, wallet or Pix key to pay to */
      readonly bankAccount: string;
      /** name of the payee */
      readonly customName: string;
      /** what the channel needs: kind of Pix key, IFSC or bank code; else a description */
      readonly remark?: string;
      /** phone number of the payee */
      readonly number?: string;
      /** e-mail address of the payee */
      readonly email?: string;
    };
    readonly data: {
      /** our id of the order */
      readonly platOrderId: string;
    };
  };
  /** Query an order: `POST /client/order/query` */
  order_query: {
    readonly fields: {
      /** your id of the order */
      readonly orderId: string;
    };
    readonly data: {
      /** what was paid once something was, what was ordered before */
      readonly amount: string;
      /** your id of the order */
      readonly orderId: string;
      /** our id of the order */
      readonly platOrderId: string;
      /** 0 submitted, 1 success, 2 failed or sent back */
      readonly status: string;
      /** the bank's reference */
      readonly utr: string;
      /** our fee */
      readonly fee: string;
    };
  };
  /** Query the balance: `POST /client/order/balance` */
  order_balance: {
    readonly fields: Readonly<Record<string, never>>;
    readonly data: {
      /** everything that is yours */
      readonly balanceAll: string;
      /** what can be paid out now */
      readonly balanceUsable: string;
    };
  };
}

/** What notifications say. Which members one has depends on what it reports. */
export interface Notification {
  /** our id of the order */
  readonly platOrderId?: string;
  /** your id of the order */
  readonly orderId?: string;
  /** what was paid once something was, what was ordered before */
  readonly amount?: string;
  /** 0 submitted, 1 success, 2 failed or sent back */
  readonly status?: string;
  /** an earlier final result is taken back */
  readonly reverse?: boolean;
  /** why it failed, else `no` */
  readonly remark?: string;
  /** our fee */
  readonly fee?: string;
}

export const CODES: Codes = { success: ['200'], busy: [], unknown: ['500'] };

export const CALLS = {
  collect_create: {
    method: 'POST',
    paths: ['/client/collect/create', '/collect/create'],
    fields: {
      payCode: 'text',
      amount: 'exact',
      orderId: 'text',
      notifyUrl: 'url',
      callbackUrl: 'url',
      remark: 'text',
      customName: 'text',
      number: 'text',
      email: 'text',
    },
    stamp: null,
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '400', message: 'orderId already exists' }],
    ask: { call: 'order_query', fields: ['orderId'] },
  },
  pay_create: {
    method: 'POST',
    paths: ['/client/pay/create', '/pay/create'],
    fields: {
      payCode: 'text',
      amount: 'exact',
      orderId: 'text',
      notifyUrl: 'url',
      bankAccount: 'text',
      customName: 'text',
      remark: 'text',
      number: 'text',
      email: 'text',
    },
    stamp: null,
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '400', message: 'orderId already exists' }],
    ask: { call: 'order_query', fields: ['orderId'] },
  },
  order_query: {
    method: 'POST',
    paths: ['/client/order/query', '/order/query'],
    fields: { orderId: 'text' },
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  order_balance: {
    method: 'POST',
    paths: ['/client/order/balance', '/order/balance'],
    fields: {},
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
} as const satisfies Readonly<Record<string, Call>>;
