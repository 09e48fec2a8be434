/** JSON for people: the same tokens, on lines of their own. */

const STEP = '  ';

/** Indents a JSON text without touching its tokens, so that numbers stay as they were sent. */
export function indented(json: string): string {
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let text = '';
  let depth = 0;
  const line = () => `\n${STEP.repeat(depth)}`;
  tokens.forEach((token, at) => {
    const [before, after] = [tokens[at - 1] ?? '', tokens[at + 1] ?? ''];
    if (token === '{' || token === '[') {
      depth += 1;
      text += token + (after === '}' || after === ']' ? '' : line());
    } else if (token === '}' || token === ']') {
      depth -= 1;
      text += (before === '{' || before === '[' ? '' : line()) + token;
    } else if (token === ',') text += token + line();
    else text += token === ':' ? ': ' : token;
  });
  return text;
}
