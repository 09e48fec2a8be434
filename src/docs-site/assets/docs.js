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

  // A copy of the site without a server: the words of a query must all stand in a page.
  const list = document.querySelector('.hits[data-index]');
  const query = new URLSearchParams(location.search).get('q')?.trim() ?? '';
  if (list !== null) {
    const field = document.querySelector('.find input');
    field.value = query;
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const score = ({ title, text }) => {
      const [head, body] = [title.toLowerCase(), text.toLowerCase()];
      if (!words.every((word) => head.includes(word) || body.includes(word))) return 0;
      return 1 + words.filter((word) => head.includes(word)).length * 10;
    };
    fetch(list.dataset.index)
      .then((reply) => reply.json())
      .then((pages) => {
        const hits = words.length === 0 ? [] : pages.filter((page) => score(page) > 0);
        hits.sort((a, b) => score(b) - score(a));
        document.querySelector('main [role="status"]').textContent = `${query} (${hits.length})`;
        for (const { path, title, place, lead } of hits.slice(0, 30)) {
          const [item, link, small, text] = ['li', 'a', 'span', 'p'].map((name) =>
            document.createElement(name),
          );
          link.href = path;
          link.textContent = title;
          small.className = 'method';
          small.textContent = ` ${place}`;
          text.textContent = lead;
          item.append(link, small, text);
          list.append(item);
        }
      });
  }

  document.querySelector('.tree [aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
})();
