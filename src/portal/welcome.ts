/** The link of an invitation: it sets a password, once. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MemberProblem } from '../ports/member.ts';
import { visitOf } from '../screens/authentication.ts';
import { csrfTokenOf } from '../screens/cookies.ts';
import { alonePage } from '../screens/layout.ts';
import * as parts from '../screens/parts.ts';
import { formOf, paramsOf } from '../screens/request.ts';
import { localeOf, type Site, sendHtml, siteAt } from '../screens/site.ts';
import { ipOf } from '../web/caller.ts';
import { html } from '../web/safe-html.ts';
import type { PortalDeps } from './deps.ts';
import type { PortalTypes } from './screen.ts';

type Problem = MemberProblem | 'passwords_differ';

export function registerWelcome(
  scope: FastifyInstance,
  site: Site<PortalTypes>,
  deps: Pick<PortalDeps, 'members' | 'memberSignIn'>,
): void {
  scope.get('/portal/welcome/:token', async (request, reply) => {
    const { token = '' } = paramsOf(request);
    const isOpen = (await deps.members.invited(token)) !== null;
    if (!isOpen) reply.code(404);
    return sendWelcome(site, request, reply, isOpen ? null : 'link_over');
  });
  scope.post('/portal/welcome/:token', async (request, reply) => {
    const { token = '' } = paramsOf(request);
    const { new_password: password = '', again = '' } = formOf(request);
    const problem = await accept(deps, token, password, again, ipOf(request));
    if (problem === null) return reply.redirect(siteAt(site, ['sign-in']).toString(), 303);
    return sendWelcome(site, request, reply.code(422), problem);
  });
}

async function accept(
  deps: Pick<PortalDeps, 'memberSignIn'>,
  token: string,
  password: string,
  again: string,
  ip: string,
): Promise<Problem | null> {
  if (password !== again) return 'passwords_differ';
  const accepted = await deps.memberSignIn.accept(token, password, ip);
  return accepted.ok ? null : accepted.problem;
}

function sendWelcome(
  site: Site<PortalTypes>,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem | null,
) {
  const csrf = csrfTokenOf(visitOf(site, request, reply));
  const locale = localeOf<PortalTypes>(site, request);
  const t = locale.messages;
  const words = t.welcome;
  const here = siteAt(site, ['welcome', paramsOf(request).token ?? '']);
  const context = { csrf, here: here.toString(), t, locale };
  const secret = (name: string, label: string, hint?: string) =>
    parts.field({
      ...{ name, label, type: 'password', autocomplete: 'new-password', required: true },
      ...(hint === undefined ? {} : { hint }),
    });
  const form = parts.postForm(
    context,
    here,
    html`${secret('new_password', words.password, words.hint)}${secret('again', words.again)}
${parts.button(words.button, 'primary')}`,
  );
  const isOver = problem === 'link_over';
  const wrong = problem === null ? null : isOver ? words.over : t.problem[problem];
  const page = alonePage(
    {
      title: words.title,
      lead: words.lead,
      problem: wrong === null ? null : html`<p class="flash flash-bad">${wrong}</p>`,
      body: isOver ? html`` : form,
    },
    site,
    context,
  );
  return sendHtml(reply, page);
}
