/** Search in both languages: words by Unicode, Chinese by its dictionary, an index per language. */
import { setImmediate } from 'node:timers/promises';
import MiniSearch from 'minisearch';
import type { Language } from '../dialects/reference.ts';
import type { Block, Content } from './block.ts';
import { type Context, contextOf, type Source } from './context.ts';
import { plainText } from './inline.ts';
import { contentOf } from './pages/content.ts';
import { type Target, targetSegments } from './site.ts';
import { nameOf, pathOf, titleOf } from './title.ts';

export interface Hit {
  readonly path: string;
  readonly title: string;
  /** Which API, or that it is a guide. */
  readonly place: string;
  readonly lead: string;
}

interface Row extends Hit {
  readonly id: number;
  readonly names: string;
  readonly text: string;
}

export type Search = (query: string) => readonly Hit[];

const HITS_MAX = 30;
const QUERY_CHARS = 100;

/** Pages that are read in one go; others may have the thread in between. */
const PAGES_AT_ONCE = 8;

/**
 * Builds the index of a language: every page, as it is read. It takes part of a second, in small
 * steps: the process has payments to serve.
 */
export async function createSearch(source: Source, language: Language): Promise<Search> {
  const context = contextOf(source, language);
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  const tokenize = (text: string) => tokensOf(text, segmenter);
  const index = new MiniSearch<Row>({
    fields: ['title', 'names', 'place', 'text'],
    storeFields: ['path', 'title', 'place', 'lead'],
    tokenize,
    processTerm: (term) => term.toLowerCase(),
    searchOptions: {
      tokenize,
      boost: { title: 4, names: 3 },
      prefix: (term) => term.length > 1,
      fuzzy: (term) => (/^[a-z]{5,}$/i.test(term) ? 0.2 : false),
      combineWith: 'AND',
    },
  });
  const { targets } = source.site;
  for (let at = 0; at < targets.length; at += PAGES_AT_ONCE) {
    const some = targets.slice(at, at + PAGES_AT_ONCE);
    index.addAll(some.map((target, each) => rowOf(context, target, at + each)));
    await setImmediate();
  }
  return (query) =>
    index
      .search(query.slice(0, QUERY_CHARS))
      .slice(0, HITS_MAX)
      .map(({ path, title, place, lead }) => ({ path, title, place, lead }) as Hit);
}

/** What a search without a server looks through: every page, its title first. */
export function rowsOf(context: Context): readonly (Hit & { readonly text: string })[] {
  return context.site.targets.map((target, at) => {
    const { path, title, place, lead, names, text } = rowOf(context, target, at);
    return { path, title, place, lead, text: `${names} ${text}` };
  });
}

/** Words, and of names like `mchOrderId` and paths the whole beside the parts. */
function tokensOf(text: string, segmenter: Intl.Segmenter): string[] {
  const names = text.match(/[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)+/g) ?? [];
  const words = [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) =>
    isWordLike === true ? [segment] : [],
  );
  return [...words, ...names];
}

function rowOf(context: Context, target: Target, id: number): Row {
  const content = contentOf(context, target);
  const { names, text } = textOf(content);
  return {
    id,
    path: pathOf(targetSegments(context.language, target)),
    title: titleOf(context, target),
    place: placeName(context, target),
    lead: plainText(content.lead),
    names,
    text,
  };
}

function placeName(context: Context, target: Target): string {
  if (target.kind === 'guide') return context.t.guides;
  if (target.kind === 'place') {
    return nameOf(context, target.place.api, target.place.version);
  }
  return context.t.docs;
}

/** What is searched: names of fields, paths and codes by themselves, and all that is read. */
function textOf({ lead, main }: Content): { readonly names: string; readonly text: string } {
  const names: string[] = [];
  const text: string[] = [plainText(lead)];
  for (const block of main) collect(block, names, text);
  return { names: names.join(' '), text: text.join(' ') };
}

function collect(block: Block, names: string[], text: string[]): void {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'note':
      text.push(plainText(block.text));
      break;
    case 'list':
      text.push(...block.items.map(plainText));
      break;
    case 'table':
      for (const row of block.rows) {
        names.push(plainText(row[0] ?? ''));
        text.push(...row.slice(1).map(plainText));
      }
      break;
    case 'fields':
      for (const { name, meaning } of block.rows) {
        names.push(name);
        text.push(plainText(meaning));
      }
      break;
    case 'endpoint':
      names.push(block.path);
      break;
    case 'code':
    case 'samples':
      break;
  }
}
