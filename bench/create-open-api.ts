/**
 * Signed create in the dialects `open-api` (RSA-2048) and `open-api-ph` (RSA-4096): verified,
 * committed, sent to the provider, and answered with what the provider says. Beside the create of
 * `collect` and beside each other, in the same rounds.
 */
import { randomBytes } from 'node:crypto';
import { createConfigWriter } from '../src/store/configuration/config.ts';
import { createPool } from '../src/store/database/pool.ts';
import { createVault } from '../src/store/secrets/vault.ts';
import { median, type Round } from './support/load.ts';
import type { Base } from './support/merchants.ts';
import { startProcess, startServer } from './support/process.ts';
import { latency, type Row, rate } from './support/row.ts';
import { closedRound, interleaved, type Measurement } from './support/run.ts';

export const UPSTREAM = { CAUSEWAY_ALLOW_LOOPBACK_UPSTREAM: 'on' };

const WANTED_PER_SECOND = 2_500;

export const createOpenApi: Measurement = {
  name: 'create-open-api',
  async measure(run) {
    const { cluster, base } = run;
    const url = await cluster.create('create_open_api', base.template);
    const provider = startProcess('../processes/provider.ts');
    const port = (await provider.said).split(' ').at(-1);
    await saveProvider(url, base, `http://127.0.0.1:${port}`);
    const api = await startServer('product', 'api', url, base.platformKey, UPSTREAM);
    try {
      for (const kind of ['create_open_api', 'create_open_api_ph'] as const) {
        await closedRound(run, api, kind, base.merchants);
      }
      const rounds = await interleaved(run.rounds, {
        collect: () => closedRound(run, api, 'create', base.merchants),
        openApi: () => closedRound(run, api, 'create_open_api', base.merchants),
        openApiPh: () => closedRound(run, api, 'create_open_api_ph', base.merchants),
      });
      const collect = median(rounds.collect);
      const openApi = median(rounds.openApi);
      const { cpuUs } = openApi;
      const row: Row = {
        what: 'create in open-api (RSA-2048), with the provider’s answer',
        figure: `${rate(openApi.perSecond)}, ${latency(openApi)}`,
        beside: `collect (MD5), not waiting: ${rate(collect.perSecond)}`,
        ratio: openApi.perSecond / collect.perSecond,
        target: `>= ${rate(WANTED_PER_SECOND)}`,
        reached: openApi.perSecond >= WANTED_PER_SECOND,
        note:
          `processor time ${Math.round(cpuUs.server)} µs server + ${Math.round(cpuUs.database)} µs ` +
          'PostgreSQL a request. Two commits and a call upstream lie before the answer: the ' +
          'order with its dispatch, leased already, and the verdict. The provider is a process ' +
          'beside it that answers at once.',
      };
      return [row, longKeyRow(median(rounds.openApiPh), openApi)];
    } finally {
      await api.stop();
      await provider.stop();
      await cluster.drop('create_open_api');
    }
  },
};

/** What a key of twice the length costs: the same work but for the signature. */
function longKeyRow(long: Round, short: Round): Row {
  const { server, database } = long.cpuUs;
  return {
    what: 'create in open-api-ph (RSA-4096), with the provider’s answer',
    figure: `${rate(long.perSecond)}, ${latency(long)}`,
    beside: `open-api (RSA-2048): ${rate(short.perSecond)}`,
    ratio: long.perSecond / short.perSecond,
    target: '',
    reached: null,
    note:
      `processor time ${Math.round(server)} µs server + ${Math.round(database)} µs PostgreSQL a ` +
      `request, beside ${Math.round(short.cpuUs.server)} + ${Math.round(short.cpuUs.database)} µs.`,
  };
}

/** An account of the simulator points at the provider, and the routes of the channels to it. */
export async function saveProvider(
  url: string,
  base: Base,
  baseUrl: string,
  { account = 'main', channels = [] }: { account?: string; channels?: readonly string[] } = {},
): Promise<{ readonly callbackSecret: string }> {
  const pool = createPool({ url }, 'bench', 1);
  try {
    const vault = createVault(Buffer.from(base.platformKey, 'base64'));
    const config = createConfigWriter(pool, vault, () => 0n);
    const secret = () => randomBytes(32).toString('hex');
    const secrets = { apiSecret: secret(), callbackSecret: secret() };
    const key = { connector: 'simulator', account };
    await config.saveAccount({ ...key, version: 1, baseUrl, secrets, mode: 'test' });
    await pool.query('update route set account = $1 where channel_code = any ($2)', [
      account,
      channels,
    ]);
    return secrets;
  } finally {
    await pool.end();
  }
}
