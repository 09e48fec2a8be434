/** The demo's member: the owner of its merchant, whose password stands in `demo.json`. */
import { randomBytes } from 'node:crypto';
import type { Id } from '../domain/id.ts';
import type { SystemActor } from '../operator/actor.ts';
import { memberInvite, memberRenew } from '../operator/commands/members.ts';
import type { RunCommand } from '../operator/run.ts';
import type { MemberSignIn } from '../operator/sign-in.ts';
import type { Members } from '../ports/member.ts';
import type { DemoLogin } from './demo.ts';

const LOGIN = 'shop';
const ACTOR: SystemActor = { kind: 'system', name: 'system:demo' };

/** Invites the member and takes the invitation; a new password when the one known is lost. */
export async function prepareMember(
  {
    members,
    run,
    memberSignIn,
  }: {
    readonly members: Members;
    readonly run: RunCommand;
    readonly memberSignIn: MemberSignIn;
  },
  merchantId: Id,
  publicUrl: string,
  known: DemoLogin | null,
): Promise<DemoLogin> {
  const url = `${publicUrl}/portal`;
  const existing = await members.byLogin(LOGIN);
  if (existing !== null && known?.login === LOGIN) return { ...known, url };
  const done =
    existing === null
      ? await run(memberInvite, ACTOR, {
          ...{ merchant: `${merchantId}`, login: LOGIN, name: 'Demo shop', role: 'owner' },
        })
      : await run(memberRenew, ACTOR, { id: `${existing.id}` });
  if (!done.ok || 'awaits' in done) throw new Error('the demo member could not be invited');
  const password = randomBytes(12).toString('base64url');
  const token = done.result.link.split('/').at(-1) ?? '';
  const accepted = await memberSignIn.accept(token, password, '127.0.0.1');
  if (!accepted.ok) throw new Error('the demo member could not set a password');
  return { url, login: LOGIN, password };
}
