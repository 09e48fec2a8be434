/** The merchants' portal below `/portal`: a site of screens and actions, bound to one merchant. */
import type { FastifyInstance } from 'fastify';
import { MODES } from '../domain/merchant.ts';
import type { MemberActor } from '../operator/actor.ts';
import { memberMayDo } from '../operator/member-roles.ts';
import { createCookies } from '../screens/cookies.ts';
import { loadSiteAssets, registerSite } from '../screens/register.ts';
import type { ActionResult } from '../screens/screen.ts';
import { type Site, sessionOf, siteAt } from '../screens/site.ts';
import { ownPath } from '../web/safe-url.ts';
import { firstMode, ownOf, type PortalDeps } from './deps.ts';
import { portalPage } from './layout.ts';
import { LOCALES } from './locale.ts';
import type { Action, Ask, Form, MemberSession, PortalTypes } from './screen.ts';
import { registerInvoiceFile, registerStatementFile } from './statement-file.ts';
import { ACTIONS, SCREENS } from './table.ts';
import { registerWelcome } from './welcome.ts';

/** Adds the portal, with headers and error pages of its own. */
export async function registerPortal(fastify: FastifyInstance, deps: PortalDeps): Promise<void> {
  const site = portalSite(deps);
  await registerSite(fastify, site, (scope) => {
    // Where no mode is said: to the merchant's own first one.
    scope.get('/portal', async (request, reply) => {
      const session = await sessionOf(site, request);
      const to = session === null ? 'sign-in' : firstMode(deps, session.member);
      return reply.redirect(siteAt(site, [to]).toString(), 303);
    });
    registerWelcome(scope, site, deps);
    registerStatementFile(scope, site);
    registerInvoiceFile(scope, site);
  });
}

function portalSite(deps: PortalDeps): Site<PortalTypes> {
  const mustEnrol = ({ member }: Pick<MemberSession, 'member'>, ability: string) =>
    deps.requireSecondFactor && member.secondFactorAt === null && ability !== 'own_account';
  return {
    name: 'portal',
    below: '/:mode',
    screens: SCREENS,
    actions: ACTIONS,
    publicUrl: deps.publicUrl,
    hosts: deps.hosts,
    cookies: createCookies(deps.publicUrl.startsWith('https:'), 'causeway-portal'),
    assets: loadSiteAssets('portal'),
    locales: LOCALES,
    async authenticate(token) {
      const member = await deps.memberSessions.use(token);
      return member === null ? null : { member, token };
    },
    async signIn(credentials, ip) {
      const found = await deps.memberSignIn.in(credentials, ip);
      return found === null ? null : { member: found.person, token: found.token };
    },
    signOut: ({ member, token }, ip) => deps.memberSignIn.out(member, token, ip),
    sessionModel: (session) => ({ member: session?.member ?? null }),
    askOf(session, asked) {
      const { mode: _, ...params } = asked.params;
      const mode = MODES.find((one) => one === asked.params.mode);
      const own = mode === undefined ? null : ownOf(deps, session.member, mode);
      if (mode === undefined || own === null) return null;
      return { deps: own, ask: { ...asked, params, ...session, mode, own } };
    },
    may: ({ member }, ability) => memberMayDo(member.role, ability),
    mustEnrol,
    async contextOf({ member, mode, own }, base) {
      return {
        ...base,
        member,
        mode,
        merchant: own.merchant,
        waits: deps.fourEyes && mode === 'live',
        at: (segments, query) => ownPath(['portal', mode, ...segments], query),
        may: (ability) => !mustEnrol({ member }, ability) && memberMayDo(member.role, ability),
      };
    },
    run: (action, ask, form) => runAction(deps, action, ask, form),
    page: portalPage,
    nowMs: () => deps.clock.nowMs(),
    onTrouble: deps.onTrouble,
  };
}

/** A form, run as the command behind it for the member who is signed in. */
async function runAction(
  deps: PortalDeps,
  action: Action,
  ask: Ask,
  form: Form,
): Promise<ActionResult | null> {
  const { csrf: _, password = '', otp = '', ...given } = form;
  const { member, mode, token, ip } = ask;
  const actor: MemberActor = { kind: 'member', member, mode, token, ip, password, otp };
  const input = action.input?.(ask, given) ?? { ...given, ...ask.params };
  const outcome = await deps.run(action.command, actor, input);
  if (!outcome.ok) return outcome.problem === 'forbidden' ? null : outcome;
  if ('awaits' in outcome) {
    const { shown } = outcome;
    if (shown !== null) return { ok: true, ...action.answer(shown, ask) };
    return { ok: true, done: 'asked_for_approval' };
  }
  return { ok: true, ...action.answer(outcome.result, ask) };
}
