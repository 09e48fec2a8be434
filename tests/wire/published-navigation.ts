/**
 * The navigation that the published sites print: of v1 by seed 000, of the Philippine API by seed
 * 003, two blanks for each level.
 */

export const OPEN_API_V1 = `
Unified API Request Param
Unified Async Notification Param
Open API Common Code List
1. Account
  Country Code
  1.1 Balance Inquiry
  1.2 Report Download
2. Philippines
  2.1 Payout
    Payout Channel List
    2.1.1 Create Payout
    2.1.2 Check Payment Status
    2.1.3 Payout Notification
  2.2 Payment - dynamic order
    Philippines Payment Channel List
    2.2.1 Create Payment
    2.2.2 Check Payment Status
    2.2.3 Payment Notification
  2.3 Payment - static order
    Philippines Payment Channel List
    2.3.1 Create Payment
    2.3.2 Payment Code Detail
    2.3.3 Query Static Payment List
    2.3.4 Payment Notification
    2.3.5 PaymentCode Cancel
3. Indonesia
  3.1 Payout
    Disburse Channel List
    3.1.1 Create Payout
    3.1.2 Check Payout Status
    3.1.3 Payout Notification
  3.2 Payment - dynamic order
    Indonesia Payment Channel List
    3.2.1 Create Payment
    3.2.2 Check Payment Status
    3.2.3 Payment Notification
  3.3 Payment - static order
    Channel List
    3.3.1 Create Payment
    3.3.2 Payment Code Detail
    3.3.3 Query Static Payment List
    3.3.4 Payment Notification
4. Malaysia
  4.1 Payout
    Payout Channel List
    4.1.1 Create Payout
    4.1.2 Check Payout Status
    4.1.3 Payout Notification
  4.2 Payment
    Malaysia Payment Channel List
    4.2.1 Create Payment
    4.2.2 Check Payment Status
    4.2.3 Payment Notification
5. Thailand
  5.1 Payout
    Payout Channel List
    5.1.1 Create Payout
    5.1.2 Check Payout Status
    5.1.3 Payout Notification
  5.2 Payment - dynamic order
    Thailand Payment Channel List
    Wechat Webpage Authorization Reference
    Wechat Calls Payment Reference
    5.2.1 Create Payment
    5.2.2 Check Payment Status
    5.2.3 Payment Notification
  5.3 Payment - static order
    Channel List
    5.3.1 Create Payment
    5.3.2 Payment Code Detail
    5.3.3 Query Static Payment List
    5.3.4 Payment Notification
6. Russia
  6.1 Payment
    Russia Payment Channel List
    6.1.1 Create Payment
    6.1.2 Check Payment Status
    6.1.3 Payment Notification
7. Refund
  Refund Support Channel List
  Refund Status Enum
  7.1 Refund
  7.2 Get Refund Payments
  7.3 Refund Notification
`;

export const OPEN_API_PH = `
API Signature Process
API General Code
1. Callback
  Merchant Subscription Event Notification - Signature Process
2. Account
  2.1 Check Account Balance
  2.2 Payment Statement
  2.3 Payout Statement
3. Payout
  Payout Product Flow Chart
  Open API Channel List
  3.1 Create Payout
  3.3 Payout Callback Notification
  3.2 Check Payout Status
4. Bills Payment
  Bills Payment Product Flow Chart
  Bills Payment ChannelCode List
  4.1 Create Static Virtual Account
  4.2 Batch Create Static Virtual Account
  4.3 Update Static Virtual Account
  4.4 Get Virtual Account Cashier Short Url
  4.5 Get Virtual Account's Payments
  4.6 Repayment verification API
  4.7 Cancel Static Virtual Account
  4.8 Virtual Account Callback Notification
5. QrCode
  QrCode Product Flow Chart
  QrCode ChannelCode List
  5.1 Create QR Code
  5.2 Get QR Code Detail
  5.3 Get QR Code Payments
  5.4 Cancel QR Code
  5.6 Update QR Code
  5.5 QR Code Callback Notification
6. Bank Transfer
  Bank Transfer Product Flow Chart
  Bank Transfer ChannelCode List
  6.1 Batch Create Bank Transfer Account
  6.2 Batch Update Bank Transfer Account
  6.3 Bank Transfer Account Payments
  6.4 Bank Transfer Callback Notification
7. Web payment
  Web Payment Product Flow Chart
  Web Payment ChannelCode List
  7.1 Create Web Payment
  7.2 Check Web Payment Status
  7.3 Web Payment Channels
  7.4 Web Payment Callback Notification
8. Refund
  Refund Support Channel List
  8.1 Create Refund
  8.2 Get Refund Payments
  8.3 Refund Callback Notification
9. Checkout
  9.1 Query the channels supported by the cashier counter
  9.2 Create the checkout counter
  9.3 Check the cashier counter
  9.4 Close the cashier counter
  9.5 Checkout Payment Notification
10. Direct Debit
  Direct Debit Channel Code List
  Authorization
    10.1 Create Authorization Link
    10.2 Check Authorization Status
    10.3 Cancel Authorization
    10.4 Authorization Notification
  Orders
    10.5 Create Payment
    10.6 Check Payment Status
    10.7 Payment Notification
11. Ekyc
  Ekyc Channel Code List
  11.1 Ekyc Init
  11.2 Ekyc Check Result
  11.3 Ekyc Notification
Schemas
  Response body
`;

/** Chapters of seed 002. Its numbers stand before `、`. */
export const COLLECT = `
1. API Interface Description
2. Data Dictionary
3. Create a Collection Order
4. Create a Proxy Payment Order
5. Order Inquiry
6. Callback Notification
7. Balance Inquiry
`;

/** Headings of seed 004. */
export const RECHARGE = ['签名规则', '支付渠道', '测试卡', '创建订单', '查询订单', '异步通知'];
