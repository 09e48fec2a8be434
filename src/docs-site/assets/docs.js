// Copy buttons, the chosen language of samples, and boxes that close by themselves. Pages work
// without it.
(() => {
  const LANGUAGE = 'docs-sample';

  for (const button of document.querySelectorAll('.copy')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const text = button.parentElement?.querySelector('code')?.textContent ?? '';
      const said = button.textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = document.body.dataset.copied ?? said;
      } catch {
        const range = document.createRange();
        range.selectNodeContents(button.parentElement?.querySelector('code') ?? button);
        getSelection()?.removeAllRanges();
        getSelection()?.addRange(range);
      }
      setTimeout(() => {
        button.textContent = said;
      }, 1500);
    });
  }

  const stored = () => {
    try {
      return localStorage.getItem(LANGUAGE);
    } catch {
      return null;
    }
  };
  for (const tab of document.querySelectorAll('.tabs input')) {
    const name = tab.id.replace(/^[^-]*-/, '');
    if (name === stored()) tab.checked = true;
    tab.addEventListener('change', () => {
      try {
        localStorage.setItem(LANGUAGE, name);
      } catch {
        // Without storage the choice lasts for the page.
      }
    });
  }

  document.addEventListener('click', (event) => {
    for (const box of document.querySelectorAll('.pick[open]')) {
      if (!box.contains(event.target)) box.open = false;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      for (const box of document.querySelectorAll('.pick[open]')) box.open = false;
    }
    const typing = /^(?:INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      document.querySelector('.find input')?.focus();
    }
  });

  document.querySelector('.tree [aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
})();
