/**
 * Documents by which people are known, by country (ISO 3166): which there are, and whether their
 * back says something as well.
 */
import type { DocumentKind } from '../domain/verification.ts';

function kind(code: string, name: string, hasBack = true): DocumentKind {
  return { code, name, hasBack };
}

/** Of the Philippine Open API's proposal; names as the issuers print them. */
const PH: readonly DocumentKind[] = [
  kind('PH_NATIONAL_ID', 'Philippine National ID (PhilSys)'),
  kind('PH_PASSPORT', 'Philippine passport', false),
  kind('PH_DRIVER_LICENSE', "Driver's license (LTO)"),
  kind('PH_UMID', 'Unified Multi-Purpose ID (UMID)'),
  kind('PH_SSS', 'SSS ID'),
  kind('PH_POSTAL_ID', 'Postal ID'),
  kind('PH_PRC', 'PRC ID'),
  kind('PH_VOTER_ID', "Voter's ID"),
];

const BY_COUNTRY: ReadonlyMap<string, readonly DocumentKind[]> = new Map([['PH', PH]]);

/** The documents of a country; empty where none is known. */
export function documentsOf(country: string): readonly DocumentKind[] {
  return BY_COUNTRY.get(country) ?? [];
}

/** Null: the country has none by this code. */
export function documentOf(country: string, code: string): DocumentKind | null {
  return documentsOf(country).find((each) => each.code === code) ?? null;
}
