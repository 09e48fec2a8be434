// Made by tools/sdk-calls.ts from the operations of the platform: do not edit.
import type { Call, Codes } from '../call.ts';
import type { Sendable } from '../values.ts';

/** The fields and the data of each call, by its name. */
export interface Calls {
  /** Create a payment: `POST /open-api/philippines/payment/generate` */
  ph_payment_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** name of the payer */
      readonly customerName: string;
      /** e-mail of the payer */
      readonly email: string;
      /** phone number of the payer */
      readonly mobile: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** where the payer returns to */
      readonly redirectUrl: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** our number of it */
      readonly transactionId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
      /** when it ends */
      readonly expiresTime?: string;
      /** a link that opens in WeChat */
      readonly shortUrl?: string;
      /** what WeChat needs */
      readonly metadata?: {
        /** the parameters of its own call */
        readonly wechatpay: {
          /** prepayId of WeChat */
          readonly prepayId?: string;
          /** timeStamp of WeChat */
          readonly timeStamp?: string;
          /** nonceStr of WeChat */
          readonly nonceStr?: string;
          /** pkg of WeChat */
          readonly pkg?: string;
          /** signType of WeChat */
          readonly signType?: string;
          /** paySign of WeChat */
          readonly paySign?: string;
        };
      };
    };
  };
  /** Query a payment: `POST /open-api/philippines/payment/query` */
  ph_payment_query: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** what was paid, or what was ordered */
      readonly amount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** name of the payer */
      readonly customerName?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** Create a payment: `POST /open-api/indonesia/payment/generate` */
  id_payment_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** name of the payer */
      readonly customerName: string;
      /** e-mail of the payer */
      readonly email: string;
      /** phone number of the payer */
      readonly mobile: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** where the payer returns to */
      readonly redirectUrl?: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** our number of it */
      readonly transactionId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
      /** when it ends */
      readonly expiresTime?: string;
      /** a link that opens in WeChat */
      readonly shortUrl?: string;
      /** what WeChat needs */
      readonly metadata?: {
        /** the parameters of its own call */
        readonly wechatpay: {
          /** prepayId of WeChat */
          readonly prepayId?: string;
          /** timeStamp of WeChat */
          readonly timeStamp?: string;
          /** nonceStr of WeChat */
          readonly nonceStr?: string;
          /** pkg of WeChat */
          readonly pkg?: string;
          /** signType of WeChat */
          readonly signType?: string;
          /** paySign of WeChat */
          readonly paySign?: string;
        };
      };
    };
  };
  /** Query a payment: `POST /open-api/indonesia/payment/query` */
  id_payment_query: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** what was paid, or what was ordered */
      readonly amount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** name of the payer */
      readonly customerName?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** Create a payment: `POST /open-api/malaysia/payment/generate` */
  my_payment_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** name of the payer */
      readonly customerName: string;
      /** e-mail of the payer */
      readonly email: string;
      /** phone number of the payer */
      readonly mobile: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** where the payer returns to */
      readonly redirectUrl?: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** our number of it */
      readonly transactionId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
      /** when it ends */
      readonly expiresTime?: string;
      /** a link that opens in WeChat */
      readonly shortUrl?: string;
      /** what WeChat needs */
      readonly metadata?: {
        /** the parameters of its own call */
        readonly wechatpay: {
          /** prepayId of WeChat */
          readonly prepayId?: string;
          /** timeStamp of WeChat */
          readonly timeStamp?: string;
          /** nonceStr of WeChat */
          readonly nonceStr?: string;
          /** pkg of WeChat */
          readonly pkg?: string;
          /** signType of WeChat */
          readonly signType?: string;
          /** paySign of WeChat */
          readonly paySign?: string;
        };
      };
    };
  };
  /** Query a payment: `POST /open-api/malaysia/payment/query` */
  my_payment_query: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** what was paid, or what was ordered */
      readonly amount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** name of the payer */
      readonly customerName?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** Create a payment: `POST /open-api/thailand/payment/generate` */
  th_payment_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** name of the payer */
      readonly customerName: string;
      /** e-mail of the payer */
      readonly email: string;
      /** phone number of the payer */
      readonly mobile: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** where the payer returns to */
      readonly redirectUrl?: string;
      /** returned as it is */
      readonly remark?: string;
      /** until it ends, in seconds */
      readonly expireSeconds?: bigint | string;
      /** IP address of the payer, for WeChat */
      readonly payerClientIp?: string;
      /** the payer's openid, inside WeChat */
      readonly wpOpenid?: string;
      /** your appid at WeChat */
      readonly wpAppid?: string;
    };
    readonly data: {
      /** our number of it */
      readonly transactionId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
      /** when it ends */
      readonly expiresTime?: string;
      /** a link that opens in WeChat */
      readonly shortUrl?: string;
      /** what WeChat needs */
      readonly metadata?: {
        /** the parameters of its own call */
        readonly wechatpay: {
          /** prepayId of WeChat */
          readonly prepayId?: string;
          /** timeStamp of WeChat */
          readonly timeStamp?: string;
          /** nonceStr of WeChat */
          readonly nonceStr?: string;
          /** pkg of WeChat */
          readonly pkg?: string;
          /** signType of WeChat */
          readonly signType?: string;
          /** paySign of WeChat */
          readonly paySign?: string;
        };
      };
    };
  };
  /** Query a payment: `POST /open-api/thailand/payment/query` */
  th_payment_query: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** what was paid, or what was ordered */
      readonly amount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** name of the payer */
      readonly customerName?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** Create a payment: `POST /open-api/russia/payment/generate` */
  ru_payment_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** name of the payer */
      readonly customerName: string;
      /** e-mail of the payer */
      readonly email: string;
      /** phone number of the payer */
      readonly mobile: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** where the payer returns to */
      readonly redirectUrl?: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** our number of it */
      readonly transactionId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
      /** when it ends */
      readonly expiresTime?: string;
      /** a link that opens in WeChat */
      readonly shortUrl?: string;
      /** what WeChat needs */
      readonly metadata?: {
        /** the parameters of its own call */
        readonly wechatpay: {
          /** prepayId of WeChat */
          readonly prepayId?: string;
          /** timeStamp of WeChat */
          readonly timeStamp?: string;
          /** nonceStr of WeChat */
          readonly nonceStr?: string;
          /** pkg of WeChat */
          readonly pkg?: string;
          /** signType of WeChat */
          readonly signType?: string;
          /** paySign of WeChat */
          readonly paySign?: string;
        };
      };
    };
  };
  /** Query a payment: `POST /open-api/russia/payment/query` */
  ru_payment_query: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** what was paid, or what was ordered */
      readonly amount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** name of the payer */
      readonly customerName?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** Create a payment: `POST /open-api/payment/generate` */
  payment_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode: string;
      /** ISO 4217; that of the country */
      readonly currency: string;
      /** the type of the channel: QR, EWALLET, … */
      readonly channelType: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** the payer's permission to be debited */
      readonly payToken?: string;
      /** name of the payer */
      readonly customerName?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** phone number of the payer */
      readonly mobile?: string;
      /** WEB, WAP or APP */
      readonly terminalType?: string;
      /** IOS, ANDROID or OTHER */
      readonly osType?: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** where the payer returns to */
      readonly redirectUrl?: string;
      /** returned as it is */
      readonly remark?: string;
      /** what WeChat needs: payerClientIp, wpOpenid, wpAppid */
      readonly wechatpay?: { readonly [name: string]: Sendable } | readonly Sendable[];
      /** what is bought */
      readonly goodsDetails?: { readonly [name: string]: Sendable } | readonly Sendable[];
      /** the payer's address */
      readonly billingAddress?: { readonly [name: string]: Sendable } | readonly Sendable[];
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** as it was sent */
      readonly channelType?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** as ordered */
      readonly amount: string;
      /** when it ends */
      readonly expiresTime?: string;
      /** a link that opens in WeChat */
      readonly shortUrl?: string;
      /** what WeChat needs */
      readonly metadata?: {
        /** the parameters of its own call */
        readonly wechatpay: {
          /** prepayId of WeChat */
          readonly prepayId?: string;
          /** timeStamp of WeChat */
          readonly timeStamp?: string;
          /** nonceStr of WeChat */
          readonly nonceStr?: string;
          /** pkg of WeChat */
          readonly pkg?: string;
          /** signType of WeChat */
          readonly signType?: string;
          /** paySign of WeChat */
          readonly paySign?: string;
        };
      };
    };
  };
  /** Query a payment: `POST /open-api/payment/query` */
  payment_query: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** what was paid, or what was ordered */
      readonly amount: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** Close a payment that is not paid: `POST /open-api/payment/close` */
  payment_close: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** CLOSED */
      readonly status?: string;
      /** when it was closed */
      readonly closedTime?: string;
    };
  };
  /** Create a payment: `POST /open-api/webpay/generate` */
  webpay_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** name of the payer */
      readonly customerName: string;
      /** e-mail of the payer */
      readonly email: string;
      /** phone number of the payer */
      readonly mobile: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** where the payer returns to */
      readonly redirectUrl?: string;
      /** returned as it is */
      readonly remark?: string;
      /** until it ends, in seconds */
      readonly expireSeconds?: bigint | string;
      /** IP address of the payer, for WeChat */
      readonly payerClientIp?: string;
      /** the payer's openid, inside WeChat */
      readonly wpOpenid?: string;
      /** your appid at WeChat */
      readonly wpAppid?: string;
    };
    readonly data: {
      /** our number of it */
      readonly transactionId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
      /** when it ends */
      readonly expiresTime?: string;
      /** a link that opens in WeChat */
      readonly shortUrl?: string;
      /** what WeChat needs */
      readonly metadata?: {
        /** the parameters of its own call */
        readonly wechatpay: {
          /** prepayId of WeChat */
          readonly prepayId?: string;
          /** timeStamp of WeChat */
          readonly timeStamp?: string;
          /** nonceStr of WeChat */
          readonly nonceStr?: string;
          /** pkg of WeChat */
          readonly pkg?: string;
          /** signType of WeChat */
          readonly signType?: string;
          /** paySign of WeChat */
          readonly paySign?: string;
        };
      };
    };
  };
  /** Create a payout: `POST /open-api/philippines/disbursement/transfer` */
  ph_payout_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** no two payouts of yours have the same */
      readonly idempotencyId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** number of the account or wallet */
      readonly accountNo: string;
      /** how to pay: BANK, EWALLET, PROMPTPAY */
      readonly payMethodCode: string;
      /** name of the payee */
      readonly accountName: string;
      /** code of the bank or wallet */
      readonly transferCode: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly transactionTime?: string;
    };
  };
  /** Query a payout: `POST /open-api/philippines/disbursement/check` */
  ph_payout_check: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** as ordered */
      readonly amount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** Create a payout: `POST /open-api/indonesia/disbursement/transfer` */
  id_payout_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** no two payouts of yours have the same */
      readonly idempotencyId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** number of the account or wallet */
      readonly accountNo: string;
      /** how to pay: BANK, EWALLET, PROMPTPAY */
      readonly payMethodCode: string;
      /** name of the payee */
      readonly accountName: string;
      /** phone number of the payee */
      readonly mobile: string;
      /** code of the bank or wallet */
      readonly transferCode: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly transactionTime?: string;
    };
  };
  /** Query a payout: `POST /open-api/indonesia/disbursement/check` */
  id_payout_check: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** as ordered */
      readonly amount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** Create a payout: `POST /open-api/malaysia/disbursement/transfer` */
  my_payout_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** no two payouts of yours have the same */
      readonly idempotencyId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** number of the account or wallet */
      readonly accountNo: string;
      /** how to pay: BANK, EWALLET, PROMPTPAY */
      readonly payMethodCode: string;
      /** name of the payee */
      readonly accountName: string;
      /** code of the bank or wallet */
      readonly transferCode: string;
      /** kind of account */
      readonly accountType?: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly transactionTime?: string;
    };
  };
  /** Query a payout: `POST /open-api/malaysia/disbursement/check` */
  my_payout_check: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** as ordered */
      readonly amount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** Create a payout: `POST /open-api/thailand/disbursement/transfer` */
  th_payout_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** no two payouts of yours have the same */
      readonly idempotencyId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** number of the account or wallet */
      readonly accountNo: string;
      /** how to pay: BANK, EWALLET, PROMPTPAY */
      readonly payMethodCode: string;
      /** code of the bank or wallet */
      readonly transferCode?: string;
      /** NATID or MSISDN; required for PROMPTPAY */
      readonly promptpayAccountType?: string;
      /** name of the payee */
      readonly accountName?: string;
      /** kind of account */
      readonly accountType?: string;
      /** tax number of the payee */
      readonly accountTaxId?: string;
      /** phone number of the payee */
      readonly mobile?: string;
      /** of the payee to you */
      readonly relationship?: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly transactionTime?: string;
    };
  };
  /** Query a payout: `POST /open-api/thailand/disbursement/check` */
  th_payout_check: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** as ordered */
      readonly amount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** Create a payout: `POST /open-api/disbursement/transfer` */
  payout_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode?: string;
      /** ISO 4217; that of the country */
      readonly currency?: string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** no two payouts of yours have the same */
      readonly idempotencyId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** number of the account or wallet */
      readonly accountNo: string;
      /** how to pay: BANK, EWALLET, PROMPTPAY */
      readonly payMethodCode: string;
      /** code of the bank or wallet */
      readonly transferCode?: string;
      /** NATID or MSISDN; required for PROMPTPAY */
      readonly promptpayAccountType?: string;
      /** name of the payee */
      readonly accountName?: string;
      /** kind of account */
      readonly accountType?: string;
      /** tax number of the payee */
      readonly accountTaxId?: string;
      /** phone number of the payee */
      readonly mobile?: string;
      /** of the payee to you */
      readonly relationship?: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly transactionTime?: string;
    };
  };
  /** Create a payout: `POST /open-api/disbursement` */
  legacy_payout_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode?: string;
      /** ISO 4217; that of the country */
      readonly currency?: string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** no two payouts of yours have the same */
      readonly idempotencyId: string;
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** number of the account or wallet */
      readonly accountNo: string;
      /** how to pay: BANK, EWALLET, PROMPTPAY */
      readonly payMethodCode: string;
      /** code of the bank or wallet */
      readonly transferCode?: string;
      /** NATID or MSISDN; required for PROMPTPAY */
      readonly promptpayAccountType?: string;
      /** name of the payee */
      readonly accountName?: string;
      /** kind of account */
      readonly accountType?: string;
      /** tax number of the payee */
      readonly accountTaxId?: string;
      /** phone number of the payee */
      readonly mobile?: string;
      /** of the payee to you */
      readonly relationship?: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly transactionTime?: string;
    };
  };
  /** Query a payout: `POST /open-api/disbursement/check` */
  payout_check: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** as ordered */
      readonly amount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** Create a code for many payments: `POST /open-api/philippines/static/payment/generate` */
  ph_code_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** name of the payer */
      readonly customerName: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** e-mail of the payer */
      readonly email: string;
      /** phone number of the payer */
      readonly mobile: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly createTime?: string;
      /** ACTIVE, INACTIVE or CANCEL */
      readonly status?: string;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
    };
  };
  /** Query a code: `POST /open-api/philippines/static/code/detail` */
  ph_code_detail: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** the way to pay, by its code */
      readonly channelCode?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly createTime?: string;
      /** ACTIVE, INACTIVE or CANCEL */
      readonly status?: string;
      /** when it is or was over; null: never */
      readonly expiresTime: string | null;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
      /** name of the payer */
      readonly customerName?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** phone number of the payer */
      readonly mobile?: string;
      /** where we notify */
      readonly notifyUrl?: string;
      /** as it was sent */
      readonly remark?: string;
    };
  };
  /** List the payments of a code: `POST /open-api/philippines/static/payment/list` */
  ph_code_payments: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** first day, UTC+8 */
      readonly startDate: string;
      /** last day, UTC+8 */
      readonly endDate: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: readonly {
      /** our number of it */
      readonly transactionId?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly transactionCreateTime?: string;
      /** when it ended */
      readonly transactionReturnTime?: string;
      /** what was paid */
      readonly transactionAmount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** as it was sent with the code */
      readonly remark: string | null;
      /** the bank's reference */
      readonly referenceNumber?: string;
    }[];
  };
  /** Cancel a code: `POST /open-api/philippines/static/code/cancel` */
  ph_code_cancel: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly createTime?: string;
      /** ACTIVE, INACTIVE or CANCEL */
      readonly status?: string;
      /** when it is or was over; null: never */
      readonly expiresTime: string | null;
    };
  };
  /** Create a code for many payments: `POST /open-api/indonesia/static/payment/generate` */
  id_code_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** name of the payer */
      readonly customerName: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** e-mail of the payer */
      readonly email: string;
      /** phone number of the payer */
      readonly mobile: string;
      /** returned as it is */
      readonly remark?: string;
      /** in the smallest unit of the currency */
      readonly amount?: bigint | string;
      /** when it ends, in milliseconds */
      readonly expireTime?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly createTime?: string;
      /** ACTIVE, INACTIVE or CANCEL */
      readonly status?: string;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
    };
  };
  /** Query a code: `POST /open-api/indonesia/static/code/detail` */
  id_code_detail: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** the way to pay, by its code */
      readonly channelCode?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly createTime?: string;
      /** ACTIVE, INACTIVE or CANCEL */
      readonly status?: string;
      /** when it is or was over; null: never */
      readonly expiresTime: string | null;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
      /** name of the payer */
      readonly customerName?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** phone number of the payer */
      readonly mobile?: string;
      /** where we notify */
      readonly notifyUrl?: string;
      /** as it was sent */
      readonly remark?: string;
    };
  };
  /** List the payments of a code: `POST /open-api/indonesia/static/payment/list` */
  id_code_payments: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** first day, UTC+8 */
      readonly startDate: string;
      /** last day, UTC+8 */
      readonly endDate: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: readonly {
      /** our number of it */
      readonly transactionId?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly transactionCreateTime?: string;
      /** when it ended */
      readonly transactionReturnTime?: string;
      /** what was paid */
      readonly transactionAmount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** as it was sent with the code */
      readonly remark: string | null;
      /** the bank's reference */
      readonly referenceNumber?: string;
    }[];
  };
  /** Create a code for many payments: `POST /open-api/thailand/static/payment/generate` */
  th_code_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** name of the payer */
      readonly customerName: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** e-mail of the payer */
      readonly email: string;
      /** phone number of the payer */
      readonly mobile: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly createTime?: string;
      /** ACTIVE, INACTIVE or CANCEL */
      readonly status?: string;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
    };
  };
  /** Query a code: `POST /open-api/thailand/static/code/detail` */
  th_code_detail: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** the way to pay, by its code */
      readonly channelCode?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly payData?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly createTime?: string;
      /** ACTIVE, INACTIVE or CANCEL */
      readonly status?: string;
      /** when it is or was over; null: never */
      readonly expiresTime: string | null;
      /** what payData is: URL, VA or QR */
      readonly channelType?: string;
      /** name of the payer */
      readonly customerName?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** phone number of the payer */
      readonly mobile?: string;
      /** where we notify */
      readonly notifyUrl?: string;
      /** as it was sent */
      readonly remark?: string;
    };
  };
  /** List the payments of a code: `POST /open-api/thailand/static/payment/list` */
  th_code_payments: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** first day, UTC+8 */
      readonly startDate: string;
      /** last day, UTC+8 */
      readonly endDate: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: readonly {
      /** our number of it */
      readonly transactionId?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly transactionCreateTime?: string;
      /** when it ended */
      readonly transactionReturnTime?: string;
      /** what was paid */
      readonly transactionAmount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** as it was sent with the code */
      readonly remark: string | null;
      /** the bank's reference */
      readonly referenceNumber?: string;
    }[];
  };
  /** Create a QR code: `POST /open-api/qr/generate` */
  qr_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** in the smallest unit of the currency */
      readonly amount?: bigint | string;
      /** where to notify; else the app's address */
      readonly notifyUrl: string;
      /** name of the payer */
      readonly customerName?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** phone number of the payer */
      readonly mobile?: string;
      /** returned as it is */
      readonly remark?: string;
      /** until it ends, in seconds */
      readonly expireSeconds?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of the code */
      readonly qrCodeId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly qrCodeContent?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** where we notify */
      readonly notifyUrl?: string;
      /** as it was sent */
      readonly remark?: string;
      /** ACTIVE, INACTIVE or CANCELLED */
      readonly qrStatus?: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** a page with the code */
      readonly qrLink?: string;
      /** the same page */
      readonly paymentUrl?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it was changed */
      readonly updateTime?: string;
      /** when it is or was over; null: never */
      readonly expiresTime: string | null;
    };
  };
  /** Create a virtual account: `POST /open-api/static/payment/code` */
  va_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** in the smallest unit of the currency */
      readonly amount?: bigint | string;
      /** name of the payer */
      readonly customerName: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** phone number of the payer */
      readonly mobile?: string;
      /** number of the identity card */
      readonly idCardNumber?: string;
      /** when it ends, in milliseconds */
      readonly expireTime?: bigint | string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** what is paid to */
      readonly paymentCode: {
        /** the way to pay */
        readonly channelCode?: string;
        /** what to show the payer: a link, a number, a QR text */
        readonly code?: string;
        /** name of the payer */
        readonly customerName?: string;
        /** ACTIVE, INACTIVE or CANCEL */
        readonly status?: string;
        /** when it was made */
        readonly createTime?: string;
        /** when it is or was over; null: never */
        readonly expiresTime: string | null;
      };
    };
  };
  /** List the payments of a code: `POST /open-api/qr/paymentList` */
  code_payments: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** first day, UTC+8 */
      readonly startDate: string;
      /** last day, UTC+8 */
      readonly endDate: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: readonly {
      /** our number of it */
      readonly transactionId?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly transactionCreateTime?: string;
      /** when it ended */
      readonly transactionReturnTime?: string;
      /** what was paid */
      readonly transactionAmount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** as it was sent with the code */
      readonly remark: string | null;
      /** the bank's reference */
      readonly referenceNumber?: string;
    }[];
  };
  /** Query the balance: `POST /open-api/account/balance` */
  balance: {
    readonly fields: {
      /** PH, ID, MY, TH or RU */
      readonly countryCode?: string;
      /** ISO 4217; that of the country */
      readonly currency?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** what can be paid out now, in major units */
      readonly balance: string;
    };
  };
  /** Download the report of a day: `POST /open-api/report/download` */
  report: {
    readonly fields: {
      /** PH, ID, MY, TH or RU */
      readonly countryCode?: string;
      /** ISO 4217; that of the country */
      readonly currency?: string;
      /** the day, UTC+8 */
      readonly transDate: string;
      /** 1 payouts, 2 payments */
      readonly transType: bigint | string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** where the file lies, for an hour unless set otherwise */
      readonly downloadUrl?: string;
    };
  };
  /** Refund a payment: `POST /open-api/payment/refund` */
  refund_create: {
    readonly fields: {
      /** your id of the refund, used once */
      readonly mchRefundOrderId: string;
      /** our number of the payment */
      readonly originalTransactionId: string;
      /** in the smallest unit of the currency */
      readonly refundAmount: bigint | string;
      /** returned in notifications */
      readonly refundReason?: string;
      /** where to notify; else the app's address */
      readonly refundCallbackUrl?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the refund */
      readonly mchRefundOrderId?: string;
      /** our number of the refund */
      readonly refundTransactionId?: string;
      /** when it was made */
      readonly refundCreateTime?: string;
      /** what goes back */
      readonly refundAmount: string;
      /** PENDING, PROCESS, COMPLETE, FAILED or CANCEL */
      readonly refundStatus?: string;
    };
  };
  /** Query refunds: `POST /open-api/refund/payments` */
  refund_list: {
    readonly fields: {
      /** our number of the payment */
      readonly originalTransactionId?: string;
      /** our number of the refund */
      readonly refundTransactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: readonly {
      /** your id of the refund */
      readonly mchRefundOrderId?: string;
      /** our number of the payment */
      readonly originalTransactionId?: string;
      /** our number of the refund */
      readonly refundTransactionId?: string;
      /** what goes back */
      readonly refundAmount: string;
      /** the fee that came back */
      readonly feeRefunded: string;
      /** PENDING, PROCESS, COMPLETE, FAILED or CANCEL */
      readonly refundStatus?: string;
      /** when it was made */
      readonly refundCreateTime?: string;
      /** when it ended */
      readonly refundReturnTime?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    }[];
  };
  /** Take a payment back before it settles: `POST /open-api/payment/void` */
  payment_void: {
    readonly fields: {
      /** your id of the void, used once */
      readonly mchVoidOrderId: string;
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
    };
    readonly data: {
      /** your id of the void */
      readonly mchVoidOrderId?: string;
      /** our number of the void */
      readonly voidTransactionId?: string;
      /** our number of the payment */
      readonly originalTransactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** as ordered */
      readonly amount: string;
      /** PENDING, PROCESS, COMPLETE, FAILED or CANCEL */
      readonly voidStatus?: string;
      /** when it was made */
      readonly createTime?: string;
    };
  };
  /** Create a checkout: `POST /open-api/payment/checkout/generate` */
  checkout_create: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** shown on the page */
      readonly merchantLogo?: string;
      /** of the page: EN, IN or TH */
      readonly language?: string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode: string;
      /** ISO 4217; that of the country */
      readonly currency: string;
      /** the same as currency */
      readonly settlementCurrency: string;
      /** types that the payer may choose from */
      readonly channelTypeList?: readonly string[];
      /** channels that the payer may choose from */
      readonly channelCodeList?: readonly string[];
      /** in the smallest unit of the currency */
      readonly amount: bigint | string;
      /** name of the payer */
      readonly customerName: string;
      /** e-mail of the payer */
      readonly email: string;
      /** phone number of the payer */
      readonly mobile: string;
      /** until it ends, in seconds */
      readonly expireSeconds?: bigint | string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** where the payer returns to */
      readonly redirectUrl: string;
      /** returned as it is */
      readonly remark?: string;
      /** name on virtual accounts */
      readonly virtualAccountName?: string;
      /** what is bought */
      readonly goodsDetails?: { readonly [name: string]: Sendable } | readonly Sendable[];
      /** the payer's address */
      readonly billingAddress?: { readonly [name: string]: Sendable } | readonly Sendable[];
    };
    readonly data: {
      /** our number of the checkout */
      readonly checkoutId?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** the page to send the payer to */
      readonly checkoutUrl?: string;
      /** PENDING */
      readonly status?: string;
      /** when it ends */
      readonly expiresTime?: string;
    };
  };
  /** Query a checkout: `POST /open-api/payment/checkout/query` */
  checkout_query: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode: string;
      /** our number of the checkout */
      readonly checkoutId?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of the checkout */
      readonly checkoutId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** ISO 3166-1 */
      readonly countryCode?: string;
      /** ISO 4217 */
      readonly currency?: string;
      /** as it was sent */
      readonly settlementCurrency?: string;
      /** what was paid, or what was ordered */
      readonly amount: string;
      /** PENDING, COMPLETED or FAILED */
      readonly transactionStatus?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime?: string;
      /** as it was sent */
      readonly remark?: string;
      /** why it failed */
      readonly failedCode?: string;
      /** the same in words */
      readonly failedMessage?: string;
    };
  };
  /** List the channels of checkouts: `POST /open-api/payment/checkout/channel` */
  checkout_channels: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode: string;
    };
    readonly data: {
      /** the channels that are open */
      readonly list: readonly {
        /** the type of the channel */
        readonly channelType?: string;
        /** the code of the channel */
        readonly channelCode?: string;
        /** ISO 3166-1 */
        readonly countryCode?: string;
        /** ISO 4217 */
        readonly currency?: string;
      }[];
    };
  };
  /** Close a checkout that is not paid: `POST /open-api/payment/checkout/close` */
  checkout_close: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId?: string;
      /** our number of the order */
      readonly transactionId?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode: string;
      /** our number of the checkout */
      readonly checkoutId?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of the checkout */
      readonly checkoutId?: string;
      /** CLOSED */
      readonly status?: string;
      /** when it was closed */
      readonly closedTime?: string;
    };
  };
  /** Ask for a payer's permission to be debited: `POST /open-api/direct/debit/token/apply` */
  mandate_apply: {
    readonly fields: {
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the payer */
      readonly userId: string;
      /** your id of the request, used once */
      readonly requestId: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** PH, ID, MY, TH or RU */
      readonly countryCode?: string;
      /** WEB, WAP or APP */
      readonly terminalType: string;
      /** IOS, ANDROID or OTHER */
      readonly osType?: string;
      /** where to notify; else the app's address */
      readonly notifyUrl?: string;
      /** where the payer returns to */
      readonly redirectUrl: string;
    };
    readonly data: {
      /** your id of the payer */
      readonly userId?: string;
      /** your id of the request */
      readonly requestId?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** what to show the payer: a link, a number, a QR text */
      readonly authUrl?: string;
    };
  };
  /** Query a payer's permissions: `POST /open-api/direct/debit/token/query` */
  mandate_query: {
    readonly fields: {
      /** your id of the payer */
      readonly userId: string;
      /** the payer's permission to be debited */
      readonly payToken?: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the payer */
      readonly userId?: string;
      /** permissions that are or were in use */
      readonly tokenList: readonly {
        /** the way to pay */
        readonly channelCode?: string;
        /** the permission, as payments name it */
        readonly payToken?: string;
        /** ACTIVED or INACTIVED */
        readonly tokenStatus?: string;
        /** when it ends; null: never */
        readonly expiresTime: string;
        /** when it ended */
        readonly inactiveTime: string;
        /** who ended it */
        readonly inactiveType: string | null;
      }[];
    };
  };
  /** End a payer's permission: `POST /open-api/direct/debit/token/cancel` */
  mandate_cancel: {
    readonly fields: {
      /** your id of the payer */
      readonly userId: string;
      /** the payer's permission to be debited */
      readonly payToken: string;
      /** when the request was made, in seconds or milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the payer */
      readonly userId?: string;
      /** the permission, as payments name it */
      readonly payToken?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** ACTIVED or INACTIVED */
      readonly tokenStatus?: string;
      /** when it ended */
      readonly inactiveTime: string;
      /** who ended it */
      readonly inactiveType: string | null;
    };
  };
}

