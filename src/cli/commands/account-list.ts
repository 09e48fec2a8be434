/** `causeway account list`: providers' accounts, their versions, and who still needs which. */
import { callbackUrlOf } from '../../app/build-intent.ts';
import { isCallbackAddressSet } from '../../connectors/registry.ts';
import { isSameAccount } from '../../domain/routing.ts';
import {
  type AccountRow,
  createAccounts,
  type OpenOrders,
} from '../../store/configuration/accounts.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { momentText, table } from '../style.ts';

export const accountList = command({
  name: 'account list',
  summary: 'show the accounts at providers and the versions of their credentials',
  notes: [
    'Open orders were last sent with that version: they are asked about with it. An old version',
    'that has none left can be ended. Secrets are not shown. An address of callbacks that is shown',
    'must be entered at the provider, whose orders do not name it.',
  ],
  examples: [['account list', 'before an old version is ended']],
  async run(_values, context) {
    const { publicUrl } = context.config();
    const accounts = await withPlatform(context, async ({ pool, shardCount, clock }) => {
      const queries = createAccounts(pool, shardCount);
      const [rows, open] = [await queries.list(), await queries.openOrders()];
      return rows.map((row) => ({
        ...row,
        state: stateOf(row, rows, clock.nowMs()),
        openOrders: countOf(row, open),
        callbacks: isCallbackAddressSet(row.connector) ? callbackUrlOf(publicUrl, row) : null,
      }));
    });
    return done({ accounts }, (style) =>
      accounts.length === 0
        ? 'There is no account yet: causeway account save'
        : table(
            style,
            [
              'account',
              'mode',
              'version',
              'state',
              'address',
              'saved',
              'ends',
              'open orders',
              'callbacks',
            ],
            accounts.map((one) => [
              `${one.connector}/${one.account}`,
              one.mode,
              `${one.version}`,
              one.state,
              one.baseUrl,
              momentText(one.createdAt),
              one.notAfter === null ? '' : momentText(one.notAfter),
              `${one.openOrders}`,
              one.callbacks ?? '',
            ]),
            { right: [2, 7] },
          ),
    );
  },
});

/** New orders go out with the newest version that has not ended. */
function stateOf(row: AccountRow, all: readonly AccountRow[], nowMs: number): string {
  const isLive = ({ notAfter }: AccountRow) => notAfter === null || notAfter.getTime() > nowMs;
  if (!isLive(row)) return 'ended';
  const newest = all.find((one) => isSameAccount(one, row) && isLive(one));
  return newest?.version === row.version ? 'in use' : 'for old orders';
}

/** Whatever was sent before versions were recorded counts to the oldest. */
function countOf(row: AccountRow, open: readonly OpenOrders[]): bigint {
  const own = open.filter((one) => isSameAccount(one, row) && (one.version ?? 1) === row.version);
  return own.reduce((sum, { count }) => sum + count, 0n);
}
