/** `causeway statement build`: what a merchant had, what moved, and what it has then. */
import { isAsset } from '../../domain/money.ts';
import {
  fitsFormat,
  linesMaxOf,
  STATEMENT_FORMATS,
  statementFile,
  statementFileName,
} from '../../files/statement-file.ts';
import { STATEMENT_LANGUAGES } from '../../files/statement-words.ts';
import { createAccountStatements } from '../../store/read/account-statements.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { asDay, oneOf, optional, required, withDefault } from '../option.ts';
import { facts } from '../style.ts';
import { writeWhole } from '../write-whole.ts';

export const statementBuild = command({
  name: 'statement build',
  summary: "write a merchant's account statement of closed days into a file",
  notes: [
    'Opening, every movement in its order, closing. A line has the merchant reference, the channel,',
    'gross, fee, tax and net, the balance after it, and what it changed of pending, available, held,',
    'reserve, disputed and owed. Opening and lines come to the closing to the unit, or there is no',
    'file. A day that is closed never changes, and neither does its statement.',
  ],
  options: {
    merchant: required('ID|NAME', 'whose'),
    asset: required('ASSET', 'which balance, such as PHP/2'),
    from: required('DAY', 'the first day (UTC+8)', asDay),
    to: required('DAY', 'the last day, which must be closed', asDay),
    mode: withDefault('live|test', 'which money', 'live', oneOf(['live', 'test'])),
    format: withDefault('FORMAT', STATEMENT_FORMATS.join(', '), 'csv', oneOf(STATEMENT_FORMATS)),
    language: withDefault(
      STATEMENT_LANGUAGES.join('|'),
      'of its words',
      'en',
      oneOf(STATEMENT_LANGUAGES),
    ),
    output: optional('FILE', 'where to; if absent, under its own name in this folder'),
  },
  examples: [
    [
      'statement build --merchant Shop --asset PHP/2 --from 2026-11-01 --to 2026-11-30',
      'the statement of a month',
    ],
  ],
  async run({ merchant: named, asset, from, to, mode, format, language, output }, context) {
    if (!isAsset(asset))
      return refused('--asset: write a currency with its decimals, such as PHP/2');
    return await withPlatform(context, async ({ snapshot, pool, shardCount, clock }) => {
      const merchant = findMerchant(snapshot.current(), named);
      if (!merchant.ok) return merchant.report;
      const { id: merchantId } = merchant.value;
      const statements = createAccountStatements(pool, shardCount);
      const until = await statements.closedUntil(merchantId);
      if (from > to) return refused('--to: is before --from');
      if (until === null || to > until) {
        return refused(
          `--to: ${to} is not closed yet`,
          until === null ? 'no day is closed yet' : `the last closed day is ${until}`,
        );
      }
      const scope = { merchantId, mode, asset, from, to };
      const statement = await statements.read(scope);
      if (statement === null) return refused(`there is no ${mode} balance in ${asset}`);
      if (!fitsFormat(statement, format)) {
        const rest = 'ask for csv or json, or for fewer days';
        return refused(`--format: ${format} holds ${linesMaxOf(format)} lines: ${rest}`);
      }
      const path = output ?? statementFileName(scope, format);
      const bytes = statementFile(
        ...([statement, format, language, new Date(clock.nowMs()), merchant.value.name] as const),
      );
      await writeWhole(path, bytes);
      return done({ file: path, opening: statement.opening, closing: statement.closing }, (style) =>
        facts(style, [['file', path]]),
      );
    });
  },
});
