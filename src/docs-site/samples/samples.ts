import type { OperationInfo } from '../../dialects/contract.ts';
import type { Block } from '../block.ts';
import type { Context } from '../context.ts';
import type { Example } from '../examples.ts';
import type { ApiPlace } from '../site.ts';

export function samplesOf(
  _context: Context,
  _place: ApiPlace,
  _operation: OperationInfo,
  _example: Example,
): readonly Block[] {
  return [];
}

export function verifySamplesOf(_context: Context, _place: ApiPlace): readonly Block[] {
  return [];
}
