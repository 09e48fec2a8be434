/** Marks what is still to be written; a test names it. The last one written removes this file. */
export function unwritten(what: string): never {
  throw new Error(`to be written: ${what}`);
}
