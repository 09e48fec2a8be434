/** The operator of the stories, at the console, as a browser would be. */
import type { DemoFile } from '../../src/demo/demo.ts';
import { check } from './stage.ts';

export class Operator {
  readonly #url: string;
  readonly #password: string;
  readonly #cookies = new Map<string, string>();

  private constructor({ url, password }: DemoFile['console']) {
    this.#url = new URL(url).origin;
    this.#password = password;
  }

  /** Signs in with what `demo.json` says. */
  static async signIn({ console: account }: DemoFile): Promise<Operator> {
    const operator = new Operator(account);
    const { login, password } = account;
    await operator.#send('/console/sign-in', { login, password });
    return operator;
  }

  /** Gives a paid order back, in part; the amount as people write it. */
  async refund(orderId: string, amount: string): Promise<void> {
    const page = `/console/orders/${orderId}`;
    const html = await this.#read(page);
    const ref = /name="ref" value="([^"]+)"/.exec(html)?.[1];
    check(ref !== undefined, 'the order cannot be refunded');
    await this.#send(`${page}/refund`, { ref, amount, password: this.#password }, page);
  }

  /** Waits until the provider has given it back. */
  async untilRefunded(orderId: string, withinMs = 15_000): Promise<void> {
    const giveUpAt = performance.now() + withinMs;
    for (let state = ''; state !== 'paid'; ) {
      check(performance.now() < giveUpAt, `the refund is ${state} after ${withinMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const { children } = JSON.parse(await this.#read(`/console/api/orders/${orderId}`));
      state = (children as readonly { readonly state: string }[])[0]?.state ?? 'not there';
    }
  }

  /** Posts a form of a page with the page's token. */
  async #send(path: string, form: Readonly<Record<string, string>>, page = path): Promise<void> {
    const csrf = /name="csrf" value="([^"]+)"/.exec(await this.#read(page))?.[1] ?? '';
    const reply = await fetch(this.#url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: this.#cookie(), origin: this.#url, 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ csrf, ...form }),
    });
    this.#keep(reply);
    check(reply.status === 303, `the console answered ${reply.status} to ${path}`);
  }

  async #read(path: string): Promise<string> {
    const reply = await fetch(this.#url + path, { headers: { cookie: this.#cookie() } });
    this.#keep(reply);
    return await reply.text();
  }

  #keep(reply: Response): void {
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
  }

  #cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
