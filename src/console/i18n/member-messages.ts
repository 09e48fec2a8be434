/** The texts about the people of merchants, as operators see them. */
import type { MemberRole } from '../../ports/member.ts';

export interface MemberMessages {
  readonly title: string;
  readonly invited: string;
  readonly invite: string;
  readonly link: string;
  readonly linkLead: string;
  readonly newLink: string;
  readonly roles: Readonly<Record<MemberRole, string>>;
}

export const enMembers: MemberMessages = {
  title: 'People who sign in to the portal',
  invited: 'Invited until',
  invite: 'Invite somebody',
  link: 'Link to set the password',
  linkLead:
    'Give it to that person. It works once, for 72 hours, and is not shown again. Where two operators are needed it works from their approval on.',
  newLink: 'New link',
  roles: { owner: 'Owner', developer: 'Developer', finance: 'Finance', viewer: 'Viewer' },
};

export const zhMembers: MemberMessages = {
  title: '可登录商户平台的成员',
  invited: '邀请有效期至',
  invite: '邀请成员',
  link: '设置密码的链接',
  linkLead:
    '请交给该成员。链接 72 小时内有效，只能使用一次，之后不再显示。需要两名操作员时，批准后链接才有效。',
  newLink: '新链接',
  roles: { owner: '所有者', developer: '开发者', finance: '财务', viewer: '只读' },
};
