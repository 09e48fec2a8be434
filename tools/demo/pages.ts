/** A payer's browser: presses the buttons of pages, as a person would find them there. */
import { check } from './stage.ts';

const PAGE_WITHIN_MS = 10_000;

/** Presses the button of a page whose form is sent to `.../<action>`. */
export async function press(page: string, action: string): Promise<void> {
  const form = new RegExp(`<form[^>]* action="([^"]*/${action})"`).exec(await read(page))?.[1];
  check(form !== undefined, `${page} has no button for ${action}`);
  await send(new URL(form, page).href, {});
}

/** Chooses a way to pay on a checkout's page. Gives the provider's page that it then leads to. */
export async function chooseChannel(page: string, code: string): Promise<string> {
  const html = await read(page);
  const form = /<form[^>]* action="([^"]*\/choose[^"]*)"/.exec(html)?.[1];
  check(form !== undefined, `${page} has no form to choose by`);
  check(html.includes(`value="${code}"`), `${page} does not offer ${code}`);
  const next = await send(new URL(unescaped(form), page).href, { channel: code });
  const giveUpAt = performance.now() + PAGE_WITHIN_MS;
  for (;;) {
    const link = /<a[^>]* href="(http[^"]*\/p\/[^"]*)"/.exec(await read(next))?.[1];
    if (link !== undefined) return unescaped(link);
    check(performance.now() < giveUpAt, `${next} leads nowhere`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Sends a form; gives the address of the page that follows. */
async function send(url: string, form: Readonly<Record<string, string>>): Promise<string> {
  const reply = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  check(reply.ok, `${url} answered ${reply.status}`);
  await reply.body?.cancel();
  return reply.url;
}

async function read(page: string): Promise<string> {
  const reply = await fetch(page);
  check(reply.ok, `${page} answered ${reply.status}`);
  return await reply.text();
}

function unescaped(attribute: string): string {
  return attribute.replaceAll('&amp;', '&');
}
