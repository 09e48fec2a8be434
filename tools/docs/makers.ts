/** Every dialect with what its examples are made with, and how the orders of its examples end. */
import { harness as collect } from '../../src/dialects/collect/fixtures/harness.ts';
import type { DialectHarness } from '../../src/dialects/harness.ts';
import { harness as openApi } from '../../src/dialects/open-api/fixtures/harness.ts';
import { harness as openApiPh } from '../../src/dialects/open-api-ph/fixtures/harness.ts';
import { harness as recharge } from '../../src/dialects/recharge/fixtures/harness.ts';
import type { Entry, NotificationInfo, Reference } from '../../src/dialects/reference.ts';
import { REFERENCES } from '../../src/dialects/reference-registry.ts';
import { dialectByName } from '../../src/dialects/registry.ts';
import { toolsByDialect } from '../../src/dialects/tools-registry.ts';
import type { ExampleBook, Examples } from '../../src/docs-site/examples.ts';
import type { Order } from '../../src/domain/order.ts';
import { NEW_VERIFICATION } from '../../src/domain/verification.ts';
import {
  SAMPLE_PRIVATE_KEY,
  SAMPLE_PUBLIC_KEY,
} from '../../src/wire/fixtures/public-sample-key.ts';
import { exampleOf, type Maker, notificationOf, type Story } from './examples.ts';

const HARNESSES: Readonly<Record<string, DialectHarness>> = {
  collect,
  'open-api': openApi,
  'open-api-ph': openApiPh,
  recharge,
};

export function makerOf(name: string): Maker {
  const [dialect, tools] = [dialectByName(name), toolsByDialect(name)];
  const harness = HARNESSES[name];
  if (dialect === null || tools === null || harness === undefined) {
    throw new Error(`${name} has no harness here: a line in tools/docs/makers.ts`);
  }
  return { dialect, tools, harness, made: new Map() };
}

const PAID: Story = { type: 'payin.paid', changes: () => ({ kind: 'payin' }) };
const REFUND: Story = { type: 'refund.paid', changes: () => ({ kind: 'refund' }) };

/** A payment of 500.00 at a code. */
function paidAtCode(changes: Partial<Order> = {}): Story {
  return {
    type: 'payin.paid',
    changes: ({ merchantRef }) => ({
      ...{ kind: 'payin', amountMinor: 50_000n, paidMinor: 50_000n, parentId: 7n },
      parent: { kind: 'code', ref: merchantRef, amountMinor: 0n },
      ...changes,
    }),
  };
}

/** By the notification's name. */
const STORIES: Readonly<Record<string, Story>> = {
  order: PAID,
  payment: PAID,
  web: PAID,
  checkout: { ...PAID, changes: () => ({ kind: 'payin', choices: ['PH_GCASH_URL'] }) },
  debit: PAID,
  payout: { type: 'payout.paid', changes: () => ({ kind: 'payout' }) },
  refund: REFUND,
  void: REFUND,
  mandate: {
    type: 'mandate.active',
    changes: () => ({ kind: 'mandate', state: 'active', finalAt: null }),
  },
  ekyc: {
    type: 'verification.passed',
    changes: () => ({
      kind: 'verification',
      verification: { ...NEW_VERIFICATION, stage: 'passed' },
    }),
  },
  code_payment: paidAtCode(),
  bill: paidAtCode(),
  qr: paidAtCode(),
  account: paidAtCode({
    merchantRef: 'USR0000001',
    channel: 'PHL_INSTA_TRANSFER_ACC',
    metadata: { form: 'account', channelCode: 'INSTA_TRANSFER_ACC' },
  }),
};

/** Every example of every dialect. */
export async function makeExamples(): Promise<ExampleBook> {
  const dialects: Record<string, Examples> = {};
  for (const reference of REFERENCES) dialects[reference.dialect] = await examplesOf(reference);
  return { keys: { publicKey: SAMPLE_PUBLIC_KEY, privateKey: SAMPLE_PRIVATE_KEY }, dialects };
}

async function examplesOf(reference: Reference): Promise<Examples> {
  const maker = makerOf(reference.dialect);
  const operations = maker.dialect.operations.map(
    ({ name }) => [name, exampleOf(maker, name)] as const,
  );
  const notifications = [];
  for (const { info, of } of notificationPages(reference)) {
    const story = STORIES[info.name];
    if (story === undefined) throw new Error(`no story of ${info.name}`);
    const example = await notificationOf(maker, of, info, story);
    notifications.push([`${info.name}:${of}`, example] as const);
  }
  return {
    operations: Object.fromEntries(operations),
    notifications: Object.fromEntries(notifications),
  };
}

function notificationPages({ versions, notifications }: Reference) {
  const named = (name: string): NotificationInfo => {
    const info = notifications.find((each) => each.name === name);
    if (info === undefined) throw new Error(`no notification ${name}`);
    return info;
  };
  const of = (entry: Entry): readonly { info: NotificationInfo; of: string }[] => {
    if (entry.kind === 'chapter') return entry.entries.flatMap(of);
    return entry.kind === 'notification' ? [{ info: named(entry.notification), of: entry.of }] : [];
  };
  return versions.flatMap(({ entries }) => entries.flatMap(of));
}
