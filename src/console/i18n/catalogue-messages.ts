/** The texts of the pages on which the catalogue is edited. */

import type { CodeScheme } from '../../domain/channel.ts';
import type { AccountHealth } from '../../ports/core.ts';

export interface CatalogueMessages {
  readonly revision: string;
  readonly change: string;
  readonly save: string;
  readonly facts: string;
  readonly requiredFields: string;
  readonly requiredFieldsLead: string;
  readonly noRequiredFields: string;
  readonly codes: string;
  readonly codesLead: string;
  readonly sample: string;
  readonly fees: string;
  readonly feesLead: string;
  readonly addFee: string;
  readonly withdraw: string;
  readonly routes: string;
  readonly routesLead: string;
  readonly addRoute: string;
  readonly remove: string;
  readonly noAccount: string;
  readonly everybody: string;
  readonly toCome: string;
  readonly past: string;
  readonly inForce: string;
  readonly never: string;
  readonly no: string;
  readonly minutes: (count: string) => string;
  readonly days: (count: string) => string;
  readonly settleKinds: Readonly<
    Record<'hours' | 'business' | 'natural' | 'weekly' | 'monthly', string>
  >;
  readonly tradeDays: Readonly<Record<'following' | 'same', string>>;
  readonly ask: Readonly<Record<'no' | 'may' | 'must', string>>;
  readonly askColumns: Readonly<Record<'field' | 'ask' | 'check' | 'argument', string>>;
  readonly scheme: Readonly<Record<CodeScheme | 'none', string>>;
  readonly abilities: string;
  readonly able: Readonly<Record<string, string>>;
  /** By the name that the form and the JSON interface have for it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly hints: Readonly<
    Record<
      | 'expiry'
      | 'va'
      | 'rate'
      | 'optional'
      | 'from'
      | 'argument'
      | 'merchants'
      | 'days'
      | 'weekday'
      | 'monthDay',
      string
    >
  >;
}

export interface ProviderMessages {
  readonly lead: string;
  readonly share: string;
  readonly outcomes: string;
  readonly troubles: string;
  readonly credentials: string;
  readonly callbackAddress: string;
  readonly callbackHint: string;
  readonly requests: string;
  readonly bounds: string;
  perSecond(count: number): string;
  readonly states: Readonly<Record<AccountHealth['state'] | 'quiet', string>>;
}
