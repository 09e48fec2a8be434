/** Everything privileged that can be done here. What is not in this list, no skin can run. */
import type { OperatorCommand } from './command.ts';
import { accountLimit } from './commands/account-limit.ts';
import { accountEnd, accountSave } from './commands/accounts.ts';
import { merchantRules } from './commands/amount-rules.ts';
import { appAccess, appEndKey } from './commands/app-access.ts';
import { appCreate } from './commands/app-create.ts';
import { appRotateKey } from './commands/app-rotate-key.ts';
import { appSet } from './commands/app-set.ts';
import { approvalApprove, approvalReject } from './commands/approvals.ts';
import { balancePost } from './commands/balance-post.ts';
import { bankSave } from './commands/bank-accounts.ts';
import { beneficiaryAdd, beneficiaryBlock, beneficiaryReveal } from './commands/beneficiaries.ts';
import { calendarApprove, calendarDraft, calendarReplan } from './commands/calendars.ts';
import { caseBook } from './commands/case-book.ts';
import { caseClose } from './commands/case-close.ts';
import { caseExit } from './commands/case-exit.ts';
import { caseResolve } from './commands/case-resolve.ts';
import { channelCodes } from './commands/channel-codes.ts';
import { channelFacts } from './commands/channel-facts.ts';
import { channelFields } from './commands/channel-fields.ts';
import { channelRoute, routeRemove } from './commands/channel-routes.ts';
import { channelSync } from './commands/channel-sync.ts';
import { channelTerms, termsWithdraw } from './commands/channel-terms.ts';
import {
  memberDisabled,
  memberFactorReset,
  memberInvite,
  memberPassword,
  memberRenew,
  memberRole,
  memberUnlock,
} from './commands/members.ts';
import { merchantCreate } from './commands/merchant-create.ts';
import { merchantReserve } from './commands/merchant-reserve.ts';
import { merchantSet } from './commands/merchant-set.ts';
import { notificationResend, notificationsResend } from './commands/notification-resend.ts';
import {
  operatorCreate,
  operatorDisabled,
  operatorPasswordReset,
  operatorRole,
  operatorUnlock,
  ownPassword,
  secondFactorReset,
} from './commands/operators.ts';
import { reconUpload } from './commands/recon-upload.ts';
import {
  reconApply,
  reconBalance,
  reconMapApprove,
  reconMapDraft,
  reconResolve,
  reconResolveLarge,
} from './commands/reconciliation.ts';
import { recoveryBegin, recoveryConfirm, recoveryEnd } from './commands/recoveries.ts';
import { refund } from './commands/refund.ts';
import { factorBegin, factorConfirm, factorRemove, factorRenew } from './commands/second-factor.ts';
import { reconShippedMap } from './commands/shipped-map.ts';
import { subscriptionCreate, subscriptionSet } from './commands/subscriptions.ts';
import { bankReceive, receiptDecide, topUpReference } from './commands/top-ups.ts';
import {
  verificationDecide,
  verificationErase,
  verificationPhoto,
} from './commands/verifications.ts';
import { withdrawalMake, withdrawalTerms } from './commands/withdrawals.ts';

const COMMANDS: readonly OperatorCommand[] = [
  merchantCreate,
  merchantSet,
  merchantRules,
  merchantReserve,
  appCreate,
  appSet,
  appAccess,
  appEndKey,
  appRotateKey,
  subscriptionCreate,
  subscriptionSet,
  accountSave,
  accountEnd,
  accountLimit,
  calendarDraft,
  calendarApprove,
  calendarReplan,
  reconMapDraft,
  reconMapApprove,
  reconShippedMap,
  reconUpload,
  reconApply,
  reconBalance,
  reconResolve,
  reconResolveLarge,
  channelSync,
  channelFacts,
  channelFields,
  channelCodes,
  channelTerms,
  termsWithdraw,
  channelRoute,
  routeRemove,
  refund,
  caseClose,
  caseBook,
  caseExit,
  balancePost,
  bankSave,
  beneficiaryAdd,
  beneficiaryBlock,
  beneficiaryReveal,
  withdrawalTerms,
  withdrawalMake,
  topUpReference,
  bankReceive,
  receiptDecide,
  caseResolve,
  recoveryBegin,
  recoveryConfirm,
  recoveryEnd,
  verificationPhoto,
  verificationDecide,
  verificationErase,
  notificationResend,
  notificationsResend,
  operatorCreate,
  operatorRole,
  operatorDisabled,
  operatorPasswordReset,
  secondFactorReset,
  operatorUnlock,
  ownPassword,
  memberInvite,
  memberRenew,
  memberRole,
  memberDisabled,
  memberFactorReset,
  memberUnlock,
  memberPassword,
  factorBegin,
  factorConfirm,
  factorRenew,
  factorRemove,
  approvalReject,
];

/** Approves any of the others that waits. */
export const approve = approvalApprove(COMMANDS);

export const OPERATOR_COMMANDS: readonly OperatorCommand[] = [...COMMANDS, approve];
