/** Which call asks about what another one makes: found by trying with a sample's own fields. */

import type { Call } from '../../sdk/src/call.ts';
import { SAMPLE_KEY } from '../../src/dialects/collect/fixtures/sample.ts';
import type { Dialect, Field, OperationInfo } from '../../src/dialects/contract.ts';
import { isRead } from '../../src/dialects/kit/operation.ts';
import { rawRequest } from '../../src/dialects/tools.ts';
import type { AppKey } from '../../src/domain/merchant.ts';
import { SAMPLE_PRIVATE_KEY } from '../../src/wire/fixtures/public-sample-key.ts';
import { askedBy, type Maker } from '../docs/examples.ts';
import { makerOf } from '../docs/makers.ts';

/** Never part of the question: who asks, and when. */
const OF_THE_ASKER = new Set(['merchant', 'sign', 'mchId', 'appId', 'timestamp']);

/** The nearest by address of those whose question names the very order that the sample makes. */
export async function askOf(dialect: Dialect, operation: OperationInfo): Promise<Call['ask']> {
  const maker = makerOf(dialect.name);
  const { claim, texts } = claimOf(maker, operation);
  const found: { readonly call: string; readonly fields: readonly string[] }[] = [];
  for (const read of dialect.operations.filter(isRead)) {
    const shared = read.fields
      .map(({ name }: Field) => name)
      .filter((name) => texts.has(name) && !OF_THE_ASKER.has(name));
    const fields = Object.fromEntries(shared.map((name) => [name, texts.get(name)]));
    const asked = shared.length === 0 ? null : await askedWith(maker, read, fields);
    if (asked !== null && claim !== null && mentions(asked, claim)) {
      found.push({ call: read.name, fields: shared });
    }
  }
  const near = new Map(dialect.operations.map((each) => [each.name, nearness(each, operation)]));
  const nearOf = ({ call }: { readonly call: string }) => near.get(call) ?? 0;
  return found.toSorted((a, b) => nearOf(b) - nearOf(a))[0] ?? null;
}

interface Claim {
  readonly scope: string;
  readonly merchantRef: string;
}

/** What a sample of the call claims, and the texts that it was sent with. */
function claimOf(maker: Maker, { name }: OperationInfo) {
  const sample = maker.harness.requests.find((each) => each.operation === name);
  if (sample === undefined) throw new Error(`no sample of ${name}`);
  const asked = askedBy(maker, sample.raw, name);
  const json = JSON.parse(Buffer.from(sample.raw.body).toString('utf8')) as Sent;
  const all = typeof json.param === 'string' ? (JSON.parse(json.param) as Sent) : json;
  const texts = Object.entries(all).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  return { claim: claimIn(asked), texts: new Map(texts) };
}

type Sent = Record<string, unknown>;

function claimIn(asked: object): Claim | null {
  const { scope, merchantRef, group } = asked as Partial<Claim> & { group?: Claim };
  if (group !== undefined) return group;
  return scope === undefined || merchantRef === undefined ? null : { scope, merchantRef };
}

/** What a question with these fields asks of the core; null: it cannot be asked with them. */
async function askedWith(maker: Maker, read: OperationInfo, fields: Sent): Promise<object | null> {
  const { tools, harness } = maker;
  const material = tools.dialect === 'collect' ? SAMPLE_KEY : SAMPLE_PRIVATE_KEY;
  const key: AppKey = {
    ...{ id: 'own', purpose: 'request', material, notBefore: new Date(0), notAfter: null },
  };
  const { publicId } = harness.app;
  const names = { collect: 'merchant', recharge: 'mchId' } as const;
  const who = names[tools.dialect as keyof typeof names] ?? 'appId';
  const isWrapped = tools.dialect === 'open-api';
  const stamp = read.fields.some(({ name }) => name === 'timestamp')
    ? { timestamp: String(harness.nowMs) }
    : {};
  const body = isWrapped
    ? { [who]: publicId, param: JSON.stringify({ ...fields, ...stamp }) }
    : { [who]: publicId, ...fields, ...stamp };
  const signed = await tools.sign(read.name, Buffer.from(JSON.stringify(body)), [key], {
    encoding: 'json',
    nowMs: harness.nowMs,
  });
  if (!signed.ok) return null;
  try {
    const { path, headers, body: text } = signed.value;
    return askedBy(maker, rawRequest(read, { path, headers, body: Buffer.from(text) }), read.name);
  } catch {
    return null;
  }
}

/** Whether a question names the claim anywhere in it. */
function mentions(value: unknown, { scope, merchantRef }: Claim): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const own = value as Partial<Claim>;
  if (own.scope === scope && own.merchantRef === merchantRef) return true;
  return Object.values(value).some((each) => mentions(each, { scope, merchantRef }));
}

/** How far the addresses of two calls are the same. */
function nearness(a: OperationInfo, b: OperationInfo): number {
  const [left = [], right = []] = [a, b].map(({ paths }) => (paths[0] ?? '').split('/'));
  const differs = left.findIndex((step, at) => step !== right[at]);
  return differs < 0 ? left.length : differs;
}
