/** A person's name in two parts, for providers that want it so. */

/** The last word is the family name; a single word stands for both. Empty without a word. */
export function personNameOf(name: string): { readonly first: string; readonly last: string } {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  return { first: words.length > 1 ? words.slice(0, -1).join(' ') : last, last };
}
