/** The portal over the console's world: two merchants with a team each. */
import type { TestContext } from 'node:test';
import { dayText } from '../../../src/domain/day.ts';
import type { App } from '../../../src/domain/merchant.ts';
import { registerPortal } from '../../../src/portal/register.ts';
import { MEMBER_ROLES, type Member, type MemberRole } from '../../../src/ports/member.ts';
import { MEMBERS } from '../../../src/store/operators/account-tables.ts';
import { createSecondFactors } from '../../../src/store/operators/second-factors.ts';
import { sessionsOf } from '../../../src/store/operators/sessions.ts';
import { merchantQueriesOf } from '../../../src/store/read/merchant-queries.ts';
import { SHARDS } from '../../support/lanes.ts';
import { type Visitor, visitor } from '../console/browsing.ts';
import {
  type ConsoleOptions,
  type ConsoleWorld,
  cheapHash,
  closeDay,
  openConsole,
  PASSWORD,
} from '../console/world.ts';

export interface PortalWorld extends ConsoleWorld {
  /** One of each role, of the merchant that has lived; their logins are their roles. */
  readonly team: Readonly<Record<MemberRole, Member>>;
  /** Of another merchant, on the same shard, with an app of its own. */
  readonly other: { readonly member: Member; readonly app: App };
  browser(ip?: string): Visitor;
}

export async function openPortal(
  t: TestContext,
  options: ConsoleOptions = {},
): Promise<PortalWorld> {
  const world = await openConsole(t, options);
  const { pool, deps, server, vault, config, app } = world;
  const now = options.now;
  await registerPortal(server, {
    ...deps,
    hosts: deps.consoleHosts,
    memberFactors: createSecondFactors(pool, vault, now, MEMBERS),
    memberSessions: sessionsOf(pool, MEMBERS, now),
    queriesOf: merchantQueriesOf(
      ...([pool, SHARDS, deps.reader, deps.queries, deps.statementFiles] as const),
    ),
  });
  const otherId = await config.createMerchant({ name: 'Tea House', bucket: 5 });
  const otherApp = await config.createApp({
    ...{ merchantId: otherId, dialect: 'collect', publicId: '2C0002', mode: 'test' as const },
    ...{ notifyUrl: 'https://tea.example/notify', settings: { asset: 'PHP/2' } },
    keys: [{ purpose: 'request' as const, material: 'another5f2b9c1d8e7a6f5b4c3d2e1f0' }],
  });
  await deps.snapshot.refresh();
  const hire = async (merchantId: bigint, login: string, role: MemberRole) => {
    await pool.query(
      `insert into member (merchant_id, login, name, password_hash, role)
       values ($1, $2, $2, $3, $4)`,
      [merchantId, login, cheapHash(PASSWORD), role],
    );
    return (await deps.members.byLogin(login)) as Member;
  };
  const team: [MemberRole, Member][] = [];
  for (const role of MEMBER_ROLES) team.push([role, await hire(app.merchantId, role, role)]);
  const member = await hire(otherId, 'tea', 'owner');
  return {
    ...world,
    team: Object.fromEntries(team) as Record<MemberRole, Member>,
    other: { member, app: deps.snapshot.current().app(otherApp) as App },
    browser: (ip = '192.0.2.9') => visitor(server, 'http://console.example', ip, 'portal'),
  };
}

/** Closes today, and answers the address of its statement. */
export async function fileUrl(
  { pool }: Pick<PortalWorld, 'pool'>,
  query: Readonly<Record<string, string>> = {},
): Promise<string> {
  const today = dayText(new Date());
  await closeDay(pool, today);
  const all = { asset: 'PHP/2', format: 'csv', from: today, to: today, ...query };
  return `/portal/test/account-statement?${new URLSearchParams(all)}`;
}
