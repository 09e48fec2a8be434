/** The published general code list. */

/** Published texts by code; those from 1021, and 1500, are ours for what came after the list. */
export const TEXTS = {
  1000: 'success',
  1001: 'merchant appid is invalid',
  1002: 'merchant white ip forbidden',
  1003: 'request sign is invalid',
  1004: 'merchant unavailable',
  1005: 'merchant institute unavailable',
  1006: 'merchant balance insufficient',
  1007: 'transaction exceed limit',
  // The list has small letters, each printed answer these.
  1008: 'Transaction Not Found',
  // Where a field is to blame, `<field>:<constraint>` (seen by clients).
  1009: 'request params invalid',
  1010: 'request bank name invalid',
  1011: 'merchant channel unavailable',
  1012: 'merchant order id is repeat',
  1013: 'merchant access frequency limit',
  1014: 'merchant payout idempoteny repeat',
  1015: 'request email invalid',
  1016: 'request ewallet name invalid',
  1017: 'the static virtual account exist',
  1018: 'network failed, please retry',
  1019: 'the bank transfer account exist',
  1020: 'dynamic qrcode amount is null',
  1022: 'the checkout order status not allow',
  1023: 'request timestamp expired',
  1024: 'direct debit token invalid',
  1025: 'ekyc order not found',
  1500: 'system error',
  1501: 'The original transaction Id not exist',
  1502: 'Refund is processing',
  // The published text names its own company.
  1503: 'System error, please contact Causeway',
  1504: 'AppId is not match',
  1505: 'Refund is not allow',
  1506: 'The refund amount is greater than the amount that can be refunded',
  1507: 'The original transaction channel does not support refunds',
  1508: 'The original transaction channel only allows one refund to be initiated',
  1509: 'Transactions 60 days ago cannot initiate refunds',
  1510: 'The original transaction channel not support refund',
  1511: 'The original transaction channel not support partial refund',
  1512: 'The full refund transaction amount must be the same as the original transaction',
  1513: 'Refund amount invalid',
  1515: 'Merchant refund order id is repeat',
  1516: 'The original transaction is not completed',
} as const;

export type Code = keyof typeof TEXTS;
