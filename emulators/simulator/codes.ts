/** Making and changing codes: numbers and QR texts that many payments can arrive at. */
import type { Origin } from './create.ts';
import { base, declined } from './create.ts';
import { newId } from './ids.ts';
import type { CodeChange, CodeInput } from './input.ts';
import { makeInstructions, qrText } from './instructions.ts';
import type { Code, Refusal } from './types.ts';
import { refuse } from './types.ts';
import type { World } from './world.ts';

/** The given terms without the undefined ones, so that absent stays absent. */
function givenTerms(terms: CodeInput | CodeChange): Partial<Code> {
  const { amountMinor, minAmountMinor, maxAmountMinor, expiresAtMs } = terms;
  return {
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(minAmountMinor === undefined ? {} : { minAmountMinor }),
    ...(maxAmountMinor === undefined ? {} : { maxAmountMinor }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
  };
}

/** What a code takes: exactly this, or from `min` to `max`; undefined = no limit. */
export function takes(code: Code): {
  readonly exactly?: bigint;
  readonly min?: bigint;
  readonly max?: bigint;
} {
  const { amountMinor, minAmountMinor: min, maxAmountMinor: max } = code;
  if (min === undefined && max === undefined) {
    return amountMinor === undefined ? {} : { exactly: amountMinor };
  }
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** The amount inside a QR text: only one that is the only one. */
function printedMinor(code: Pick<Code, 'amountMinor' | 'minAmountMinor' | 'maxAmountMinor'>) {
  return takes(code as Code).exactly;
}

export function createCode(world: World, origin: Origin, input: CodeInput): Code {
  const id = newId('cod');
  const { method, name, description, attributes, asset, maxPayments } = input;
  const decline = declined(origin.faults);
  const terms = givenTerms(input);
  const code: Code = {
    kind: 'code',
    id,
    ...base(origin, input),
    method,
    scheme: attributes.scheme,
    ...(maxPayments === undefined ? {} : { maxPayments }),
    ...(input.verify ? { verify: true } : {}),
    name,
    description,
    ...terms,
    instructions: makeInstructions(world, {
      id,
      method,
      asset,
      amountMinor: printedMinor(terms),
      attributes,
      name,
      reusable: maxPayments !== 1,
    }),
    status: decline ? 'failed' : 'active',
    arrivals: [],
    ...decline,
  };
  world.orders.save(code);
  return code;
}

/**
 * Changes the terms of an active code. A QR text that the change makes untrue is made anew. A
 * change under a reference that the code has had is not made again.
 */
export function changeCode(world: World, code: Code, change: CodeChange): Refusal | undefined {
  const { reference } = change;
  if (code.changes?.includes(reference)) return undefined;
  if (code.status !== 'active') return refuse(409, 'closed', 'the code is no longer active');
  Object.assign(code, givenTerms(change));
  if (change.name) code.name = change.name;
  if (change.description) code.description = change.description;
  if (code.instructions.kind === 'qr' && code.scheme !== undefined) {
    const { id, asset, name, scheme, maxPayments } = code;
    const wish = { id, asset, name, amountMinor: printedMinor(code), reusable: maxPayments !== 1 };
    code.instructions = { kind: 'qr', payload: qrText(scheme, wish) };
  }
  if (reference) code.changes = [...(code.changes ?? []), reference];
  world.orders.save(code);
  return undefined;
}

/** Its time is over; nobody is notified. False when it had ended before. */
export function expireCode(world: World, code: Code): boolean {
  if (code.status !== 'active') return false;
  code.status = 'expired';
  world.orders.save(code);
  return true;
}
