/** Code samples of a call, in the languages of the published site and in its order. */
import type { OperationInfo } from '../../dialects/contract.ts';
import type { NotificationCheck } from '../../dialects/reference.ts';
import type { Block, Sample } from '../block.ts';
import type { Context } from '../context.ts';
import type { Example } from '../examples.ts';
import { makesSomething } from '../reads.ts';
import type { ApiPlace } from '../site.ts';
import { csharp, dart, go, java, swift } from './compiled.ts';
import { c, http, objectiveC, ocaml } from './native.ts';
import { type Plan, planOf } from './plan.ts';
import { javascript, php, python, r, ruby, shell } from './scripts.ts';
import * as verify from './verify.ts';

export interface Language {
  /** As the published site prints it. */
  readonly title: string;
  readonly id: string;
  print(plan: Plan): string;
  /** Whether our tests run what is printed; `finished`: there is nothing to run. */
  readonly proof: 'run' | 'not run' | 'finished';
}

function language(
  title: string,
  id: string,
  print: Language['print'],
  proof: Language['proof'] = 'not run',
): Language {
  return { title, id, print, proof };
}

export const SAMPLE_LANGUAGES: readonly Language[] = [
  language('Shell', 'sh', shell, 'run'),
  language('JavaScript', 'js', javascript, 'run'),
  language('Java', 'java', java, 'run'),
  language('Swift', 'swift', swift),
  language('Go', 'go', go),
  language('PHP', 'php', php),
  language('Python', 'python', python, 'run'),
  language('HTTP', 'http', http, 'finished'),
  language('C', 'c', c, 'run'),
  language('C#', 'csharp', csharp),
  language('Objective-C', 'objc', objectiveC),
  language('Ruby', 'ruby', ruby),
  language('OCaml', 'ocaml', ocaml),
  language('Dart', 'dart', dart),
  language('R', 'r', r),
];

export function samplesOf(
  { t, origin }: Context,
  { api }: ApiPlace,
  operation: OperationInfo,
  example: Example,
): readonly Block[] {
  const plan = planOf(example, {
    scheme: api.reference.signs,
    wrapping: api.reference.wrappingOf(operation.name),
    origin,
    makes: makesSomething(operation),
  });
  if (plan === null) return [];
  const samples = SAMPLE_LANGUAGES.map(
    ({ title, id, print, proof }): Sample => ({
      ...{ title, id, text: print(plan) },
      isProved: proof !== 'not run',
    }),
  );
  return [{ kind: 'samples', label: t.samples, samples, remark: t.proved }];
}

/** Those that check a notification. Java's standard library reads no JSON, so it is not run. */
export const VERIFY_LANGUAGES: readonly (Omit<Language, 'print'> & {
  print(check: NotificationCheck): string;
})[] = [
  { title: 'JavaScript', id: 'js', print: verify.javascript, proof: 'run' },
  { title: 'Java', id: 'java', print: verify.java, proof: 'not run' },
  { title: 'Go', id: 'go', print: verify.go, proof: 'not run' },
  { title: 'PHP', id: 'php', print: verify.php, proof: 'not run' },
  { title: 'Python', id: 'python', print: verify.python, proof: 'run' },
  { title: 'Ruby', id: 'ruby', print: verify.ruby, proof: 'not run' },
];

export function verifySamplesOf({ t }: Context, { api }: ApiPlace): readonly Block[] {
  const { notificationCheck } = api.reference;
  const samples = VERIFY_LANGUAGES.map(
    ({ title, id, print, proof }): Sample => ({
      ...{ title, id, text: print(notificationCheck) },
      isProved: proof === 'run',
    }),
  );
  return [{ kind: 'samples', label: t.verifySamples, samples, remark: t.proved }];
}
