import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { receive } from '../../../tests/wire/conversation.ts';
import { SAMPLE_SIGNATURES } from '../../wire/fixtures/public-sample-key.ts';
import { importPublicKey } from '../../wire/rsa.ts';
import { openApi } from './dialect.ts';
import { harness } from './fixtures/harness.ts';
import { SEED_SIGN } from './fixtures/published.ts';
import { MERCHANT, newPair, SAMPLE_APP, sampleKey } from './fixtures/sample.ts';
import { envelopeOf, fieldsOf, paramOf, sampleFields, signText } from './fixtures/speak.ts';
import { isSigned } from './signature.ts';

const KEYS = [sampleKey('request-1', 'request', MERCHANT.publicKey)];
const QUERY = 'ph_payment_query';
const PARAM = JSON.stringify(sampleFields(QUERY));

function codeOf(raw = paramOf(QUERY, PARAM), app = SAMPLE_APP) {
  const outcome = receive(openApi, raw, QUERY, { ...harness, app });
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

describe('the published key', () => {
  for (const { text, sign } of SAMPLE_SIGNATURES.slice(0, 2)) {
    test(`gives the vector of the specification: ${text}`, () => {
      assert.equal(signText(text), sign);
      assert.ok(isSigned({ appId: 'a', param: text, sign }, KEYS, 'test'));
      assert.ok(!isSigned({ appId: 'a', param: `${text} `, sign }, KEYS, 'test'));
    });
  }

  test('is refused for live apps, and by the importer for any', () => {
    const [{ text = '', sign = '' } = {}] = SAMPLE_SIGNATURES;
    assert.ok(!isSigned({ appId: 'a', param: text, sign }, KEYS, 'live'));
    const imported = importPublicKey(MERCHANT.publicKey);
    assert.ok(!imported.ok && /public documents/.test(imported.error.reason));
  });

  test('made the signature that seed 000 prints, of a text that is not printed', () => {
    assert.equal(Buffer.from(SEED_SIGN, 'base64').length, 256);
    for (const param of ['{}', '', 'abcdef', '123']) {
      assert.ok(!isSigned({ appId: 'a', param, sign: SEED_SIGN }, KEYS, 'test'));
    }
  });
});

describe('what is signed', () => {
  test('is the text of param, however it is written', () => {
    for (const param of [
      PARAM,
      JSON.stringify(JSON.parse(PARAM), null, 2),
      ` ${PARAM}\n`,
      PARAM.replace('PH2025', '\\u0050H2025'),
      PARAM.replace('}', ',"unknown":"Zoë 日本 😀 \\/"}'),
    ]) {
      assert.equal(codeOf(paramOf(QUERY, param)), 'ok');
    }
  });

  test('is not what param means: the same values written otherwise are another text', () => {
    const spaced = JSON.stringify(JSON.parse(PARAM), null, 1);
    assert.equal(codeOf(paramOf(QUERY, spaced, signText(PARAM))), 'bad_signature');
  });

  test('is checked before param is read', () => {
    assert.equal(codeOf(paramOf(QUERY, 'no JSON', signText('else'))), 'bad_signature');
    assert.equal(codeOf(paramOf(QUERY, 'no JSON')), 'malformed');
    assert.equal(codeOf(paramOf(QUERY, '[]')), 'malformed');
    assert.equal(codeOf(paramOf(QUERY, '{"a":1,"a":1}')), 'malformed');
  });

  test('does not hold in any other spelling of the signature', () => {
    const sign = signText(PARAM);
    for (const other of [
      '',
      `${sign}\n`,
      ` ${sign}`,
      sign.replace(/=+$/, ''),
      Buffer.from(sign, 'base64').toString('base64url'),
      Buffer.from(sign, 'base64').toString('hex'),
    ]) {
      assert.equal(codeOf(paramOf(QUERY, PARAM, other)), 'bad_signature');
    }
    const { publicId } = SAMPLE_APP;
    assert.equal(codeOf(envelopeOf(QUERY, { appId: publicId, param: PARAM })), 'bad_signature');
  });

  test('holds with keys of 2048 and of 4096 bits, in base64 or as PEM', async () => {
    const { generateRsaPair } = await import('../../wire/generate-keys.ts');
    for (const bits of [2048, 4096]) {
      const { publicKey, privateKey } = await generateRsaPair(bits);
      const lines = publicKey.replace(/(.{64})/g, '$1\n');
      const pem = `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----`;
      const envelope = { appId: 'a', param: PARAM, sign: signText(PARAM, privateKey) };
      for (const material of [publicKey, lines, pem]) {
        assert.ok(isSigned(envelope, [sampleKey('own', 'request', material)], 'live'));
      }
    }
  });

  test('is never made by the platform’s key, nor held against it', async () => {
    const own = await newPair();
    const keys = [sampleKey('notification', 'notification', own.privateKey)];
    const sign = signText(PARAM, own.privateKey);
    assert.ok(!isSigned({ appId: 'a', param: PARAM, sign }, keys, 'test'));
  });
});

describe('when it was signed', () => {
  const live = (settings: Record<string, string>) => ({ ...SAMPLE_APP, settings });
  const at = (timestamp: unknown) => fieldsOf(QUERY, { ...sampleFields(QUERY), timestamp });
  const NOW_S = harness.nowMs / 1000;

  test('may be milliseconds or seconds, as a number or a text', () => {
    const app = live({ timestampWindowSeconds: '10' });
    for (const fine of [harness.nowMs, String(harness.nowMs), NOW_S, String(NOW_S), NOW_S + 10]) {
      assert.equal(codeOf(at(fine), app), 'ok', String(fine));
    }
    for (const stale of [NOW_S - 11, NOW_S + 11, harness.nowMs - 10_001]) {
      assert.equal(codeOf(at(stale), app), 'bad_timestamp', String(stale));
    }
  });

  test('must be there and a number, window or not', () => {
    for (const app of [SAMPLE_APP, live({ timestampWindowSeconds: '0' })]) {
      assert.equal(codeOf(at(undefined), app), 'missing_field');
      for (const odd of ['soon', '1e12', -5, 1.5, true, [1]]) {
        const code = codeOf(at(odd), app);
        assert.ok(code === 'invalid_field' || code === 'missing_field', `${odd}: ${code}`);
      }
    }
  });

  test('may lie ten minutes away, in test mode as well', () => {
    const app = { ...SAMPLE_APP, mode: 'test', settings: {} } as const;
    assert.equal(codeOf(at(NOW_S - 600), app), 'ok');
    assert.equal(codeOf(at(NOW_S - 601), app), 'bad_timestamp');
    assert.equal(codeOf(at(1970), app), 'bad_timestamp');
    assert.equal(codeOf(at(1_700_000_000), live({ timestampWindowSeconds: 'off' })), 'ok');
    assert.equal(codeOf(at(NOW_S - 601), live({ timestampWindowSeconds: 'x' })), 'bad_timestamp');
    assert.equal(codeOf(at(NOW_S - 600), live({ timestampWindowSeconds: 'x' })), 'ok');
  });
});
