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

/**
 * Shows who one is on the page of a verification: one step after another, as the page asks for
 * them, until it asks for nothing. `pictures`: by the name of the part.
 */
export async function verify(
  page: string,
  document: string,
  pictures: Readonly<Record<string, Buffer>>,
): Promise<void> {
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const html = await read(page);
    const form = /<form[^>]* action="([^"]*\/(document|photo|submit)[^"]*)"/.exec(html);
    if (form === null) return;
    const [, action = '', what = ''] = form;
    const url = new URL(unescaped(action), page).href;
    const part = /name="part" value="(\w+)"/.exec(html)?.[1] ?? '';
    if (what === 'photo') await sendPicture(url, part, pictures[part]);
    else await send(url, what === 'document' ? { document } : {});
  }
  check(false, `${page} asks for more and more`);
}

const STEPS_MAX = 8;

async function sendPicture(url: string, part: string, picture: Buffer | undefined): Promise<void> {
  check(picture !== undefined, `there is no picture: ${part}`);
  const form = new FormData();
  form.set('part', part);
  form.set('photo', new Blob([new Uint8Array(picture as Buffer)]), 'picture.png');
  const reply = await fetch(url, { method: 'POST', body: form });
  check(reply.ok, `${url} answered ${reply.status}`);
  await reply.body?.cancel();
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
