/** The sentences that a dialect's operations and notifications say of themselves. */
import type { Field, MemberInfo, OperationInfo } from '../../src/dialects/contract.ts';
import type { NotificationInfo } from '../../src/dialects/reference.ts';

/** Each once, in the order in which they are met. */
export function sentencesOf(
  operations: readonly OperationInfo[],
  notifications: readonly NotificationInfo[],
): readonly string[] {
  const all = [
    ...operations.flatMap(({ title, fields, answers }) => [
      title,
      ...fields.flatMap(ofField),
      ...Object.values(answers).flatMap(({ members }) => members.flatMap(ofMember)),
    ]),
    ...notifications.flatMap(({ description, members }) => [
      description,
      ...members.flatMap(ofMember),
    ]),
  ];
  return [...new Set(all)];
}

function ofField({ description, form }: Field): readonly string[] {
  return [description, ...(form.fields ?? []).flatMap(ofField)];
}

function ofMember({ description, members = [] }: MemberInfo): readonly string[] {
  return [description, ...members.flatMap(ofMember)];
}

/** The source of `sentences.ts`: one that has no translation is then a type error. */
export function sentencesSource(sentences: readonly string[]): string {
  const quoted = sentences.map((each) =>
    each.includes("'") ? JSON.stringify(each) : `'${each.replaceAll('\\', '\\\\')}'`,
  );
  return `/** Made by tools/docs-site.ts from operations and notifications: what \`zh-cn.ts\` translates. */
export type Sentence =
${quoted.map((each) => `  | ${each}`).join('\n')};
`;
}