/** What notifications say. Which members one has depends on what it reports. */
export interface Notification {
  /** what happened */
  readonly eventName?: string;
  /** as ordered */
  readonly amount?: string;
  /** ISO 3166-1 */
  readonly countryCode?: string;
  /** ISO 4217 */
  readonly currency?: string;
  /** our number of the checkout */
  readonly checkoutId?: string;
  /** as it was sent */
  readonly settlementCurrency?: string;
  /** the way to pay */
  readonly channelCode?: string;
  /** your id of the order */
  readonly mchOrderId?: string;
  /** when it was asked for */
  readonly createTime?: string;
  /** as it was sent */
  readonly remark?: string;
  /** when it was decided or ended */
  readonly returnTime?: string;
  /** our number of it */
  readonly transactionId?: string;
  /** PENDING, COMPLETED or FAILED */
  readonly transactionStatus?: string;
  /** the bank's reference */
  readonly referenceNumber?: string;
  /** why it failed */
  readonly failedCode?: string;
  /** the same in words */
  readonly failedMessage?: string;
  /** your id of the refund */
  readonly mchRefundOrderId?: string;
  /** our number of the payment */
  readonly originalTransactionId?: string;
  /** what goes back */
  readonly refundAmount?: string;
  /** the fee that came back */
  readonly feeRefunded?: string;
  /** when it was made */
  readonly refundCreateTime?: string;
  /** when it ended */
  readonly refundReturnTime?: string;
  /** PENDING, PROCESS, COMPLETE, FAILED or CANCEL */
  readonly refundStatus?: string;
  /** our number of the refund */
  readonly refundTransactionId?: string;
  /** as it was sent, else empty */
  readonly refundReason?: string;
  /** your id of the void */
  readonly mchVoidOrderId?: string;
  /** our number of the void */
  readonly voidTransactionId?: string;
  /** PENDING, PROCESS, COMPLETE, FAILED or CANCEL */
  readonly voidStatus?: string;
  /** your id of the payer */
  readonly userId?: string;
  /** your id of the request */
  readonly requestId?: string;
  /** the permission, as payments name it */
  readonly payToken?: string;
  /** ACTIVED or INACTIVED */
  readonly tokenStatus?: string;
  /** when it ends; null: never */
  readonly expiresTime?: string;
  /** when it ended */
  readonly inactiveTime?: string;
  /** who ended it */
  readonly inactiveType?: string | null;
}

