/** The operators' console below `/console`: a site of screens and actions, over its own tables. */
import type { FastifyInstance } from 'fastify';
import { hasTwoOwners } from '../operator/approval.ts';
import { mayDo } from '../operator/roles.ts';
import { createCookies } from '../screens/cookies.ts';
import { loadSiteAssets, registerSite } from '../screens/register.ts';
import type { Site } from '../screens/site.ts';
import { addCoverageFile } from './coverage-file.ts';
import type { ConsoleDeps } from './deps.ts';
import { addInvoiceFile } from './invoice-file.ts';
import { consolePage } from './layout.ts';
import { LOCALES } from './locale.ts';
import { addPhotos } from './photos.ts';
import { runAction } from './run-action.ts';
import type { ConsoleTypes, OperatorSession } from './screen.ts';
import { addStatementFile } from './statement-file.ts';
import { ACTIONS, SCREENS } from './table.ts';

/** Adds the console, with headers and error pages of its own. */
export async function registerConsole(fastify: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const site = consoleSite(deps);
  await registerSite(fastify, site, (scope) => {
    addPhotos(scope, site, deps);
    addStatementFile(scope, site, deps);
    addCoverageFile(scope, site, deps);
    addInvoiceFile(scope, site, deps);
  });
}

function consoleSite(deps: ConsoleDeps): Site<ConsoleTypes> {
  const mustEnrol = ({ operator }: Pick<OperatorSession, 'operator'>, ability: string) =>
    deps.requireSecondFactor && operator.secondFactorAt === null && ability !== 'own_account';
  return {
    name: 'console',
    below: '',
    screens: SCREENS,
    actions: ACTIONS,
    publicUrl: deps.publicUrl,
    hosts: deps.consoleHosts,
    cookies: createCookies(deps.publicUrl.startsWith('https:'), 'causeway'),
    assets: loadSiteAssets('console'),
    locales: LOCALES,
    async authenticate(token) {
      const operator = await deps.sessions.use(token);
      return operator === null ? null : { operator, token };
    },
    async signIn(credentials, ip) {
      const found = await deps.signIn.in(credentials, ip);
      return found === null ? null : { operator: found.person, token: found.token };
    },
    signOut: ({ operator, token }, ip) => deps.signIn.out(operator, token, ip),
    sessionModel: (session) => ({ operator: session?.operator ?? null }),
    askOf: (session, asked) => ({ deps, ask: { ...asked, ...session } }),
    may: ({ operator }, ability) => mayDo(operator.role, ability),
    mustEnrol,
    async contextOf({ operator }, base) {
      const { fourEyes, approvals } = deps;
      const decides = fourEyes && mayDo(operator.role, 'approve');
      return {
        ...base,
        operator,
        fourEyes,
        waiting: decides ? await approvals.waitingFor(operator.id) : 0,
        alone: fourEyes && operator.role === 'owner' && !(await hasTwoOwners(deps)),
        may: (ability) => !mustEnrol({ operator }, ability) && mayDo(operator.role, ability),
      };
    },
    run: (action, ask, form) => runAction(deps, action, ask, form),
    page: consolePage,
    nowMs: () => deps.clock.nowMs(),
    onTrouble: deps.onTrouble,
  };
}
