/** The pages that lead to the others: of the site, and of one version of an API. */
import type { ApiVersion } from '../../dialects/reference.ts';
import { type Block, type Content, heading } from '../block.ts';
import type { Context } from '../context.ts';
import { GUIDES } from '../guides.ts';
import {
  type Api,
  guideSegments,
  openApiName,
  placeSegments,
  placesOf,
  versionSegments,
} from '../site.ts';
import { nameOf, numbered, pathOf } from '../title.ts';

export function homeContent(context: Context): Content {
  const { t, language, site } = context;
  return {
    lead: t.homeLead,
    main: [
      heading(t.guides, 'guides'),
      guideList(context),
      heading(t.chooseApi, 'apis'),
      apiList(),
    ],
    side: [],
  };

  function apiList(): Block {
    const items = site.apis.flatMap((api) =>
      api.reference.versions.map((version) => {
        const path = pathOf(versionSegments(language, api, version));
        return `**[${nameOf(context, api, version)}](${path})** ${api.reference.summary[language]}`;
      }),
    );
    return { kind: 'list', ordered: false, items };
  }
}

function guideList({ guides, language }: Context): Block {
  const items = GUIDES.map((guide) => {
    const { title, lead } = guides[guide];
    return `**[${title}](${pathOf(guideSegments(language, guide))})** ${lead}`;
  });
  return { kind: 'list', ordered: false, items };
}

/** One version: its calls, and its files to download. */
export function versionContent(context: Context, api: Api, version: ApiVersion): Content {
  const { t, language } = context;
  const rows = placesOf(api, version).map((place) => {
    const label = numbered(place.page, language);
    const around = place.chapters.map((chapter) => chapter.title[language]).join(' · ');
    return [`[${label}](${pathOf(placeSegments(language, place))})`, around];
  });
  const file = openApiName(api, version, language);
  return {
    lead: api.reference.summary[language],
    main: [
      {
        kind: 'list',
        ordered: false,
        items: [
          `[${t.openApiFile} (${file})](/docs/openapi/${file})`,
          '[llms.txt](/docs/llms.txt)',
        ],
      },
      heading(t.reference, 'reference'),
      { kind: 'table', head: [t.reference, t.contents], rows },
    ],
    side: [],
  };
}
