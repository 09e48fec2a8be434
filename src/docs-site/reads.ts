/** Calls that make nothing new, so that their example can name what an earlier one made. */
import type { OperationInfo } from '../dialects/contract.ts';

export function makesSomething({ requests }: Pick<OperationInfo, 'requests'>): boolean {
  return requests.some((request) => request.startsWith('create_'));
}
