/** All screens and actions of the console: pages, JSON, roles and tests come from these. */

import { merchantRulesAction } from './pages/amount-rules.ts';
import {
  appAccessAction,
  appStatusAction,
  endKeyAction,
  merchantStatusAction,
} from './pages/app-access.ts';
import { appSettingAction } from './pages/app-settings.ts';
import { approvalsScreen, approveAction, rejectAction, revealAction } from './pages/approvals.ts';
import { auditScreen } from './pages/audit.ts';
import { balancePostAction } from './pages/balance-post.ts';
import { balancesScreen } from './pages/balances.ts';
import { batchesScreen, batchScreen } from './pages/batches.ts';
import { approveCalendarAction, calendarsScreen, draftCalendarAction } from './pages/calendars.ts';
import { bookReportAction } from './pages/case-book.ts';
import { exitCaseAction } from './pages/case-exit.ts';
import { caseScreen, casesScreen, closeCaseAction } from './pages/cases.ts';
import { changeCodesAction } from './pages/channel/codes.ts';
import { changeFactsAction } from './pages/channel/facts.ts';
import { changeFieldsAction } from './pages/channel/required-fields.ts';
import { removeRouteAction, saveRouteAction } from './pages/channel/routes.ts';
import { channelScreen } from './pages/channel/screen.ts';
import { addTermsAction, withdrawTermsAction } from './pages/channel/terms.ts';
import { channelsScreen } from './pages/channels.ts';
import { approveMapAction, columnMapsScreen, draftMapAction } from './pages/column-maps.ts';
import { coverageScreen } from './pages/coverage.ts';
import { disputeScreen, disputesScreen } from './pages/disputes.ts';
import { explainAction, explainScreen } from './pages/explain.ts';
import { invoicesScreen } from './pages/invoices.ts';
import { mainBookScreen } from './pages/main-book.ts';
import { inviteMemberAction, memberDisabledAction, memberLinkAction } from './pages/members.ts';
import { merchantSetAction } from './pages/merchant-set.ts';
import { merchantScreen, merchantsScreen } from './pages/merchants.ts';
import { notificationsScreen, resendAllAction } from './pages/notifications.ts';
import {
  accountScreen,
  changePasswordAction,
  createOperatorAction,
  operatorsScreen,
  resetFactorAction,
  setDisabledAction,
  setRoleAction,
} from './pages/operators.ts';
import { orderScreen } from './pages/order.ts';
import { resendAction } from './pages/order-notifications.ts';
import { ordersScreen } from './pages/orders.ts';
import { overviewScreen } from './pages/overview.ts';
import { providersScreen } from './pages/providers.ts';
import { reconScreen, uploadReportAction } from './pages/recon.ts';
import {
  applyReportAction,
  decideItemAction,
  decideLargeItemAction,
  reconFileScreen,
  reconItemScreen,
} from './pages/recon-item.ts';
import { refundAction } from './pages/refund.ts';
import { merchantReserveAction } from './pages/reserve.ts';
import { resolveCaseAction, resolveOrderAction } from './pages/resolve.ts';
import { rotateKeyAction } from './pages/rotate-key.ts';
import { secondFactorActions, secondFactorScreen } from './pages/second-factor.ts';
import { createSubscriptionAction, setSubscriptionAction } from './pages/subscriptions.ts';
import {
  decideVerificationAction,
  eraseVerificationAction,
  verificationScreen,
  verificationsScreen,
} from './pages/verifications.ts';
import {
  merchantWithdrawalsScreen,
  withdrawalActions,
  withdrawalsScreen,
} from './pages/withdrawals.ts';
import type { Action, Screen } from './screen.ts';

export const SCREENS: readonly Screen[] = [
  overviewScreen(),
  ordersScreen,
  orderScreen,
  notificationsScreen,
  casesScreen,
  caseScreen,
  disputesScreen,
  disputeScreen,
  verificationsScreen,
  verificationScreen,
  merchantsScreen,
  merchantScreen,
  balancesScreen,
  withdrawalsScreen,
  merchantWithdrawalsScreen,
  batchesScreen,
  batchScreen,
  invoicesScreen,
  mainBookScreen,
  coverageScreen,
  reconScreen,
  reconItemScreen,
  reconFileScreen,
  columnMapsScreen,
  calendarsScreen,
  channelsScreen,
  channelScreen,
  providersScreen,
  explainScreen,
  approvalsScreen,
  auditScreen,
  operatorsScreen,
  accountScreen,
  secondFactorScreen,
];

export const ACTIONS: readonly Action[] = [
  refundAction,
  resendAction,
  resendAllAction,
  closeCaseAction,
  resolveCaseAction,
  resolveOrderAction,
  bookReportAction,
  exitCaseAction,
  decideVerificationAction,
  eraseVerificationAction,
  balancePostAction,
  ...withdrawalActions,
  approveAction,
  rejectAction,
  revealAction,
  rotateKeyAction,
  createSubscriptionAction,
  setSubscriptionAction,
  merchantSetAction,
  merchantRulesAction,
  merchantReserveAction,
  merchantStatusAction,
  inviteMemberAction,
  memberLinkAction,
  memberDisabledAction,
  appAccessAction,
  appSettingAction,
  appStatusAction,
  endKeyAction,
  changeFactsAction,
  changeFieldsAction,
  changeCodesAction,
  draftCalendarAction,
  uploadReportAction,
  applyReportAction,
  decideItemAction,
  decideLargeItemAction,
  draftMapAction,
  approveMapAction,
  approveCalendarAction,
  addTermsAction,
  withdrawTermsAction,
  saveRouteAction,
  removeRouteAction,
  explainAction,
  createOperatorAction,
  setRoleAction,
  setDisabledAction,
  resetFactorAction,
  changePasswordAction,
  ...secondFactorActions,
];
