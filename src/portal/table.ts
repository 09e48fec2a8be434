/** All screens and actions of the portal: pages, JSON, roles and tests come from these. */
import {
  accountScreen,
  changePasswordAction,
  secondFactorActions,
  secondFactorScreen,
} from './pages/account.ts';
import {
  accessAction,
  appScreen,
  appsScreen,
  endKeyAction,
  rotateKeyAction,
} from './pages/apps.ts';
import { balancesScreen } from './pages/balances.ts';
import { batchesScreen, batchScreen } from './pages/batches.ts';
import { explainAction, explainScreen } from './pages/explain.ts';
import { notificationsScreen } from './pages/notifications.ts';
import { orderScreen, refundAction, resendAction } from './pages/order.ts';
import { ordersScreen } from './pages/orders.ts';
import { overviewScreen } from './pages/overview.ts';
import { statementScreen } from './pages/statement.ts';
import { createSubscriptionAction, setSubscriptionAction } from './pages/subscriptions.ts';
import {
  disabledAction,
  inviteAction,
  renewAction,
  resetFactorAction,
  roleAction,
  teamScreen,
  unlockAction,
} from './pages/team.ts';
import {
  addBeneficiaryAction,
  blockBeneficiaryAction,
  referenceAction,
  withdrawAction,
  withdrawalsScreen,
} from './pages/withdrawals.ts';
import type { Action, Screen } from './screen.ts';

export const SCREENS: readonly Screen[] = [
  overviewScreen,
  ordersScreen,
  orderScreen,
  notificationsScreen,
  balancesScreen,
  batchesScreen,
  batchScreen,
  statementScreen,
  withdrawalsScreen,
  appsScreen,
  appScreen,
  explainScreen,
  teamScreen,
  accountScreen,
  secondFactorScreen,
];

export const ACTIONS: readonly Action[] = [
  refundAction,
  resendAction,
  withdrawAction,
  addBeneficiaryAction,
  blockBeneficiaryAction,
  referenceAction,
  rotateKeyAction,
  endKeyAction,
  accessAction,
  createSubscriptionAction,
  setSubscriptionAction,
  explainAction,
  inviteAction,
  renewAction,
  roleAction,
  disabledAction,
  unlockAction,
  resetFactorAction,
  changePasswordAction,
  ...secondFactorActions,
];
