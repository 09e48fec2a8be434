/*
 * The console's script: times in the reader's zone, copy buttons, the drawer's end. Every page is
 * whole without it. It builds no HTML.
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

  const drawer = document.querySelector('details.drawer');
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || drawer === null || !drawer.open) return;
    drawer.open = false;
    drawer.querySelector('summary').focus();
  });
})();
