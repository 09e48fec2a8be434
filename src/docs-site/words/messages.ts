/** Every text of the site that is no article. A file each language; a missing one is an error. */

import type { ValueForm } from '../../dialects/contract.ts';
import type { FieldName, PayMethod } from '../../domain/channel.ts';
import type { RefusalCode, RefusalReason } from '../../domain/refusal.ts';
import type { MerchantRequest } from '../../domain/request.ts';
import type { Guide } from '../guides.ts';

/** Why a request was refused, and what to do. */
export type RefusalWords = Readonly<Record<RefusalCode | RefusalReason, string>>;

/** What a request of the core is for, whichever API asks it. */
export type RequestWords = Readonly<Record<MerchantRequest['kind'], string>>;

export type GuideWords = Readonly<Record<Guide, { readonly title: string; readonly lead: string }>>;

export interface Messages {
  readonly product: string;
  readonly docs: string;
  readonly skip: string;
  readonly contents: string;
  readonly version: string;
  readonly language: string;
  readonly api: string;
  readonly go: string;
  readonly search: string;
  readonly searchHint: string;
  readonly searchTitle: string;
  readonly noResults: (query: string) => string;
  readonly results: (count: number, query: string) => string;
  readonly needsScript: string;
  readonly previous: string;
  readonly next: string;
  readonly onThisPage: string;
  readonly asMarkdown: string;
  readonly openApiFile: string;
  readonly copy: string;
  readonly copied: string;
  readonly guides: string;
  readonly reference: string;
  readonly chooseApi: string;
  readonly homeLead: string;
  readonly allApis: string;
  readonly request: string;
  readonly envelope: string;
  readonly fieldsOf: (name: string) => string;
  readonly headers: string;
  readonly noFields: string;
  readonly answer: string;
  readonly answerData: string;
  readonly answerList: string;
  readonly errors: string;
  readonly errorsLead: string;
  readonly failures: string;
  readonly failuresLead: string;
  readonly notification: string;
  readonly acknowledge: (body: string) => string;
  readonly timetable: (times: string) => string;
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
  readonly code: string;
  readonly message: string;
  readonly required: string;
  readonly optional: string;
  readonly perhaps: string;
  readonly signed: string;
  readonly inPath: string;
  readonly notSigned: string;
  readonly example: string;
  readonly atMost: (count: number, unit: 'characters' | 'members') => string;
  readonly between: (min: number, max: number, unit: 'characters' | 'members') => string;
  readonly exactly: (count: number) => string;
  readonly alsoAt: string;
  readonly exampleRequest: string;
  readonly exampleAnswer: string;
  readonly exampleNotification: string;
  readonly exampleNote: string;
  readonly stringToSign: string;
  readonly stringToSignOfNotification: string;
  readonly samples: string;
  readonly verifySamples: string;
  readonly proved: string;
  readonly notSent: string;
  readonly channelsLead: string;
  readonly noChannels: string;
  readonly channelName: string;
  readonly channelCode: string;
  readonly method: string;
  readonly country: string;
  readonly currency: string;
  readonly limits: string;
  readonly payerFields: string;
  readonly state: string;
  readonly open: string;
  readonly closed: string;
  readonly fullRefund: string;
  readonly partRefund: string;
  readonly refundDays: string;
  readonly yes: string;
  readonly no: string;
  readonly notFoundTitle: string;
  readonly notFoundText: string;
  readonly toStart: string;
  readonly types: Readonly<Record<ValueForm['type'] | 'number', string>>;
  readonly methods: Readonly<Record<PayMethod, string>>;
  readonly coreFields: Readonly<Record<FieldName, string>>;
  readonly transport: Readonly<Record<TransportName, string>>;
  readonly front: FrontMessages;
}

/** Members of envelopes and headers that no operation has of its own. */
export type TransportName =
  | 'appId'
  | 'sign'
  | 'signHeader'
  | 'param'
  | 'theirSign'
  | 'theirParam'
  | 'code'
  | 'success'
  | 'message'
  | 'desc'
  | 'data'
  | 'timestamp'
  | 'contentType';

export interface FrontMessages {
  readonly title: string;
  readonly lead: string;
  readonly running: string;
  readonly starting: string;
  readonly testMode: string;
  readonly operators: string;
  readonly operatorsText: string;
  readonly operatorsLink: string;
  readonly merchants: string;
  readonly merchantsText: string;
  readonly merchantsLink: string;
  readonly developers: string;
  readonly developersText: string;
  readonly developersLink: string;
}
