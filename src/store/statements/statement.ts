/**
 * Hot statements: fixed text, named (the server plans each once per connection), and every one
 * says which shard it works on. The registry lets a test read them all.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const registry: Statement[] = [];

/** Registers a hot statement. `$1` is always the shard. */
export function hot(name: string, text: string): Statement {
  const statement = { name, text: text.replace(/\s+/g, ' ').trim() };
  registry.push(statement);
  return statement;
}

/** All hot statements that have been loaded. */
export function hotStatements(): readonly Statement[] {
  return registry;
}
