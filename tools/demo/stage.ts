/** The demo's printed steps, aligned and quiet. */
import type { WriteStream } from 'node:tty';

export class Stage {
  readonly #out: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean };
  #step = 0;

  constructor(out: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean }) {
    this.#out = out;
  }

  act(title: string): void {
    this.#out.write(`\n${this.#strong(title)}\n`);
  }

  step(title: string): void {
    this.#step += 1;
    this.#out.write(`\n${this.#strong(`${this.#step}. ${title}`)}\n`);
  }

  show(name: string, value: string): void {
    this.#out.write(`   ${name.padEnd(16)} ${value}\n`);
  }

  text(block: string): void {
    const lines = block.trimEnd().split('\n');
    this.#out.write(`${lines.map((line) => `   ${line}`).join('\n')}\n`);
  }

  done(): void {
    this.#out.write(`\n${this.#strong('Everything happened as described.')}\n`);
  }

  fail(reason: string): void {
    this.#out.write(`\nThe demo stopped: ${reason}\n`);
  }

  #strong(text: string): string {
    return this.#out.isTTY === true ? `\u001b[1m${text}\u001b[0m` : text;
  }
}

/** Ends the demo with a reason when something is not as it should be. */
export function check(isTrue: boolean, reason: string): asserts isTrue {
  if (!isTrue) throw new Error(reason);
}
