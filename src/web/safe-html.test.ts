import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { html } from './safe-html.ts';
import { ownPath, paymentAddress, returnAddress } from './safe-url.ts';

test('text is escaped wherever it stands', () => {
  const name = `<b a="1" b='2'>&\`</b>`;
  assert.equal(
    html`<p title="${name}">${name}</p>`.toString(),
    '<p title="&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;&#96;&lt;/b&gt;">' +
      '&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;&#96;&lt;/b&gt;</p>',
  );
});

test('no text adds a character that markup is made of', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const inside = html`${text}`.toString();
      assert.match(inside, /^(?:[^<>"'`&]|&(?:amp|lt|gt|quot|#39|#96);)*$/u);
      assert.ok(inside.isWellFormed());
    }),
  );
});

test('control characters are shown as replaced, line ends stay', () => {
  assert.equal(html`${'a\u0000b\u001bc\r\n\td'}`.toString(), 'a\uFFFDb\uFFFDc\uFFFD\n\td');
});

test('markup made by the template is kept, in lists too, and null prints nothing', () => {
  const items = ['a', '<'].map((text) => html`<li>${text}</li>`);
  assert.equal(html`<ul>${items}</ul>${null}${3}`.toString(), '<ul><li>a</li><li>&lt;</li></ul>3');
});

test('a value without quotes around it is refused', () => {
  assert.throws(() => html`<p title=${'x'}>`, /needs quotes/);
});

test('handlers, styles and srcdoc take no value', () => {
  assert.throws(() => html`<p onclick="${'x'}">`, /no values/);
  assert.throws(() => html`<p style="color:${'x'}">`, /no values/);
  assert.throws(() => html`<iframe srcdoc="${'x'}">`, /no values/);
});

test('a link takes only a checked address, and only as a whole', () => {
  assert.throws(() => html`<a href="${'https://shop.example.com/'}">`, /checked address/);
  assert.throws(() => html`<a href="/x?${ownPath(['a'])}">`, /checked address/);
  assert.throws(() => html`<img src="${'x'}">`, /checked address/);
  assert.equal(
    html`<a href="${ownPath(['pay', 'a"b/c'], { lang: 'zh-CN' })}">`.toString(),
    '<a href="/pay/a%22b%2Fc?lang=zh-CN">',
  );
});

test('an attribute that follows a link is ordinary text again', () => {
  const url = ownPath(['a']);
  assert.equal(html`<a href="${url}" title="${'x'}">`.toString(), '<a href="/a" title="x">');
});

test('a return address is kept exactly as the merchant gave it', () => {
  for (const address of [
    'https://shop.example.com',
    'HTTPS://Shop.Example.COM:443/a/../b?x=1&y=%7e#top',
    'http://shop.example.com/orders/4711?note=a|b',
    'https://магазин.example/заказ',
  ]) {
    assert.equal(returnAddress(address)?.toString(), address);
  }
});

test('a return address that is not plain http or https is refused', () => {
  for (const address of [
    null,
    '',
    'shop.example.com',
    '//shop.example.com/',
    '/orders',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    ' javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'https://shop.example.com/\n',
    'https://shop.example.com/a b',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://shop.example.com/',
    'https://user@shop.example.com/',
    'https://user:secret@shop.example.com/',
    'https://',
    `https://shop.example.com/${'a'.repeat(5000)}`,
  ]) {
    assert.equal(returnAddress(address), null, String(address));
  }
});

test('a payer is sent on by https only; to this machine by http in test mode', () => {
  const local = ['http://127.0.0.1:4000/w', 'http://localhost:4000/w', 'http://[::1]:4000/w'];
  for (const address of local) {
    assert.equal(paymentAddress(address, true)?.toString(), address);
    assert.equal(paymentAddress(address, false), null);
  }
  assert.ok(paymentAddress('https://wallet.example.com/', false));
  for (const address of [
    'http://wallet.example.com/',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'http://10.0.0.1/',
    'javascript:1',
    'gcash://pay',
  ]) {
    assert.equal(paymentAddress(address, true), null, address);
  }
});
