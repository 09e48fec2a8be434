import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from 'qrcode';
import { qrPng, qrSvg } from './qr.ts';

/** Reads the dark squares back out of the path. */
function darkModules(svg: string): Set<string> {
  const dark = new Set<string>();
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let step = 0; step < Number(length); step += 1) dark.add(`${Number(x) + step},${y}`);
  }
  return dark;
}

test('the picture has exactly the code’s dark modules, inside four modules of white', () => {
  const payload = '00020101021126580011ph.ppmi.p2m0111PAEYPHM2XXX5204601653036085802PH6304ABCD';
  const svg = qrSvg(payload, 'code')?.toString() ?? '';
  const { modules } = create(payload, { errorCorrectionLevel: 'M' });
  const expected = new Set<string>();
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      if (modules.get(y, x) === 1) expected.add(`${x + 4},${y + 4}`);
    }
  }
  assert.deepEqual(darkModules(svg), expected);
  assert.ok(svg.includes(`viewBox="0 0 ${modules.size + 8} ${modules.size + 8}"`));
});

test('the picture is named for those who cannot see it, and the name is only text', () => {
  const svg = qrSvg('x', '"><script>')?.toString() ?? '';
  assert.ok(svg.includes('role="img" aria-label="&quot;&gt;&lt;script&gt;"'));
});

test('what does not fit into a code gives no picture instead of an error', async () => {
  for (const payload of ['', 'x'.repeat(5000)]) {
    assert.equal(qrSvg(payload, 'code'), null);
    assert.equal(await qrPng(payload), null);
  }
});

test('the picture to save is a PNG', async () => {
  const png = await qrPng('x');
  assert.deepEqual([...(png ?? Buffer.alloc(0)).subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
});
