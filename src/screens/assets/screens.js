/*
 * The script of console and portal: times in the reader's zone, copy buttons, key pairs, the
 * drawer's end. Every page is whole without it. It builds no HTML.
 */
(() => {
  const COPIED_FOR_MS = 2000;

  for (const element of document.querySelectorAll('time[datetime]')) {
    const at = new Date(element.dateTime);
    if (!Number.isNaN(at.getTime())) element.textContent = localText(at);
  }

  /* The same form as the server's: 2026-11-20 14:03:07. */
  function localText(at) {
    const two = (number) => String(number).padStart(2, '0');
    const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
    return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`;
  }

  const { copy, copied } = document.body.dataset;
  for (const block of document.querySelectorAll('pre[data-copy]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet copy';
    button.textContent = copy;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = copied;
      setTimeout(() => {
        button.textContent = copy;
      }, COPIED_FOR_MS);
    });
    block.before(button);
  }

  /*
   * A key pair, made here: the private half is saved as a file and never sent, the public half is
   * put into the form. `crypto.subtle` is there over https and at this machine's own names only.
   */
  for (const place of document.querySelectorAll('[data-make-pair]')) {
    const { bits, name, made, cannot } = place.dataset;
    const button = place.querySelector('button');
    const status = place.querySelector('[role="status"]');
    place.hidden = false;
    if (globalThis.crypto?.subtle === undefined) {
      button.disabled = true;
      status.textContent = cannot;
      continue;
    }
    button.addEventListener('click', async () => {
      const pair = await crypto.subtle.generateKey(
        {
          name: 'RSASSA-PKCS1-v1_5',
          modulusLength: Number(bits),
          publicExponent: new Uint8Array([1, 0, 1]),
          hash: 'SHA-256',
        },
        true,
        ['sign', 'verify'],
      );
      const privateKey = await pemOf('PRIVATE KEY', 'pkcs8', pair.privateKey);
      save(`${name}-private.pem`, privateKey);
      const field = place.closest('form').elements.namedItem('public_key');
      field.value = await pemOf('PUBLIC KEY', 'spki', pair.publicKey);
      status.textContent = made;
    });
  }

  async function pemOf(label, format, key) {
    const bytes = new Uint8Array(await crypto.subtle.exportKey(format, key));
    const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    const lines = base64.match(/.{1,64}/g).join('\n');
    return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
  }

  function save(fileName, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }));
    link.download = fileName;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  const drawer = document.querySelector('details.drawer');
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || drawer === null || !drawer.open) return;
    drawer.open = false;
    drawer.querySelector('summary').focus();
  });
})();
