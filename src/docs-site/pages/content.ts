/** The content of any page. */
import { readFileSync } from 'node:fs';
import { type Block, type Content, heading, paragraph } from '../block.ts';
import type { Context } from '../context.ts';
import { readMarkdown } from '../markdown.ts';
import { allErrorsOf } from '../refusals.ts';
import { type ApiPlace, LANGUAGE_SEGMENTS, type Target } from '../site.ts';
import { channelsContent } from './channels.ts';
import { homeContent, versionContent } from './home.ts';
import { insertedBlocks } from './inserted.ts';
import { notificationContent } from './notification.ts';
import { errorRows, operationContent } from './operation.ts';

export function contentOf(context: Context, target: Target): Content {
  switch (target.kind) {
    case 'home':
      return homeContent(context);
    case 'api':
      return versionContent(context, target.api, target.version);
    case 'guide':
      return {
        lead: context.guides[target.guide].lead,
        main: articleBlocks(context, new URL('../guides/', import.meta.url), target.guide),
        side: [],
      };
    case 'place':
      return placeContent(context, target.place);
  }
}

function placeContent(context: Context, place: ApiPlace): Content {
  const { page, api } = place;
  switch (page.kind) {
    case 'operation':
      return operationContent(context, place, page.operation);
    case 'notification':
      return notificationContent(context, place, page.notification, page.of);
    case 'channels':
      return channelsContent(context, api, page.list);
    case 'errors':
      return errorsContent(context, place);
    case 'article': {
      const folder = new URL('../articles/', import.meta.url);
      const [first, ...main] = articleBlocks(context, folder, page.article);
      return { lead: first?.kind === 'text' ? first.text : '', main, side: [] };
    }
  }
}

function errorsContent(context: Context, { api }: ApiPlace): Content {
  const { t } = context;
  const rows = errorRows(context, allErrorsOf(api));
  const { failures } = api.reference;
  return {
    lead: t.errorsLead.replace(/[^.。]*[:：]$/, ''),
    main: [
      { kind: 'table', head: [t.code, t.message, t.meaning], rows },
      ...(failures.length === 0
        ? []
        : [
            heading(t.failures, 'failures'),
            paragraph(t.failuresLead),
            {
              kind: 'table' as const,
              head: [t.code, t.message],
              rows: failures.map((each) => [`\`${each.code}\``, each.message]),
            },
          ]),
    ],
    side: [],
  };
}

function articleBlocks(context: Context, folder: URL, name: string): readonly Block[] {
  const file = new URL(`${name}.${LANGUAGE_SEGMENTS[context.language]}.md`, folder);
  const text = readFileSync(file, 'utf8').replaceAll('{origin}', context.origin);
  return readMarkdown(text, (inserted) => insertedBlocks(context, inserted));
}
