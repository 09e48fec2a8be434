/** Numbers of orders as an API writes them: letters of its own, and our id behind them. */
import { type Id, parseId } from '../../domain/id.ts';

export interface OrderNumber {
  of(order: { readonly id: Id }): string;
  /** The id in a number; null unless it is one that we would make. */
  parse(text: string): Id | null;
}

/** `C1874300000000000456`: the id in at least so many decimal digits. */
export function decimalNumber(letters: string, digits: number): OrderNumber {
  const of = ({ id }: { readonly id: Id }) => letters + id.toString().padStart(digits, '0');
  return { of, parse: (text) => whole(text, letters, of, parseId) };
}

/** `TK1A02D5D3B77801C8`: the id in 16 hexadecimal digits, capitals. */
export function hexNumber(letters: string): OrderNumber {
  const of = ({ id }: { readonly id: Id }) =>
    letters + id.toString(16).toUpperCase().padStart(16, '0');
  const read = (hex: string) => (HEX.test(hex) ? parseId(BigInt(`0x${hex}`).toString()) : null);
  return { of, parse: (text) => whole(text, letters, of, read) };
}

const HEX = /^[0-9A-F]{16}$/;

/** Written back, so that one order has one number. */
function whole(
  text: string,
  letters: string,
  of: OrderNumber['of'],
  read: (digits: string) => Id | null,
): Id | null {
  const id = text.startsWith(letters) ? read(text.slice(letters.length)) : null;
  return id !== null && of({ id }) === text ? id : null;
}
