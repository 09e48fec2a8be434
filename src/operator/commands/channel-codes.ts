/** What a channel's payment codes are made of: QR payee, prefix and length of account numbers. */
import { channelProblem } from '../../app/check-channel.ts';
import type { Channel, CodeData } from '../../domain/channel.ts';
import { buildChannelQr, QR_MERCHANT_NAMES, schemeOf } from '../../wire/channel-qr.ts';
import { failedField, type Input } from '../command.ts';
import { type Read, readWholeOrNone } from '../input.ts';
import { editCommand } from './channel-edit.ts';

/** A payment that only shows what a code would look like. */
export const CODE_SAMPLE = { name: 'SAMPLE SHOP', reference: 'SAMPLE0001' };

/** Of a channel that makes no codes. */
export const NO_CODE: CodeData = {
  scheme: null,
  bank: null,
  vaPrefix: null,
  vaLength: null,
  merchant: {},
};

/** What its codes are; null: it has none. */
export function codeKindOf({ kind, method, asset }: Channel): 'qr' | 'number' | null {
  if (kind === 'payout') return null;
  if (method === 'va' || method === 'bank_transfer' || method === 'bill') return 'number';
  return method === 'qr' && schemeOf(asset) !== null ? 'qr' : null;
}

function readQr({ asset }: Channel, input: Input): Read<CodeData> {
  const scheme = schemeOf(asset);
  const asked = input.scheme ?? '';
  if (asked === '') return { ok: true, value: NO_CODE };
  if (scheme === null || asked !== scheme) {
    return failedField('scheme', 'is not of the currency of this channel');
  }
  const merchant = Object.fromEntries(
    QR_MERCHANT_NAMES[scheme].flatMap((name) => {
      const value = (input[name] ?? '').trim();
      return value === '' ? [] : [[name, value]];
    }),
  );
  const data = { ...NO_CODE, scheme, merchant };
  const trial = buildChannelQr(data, CODE_SAMPLE);
  if (trial.ok) return { ok: true, value: data };
  // Its reason begins with the name of what is wrong.
  const [name = 'scheme', ...why] = trial.error.reason.split(' ');
  return failedField(name, why.join(' '));
}

function readNumber(input: Input): Read<CodeData> {
  const text = (name: string) => (input[name] ?? '').trim() || null;
  const length = readWholeOrNone(input, 'va_length');
  if (!length.ok) return length;
  return {
    ok: true,
    value: { ...NO_CODE, bank: text('bank'), vaPrefix: text('va_prefix'), vaLength: length.value },
  };
}

export const channelCodes = editCommand('channel.codes', ({ channel }, input) => {
  const kind = codeKindOf(channel);
  if (kind === null) return failedField('scheme', 'is nothing that this channel has');
  const data = kind === 'qr' ? readQr(channel, input) : readNumber(input);
  if (!data.ok) return data;
  const changed = { ...channel, codeData: data.value };
  const problem = channelProblem(changed);
  if (problem !== null) return failedField(problem.field, problem.why);
  const { scheme, bank, vaPrefix, vaLength } = data.value;
  const words = kind === 'qr' ? [scheme] : [bank, vaPrefix, vaLength];
  return { change: { kind: 'channel', channel: changed }, detail: words.join(' ') };
});
