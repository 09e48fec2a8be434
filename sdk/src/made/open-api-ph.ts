// Made by tools/sdk-calls.ts from the operations of the platform: do not edit.
import type { Call, Codes } from '../call.ts';
import type { Sendable } from '../values.ts';

/** The fields and the data of each call, by its name. */
export interface Calls {
  /** Check the balance: `GET /api/v1/account/checkBalance` */
  balance: {
    readonly fields: Readonly<Record<string, never>>;
    readonly data: {
      /** what can be paid out now, in centavos */
      readonly balance: string;
    };
  };
  /** List payments: `POST /api/v1/record/paymentList` */
  payment_statement: {
    readonly fields: {
      /** the day on which it was made, UTC+8 */
      readonly createDate?: string;
      /** the day on which it ended; one of both is needed */
      readonly completeDate?: string;
      /** from 1 */
      readonly page: bigint | string;
      /** PENDING, COMPLETE or FAILED */
      readonly status?: string;
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** the orders */
      readonly records: readonly {
        /** your id of the order */
        readonly merchantOrderId: string | null;
        /** our number of it */
        readonly transactionId: string | null;
        /** the kind of channel */
        readonly paymentMethod: string | null;
        /** the channel, by its code */
        readonly paymentChannel: string | null;
        /** what was paid, or ordered, in pesos */
        readonly amount: string;
        /** what it costs you, in pesos */
        readonly fee: string;
        /** name of the payer */
        readonly name: string | null;
        /** phone number of the payer */
        readonly mobile: string | null;
        /** as it was sent */
        readonly appName: string | null;
        /** PENDING, COMPLETE or FAILED */
        readonly status: string | null;
        /** when it was made */
        readonly createTime: string | null;
        /** when it ended */
        readonly completeTime: string | null;
      }[];
    };
  };
  /** List payouts: `POST /api/v1/record/payoutList` */
  payout_statement: {
    readonly fields: {
      /** the day on which it was made, UTC+8 */
      readonly createDate?: string;
      /** the day on which it ended; one of both is needed */
      readonly completeDate?: string;
      /** from 1 */
      readonly page: bigint | string;
      /** PENDING, COMPLETE or FAILED */
      readonly status?: string;
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** the orders */
      readonly records: readonly {
        /** your id of the order */
        readonly merchantOrderId: string | null;
        /** our number of it */
        readonly transactionId: string | null;
        /** what was paid, or ordered, in pesos */
        readonly amount: string;
        /** what it costs you, in pesos */
        readonly fee: string;
        /** the bank that paid */
        readonly remittingBank: string | null;
        /** its account, masked */
        readonly remittingAccount: string | null;
        /** the payee, masked */
        readonly recipientName: string | null;
        /** the payee's account, masked */
        readonly recipientAccount: string | null;
        /** the bank or wallet */
        readonly receivingChannel: string | null;
        /** PENDING, COMPLETE or FAILED */
        readonly status: string | null;
        /** when it was made */
        readonly createTime: string | null;
        /** when it ended */
        readonly completeTime: string | null;
      }[];
    };
  };
  /** Create a payout: `POST /api/v1/payout` */
  payout_create: {
    readonly fields: {
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** name of your app */
      readonly appName: string;
      /** no two payouts of yours have the same */
      readonly idempotencyId: string;
      /** in centavos */
      readonly amount: bigint | string;
      /** account or wallet, or the QR text */
      readonly accountNo: string;
      /** name of the payee */
      readonly accountName: string;
      /** how to pay: BANK, EWALLET or SCANQR */
      readonly payMethodCode: string;
      /** the bank; BANK needs it */
      readonly bankCode?: string;
      /** the wallet; EWALLET needs it */
      readonly ewalletCode?: string;
      /** returned as it is */
      readonly remark?: string;
      /** a picture of the payee's identity card */
      readonly idCardPicUrl?: string;
      /** when that card expires */
      readonly idCardExpiryDate?: string;
      /** of the payee */
      readonly birthPlace?: string;
      /** of the payee: 1 male, 0 female, 2 other */
      readonly gender?: bigint | string;
      /** e-mail of the payee */
      readonly email?: string;
      /** where to notify; else the app's address */
      readonly callbackUrl?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** PENDING, COMPLETE or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly transactionTime?: string;
    };
  };
  /** Check a payout: `GET /api/v1/payout/check` */
  payout_check: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** as ordered, in centavos */
      readonly amount: string;
      /** PENDING, COMPLETE or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime: string | null;
      /** as it was sent */
      readonly remark: string | null;
      /** why it failed */
      readonly failedCode: string | null;
      /** the same in words */
      readonly failedMessage: string | null;
    };
  };
  /** Create a static virtual account: `POST /api/v1/paymentCode` */
  bill_create: {
    readonly fields: {
      /** name of your app */
      readonly appName: string;
      /** your id of the order */
      readonly mchOrderId: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** name of the payer */
      readonly customerName: string;
      /** e-mail of the payer */
      readonly email: string;
      /** smallest payment, in centavos */
      readonly minAmount?: bigint | string;
      /** largest payment, in centavos */
      readonly maxAmount?: bigint | string;
      /** phone number of the payer */
      readonly mobile?: string;
      /** the last day; never, if left out */
      readonly expireTime?: string;
      /** returned as remark */
      readonly description?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** a page that leads the payer */
      readonly guideUrl?: string;
      /** what the payer types in */
      readonly referenceNumber?: string;
      /** the company that the payer is shown */
      readonly biller?: string;
    };
  };
  /** Create static virtual accounts at several channels: `POST /api/v1/batch/paymentCode` */
  bill_batch_create: {
    readonly fields: {
      /** name of your app */
      readonly appName: string;
      /** your id of the order */
      readonly mchOrderId: string;
      /** the ways to pay, by their codes, separated by commas */
      readonly channelCode: string;
      /** name of the payer */
      readonly customerName: string;
      /** e-mail of the payer */
      readonly email: string;
      /** smallest payment, in centavos */
      readonly minAmount?: bigint | string;
      /** largest payment, in centavos */
      readonly maxAmount?: bigint | string;
      /** phone number of the payer */
      readonly mobile?: string;
      /** the last day; never, if left out */
      readonly expireTime?: string;
      /** returned as remark */
      readonly description?: string;
    };
    readonly data: {
      /** a page with all of them, from which the payer picks */
      readonly shortLink?: string;
      /** the codes */
      readonly paymentVaList: readonly {
        /** your id of the order */
        readonly mchOrderId?: string;
        /** the way to pay */
        readonly channelCode?: string;
        /** a page that leads the payer */
        readonly guideUrl?: string;
        /** what the payer types in */
        readonly referenceNumber?: string;
        /** the company that the payer is shown */
        readonly biller?: string;
        /** why there is none */
        readonly failedCode?: string;
        /** the same in words */
        readonly failedMessage?: string;
      }[];
    };
  };
  /** Update static virtual accounts: `POST /api/v1/batch/paymentCode/:mchOrderId/update` */
  bill_batch_update: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId: string;
      /** the ways to pay, by their codes, separated by commas */
      readonly channelCode: string;
      /** smallest payment, in centavos */
      readonly minAmount?: bigint | string;
      /** largest payment, in centavos */
      readonly maxAmount?: bigint | string;
      /** the last day; stays as it is, if left out */
      readonly expireTime?: string;
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** a page with all of them, from which the payer picks */
      readonly shortLink?: string;
      /** the codes */
      readonly paymentVaList: readonly {
        /** your id of the order */
        readonly mchOrderId?: string;
        /** the way to pay */
        readonly channelCode?: string;
        /** a page that leads the payer */
        readonly guideUrl?: string;
        /** what the payer types in */
        readonly referenceNumber?: string;
        /** the company that the payer is shown */
        readonly biller?: string;
        /** why there is none */
        readonly failedCode?: string;
        /** the same in words */
        readonly failedMessage?: string;
      }[];
    };
  };
  /** Get the page of all static virtual accounts: `POST /api/v1/paymentCode/shortLink` */
  bill_short_link: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId: string;
      /** the ways to pay, by their codes, separated by commas */
      readonly channelCode?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** a page with all of them, from which the payer picks */
      readonly shortLink?: string;
    };
  };
  /** List the payments of a group of codes: `GET /api/v1/paymentCode/:mchOrderId/payments` */
  bill_payments: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId: string;
      /** first day, UTC+8 */
      readonly startDate: string;
      /** last day, UTC+8 */
      readonly endDate: string;
      /** the ways to pay, by their codes, separated by commas */
      readonly channelCode?: string;
    };
    readonly data: readonly {
      /** our number of it */
      readonly transactionId?: string;
      /** when it was made */
      readonly transactionCreateTime?: string;
      /** when it ended */
      readonly transactionReturnTime: string | null;
      /** what was paid, in centavos */
      readonly transactionAmount: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** PENDING, COMPLETE or FAILED */
      readonly transactionStatus?: string;
      /** as it was sent */
      readonly remark: string | null;
    }[];
  };
  /** Cancel static virtual accounts: `POST /api/v1/paymentCode/cancel` */
  bill_cancel: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId: string;
    };
    readonly data: {
      /** the codes */
      readonly paymentVaList: readonly {
        /** your id of the order */
        readonly mchOrderId?: string;
        /** the way to pay */
        readonly channelCode?: string;
        /** what the payer types in */
        readonly referenceNumber?: string;
        /** the company that the payer is shown */
        readonly biller?: string;
        /** ACTIVE or INACTIVE */
        readonly status?: string;
        /** why there is none */
        readonly failedCode?: string;
        /** the same in words */
        readonly failedMessage?: string;
      }[];
    };
  };
  /** Create a QR code: `POST /api/v1/qrcode` */
  qrcode_create: {
    readonly fields: {
      /** name of your app */
      readonly appName: string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** in centavos */
      readonly amount?: bigint | string;
      /** name of the payer */
      readonly customerName?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** where to notify; else the app's address */
      readonly callbackUrl?: string;
      /** returned as it is */
      readonly remark?: string;
      /** until it ends, in seconds */
      readonly expireSeconds?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of the code */
      readonly qrcodeId?: string;
      /** the text to draw as a QR picture */
      readonly qrcodeContent?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** where we notify */
      readonly callbackUrl: string | null;
      /** when it was made */
      readonly createTime?: string;
      /** when it was made or ended */
      readonly updateTime?: string;
      /** when it ends; null: never */
      readonly expiresTime: string | null;
      /** as it was sent */
      readonly remark: string | null;
      /** ACTIVE or INACTIVE */
      readonly status?: string;
      /** a page with the code */
      readonly qrLink?: string;
    };
  };
  /** Query a QR code: `GET /api/v1/qrcode/detail` */
  qrcode_detail: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of the code */
      readonly qrcodeId?: string;
      /** the text to draw as a QR picture */
      readonly qrcodeContent?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** where we notify */
      readonly callbackUrl: string | null;
      /** when it was made */
      readonly createTime?: string;
      /** when it was made or ended */
      readonly updateTime?: string;
      /** when it ends; null: never */
      readonly expiresTime: string | null;
      /** as it was sent */
      readonly remark: string | null;
      /** ACTIVE or INACTIVE */
      readonly status?: string;
      /** a page with the code */
      readonly qrLink?: string;
    };
  };
  /** List the payments of a QR code: `GET /api/v1/qrcode/:mchOrderId/payments` */
  qrcode_payments: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId: string;
      /** first day, UTC+8 */
      readonly startDate: string;
      /** last day, UTC+8 */
      readonly endDate: string;
    };
    readonly data: readonly {
      /** our number of it */
      readonly transactionId?: string;
      /** when it was made */
      readonly transactionCreateTime?: string;
      /** when it ended */
      readonly transactionReturnTime: string | null;
      /** what was paid, in centavos */
      readonly transactionAmount: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** PENDING, COMPLETE or FAILED */
      readonly transactionStatus?: string;
      /** as it was sent */
      readonly remark: string | null;
    }[];
  };
  /** Cancel a QR code: `POST /api/v1/qrcode/cancel` */
  qrcode_cancel: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of the code */
      readonly qrcodeId?: string;
      /** the text to draw as a QR picture */
      readonly qrcodeContent?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** where we notify */
      readonly callbackUrl: string | null;
      /** when it was made */
      readonly createTime?: string;
      /** when it was made or ended */
      readonly updateTime?: string;
      /** when it ends; null: never */
      readonly expiresTime: string | null;
      /** as it was sent */
      readonly remark: string | null;
      /** ACTIVE or INACTIVE */
      readonly status?: string;
      /** a page with the code */
      readonly qrLink?: string;
    };
  };
  /** Update a QR code: `POST /api/v1/qrcode/update` */
  qrcode_update: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId: string;
      /** name of the payer */
      readonly customerName: string;
      /** where to notify; else the app's address */
      readonly callbackUrl?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of the code */
      readonly qrcodeId?: string;
      /** the text to draw as a QR picture */
      readonly qrcodeContent?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** where we notify */
      readonly callbackUrl: string | null;
      /** when it was made */
      readonly createTime?: string;
      /** when it was made or ended */
      readonly updateTime?: string;
      /** when it ends; null: never */
      readonly expiresTime: string | null;
      /** as it was sent */
      readonly remark: string | null;
      /** ACTIVE or INACTIVE */
      readonly status?: string;
      /** a page with the code */
      readonly qrLink?: string;
    };
  };
  /** Create bank transfer accounts: `POST /api/v1/batch/paymentAccount` */
  account_batch_create: {
    readonly fields: {
      /** name of your app */
      readonly appName: string;
      /** your id of the order */
      readonly mchOrderId: string;
      /** the ways to pay, by their codes, separated by commas */
      readonly channelCode: string;
      /** name of the payer */
      readonly customerName: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** smallest payment, in centavos */
      readonly minAmount?: bigint | string;
      /** largest payment, in centavos */
      readonly maxAmount?: bigint | string;
      /** phone number of the payer */
      readonly mobile?: string;
      /** the last day; never, if left out */
      readonly expireTime?: string;
      /** returned as remark */
      readonly description?: string;
    };
    readonly data: {
      /** a page with all of them, from which the payer picks */
      readonly shortLink?: string;
      /** the codes */
      readonly paymentAccountList: readonly {
        /** your id of the order */
        readonly mchOrderId?: string;
        /** the way to pay */
        readonly channelCode?: string;
        /** a page that leads the payer */
        readonly guideUrl?: string;
        /** the bank of the account */
        readonly receivingBank?: string;
        /** whose it is */
        readonly accountName?: string;
        /** its number */
        readonly accountNumber?: string;
        /** why there is none */
        readonly failedCode?: string;
        /** the same in words */
        readonly failedMessage?: string;
      }[];
    };
  };
  /** Update bank transfer accounts: `POST /api/v1/batch/paymentAccount/:mchOrderId/update` */
  account_batch_update: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId: string;
      /** the ways to pay, by their codes, separated by commas */
      readonly channelCode: string;
      /** smallest payment, in centavos */
      readonly minAmount?: bigint | string;
      /** largest payment, in centavos */
      readonly maxAmount?: bigint | string;
      /** the last day; stays as it is, if left out */
      readonly expireTime?: string;
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** a page with all of them, from which the payer picks */
      readonly shortLink?: string;
      /** the codes */
      readonly paymentAccountList: readonly {
        /** your id of the order */
        readonly mchOrderId?: string;
        /** the way to pay */
        readonly channelCode?: string;
        /** a page that leads the payer */
        readonly guideUrl?: string;
        /** the bank of the account */
        readonly receivingBank?: string;
        /** whose it is */
        readonly accountName?: string;
        /** its number */
        readonly accountNumber?: string;
        /** why there is none */
        readonly failedCode?: string;
        /** the same in words */
        readonly failedMessage?: string;
      }[];
    };
  };
  /** List the payments of a group of codes: `GET /api/v1/paymentAccount/:mchOrderId/payments` */
  account_payments: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId: string;
      /** first day, UTC+8 */
      readonly startDate: string;
      /** last day, UTC+8 */
      readonly endDate: string;
      /** the ways to pay, by their codes, separated by commas */
      readonly channelCode?: string;
    };
    readonly data: readonly {
      /** our number of it */
      readonly transactionId?: string;
      /** when it was made */
      readonly transactionCreateTime?: string;
      /** when it ended */
      readonly transactionReturnTime: string | null;
      /** what was paid, in centavos */
      readonly transactionAmount: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** PENDING, COMPLETE or FAILED */
      readonly transactionStatus?: string;
      /** as it was sent */
      readonly remark: string | null;
    }[];
  };
  /** Create a web payment: `POST /api/v1/payment` */
  payment_create: {
    readonly fields: {
      /** name of your app */
      readonly appName: string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** in centavos */
      readonly amount: bigint | string;
      /** name of the payer */
      readonly customerName?: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** e-mail of the payer */
      readonly email: string;
      /** phone number of the payer */
      readonly mobile: string;
      /** returned as it is */
      readonly remark?: string;
      /** where to notify; else the app's address */
      readonly callbackUrl: string;
      /** where the payer returns to */
      readonly redirectUrl: string;
      /** JSON text of the address, for cards */
      readonly billingAddress?: string;
    };
    readonly data: {
      /** the page to send the payer to */
      readonly redirectUrl?: string;
      /** PENDING, COMPLETE or FAILED */
      readonly transactionStatus?: string;
      /** as ordered, in centavos */
      readonly transactionAmount: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** when it ends unpaid */
      readonly expiresTime?: string;
    };
  };
  /** Check a web payment: `GET /api/v1/payment/:transactionId` */
  payment_query: {
    readonly fields: {
      /** our number of the payment */
      readonly transactionId: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** what was paid, or what was ordered, in centavos */
      readonly amount: string;
      /** PENDING, COMPLETE or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime: string | null;
      /** as it was sent */
      readonly appName: string | null;
      /** name of the payer */
      readonly customerName: string | null;
      /** the way to pay */
      readonly channelCode?: string;
      /** e-mail of the payer */
      readonly email: string | null;
      /** phone number of the payer, as it was sent */
      readonly mobile: string | null;
      /** as it was sent */
      readonly remark: string | null;
      /** where we notify */
      readonly callbackUrl: string | null;
    };
  };
  /** List the channels of web payments: `GET /api/v1/payment/channels` */
  payment_channels: {
    readonly fields: Readonly<Record<string, never>>;
    readonly data: readonly {
      /** the code of the channel */
      readonly channelCode?: string;
      /** its name */
      readonly channelName?: string;
      /** ACTIVE: what is not open is not listed */
      readonly status?: string;
      /** smallest payment, in centavos */
      readonly minAmount: string;
      /** largest payment, in centavos */
      readonly maxAmount: string;
    }[];
  };
  /** Refund a payment: `POST /api/payment/refund` */
  refund_create: {
    readonly fields: {
      /** your id of the refund, used once */
      readonly mchRefundOrderId: string;
      /** our number of the payment */
      readonly originalTransactionId: string;
      /** in centavos */
      readonly refundAmount: bigint | string;
      /** returned in notifications */
      readonly refundReason?: string;
      /** where to notify */
      readonly refundCallbackUrl: string;
    };
    readonly data: {
      /** your id of the refund */
      readonly mchRefundOrderId?: string;
      /** our number of the refund */
      readonly refundTransactionId?: string;
      /** what goes back, in centavos */
      readonly refundAmount: string;
      /** when it was made */
      readonly refundCreateTime?: string;
      /** PENDING, COMPLETE, FAILED or CANCEL */
      readonly refundStatus?: string;
    };
  };
  /** Query a refund: `POST /api/payment/refund/query` */
  refund_query: {
    readonly fields: {
      /** your id of the refund, used once */
      readonly mchRefundOrderId?: string;
      /** our number of the refund */
      readonly refundTransactionId?: string;
    };
    readonly data: {
      /** your id of the refund */
      readonly mchRefundOrderId?: string;
      /** our number of the refund */
      readonly refundTransactionId?: string;
      /** our number of the payment */
      readonly originalTransactionId?: string;
      /** what goes back, in centavos */
      readonly refundAmount: string;
      /** the fee that came back, in centavos */
      readonly feeRefunded: string;
      /** PENDING, COMPLETE, FAILED or CANCEL */
      readonly refundStatus?: string;
      /** when it was made */
      readonly refundCreateTime?: string;
      /** when it ended */
      readonly refundReturnTime: string | null;
      /** as it was sent */
      readonly refundReason: string | null;
      /** why it failed */
      readonly failedCode: string | null;
      /** the same in words */
      readonly failedMessage: string | null;
    };
  };
  /** Query a refund: `GET /api/payment/refund/query` */
  refund_query_get: {
    readonly fields: {
      /** your id of the refund, used once */
      readonly mchRefundOrderId?: string;
      /** our number of the refund */
      readonly refundTransactionId?: string;
    };
    readonly data: {
      /** your id of the refund */
      readonly mchRefundOrderId?: string;
      /** our number of the refund */
      readonly refundTransactionId?: string;
      /** our number of the payment */
      readonly originalTransactionId?: string;
      /** what goes back, in centavos */
      readonly refundAmount: string;
      /** the fee that came back, in centavos */
      readonly feeRefunded: string;
      /** PENDING, COMPLETE, FAILED or CANCEL */
      readonly refundStatus?: string;
      /** when it was made */
      readonly refundCreateTime?: string;
      /** when it ended */
      readonly refundReturnTime: string | null;
      /** as it was sent */
      readonly refundReason: string | null;
      /** why it failed */
      readonly failedCode: string | null;
      /** the same in words */
      readonly failedMessage: string | null;
    };
  };
  /** List the channels of the counter: `POST /api/v2/checkout/channel` */
  checkout_channels: {
    readonly fields: {
      /** PH */
      readonly countryCode: string;
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** the channels that are open */
      readonly list: readonly {
        /** the kind of channel */
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
  /** Create a checkout: `POST /api/v2/checkout/generate` */
  checkout_create: {
    readonly fields: {
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** shown on the page */
      readonly merchantLogo?: string;
      /** of the page: EN, ZH */
      readonly language?: string;
      /** PH */
      readonly countryCode: string;
      /** PHP */
      readonly currency: string;
      /** PHP */
      readonly settlementCurrency: string;
      /** kinds of channels that the payer may choose from */
      readonly channelTypeList?: readonly string[] | string;
      /** channels that the payer may choose from */
      readonly channelCodeList?: readonly string[] | string;
      /** in centavos */
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
      readonly notifyUrl: string;
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
      /** where it is sent */
      readonly shippingAddress?: { readonly [name: string]: Sendable } | readonly Sendable[];
      /** your id of the payer */
      readonly userId?: string;
      /** name of your app */
      readonly appName?: string;
    };
    readonly data: {
      /** our number of the checkout */
      readonly checkoutId?: string;
      /** the page where the payer chooses how to pay */
      readonly checkoutUrl?: string;
      /** PENDING, COMPLETE, FAILED or CLOSED */
      readonly status?: string;
      /** when it ends unpaid */
      readonly expiresTime?: string;
    };
  };
  /** Check a checkout: `POST /api/v2/checkout/query` */
  checkout_query: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of the checkout */
      readonly checkoutId?: string;
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of the checkout */
      readonly checkoutId?: string;
      /** our number of it */
      readonly transactionId: string | null;
      /** what was paid, or what was ordered, in centavos */
      readonly amount: string;
      /** PHP */
      readonly currency?: string;
      /** PENDING, COMPLETE, FAILED or CLOSED */
      readonly transactionStatus?: string;
      /** the kind of channel */
      readonly channelType: string | null;
      /** the way to pay */
      readonly channelCode: string | null;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime: string | null;
      /** as it was sent */
      readonly appName: string | null;
      /** as it was sent */
      readonly remark: string | null;
      /** where we notify */
      readonly callbackUrl: string | null;
    };
  };
  /** Close a checkout that is not paid: `POST /api/v2/checkout/close` */
  checkout_close: {
    readonly fields: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of the checkout */
      readonly checkoutId?: string;
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of the checkout */
      readonly checkoutId?: string;
      /** PENDING, COMPLETE, FAILED or CLOSED */
      readonly status?: string;
      /** when it was closed */
      readonly closedTime?: string;
    };
  };
  /** Ask for a payer's permission to be debited: `POST /api/v2/direct/debit/token/apply` */
  mandate_apply: {
    readonly fields: {
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the payer */
      readonly userId: string;
      /** your id of the request, used once */
      readonly requestId: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** PH */
      readonly countryCode?: string;
      /** WEB, WAP or APP */
      readonly terminalType: string;
      /** IOS or ANDROID; needed but for WEB */
      readonly osType?: string;
      /** where to notify; else the app's address */
      readonly notifyUrl: string;
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
      /** the page where the payer agrees */
      readonly authUrl?: string;
    };
  };
  /** Check a payer's permissions: `POST /api/v2/direct/debit/token/query` */
  mandate_query: {
    readonly fields: {
      /** your id of the payer */
      readonly userId: string;
      /** the payer's permission to be debited */
      readonly payToken?: string;
      /** when the request was made, in milliseconds since 1970 */
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
  /** End a payer's permission: `POST /api/v2/direct/debit/token/cancel` */
  mandate_cancel: {
    readonly fields: {
      /** your id of the payer */
      readonly userId: string;
      /** the payer's permission to be debited */
      readonly payToken: string;
      /** when the request was made, in milliseconds since 1970 */
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
  /** Debit a payer: `POST /api/v2/direct/debit/pay` */
  debit_create: {
    readonly fields: {
      /** name of your app */
      readonly appName: string;
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the order, used once */
      readonly mchOrderId: string;
      /** in centavos */
      readonly amount: bigint | string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** the payer's permission to be debited */
      readonly payToken: string;
      /** name of the payer */
      readonly customerName?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** phone number of the payer */
      readonly mobile?: string;
      /** where to notify; else the app's address */
      readonly callbackUrl?: string;
      /** another name of callbackUrl */
      readonly notifyUrl?: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** PENDING, COMPLETE or FAILED */
      readonly transactionStatus?: string;
      /** the kind of channel */
      readonly channelType?: string;
      /** the way to pay */
      readonly channelCode?: string;
    };
  };
  /** Check a debit: `POST /api/v2/direct/debit/query` */
  debit_query: {
    readonly fields: {
      /** our number of the order */
      readonly transactionId?: string;
      /** your id of the order */
      readonly mchOrderId?: string;
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the order */
      readonly mchOrderId?: string;
      /** our number of it */
      readonly transactionId?: string;
      /** what was paid, or what was ordered, in centavos */
      readonly amount: string;
      /** PENDING, COMPLETE or FAILED */
      readonly transactionStatus?: string;
      /** when it was made */
      readonly createTime?: string;
      /** when it ended */
      readonly returnTime: string | null;
      /** as it was sent */
      readonly appName: string | null;
      /** name of the payer */
      readonly customerName: string | null;
      /** the way to pay */
      readonly channelCode?: string;
      /** e-mail of the payer */
      readonly email: string | null;
      /** phone number of the payer, as it was sent */
      readonly mobile: string | null;
      /** as it was sent */
      readonly remark: string | null;
      /** where we notify */
      readonly callbackUrl: string | null;
    };
  };
  /** Ask a payer to show who they are: `POST /api/v2/ekyc/init` */
  ekyc_init: {
    readonly fields: {
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
      /** your id of the request, used once */
      readonly requestId: string;
      /** your id of the payer */
      readonly userId: string;
      /** the way to pay, by its code */
      readonly channelCode: string;
      /** the kind of document; else the payer chooses */
      readonly docType?: string;
      /** name of the payer */
      readonly customerName?: string;
      /** phone number of the payer */
      readonly mobile?: string;
      /** e-mail of the payer */
      readonly email?: string;
      /** WEB, WAP or APP */
      readonly terminalType?: string;
      /** IOS or ANDROID; needed but for WEB */
      readonly osType?: string;
      /** where to notify; else the app's address */
      readonly notifyUrl: string;
      /** where the payer returns to */
      readonly redirectUrl: string;
      /** returned as it is */
      readonly remark?: string;
    };
    readonly data: {
      /** your id of the request */
      readonly requestId?: string;
      /** your id of the payer */
      readonly userId?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** our number of it */
      readonly ekycId?: string;
      /** the page where the payer takes the pictures */
      readonly ekycUrl?: string;
      /** INIT, PROCESSING, PASSED, REJECTED or EXPIRED */
      readonly status?: string;
      /** until when they can be sent in */
      readonly expiresTime: string | null;
    };
  };
  /** Check what became of it: `POST /api/v2/ekyc/query` */
  ekyc_query: {
    readonly fields: {
      /** our number of the request */
      readonly ekycId?: string;
      /** your id of the request; one of the two is needed */
      readonly requestId?: string;
      /** when the request was made, in milliseconds since 1970 */
      readonly timestamp?: bigint | string;
    };
    readonly data: {
      /** your id of the request */
      readonly requestId?: string;
      /** our number of it */
      readonly ekycId?: string;
      /** your id of the payer */
      readonly userId?: string;
      /** the way to pay */
      readonly channelCode?: string;
      /** INIT, PROCESSING, PASSED, REJECTED or EXPIRED */
      readonly status?: string;
      /** the kind of document */
      readonly docType: string | null;
      /** its number, the middle hidden */
      readonly docNumber: string | null;
      /** as the document has it */
      readonly fullName: string | null;
      /** as 1990-01-31 */
      readonly birthDate: string | null;
      /** as the document has it */
      readonly gender: string | null;
      /** as the document has it */
      readonly address: string | null;
      /** the last day of the document */
      readonly docExpiryDate: string | null;
      /** how alike the faces are, 0 to 100 */
      readonly faceScore: string;
      /** whether somebody was there */
      readonly livenessPassed: boolean;
      /** why not */
      readonly failedCode: string | null;
      /** the same in words */
      readonly failedMessage: string | null;
      /** when it was made */
      readonly createTime?: string;
      /** when it was decided */
      readonly returnTime: string | null;
    };
  };
}

/** What notifications say. Which members one has depends on what it reports. */
export interface Notification {
  /** what happened */
  readonly eventName?: string;
  /** your id of the order */
  readonly mchOrderId?: string;
  /** our number of it */
  readonly transactionId?: string;
  /** what was paid, or what was ordered, in centavos */
  readonly amount?: string;
  /** PENDING, COMPLETE or FAILED */
  readonly transactionStatus?: string;
  /** when it was made */
  readonly createTime?: string;
  /** when it was decided */
  readonly returnTime?: string;
  /** as it was sent */
  readonly remark?: string;
  /** why not */
  readonly failedCode?: string;
  /** the same in words */
  readonly failedMessage?: string;
  /** the way to pay */
  readonly channelCode?: string;
  /** what the payer types in */
  readonly referenceNumber?: string;
  /** the same */
  readonly paymentCode?: string;
  /** the account paid to */
  readonly paymentAccount?: string;
  /** your id of the refund */
  readonly mchRefundOrderId?: string;
  /** our number of the refund */
  readonly refundTransactionId?: string;
  /** our number of the payment */
  readonly originalTransactionId?: string;
  /** what goes back, in centavos */
  readonly refundAmount?: string;
  /** the fee that came back, in centavos */
  readonly feeRefunded?: string;
  /** PENDING, COMPLETE, FAILED or CANCEL */
  readonly refundStatus?: string;
  /** when it was made */
  readonly refundCreateTime?: string;
  /** when it ended */
  readonly refundReturnTime?: string;
  /** as it was sent */
  readonly refundReason?: string;
  /** our number of the checkout */
  readonly checkoutId?: string;
  /** PHP */
  readonly currency?: string;
  /** the kind of channel */
  readonly channelType?: string;
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
  /** our number of it */
  readonly ekycId?: string;
  /** INIT, PROCESSING, PASSED, REJECTED or EXPIRED */
  readonly status?: string;
}

export const CODES: Codes = {
  success: ['1000', '1'],
  busy: ['1013', '1018'],
  unknown: ['1500', '1503'],
};

export const CALLS = {
  balance: {
    method: 'GET',
    paths: ['/api/v1/account/checkBalance'],
    fields: {},
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  payment_statement: {
    method: 'POST',
    paths: ['/api/v1/record/paymentList'],
    fields: {
      createDate: 'text',
      completeDate: 'text',
      page: 'exact',
      status: 'text',
      timestamp: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  payout_statement: {
    method: 'POST',
    paths: ['/api/v1/record/payoutList'],
    fields: {
      createDate: 'text',
      completeDate: 'text',
      page: 'exact',
      status: 'text',
      timestamp: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  payout_create: {
    method: 'POST',
    paths: ['/api/v1/payout'],
    fields: {
      mchOrderId: 'text',
      appName: 'text',
      idempotencyId: 'text',
      amount: 'exact',
      accountNo: 'text',
      accountName: 'text',
      payMethodCode: 'text',
      bankCode: 'text',
      ewalletCode: 'text',
      remark: 'text',
      idCardPicUrl: 'url',
      idCardExpiryDate: 'text',
      birthPlace: 'text',
      gender: 'exact',
      email: 'text',
      callbackUrl: 'url',
    },
    stamp: null,
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '1012', message: null }, { code: '1014', message: null }],
    ask: { call: 'payout_check', fields: ['mchOrderId'] },
  },
  payout_check: {
    method: 'GET',
    paths: ['/api/v1/payout/check'],
    fields: { mchOrderId: 'text' },
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  bill_create: {
    method: 'POST',
    paths: ['/api/v1/paymentCode'],
    fields: {
      appName: 'text',
      mchOrderId: 'text',
      channelCode: 'text',
      customerName: 'text',
      email: 'text',
      minAmount: 'exact',
      maxAmount: 'exact',
      mobile: 'text',
      expireTime: 'text',
      description: 'text',
    },
    stamp: null,
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '1017', message: null }],
    ask: null,
  },
  bill_batch_create: {
    method: 'POST',
    paths: ['/api/v1/batch/paymentCode'],
    fields: {
      appName: 'text',
      mchOrderId: 'text',
      channelCode: 'text',
      customerName: 'text',
      email: 'text',
      minAmount: 'exact',
      maxAmount: 'exact',
      mobile: 'text',
      expireTime: 'text',
      description: 'text',
    },
    stamp: null,
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '1017', message: null }],
    ask: { call: 'bill_short_link', fields: ['mchOrderId', 'channelCode'] },
  },
  bill_batch_update: {
    method: 'POST',
    paths: ['/api/v1/batch/paymentCode/:mchOrderId/update'],
    fields: {
      mchOrderId: 'path',
      channelCode: 'text',
      minAmount: 'exact',
      maxAmount: 'exact',
      expireTime: 'text',
      timestamp: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'never',
    exists: [],
    ask: null,
  },
  bill_short_link: {
    method: 'POST',
    paths: ['/api/v1/paymentCode/shortLink', '/api/v1/paymentCode/cashier'],
    fields: { mchOrderId: 'text', channelCode: 'text' },
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  bill_payments: {
    method: 'GET',
    paths: ['/api/v1/paymentCode/:mchOrderId/payments'],
    fields: {
      mchOrderId: 'path',
      startDate: 'text',
      endDate: 'text',
      channelCode: 'text',
    },
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  bill_cancel: {
    method: 'POST',
    paths: ['/api/v1/paymentCode/cancel'],
    fields: { mchOrderId: 'text' },
    stamp: null,
    form: 'flat',
    repeat: 'never',
    exists: [],
    ask: null,
  },
  qrcode_create: {
    method: 'POST',
    paths: ['/api/v1/qrcode'],
    fields: {
      appName: 'text',
      mchOrderId: 'text',
      channelCode: 'text',
      amount: 'exact',
      customerName: 'text',
      email: 'text',
      callbackUrl: 'url',
      remark: 'text',
      expireSeconds: 'exact',
    },
    stamp: null,
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '1012', message: null }],
    ask: { call: 'qrcode_detail', fields: ['mchOrderId'] },
  },
  qrcode_detail: {
    method: 'GET',
    paths: ['/api/v1/qrcode/detail', '/api/v1/qrcode'],
    fields: { mchOrderId: 'text' },
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  qrcode_payments: {
    method: 'GET',
    paths: ['/api/v1/qrcode/:mchOrderId/payments'],
    fields: { mchOrderId: 'path', startDate: 'text', endDate: 'text' },
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  qrcode_cancel: {
    method: 'POST',
    paths: ['/api/v1/qrcode/cancel'],
    fields: { mchOrderId: 'text' },
    stamp: null,
    form: 'flat',
    repeat: 'never',
    exists: [],
    ask: null,
  },
  qrcode_update: {
    method: 'POST',
    paths: ['/api/v1/qrcode/update'],
    fields: {
      mchOrderId: 'text',
      customerName: 'text',
      callbackUrl: 'url',
      email: 'text',
      remark: 'text',
    },
    stamp: null,
    form: 'flat',
    repeat: 'never',
    exists: [],
    ask: null,
  },
  account_batch_create: {
    method: 'POST',
    paths: ['/api/v1/batch/paymentAccount'],
    fields: {
      appName: 'text',
      mchOrderId: 'text',
      channelCode: 'text',
      customerName: 'text',
      email: 'text',
      minAmount: 'exact',
      maxAmount: 'exact',
      mobile: 'text',
      expireTime: 'text',
      description: 'text',
    },
    stamp: null,
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '1019', message: null }],
    ask: null,
  },
  account_batch_update: {
    method: 'POST',
    paths: ['/api/v1/batch/paymentAccount/:mchOrderId/update'],
    fields: {
      mchOrderId: 'path',
      channelCode: 'text',
      minAmount: 'exact',
      maxAmount: 'exact',
      expireTime: 'text',
      timestamp: 'exact',
    },
    stamp: 'milliseconds',
    form: 'flat',
    repeat: 'never',
    exists: [],
    ask: null,
  },
  account_payments: {
    method: 'GET',
    paths: ['/api/v1/paymentAccount/:mchOrderId/payments'],
    fields: {
      mchOrderId: 'path',
      startDate: 'text',
      endDate: 'text',
      channelCode: 'text',
    },
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  payment_create: {
    method: 'POST',
    paths: ['/api/v1/payment'],
    fields: {
      appName: 'text',
      mchOrderId: 'text',
      amount: 'exact',
      customerName: 'text',
      channelCode: 'text',
      email: 'text',
      mobile: 'text',
      remark: 'text',
      callbackUrl: 'url',
      redirectUrl: 'url',
      billingAddress: 'text',
    },
    stamp: null,
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '1012', message: null }],
    ask: null,
  },
  payment_query: {
    method: 'GET',
    paths: ['/api/v1/payment/:transactionId'],
    fields: { transactionId: 'path' },
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  payment_channels: {
    method: 'GET',
    paths: ['/api/v1/payment/channels', '/api/v1/payment/channel'],
    fields: {},
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  refund_create: {
    method: 'POST',
    paths: ['/api/payment/refund'],
    fields: {
      mchRefundOrderId: 'text',
      originalTransactionId: 'text',
      refundAmount: 'exact',
      refundReason: 'text',
      refundCallbackUrl: 'url',
    },
    stamp: null,
    form: 'flat',
    repeat: 'same',
    exists: [{ code: '1515', message: null }],
    ask: { call: 'refund_query', fields: ['mchRefundOrderId'] },
  },
  refund_query: {
    method: 'POST',
    paths: ['/api/payment/refund/query'],
    fields: { mchRefundOrderId: 'text', refundTransactionId: 'text' },
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  refund_query_get: {
    method: 'GET',
    paths: ['/api/payment/refund/query'],
    fields: { mchRefundOrderId: 'text', refundTransactionId: 'text' },
    stamp: null,
    form: 'flat',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  checkout_channels: {
    method: 'POST',
    paths: ['/api/v2/checkout/channel'],
    fields: { countryCode: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'envelope',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  checkout_create: {
    method: 'POST',
    paths: ['/api/v2/checkout/generate'],
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
      shippingAddress: 'text',
      userId: 'text',
      appName: 'text',
    },
    stamp: 'milliseconds',
    form: 'envelope',
    repeat: 'same',
    exists: [{ code: '1012', message: null }],
    ask: { call: 'checkout_query', fields: ['mchOrderId'] },
  },
  checkout_query: {
    method: 'POST',
    paths: ['/api/v2/checkout/query'],
    fields: { mchOrderId: 'text', checkoutId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'envelope',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  checkout_close: {
    method: 'POST',
    paths: ['/api/v2/checkout/close'],
    fields: { mchOrderId: 'text', checkoutId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'envelope',
    repeat: 'never',
    exists: [],
    ask: null,
  },
  mandate_apply: {
    method: 'POST',
    paths: ['/api/v2/direct/debit/token/apply'],
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
    form: 'either',
    repeat: 'same',
    exists: [{ code: '1012', message: null }],
    ask: null,
  },
  mandate_query: {
    method: 'POST',
    paths: ['/api/v2/direct/debit/token/query'],
    fields: { userId: 'text', payToken: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'either',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  mandate_cancel: {
    method: 'POST',
    paths: ['/api/v2/direct/debit/token/cancel'],
    fields: { userId: 'text', payToken: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'either',
    repeat: 'never',
    exists: [],
    ask: null,
  },
  debit_create: {
    method: 'POST',
    paths: ['/api/v2/direct/debit/pay'],
    fields: {
      appName: 'text',
      timestamp: 'exact',
      mchOrderId: 'text',
      amount: 'exact',
      channelCode: 'text',
      payToken: 'text',
      customerName: 'text',
      email: 'text',
      mobile: 'text',
      callbackUrl: 'url',
      notifyUrl: 'url',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'either',
    repeat: 'same',
    exists: [{ code: '1012', message: null }],
    ask: { call: 'debit_query', fields: ['mchOrderId'] },
  },
  debit_query: {
    method: 'POST',
    paths: ['/api/v2/direct/debit/query'],
    fields: { transactionId: 'text', mchOrderId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'either',
    repeat: 'read',
    exists: [],
    ask: null,
  },
  ekyc_init: {
    method: 'POST',
    paths: ['/api/v2/ekyc/init'],
    fields: {
      timestamp: 'exact',
      requestId: 'text',
      userId: 'text',
      channelCode: 'text',
      docType: 'text',
      customerName: 'text',
      mobile: 'text',
      email: 'text',
      terminalType: 'text',
      osType: 'text',
      notifyUrl: 'url',
      redirectUrl: 'url',
      remark: 'text',
    },
    stamp: 'milliseconds',
    form: 'either',
    repeat: 'same',
    exists: [{ code: '1012', message: null }],
    ask: { call: 'ekyc_query', fields: ['requestId'] },
  },
  ekyc_query: {
    method: 'POST',
    paths: ['/api/v2/ekyc/query'],
    fields: { ekycId: 'text', requestId: 'text', timestamp: 'exact' },
    stamp: 'milliseconds',
    form: 'either',
    repeat: 'read',
    exists: [],
    ask: null,
  },
} as const satisfies Readonly<Record<string, Call>>;
