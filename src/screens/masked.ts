/** `Maria Santos` -> `M…s`: enough to recognise what one has before one. */
export function masked(value: string): string {
  const letters = [...value];
  return letters.length < 4 ? '…' : `${letters[0]}…${letters.at(-1)}`;
}
