import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { equalHex } from './hex.ts';
import { hmacSha256, hmacSha256Matches } from './hmac.ts';
import { md5Hex, md5Matches } from './md5.ts';
import { sha1Hex, sha1Matches } from './sha1.ts';
import { opensslDigest } from './test-support/openssl.ts';

// Published check values of the collection API, section 4, with its invented key.
const KEY = '34797ffec7814a000000000000000000';
const MD5_VECTORS = [
  [
    'amount=100.00&callbackUrl=https://shop.example/return&merchant=M1000001' +
      '&notifyUrl=https://shop.example/notify&orderId=ORD202400001&payCode=101',
    '90f40a3bc598f04a0778fd2b2e75cf8c',
  ],
  [
    'amount=100&fee=3&orderId=ORD202400001&platOrderId=236130395249311744' +
      '&remark=ok&reverse=false&status=1',
    '9e4f5684f846f07e72cef098d9f02a16',
  ],
  [
    'amount=100&orderId=ORD202400001&platOrderId=236130395249311744&status=1',
    '028f209f067eb19f4c19d193983f6b59',
  ],
] as const;

// Notification vectors of the API of seed 003, section 1.A.
const SHA1_VECTORS = [
  [
    'amount=100.00&appId=f90addc4861540ef9312e87d8f360e08&version=1.0&secret=xxxxxxx',
    'c3a0899eec806b0ed2a0b139a1f50ae3ac06b98a',
  ],
  [
    'amount=10050&channelCode=QRPH_DYNAMIC_QR&createTime=2026-01-15 09:30:00' +
      '&eventName=qrcode.payment.success&mchOrderId=ORD20260115001' +
      '&returnTime=2026-01-15 09:31:12&transactionId=C2011000000000000001' +
      '&transactionStatus=COMPLETE&secret=test-secret-1',
    'c2dca066a476f04bb8111f56b34126dbd00ec53b',
  ],
] as const;

const BEYOND_ASCII = 'remark=é€😀';

describe('digests', () => {
  test('the published MD5 vectors hold, and openssl agrees', () => {
    for (const [text, expected] of MD5_VECTORS) {
      const signed = `${text}&key=${KEY}`;
      assert.equal(md5Hex(signed), expected);
      assert.equal(opensslDigest(['-md5'], signed), expected);
      assert.ok(md5Matches(signed, expected));
    }
    assert.equal(md5Hex(BEYOND_ASCII), opensslDigest(['-md5'], BEYOND_ASCII));
  });

  test('the published SHA-1 vectors hold, and openssl agrees', () => {
    for (const [signed, expected] of SHA1_VECTORS) {
      assert.equal(sha1Hex(signed), expected);
      assert.equal(opensslDigest(['-sha1'], signed), expected);
      assert.ok(sha1Matches(signed, expected));
    }
  });

  test('Python agrees with MD5 and SHA-1', (t) => {
    const script =
      'import hashlib,sys;d=sys.stdin.buffer.read();print(hashlib.md5(d).hexdigest()' +
      ',hashlib.sha1(d).hexdigest())';
    const python = spawnSync('python3', ['-c', script], { input: BEYOND_ASCII });
    if (python.error) return t.skip('python3 is not here');
    const expected = `${md5Hex(BEYOND_ASCII)} ${sha1Hex(BEYOND_ASCII)}`;
    assert.equal(python.stdout.toString().trim(), expected);
  });

  test('the HMAC example of the Airwallex notes holds, and openssl agrees', () => {
    const expected = 'fd578f61dc320098a71f161935b1f994e1c60cf54968efd6c6e533566b8cb503';
    const parts = ['1700000000000', '{"id":"evt_1"}'] as const;
    assert.equal(hmacSha256('whsec_test', ...parts).toString('hex'), expected);
    assert.ok(hmacSha256Matches('whsec_test', expected, ...parts));
    assert.ok(!hmacSha256Matches('whsec_tesu', expected, ...parts));
    const args = ['-sha256', '-hmac', 'whsec_test'];
    assert.equal(opensslDigest(args, parts.join('')), expected);
  });
});

describe('comparing hexadecimal digests', () => {
  const digest = md5Hex('x');

  test('letter case does not matter', () => {
    assert.ok(equalHex(digest, digest.toUpperCase()));
    assert.ok(equalHex(digest.toUpperCase(), digest));
  });

  test('anything else does', () => {
    for (const given of ['', digest.slice(1), `${digest}0`, ` ${digest}`, 'é'.repeat(16)]) {
      assert.ok(!equalHex(digest, given), given);
    }
    for (let at = 0; at < digest.length; at += 1) {
      const other = digest[at] === '0' ? '1' : '0';
      assert.ok(!equalHex(digest, digest.slice(0, at) + other + digest.slice(at + 1)));
    }
  });
});