export const CODES: Codes = { success: ['10000'], busy: ['21020'], unknown: ['21000'] };

export const CALLS = {
  ph_payment_create: {
    method: 'POST',
    paths: ['/open-api/philippines/payment/generate'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      amount: 'exact',
      channelCode: 'text',
      customerName: 'text',
      email: 'text',
      mobile: 'text',
      notifyUrl: 'url',
      redirectUrl: 'url',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'ph_payment_query', fields: ['mchOrderId'] },
  },
  ph_payment_query: {
    method: 'POST',
    paths: ['/open-api/philippines/payment/query'],
    fields: { mchOrderId: 'text', transactionId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  id_payment_create: {
    method: 'POST',
    paths: ['/open-api/indonesia/payment/generate'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      amount: 'exact',
      channelCode: 'text',
      customerName: 'text',
      email: 'text',
      mobile: 'text',
      notifyUrl: 'url',
      redirectUrl: 'url',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'id_payment_query', fields: ['mchOrderId'] },
  },
  id_payment_query: {
    method: 'POST',
    paths: ['/open-api/indonesia/payment/query'],
    fields: { mchOrderId: 'text', transactionId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  my_payment_create: {
    method: 'POST',
    paths: ['/open-api/malaysia/payment/generate'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      amount: 'exact',
      channelCode: 'text',
      customerName: 'text',
      email: 'text',
      mobile: 'text',
      notifyUrl: 'url',
      redirectUrl: 'url',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'my_payment_query', fields: ['mchOrderId'] },
  },
  my_payment_query: {
    method: 'POST',
    paths: ['/open-api/malaysia/payment/query'],
    fields: { mchOrderId: 'text', transactionId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  th_payment_create: {
    method: 'POST',
    paths: ['/open-api/thailand/payment/generate'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      amount: 'exact',
      channelCode: 'text',
      customerName: 'text',
      email: 'text',
      mobile: 'text',
      notifyUrl: 'url',
      redirectUrl: 'url',
      remark: 'text',
      expireSeconds: 'exact',
      payerClientIp: 'text',
      wpOpenid: 'text',
      wpAppid: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'th_payment_query', fields: ['mchOrderId'] },
  },
  th_payment_query: {
    method: 'POST',
    paths: ['/open-api/thailand/payment/query'],
    fields: { mchOrderId: 'text', transactionId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  ru_payment_create: {
    method: 'POST',
    paths: ['/open-api/russia/payment/generate'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      amount: 'exact',
      channelCode: 'text',
      customerName: 'text',
      email: 'text',
      mobile: 'text',
      notifyUrl: 'url',
      redirectUrl: 'url',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'ru_payment_query', fields: ['mchOrderId'] },
  },
  ru_payment_query: {
    method: 'POST',
    paths: ['/open-api/russia/payment/query'],
    fields: { mchOrderId: 'text', transactionId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  payment_create: {
    method: 'POST',
    paths: ['/open-api/payment/generate'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      amount: 'exact',
      countryCode: 'text',
      currency: 'text',
      channelType: 'text',
      channelCode: 'text',
      payToken: 'text',
      customerName: 'text',
      email: 'text',
      mobile: 'text',
      terminalType: 'text',
      osType: 'text',
      notifyUrl: 'url',
      redirectUrl: 'url',
      remark: 'text',
      wechatpay: 'text',
      goodsDetails: 'text',
      billingAddress: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'payment_query', fields: ['mchOrderId', 'countryCode'] },
  },
  payment_query: {
    method: 'POST',
    paths: ['/open-api/payment/query'],
    fields: {
      mchOrderId: 'text',
      transactionId: 'text',
      timestamp: 'exact',
      countryCode: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  payment_close: {
    method: 'POST',
    paths: ['/open-api/payment/close'],
    fields: {
      mchOrderId: 'text',
      transactionId: 'text',
      timestamp: 'exact',
      countryCode: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'never',
    exists: [],
    ask: null,
  },
  webpay_create: {
    method: 'POST',
    paths: ['/open-api/webpay/generate'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      amount: 'exact',
      channelCode: 'text',
      customerName: 'text',
      email: 'text',
      mobile: 'text',
      notifyUrl: 'url',
      redirectUrl: 'url',
      remark: 'text',
      expireSeconds: 'exact',
      payerClientIp: 'text',
      wpOpenid: 'text',
      wpAppid: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'ph_payment_query', fields: ['mchOrderId'] },
  },
  ph_payout_create: {
    method: 'POST',
    paths: ['/open-api/philippines/disbursement/transfer'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      idempotencyId: 'text',
      amount: 'exact',
      accountNo: 'text',
      payMethodCode: 'text',
      accountName: 'text',
      transferCode: 'text',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }, { code: '21015', message: null }],
    ask: { call: 'ph_payout_check', fields: ['mchOrderId'] },
  },
  ph_payout_check: {
    method: 'POST',
    paths: [
      '/open-api/philippines/disbursement/check',
      '/open-api/philippines/disbursement/query',
    ],
    fields: { mchOrderId: 'text', transactionId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  id_payout_create: {
    method: 'POST',
    paths: ['/open-api/indonesia/disbursement/transfer'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      idempotencyId: 'text',
      amount: 'exact',
      accountNo: 'text',
      payMethodCode: 'text',
      accountName: 'text',
      mobile: 'text',
      transferCode: 'text',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }, { code: '21015', message: null }],
    ask: { call: 'id_payout_check', fields: ['mchOrderId'] },
  },
  id_payout_check: {
    method: 'POST',
    paths: [
      '/open-api/indonesia/disbursement/check',
      '/open-api/indonesia/disbursement/query',
    ],
    fields: { mchOrderId: 'text', transactionId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  my_payout_create: {
    method: 'POST',
    paths: ['/open-api/malaysia/disbursement/transfer'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      idempotencyId: 'text',
      amount: 'exact',
      accountNo: 'text',
      payMethodCode: 'text',
      accountName: 'text',
      transferCode: 'text',
      accountType: 'text',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }, { code: '21015', message: null }],
    ask: { call: 'my_payout_check', fields: ['mchOrderId'] },
  },
  my_payout_check: {
    method: 'POST',
    paths: [
      '/open-api/malaysia/disbursement/check',
      '/open-api/malaysia/disbursement/query',
    ],
    fields: { mchOrderId: 'text', transactionId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  th_payout_create: {
    method: 'POST',
    paths: ['/open-api/thailand/disbursement/transfer'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      idempotencyId: 'text',
      amount: 'exact',
      accountNo: 'text',
      payMethodCode: 'text',
      transferCode: 'text',
      promptpayAccountType: 'text',
      accountName: 'text',
      accountType: 'text',
      accountTaxId: 'text',
      mobile: 'text',
      relationship: 'text',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }, { code: '21015', message: null }],
    ask: { call: 'th_payout_check', fields: ['mchOrderId'] },
  },
  th_payout_check: {
    method: 'POST',
    paths: [
      '/open-api/thailand/disbursement/check',
      '/open-api/thailand/disbursement/query',
    ],
    fields: { mchOrderId: 'text', transactionId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  payout_create: {
    method: 'POST',
    paths: ['/open-api/disbursement/transfer'],
    fields: {
      timestamp: 'exact',
      countryCode: 'text',
      currency: 'text',
      mchOrderId: 'text',
      idempotencyId: 'text',
      amount: 'exact',
      accountNo: 'text',
      payMethodCode: 'text',
      transferCode: 'text',
      promptpayAccountType: 'text',
      accountName: 'text',
      accountType: 'text',
      accountTaxId: 'text',
      mobile: 'text',
      relationship: 'text',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }, { code: '21015', message: null }],
    ask: { call: 'payout_check', fields: ['mchOrderId', 'countryCode'] },
  },
  legacy_payout_create: {
    method: 'POST',
    paths: ['/open-api/disbursement'],
    fields: {
      timestamp: 'exact',
      countryCode: 'text',
      currency: 'text',
      mchOrderId: 'text',
      idempotencyId: 'text',
      amount: 'exact',
      accountNo: 'text',
      payMethodCode: 'text',
      transferCode: 'text',
      promptpayAccountType: 'text',
      accountName: 'text',
      accountType: 'text',
      accountTaxId: 'text',
      mobile: 'text',
      relationship: 'text',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }, { code: '21015', message: null }],
    ask: { call: 'payout_check', fields: ['mchOrderId'] },
  },
  payout_check: {
    method: 'POST',
    paths: ['/open-api/disbursement/check'],
    fields: {
      mchOrderId: 'text',
      transactionId: 'text',
      timestamp: 'exact',
      countryCode: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  ph_code_create: {
    method: 'POST',
    paths: ['/open-api/philippines/static/payment/generate'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      customerName: 'text',
      channelCode: 'text',
      notifyUrl: 'url',
      email: 'text',
      mobile: 'text',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'ph_code_detail', fields: ['mchOrderId', 'channelCode'] },
  },
  ph_code_detail: {
    method: 'POST',
    paths: [
      '/open-api/philippines/static/code/detail',
      '/open-api/philippines/static/code/query',
      '/open-api/philippines/static/payment/detail',
    ],
    fields: { mchOrderId: 'text', channelCode: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  ph_code_payments: {
    method: 'POST',
    paths: [
      '/open-api/philippines/static/payment/list',
      '/open-api/philippines/static/payment/query',
    ],
    fields: {
      mchOrderId: 'text',
      startDate: 'text',
      endDate: 'text',
      timestamp: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  ph_code_cancel: {
    method: 'POST',
    paths: ['/open-api/philippines/static/code/cancel'],
    fields: { mchOrderId: 'text', channelCode: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'never',
    exists: [],
    ask: null,
  },
  id_code_create: {
    method: 'POST',
    paths: ['/open-api/indonesia/static/payment/generate'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      customerName: 'text',
      channelCode: 'text',
      notifyUrl: 'url',
      email: 'text',
      mobile: 'text',
      remark: 'text',
      amount: 'exact',
      expireTime: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'id_code_detail', fields: ['mchOrderId', 'channelCode'] },
  },
  id_code_detail: {
    method: 'POST',
    paths: [
      '/open-api/indonesia/static/code/detail',
      '/open-api/indonesia/static/code/query',
      '/open-api/indonesia/static/payment/detail',
    ],
    fields: { mchOrderId: 'text', channelCode: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  id_code_payments: {
    method: 'POST',
    paths: [
      '/open-api/indonesia/static/payment/list',
      '/open-api/indonesia/static/payment/query',
    ],
    fields: {
      mchOrderId: 'text',
      startDate: 'text',
      endDate: 'text',
      timestamp: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  th_code_create: {
    method: 'POST',
    paths: ['/open-api/thailand/static/payment/generate'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      customerName: 'text',
      channelCode: 'text',
      notifyUrl: 'url',
      email: 'text',
      mobile: 'text',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'th_code_detail', fields: ['mchOrderId', 'channelCode'] },
  },
  th_code_detail: {
    method: 'POST',
    paths: [
      '/open-api/thailand/static/code/detail',
      '/open-api/thailand/static/code/query',
      '/open-api/thailand/static/payment/detail',
    ],
    fields: { mchOrderId: 'text', channelCode: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  th_code_payments: {
    method: 'POST',
    paths: [
      '/open-api/thailand/static/payment/list',
      '/open-api/thailand/static/payment/query',
    ],
    fields: {
      mchOrderId: 'text',
      startDate: 'text',
      endDate: 'text',
      timestamp: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  qr_create: {
    method: 'POST',
    paths: ['/open-api/qr/generate'],
    fields: {
      timestamp: 'exact',
      channelCode: 'text',
      mchOrderId: 'text',
      amount: 'exact',
      notifyUrl: 'url',
      customerName: 'text',
      email: 'text',
      mobile: 'text',
      remark: 'text',
      expireSeconds: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'ph_payment_query', fields: ['mchOrderId'] },
  },
  va_create: {
    method: 'POST',
    paths: ['/open-api/static/payment/code'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      channelCode: 'text',
      amount: 'exact',
      customerName: 'text',
      email: 'text',
      mobile: 'text',
      idCardNumber: 'text',
      expireTime: 'exact',
      notifyUrl: 'url',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'ph_code_detail', fields: ['mchOrderId', 'channelCode'] },
  },
  code_payments: {
    method: 'POST',
    paths: ['/open-api/qr/paymentList', '/open-api/static/payment/code/payments'],
    fields: {
      mchOrderId: 'text',
      startDate: 'text',
      endDate: 'text',
      timestamp: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  balance: {
    method: 'POST',
    paths: ['/open-api/account/balance', '/open-api/account/balance/v2'],
    fields: { countryCode: 'text', currency: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  report: {
    method: 'POST',
    paths: ['/open-api/report/download'],
    fields: {
      countryCode: 'text',
      currency: 'text',
      transDate: 'text',
      transType: 'exact',
      timestamp: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'never',
    exists: [],
    ask: null,
  },
  refund_create: {
    method: 'POST',
    paths: ['/open-api/payment/refund'],
    fields: {
      mchRefundOrderId: 'text',
      originalTransactionId: 'text',
      refundAmount: 'exact',
      refundReason: 'text',
      refundCallbackUrl: 'url',
      timestamp: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21407', message: null }],
    ask: null,
  },
  refund_list: {
    method: 'POST',
    paths: ['/open-api/refund/payments'],
    fields: {
      originalTransactionId: 'text',
      refundTransactionId: 'text',
      timestamp: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  payment_void: {
    method: 'POST',
    paths: ['/open-api/payment/void'],
    fields: {
      mchVoidOrderId: 'text',
      mchOrderId: 'text',
      transactionId: 'text',
      timestamp: 'exact',
      countryCode: 'text',
      notifyUrl: 'url',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21505', message: null }],
    ask: null,
  },
  checkout_create: {
    method: 'POST',
    paths: ['/open-api/payment/checkout/generate'],
    fields: {
      timestamp: 'exact',
      mchOrderId: 'text',
      merchantLogo: 'url',
      language: 'text',
      countryCode: 'text',
      currency: 'text',
      settlementCurrency: 'text',
      channelTypeList: 'text',
      channelCodeList: 'text',
      amount: 'exact',
      customerName: 'text',
      email: 'text',
      mobile: 'text',
      expireSeconds: 'exact',
      notifyUrl: 'url',
      redirectUrl: 'url',
      remark: 'text',
      virtualAccountName: 'text',
      goodsDetails: 'text',
      billingAddress: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: { call: 'checkout_query', fields: ['mchOrderId', 'countryCode'] },
  },
  checkout_query: {
    method: 'POST',
    paths: ['/open-api/payment/checkout/query'],
    fields: {
      mchOrderId: 'text',
      transactionId: 'text',
      timestamp: 'exact',
      countryCode: 'text',
      checkoutId: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  checkout_channels: {
    method: 'POST',
    paths: ['/open-api/payment/checkout/channel'],
    fields: { timestamp: 'exact', countryCode: 'text' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  checkout_close: {
    method: 'POST',
    paths: ['/open-api/payment/checkout/close'],
    fields: {
      mchOrderId: 'text',
      transactionId: 'text',
      timestamp: 'exact',
      countryCode: 'text',
      checkoutId: 'text',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'never',
    exists: [],
    ask: null,
  },
  mandate_apply: {
    method: 'POST',
    paths: ['/open-api/direct/debit/token/apply'],
    fields: {
      timestamp: 'exact',
      userId: 'text',
      requestId: 'text',
      channelCode: 'text',
      countryCode: 'text',
      terminalType: 'text',
      osType: 'text',
      notifyUrl: 'url',
      redirectUrl: 'url',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '21007', message: null }],
    ask: null,
  },
  mandate_query: {
    method: 'POST',
    paths: ['/open-api/direct/debit/token/query'],
    fields: { userId: 'text', payToken: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  mandate_cancel: {
    method: 'POST',
    paths: ['/open-api/direct/debit/token/cancel'],
    fields: { userId: 'text', payToken: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'never',
    exists: [],
    ask: null,
  },
} as const satisfies Readonly<Record<string, Call>>;
