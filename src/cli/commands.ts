/** The table of commands: help, documentation and dispatch all come from it. */
import type { Command } from './command.ts';
import { accountEndCommand } from './commands/account-end.ts';
import { accountLimitCommand } from './commands/account-limit.ts';
import { accountList } from './commands/account-list.ts';
import { accountSaveCommand } from './commands/account-save.ts';
import { appAccessCommand, appEndKeyCommand } from './commands/app-access.ts';
import { appCreateCommand } from './commands/app-create.ts';
import { appList } from './commands/app-list.ts';
import { appRotateKeyCommand } from './commands/app-rotate-key.ts';
import { appSetCommand } from './commands/app-set.ts';
import { balancePostCommand } from './commands/balance-post.ts';
import { bankList, bankSaveCommand } from './commands/banks.ts';
import { batchList, batchShow } from './commands/batches.ts';
import {
  beneficiaryAddCommand,
  beneficiaryBlockCommand,
  beneficiaryList,
} from './commands/beneficiaries.ts';
import {
  calendarApproveCommand,
  calendarDraftCommand,
  calendarList,
  calendarReplanCommand,
} from './commands/calendars.ts';
import { caseBookCommand } from './commands/case-book.ts';
import { caseCloseCommand } from './commands/case-close.ts';
import { caseExitCommand } from './commands/case-exit.ts';
import { caseList } from './commands/case-list.ts';
import { caseResolveCommand } from './commands/case-resolve.ts';
import { channelList } from './commands/channel-list.ts';
import { channelShow } from './commands/channel-show.ts';
import { channelSyncCommand } from './commands/channel-sync.ts';
import { channelTermsCommand } from './commands/channel-terms.ts';
import { disputeList } from './commands/dispute-list.ts';
import { docsBuild } from './commands/docs-build.ts';
import { invoiceList, invoiceShow } from './commands/invoices.ts';
import { keysGenerate } from './commands/keys-generate.ts';
import { ledgerBalance } from './commands/ledger-balance.ts';
import { ledgerDays, ledgerTrialBalance } from './commands/ledger-trial-balance.ts';
import { ledgerVerify } from './commands/ledger-verify.ts';
import { memberInviteCommand } from './commands/member-invite.ts';
import { memberList } from './commands/member-list.ts';
import { merchantCreateCommand } from './commands/merchant-create.ts';
import { merchantList } from './commands/merchant-list.ts';
import { merchantReserveCommand } from './commands/merchant-reserve.ts';
import { merchantRulesCommand } from './commands/merchant-rules.ts';
import { merchantSetCommand } from './commands/merchant-set.ts';
import { migrateCommand } from './commands/migrate.ts';
import { notificationList } from './commands/notification-list.ts';
import { notificationResendCommand } from './commands/notification-resend.ts';
import { operatorCreateCommand } from './commands/operator-create.ts';
import { operatorList } from './commands/operator-list.ts';
import { operatorReset } from './commands/operator-reset.ts';
import { operatorSetPassword } from './commands/operator-set-password.ts';
import { operatorUnlockCommand } from './commands/operator-unlock.ts';
import { orderShow } from './commands/order-show.ts';
import { reconBalanceCommand, reconImport, reconRun } from './commands/recon-import.ts';
import { reconItem, reconItems, reconResolve, reconStatus } from './commands/recon-items.ts';
import { reconApprove, reconDraft, reconMaps } from './commands/recon-maps.ts';
import {
  recoveryBeginCommand,
  recoveryConfirmCommand,
  recoveryEndCommand,
  recoveryShow,
} from './commands/recoveries.ts';
import { reportBuild } from './commands/report-build.ts';
import { reportCoverage } from './commands/report-coverage.ts';
import { routeAdd } from './commands/route-add.ts';
import { routeList } from './commands/route-list.ts';
import { routeSet } from './commands/route-set.ts';
import { sign } from './commands/sign.ts';
import { startCommand } from './commands/start.ts';
import { statementBuild } from './commands/statement-build.ts';
import { subscriptionCreateCommand } from './commands/subscription-create.ts';
import { subscriptionList } from './commands/subscription-list.ts';
import { subscriptionSetCommand } from './commands/subscription-set.ts';
import {
  bankReceiveCommand,
  topUpDecideCommand,
  topUpList,
  topUpReferenceCommand,
} from './commands/top-ups.ts';
import {
  verificationDecideCommand,
  verificationEraseCommand,
} from './commands/verification-decide.ts';
import { verificationList } from './commands/verification-list.ts';
import { verify } from './commands/verify.ts';
import {
  withdrawalList,
  withdrawalMakeCommand,
  withdrawalTermsCommand,
} from './commands/withdrawals.ts';

/** In the order of the help text. */
export const COMMANDS: readonly Command[] = [
  startCommand,
  migrateCommand,
  merchantCreateCommand,
  merchantSetCommand,
  merchantRulesCommand,
  merchantReserveCommand,
  merchantList,
  appCreateCommand,
  appList,
  appSetCommand,
  appRotateKeyCommand,
  subscriptionCreateCommand,
  subscriptionList,
  subscriptionSetCommand,
  appEndKeyCommand,
  appAccessCommand,
  channelList,
  channelShow,
  channelSyncCommand,
  channelTermsCommand,
  accountList,
  accountSaveCommand,
  accountEndCommand,
  accountLimitCommand,
  routeList,
  routeAdd,
  routeSet,
  keysGenerate,
  docsBuild,
  sign,
  verify,
  orderShow,
  notificationList,
  notificationResendCommand,
  caseList,
  caseCloseCommand,
  caseBookCommand,
  caseExitCommand,
  disputeList,
  caseResolveCommand,
  verificationList,
  verificationDecideCommand,
  verificationEraseCommand,
  calendarList,
  calendarDraftCommand,
  calendarApproveCommand,
  calendarReplanCommand,
  reconStatus,
  reconImport,
  reconRun,
  reconItems,
  reconItem,
  reconResolve,
  reconBalanceCommand,
  reconMaps,
  reconDraft,
  reconApprove,
  batchList,
  batchShow,
  bankSaveCommand,
  bankList,
  bankReceiveCommand,
  beneficiaryAddCommand,
  beneficiaryList,
  beneficiaryBlockCommand,
  withdrawalTermsCommand,
  withdrawalMakeCommand,
  withdrawalList,
  topUpReferenceCommand,
  topUpList,
  topUpDecideCommand,
  invoiceList,
  invoiceShow,
  recoveryShow,
  recoveryBeginCommand,
  recoveryConfirmCommand,
  recoveryEndCommand,
  reportBuild,
  reportCoverage,
  statementBuild,
  ledgerVerify,
  ledgerTrialBalance,
  ledgerDays,
  ledgerBalance,
  balancePostCommand,
  memberInviteCommand,
  memberList,
  operatorCreateCommand,
  operatorList,
  operatorSetPassword,
  operatorReset,
  operatorUnlockCommand,
];
