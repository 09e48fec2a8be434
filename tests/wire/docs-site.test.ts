/** The documentation site: complete in both languages, made of what is served, and whole. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { CHANNELS } from '../../src/catalogue/catalogue.ts';
import type { Entry, Language } from '../../src/dialects/reference.ts';
import { REFERENCES } from '../../src/dialects/reference-registry.ts';
import { dialectByName } from '../../src/dialects/registry.ts';
import { contextOf } from '../../src/docs-site/context.ts';
import { EXAMPLES_FILE, type Example, loadExamples } from '../../src/docs-site/examples.ts';
import { openApiFiles } from '../../src/docs-site/openapi/files.ts';
import { contentOf } from '../../src/docs-site/pages/content.ts';
import { targetSegments } from '../../src/docs-site/site.ts';
import { numbered, titleOf } from '../../src/docs-site/title.ts';
import { askedBy, exampleKeys, readBack } from '../../tools/docs/examples.ts';
import { makeExamples, makerOf } from '../../tools/docs/makers.ts';
import { sentencesOf, sentencesSource } from '../../tools/docs/sentences.ts';
import { HOSTILE_NAMES } from '../browser/hostile-names.ts';
import { DOCS_SOURCE, docsServer, FRONT } from '../support/docs-site.ts';
import { COLLECT, OPEN_API_PH, OPEN_API_V1, RECHARGE } from './published-navigation.ts';

const LANGUAGES: readonly Language[] = ['en', 'zh-CN'];
const MAKE = 'run: node bin/run.mjs tools/docs-site.ts';
const PAGE_BYTES_MAX = 60 * 1024;
const SCRIPT_BYTES_MAX = 25 * 1024;

describe('what the site is made of', () => {
  test('examples are what the dialects do now', async () => {
    const made = `${JSON.stringify(await makeExamples(), null, 2)}\n`;
    assert.equal(readFileSync(EXAMPLES_FILE, 'utf8') === made, true, MAKE);
  });

  for (const { dialect, notifications, chinese } of REFERENCES) {
    test(`every sentence of ${dialect} is there in Chinese, and no other`, () => {
      const sentences = sentencesOf(dialectByName(dialect)?.operations ?? [], notifications);
      const folder = new URL(`../../src/dialects/${dialect}/reference/`, import.meta.url);
      const file = readFileSync(new URL('sentences.ts', folder), 'utf8');
      assert.equal(file, sentencesSource(sentences), MAKE);
      assert.deepEqual(Object.keys(chinese).toSorted(), [...sentences].toSorted());
      for (const [english, words] of Object.entries(chinese)) {
        assert.ok(/\p{Script=Han}|[A-Z]/u.test(words), english);
      }
    });
  }
});

describe('examples', () => {
  for (const { dialect } of REFERENCES) {
    const { operations, notifications } = loadExamples().dialects[dialect] ?? {};
    const maker = makerOf(dialect);

    test(`of ${dialect}: requests are taken, and what they were signed over is shown`, () => {
      for (const { name, signs } of maker.dialect.operations) {
        const example = operations?.[name] as Example;
        const raw = readBack(maker, name, example);
        askedBy(maker, raw, name);
        const explained = maker.tools.explain(raw, name, exampleKeys(maker.harness.keys));
        assert.ok('matches' in explained);
        assert.equal(explained.matches, signs === 'fields', name);
        assert.equal(example.signed, explained.stringToSign, name);
        assert.ok(maker.harness.readReply({ ...ANSWERED, body: example.answer }).success, name);
      }
    });

    test(`of ${dialect}: notifications are verified by the client`, () => {
      for (const [name, { headers, body }] of Object.entries(notifications ?? {})) {
        const sent = { method: 'POST', headers, body } as const;
        const keys = exampleKeys(maker.harness.keys);
        assert.ok(maker.harness.verifyNotification(sent, keys), name);
        const forged = { ...sent, body: body.replace(/amount(\\?)":/i, 'amount$1":1') };
        if (forged.body !== body) assert.ok(!maker.harness.verifyNotification(forged, keys), name);
      }
    });
  }
});

const ANSWERED = { status: 200, headers: { 'content-type': 'application/json;charset=UTF-8' } };

describe('the navigation', () => {
  const printed = (entries: readonly Entry[], depth = 0): string =>
    entries
      .map((entry) => {
        const line = `${'  '.repeat(depth)}${numbered(entry, 'en')}`;
        return entry.kind === 'chapter' ? `${line}\n${printed(entry.entries, depth + 1)}` : line;
      })
      .join('\n');
  const versionsOf = (name: string) =>
    REFERENCES.find(({ dialect }) => dialect === name)?.versions ?? [];
  const entriesOf = (name: string, at = 0) => versionsOf(name)[at]?.entries ?? [];

  test('of v1 is that of seed 000, and what it does not have comes behind', () => {
    const ours = printed(entriesOf('open-api'));
    assert.equal(ours.slice(0, OPEN_API_V1.trim().length), OPEN_API_V1.trim());
    assert.equal(printed(entriesOf('open-api').slice(0, -1)), OPEN_API_V1.trim());
  });

  test('of the Philippine API is that of seed 003', () => {
    assert.equal(printed(entriesOf('open-api-ph')), OPEN_API_PH.trim());
  });

  test('of collect has the chapters of seed 002, of recharge the headings of seed 004', () => {
    assert.equal(printed(entriesOf('collect').slice(0, 7)), COLLECT.trim());
    const headings = entriesOf('recharge').map(({ title }) => title['zh-CN']);
    assert.deepEqual(headings.slice(0, RECHARGE.length), RECHARGE);
  });

  test('every operation and every notification has a page', () => {
    const { apis, places } = DOCS_SOURCE.site;
    for (const { dialect, reference } of apis) {
      const own = places.filter(({ api }) => api.dialect === dialect).map(({ page }) => page);
      const served = own.flatMap((page) => (page.kind === 'operation' ? [page.operation] : []));
      for (const { name, title, paths } of dialect.operations) {
        const shown = dialect.operations.some(
          (each) =>
            served.includes(each.name) &&
            (each.name === name || (each.title === title && each.paths.includes(paths[0] ?? ''))),
        );
        assert.ok(shown, `${dialect.name} ${name}`);
      }
      const reported = own.flatMap((page) =>
        page.kind === 'notification' ? [page.notification] : [],
      );
      for (const { name } of reference.notifications) assert.ok(reported.includes(name), name);
    }
  });
});

describe('OpenAPI documents', () => {
  for (const [name, document] of openApiFiles(DOCS_SOURCE)) {
    test(`${name} is valid`, async () => {
      const { valid, errors } = await new Validator().validate(
        JSON.parse(JSON.stringify(document())),
      );
      assert.ok(valid, JSON.stringify(errors)?.slice(0, 500));
    });
  }

  test('there is one for each API, version and language, and none is empty', () => {
    const files = openApiFiles(DOCS_SOURCE);
    assert.deepEqual(files.size, 10);
    for (const document of files.values()) {
      const { paths, webhooks } = document() as Record<string, object>;
      assert.ok(Object.keys(paths ?? {}).length > 1 && Object.keys(webhooks ?? {}).length > 0);
    }
  });
});

describe('pages', () => {
  test('every page is there in both languages, and every link on it leads somewhere', async () => {
    const server = await docsServer();
    const seen = new Map<string, number>();
    const statusOf = async (path: string) => {
      const known = seen.get(path);
      if (known !== undefined) return known;
      const { statusCode } = await server.inject(path);
      seen.set(path, statusCode);
      return statusCode;
    };
    for (const language of LANGUAGES) {
      for (const target of DOCS_SOURCE.site.targets) {
        const path = `/${targetSegments(language, target).join('/')}`;
        const reply = await server.inject(path);
        assert.equal(reply.statusCode, 200, path);
        assert.ok(Buffer.byteLength(reply.body) <= PAGE_BYTES_MAX, `${path} is too big`);
        assert.match(reply.body, new RegExp(`<html lang="${language}">`));
        assert.match(String(reply.headers['content-security-policy']), /default-src 'none'/);
        for (const [, link = ''] of reply.body.matchAll(/(?:href|src)="(\/[^"#]*)[^"]*"/g)) {
          if (link === '/docs/en/search' || link === '/docs/zh-cn/search') continue;
          assert.equal(await statusOf(link), 200, `${path} links to ${link}`);
        }
      }
    }
    assert.ok(seen.size > 500, String(seen.size));
  });

  test('in Chinese no sentence of the operations is left in English', () => {
    const context = contextOf(DOCS_SOURCE, 'zh-CN');
    for (const { api, page } of DOCS_SOURCE.site.places) {
      if (page.kind !== 'operation') continue;
      const target = DOCS_SOURCE.site.targets.find(
        (each) => each.kind === 'place' && each.place.page === page && each.place.api === api,
      );
      assert.ok(target !== undefined);
      for (const block of contentOf(context, target).main) {
        if (block.kind !== 'fields') continue;
        for (const { name, meaning } of block.rows) {
          assert.ok(!/[a-z]+ [a-z]+ [a-z]+/.test(meaning), `${name}: ${meaning}`);
        }
      }
    }
  });

  test('each is there as Markdown too, with its title, fields and example', async () => {
    const server = await docsServer();
    for (const target of DOCS_SOURCE.site.targets) {
      const path = `/${targetSegments('en', target).join('/')}.md`;
      if (target.kind === 'home') continue;
      const { statusCode, body, headers } = await server.inject(path);
      assert.equal(statusCode, 200, path);
      assert.match(String(headers['content-type']), /^text\/markdown/);
      assert.ok(body.startsWith(`# ${titleOf(contextOf(DOCS_SOURCE, 'en'), target)}\n`), path);
    }
    const { body } = await server.inject('/docs/en/open-api/v1/2.2.1-create-payment.md');
    assert.match(body, /\| `mchOrderId` \| string, id, 1 to 32 characters \| required \|/);
    assert.match(body, /`POST \/open-api\/philippines\/payment\/generate`/);
  });

  test('llms.txt lists pages that are there', async () => {
    const server = await docsServer();
    const { body } = await server.inject('/docs/llms.txt');
    const links = [...body.matchAll(/\(https:\/\/pay\.example(\/[^)]+)\)/g)];
    assert.ok(links.length > 190, String(links.length));
    for (const [, link = ''] of links) assert.equal((await server.inject(link)).statusCode, 200);
  });

  test('channels are those of the catalogue now', async () => {
    const [open] = CHANNELS.filter(
      ({ aliases, kind }) => 'open-api' in aliases && kind === 'payin',
    );
    assert.ok(open !== undefined);
    const renamed = { ...open, country: 'PH', name: 'A name of today', enabled: false };
    const server = await docsServer(undefined, { ...DOCS_SOURCE, channels: () => [renamed] });
    const { body } = await server.inject(
      '/docs/en/open-api/v1/2.2-philippines-payment-channel-list',
    );
    assert.match(body, /A name of today/);
    assert.match(body, /<td>closed<\/td>/);
  });

  test('what a channel is called is shown as it stands, and is no markup of ours', async () => {
    const channels = CHANNELS.filter(
      ({ aliases, kind, country }) =>
        'open-api' in aliases && kind === 'payin' && country === 'PH' && aliases['open-api'],
    );
    const [first] = channels;
    assert.ok(first !== undefined);
    const marks = ['[pay](javascript:alert)', '**bold** `code` \\`', '![x](//evil.example)', '| a'];
    const names = [...marks, ...HOSTILE_NAMES];
    const renamed = names.map((name) => ({ ...first, name }));
    const server = await docsServer(undefined, { ...DOCS_SOURCE, channels: () => renamed });
    const url = '/docs/en/open-api/v1/2.2-philippines-payment-channel-list';
    const { statusCode, body } = await server.inject(url);
    assert.equal(statusCode, 200);
    const cells = [...body.matchAll(/<tr><td><code>[^<]*<\/code><\/td><td>(.*?)<\/td>/gs)];
    assert.equal(cells.length, names.length);
    for (const [, cell = ''] of cells) assert.doesNotMatch(cell, /<(?!\/td>)/);
    assert.ok(body.includes('[pay](javascript:alert)'));
    const text = (await server.inject(`${url}.md`)).body;
    assert.equal(text.split('\n').filter((line) => line.startsWith('| `')).length, names.length);
    assert.doesNotMatch(text, /(?<!\\)(?:\]\(|<script|\*\*bold)/);
    assert.equal((await server.inject('/docs/en/search?q=merchant')).statusCode, 200);
  });

  test('an OpenAPI file is written once, however often it is fetched', async (t) => {
    const server = await docsServer();
    const url = '/docs/openapi/recharge.en.json';
    const first = await server.inject(url);
    assert.equal(first.statusCode, 200);
    const written = t.mock.method(JSON, 'stringify');
    assert.equal((await server.inject(url)).body, first.body);
    assert.equal(written.mock.callCount(), 0);
  });

  test('a call shows the errors that it can answer, with cause and cure', async () => {
    const server = await docsServer();
    const { body } = await server.inject('/docs/en/open-api/v1/7.1-refund');
    assert.match(body, /<code>21408<\/code><\/td><td>The original transaction is not completed/);
    const { body: query } = await server.inject('/docs/en/open-api/v1/2.2.2-check-payment-status');
    assert.match(query, /<code>21006<\/code>/);
    assert.doesNotMatch(query, /<code>21408<\/code>/);
  });

  test('what is not there says so, in the language of the address', async () => {
    const server = await docsServer();
    for (const [path, words] of [
      ['/docs/en/nothing', 'Page not found'],
      ['/docs/zh-cn/open-api/v3', '页面不存在'],
      ['/docs/fr', 'Page not found'],
      ['/docs/openapi/nothing.json', 'Page not found'],
    ] as const) {
      const { statusCode, body } = await server.inject(path);
      assert.equal(statusCode, 404, path);
      assert.ok(body.includes(words), path);
    }
  });

  test('the script is small, and pages are packed for whom can take it', async () => {
    const script = new URL('../../src/docs-site/assets/docs.js', import.meta.url);
    assert.ok(readFileSync(script).length <= SCRIPT_BYTES_MAX);
    const server = await docsServer();
    const url = '/docs/en/open-api/v1/2.2.1-create-payment';
    for (const encoding of ['br', 'gzip']) {
      const packed = await server.inject({ url, headers: { 'accept-encoding': encoding } });
      assert.equal(packed.headers['content-encoding'], encoding);
      assert.ok(packed.rawPayload.length < 15_000, String(packed.rawPayload.length));
    }
  });
});

describe('search', async () => {
  const server = await docsServer();
  for (const [language, query, found] of [
    ['en', 'mchOrderId', 'QR Code'],
    ['en', 'refund notification', '7.3 Refund Notification'],
    ['en', '21408', '7.1 Refund'],
    ['en', 'idempotency', 'Repeats and idempotency'],
    ['zh-cn', '退款通知', '7.3 退款通知'],
    ['zh-cn', '签名', '签名'],
    ['zh-cn', 'mchOrderId', '二维码'],
  ] as const) {
    test(`finds ${query} in ${language}, as a plain GET form sends it`, async () => {
      const url = `/docs/${language}/search?q=${encodeURIComponent(query)}`;
      const { statusCode, body } = await server.inject(url);
      assert.equal(statusCode, 200);
      const hits = [...body.matchAll(/<li><a href="[^"]+">([^<]+)<\/a> <span/g)].map(([, t]) => t);
      assert.ok(
        hits.slice(0, 12).some((each) => each?.includes(found)),
        hits.join(' | '),
      );
    });
  }

  test('finds nothing politely, and shows what was asked without running it', async () => {
    const { body } = await server.inject('/docs/en/search?q=%3Cscript%3Ezzzz');
    assert.match(body, /Nothing found for &quot;&lt;script&gt;zzzz&quot;/);
    assert.equal((await server.inject('/docs/en/search')).statusCode, 200);
  });
});

describe('the page at /', () => {
  test('leads operators, merchants and developers on, and shows the state', async () => {
    const server = await docsServer();
    const { body, statusCode } = await server.inject('/');
    assert.equal(statusCode, 200);
    for (const link of ['/console', '/portal', '/docs/en']) {
      assert.ok(body.includes(`href="${link}"`), link);
    }
    assert.match(body, /Running/);
    const chinese = await server.inject({ url: '/', headers: { 'accept-language': 'zh-CN,zh' } });
    assert.match(chinese.body, /运行中/);
    assert.match((await server.inject('/?lang=zh-cn')).body, /lang="zh-CN"/);
  });

  test('can be switched off, as can the documentation', async () => {
    const closed = await docsServer({ docs: true, front: null });
    assert.equal((await closed.inject('/')).statusCode, 404);
    assert.equal((await closed.inject('/docs/en')).statusCode, 200);
    const front = async () => ({ ...FRONT, hasDocs: false, isReady: false });
    const bare = await docsServer({ docs: false, front });
    assert.equal((await bare.inject('/docs/en')).statusCode, 404);
    const { body } = await bare.inject('/');
    assert.doesNotMatch(body, /href="\/docs\/en/);
    assert.match(body, /Starting/);
  });

  test('/docs chooses the language of the browser', async () => {
    const server = await docsServer();
    const to = async (language: string) =>
      (await server.inject({ url: '/docs', headers: { 'accept-language': language } })).headers
        .location;
    assert.equal(await to('zh-TW,zh;q=0.9,en;q=0.8'), '/docs/zh-cn');
    assert.equal(await to('de-DE'), '/docs/en');
  });
});
