import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { chooseLocale, LOCALES } from './locale.ts';

/** Every text of a language with its path, functions called with a mark for each name. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value('§', '¶'))]];
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

function tagFor(acceptLanguage: string, picked?: unknown): string {
  return chooseLocale(picked, acceptLanguage).tag;
}

test('the picker wins over the browser', () => {
  assert.equal(tagFor('ru', 'th'), 'th');
  assert.equal(tagFor('ru', 'zh'), 'zh-CN');
  assert.equal(tagFor('ru', 'PT-br'), 'pt-BR');
});

test('a picker value that is none of ours is ignored', () => {
  for (const picked of [
    'xx',
    '',
    '../en',
    ['th', 'ru'],
    {},
    undefined,
    '__proto__',
    'constructor',
  ]) {
    assert.equal(tagFor('ru', picked), 'ru');
  }
});

test('the best liked language that we have is chosen, by its q', () => {
  assert.equal(tagFor('de;q=0.9, th;q=0.5, id;q=0.8'), 'id');
  assert.equal(tagFor('th;q=0.5,ru'), 'ru');
  assert.equal(tagFor('th, ru'), 'th');
  assert.equal(tagFor('hi ; q = 0.3 , ms;q=0.2'), 'hi');
});

test('q=0 means never, and a wrong q is not trusted', () => {
  assert.equal(tagFor('th;q=0, ru;q=0.1'), 'ru');
  assert.equal(tagFor('th;q=7, ru;q=0.1'), 'ru');
  assert.equal(tagFor('th;q=, ru;q=0.1'), 'ru');
});

test('regions, scripts and old codes find their language', () => {
  assert.equal(tagFor('zh-Hant-TW'), 'zh-CN');
  assert.equal(tagFor('pt-PT'), 'pt-BR');
  assert.equal(tagFor('tl-PH'), 'fil');
  assert.equal(tagFor('in-ID'), 'id');
  assert.equal(tagFor('MS-my'), 'ms');
});

test('English when nothing fits', () => {
  for (const header of ['', 'de', '*', 'de, *;q=0.1', ';;;,,,', 'q=1', 'constructor']) {
    assert.equal(tagFor(header), 'en');
  }
  assert.equal(chooseLocale(undefined, undefined).tag, 'en');
});

test('no header makes it fail', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (picked, header) => {
      assert.ok(LOCALES.includes(chooseLocale(picked, header)));
    }),
  );
});

test('every language file is on the list', () => {
  const files = readdirSync(new URL('./i18n/', import.meta.url)).filter((f) => f !== 'messages.ts');
  assert.deepEqual(files.sort(), LOCALES.map((l) => `${l.tag.toLowerCase()}.ts`).sort());
  assert.equal(LOCALES.length, 9);
});

test('all languages have the same texts, none empty, each with its name once', () => {
  const keys = texts(LOCALES[0].messages).map(([path]) => path);
  for (const { tag, messages } of LOCALES) {
    const all = texts(messages);
    assert.deepEqual(all.map(([path]) => path).sort(), [...keys].sort(), tag);
    for (const [path, text] of all) {
      assert.equal(text, path.startsWith('.returning') ? text : text.trim(), `${tag}${path}`);
      if (!path.startsWith('.returning')) assert.notEqual(text, '', `${tag}${path}`);
    }
    assert.notEqual(messages.returning.before + messages.returning.after, '', tag);
    for (const [path] of all.filter(([, text]) => text.includes('§'))) {
      const text = all.find(([other]) => other === path)?.[1] ?? '';
      assert.equal(text.split('§').length, 2, `${tag}${path}`);
      const second = path === '.amountBetween' || path === '.verify.step' ? 2 : 1;
      assert.equal(text.split('¶').length, second, `${tag}${path}`);
    }
    const named = all.filter(([, text]) => text.includes('§')).length;
    assert.equal(named, 12, tag);
  }
});

test('no English is left over in another language', () => {
  // The same word in both languages.
  const same = new Set(['id.bank', 'ms.bank']);
  const english = new Map(texts(LOCALES[0].messages));
  for (const { tag, messages } of LOCALES.slice(1)) {
    for (const [path, text] of texts(messages)) {
      if (text === '' || same.has(`${tag}${path}`)) continue;
      assert.notEqual(text, english.get(path), `${tag}${path}`);
    }
  }
});

test('languages with their own script use it, but for what is written in Latin there', () => {
  const scripts: Readonly<Record<string, RegExp>> = {
    'zh-CN': /\p{Script=Han}/u,
    th: /\p{Script=Thai}/u,
    ru: /\p{Script=Cyrillic}/u,
    hi: /\p{Script=Devanagari}/u,
  };
  for (const { tag, messages } of LOCALES) {
    const script = scripts[tag];
    if (script === undefined) continue;
    for (const [path, text] of texts(messages).filter(([, each]) => each !== '')) {
      assert.match(text, script, `${tag}${path}`);
      const latin = text.replace(/ATM|PIN|OTP|Virtual Account|JPEG|PNG|MB/g, '');
      assert.doesNotMatch(latin, /\p{Script=Latin}{2,}/u, `${tag}${path}`);
    }
  }
});
