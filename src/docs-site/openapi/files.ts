/** The OpenAPI documents by their names: one for each API, version and language. */

import { LANGUAGES } from '../../dialects/reference.ts';
import { contextOf, type Source } from '../context.ts';
import { openApiName } from '../site.ts';
import { openApiDocument } from './document.ts';

export function openApiFiles(source: Source): ReadonlyMap<string, () => object> {
  return new Map(
    source.site.apis.flatMap((api) =>
      api.reference.versions.flatMap((version) =>
        LANGUAGES.map((language) => [
          openApiName(api, version, language),
          () => openApiDocument(contextOf(source, language), api, version),
        ]),
      ),
    ),
  );
}
