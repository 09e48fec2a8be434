/*
 * Runs inside the page under test: what a payer would meet, as lists of complaints. An empty list
 * is the good answer. Loaded before the page's own script by `newPage`.
 */
globalThis.pageChecks = (() => {
  function describe(element) {
    const text = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40);
    return `<${element.localName} class="${element.getAttribute('class') ?? ''}"> ${text}`;
  }

  function isShown(element) {
    if (!element.checkVisibility() || element.closest('.unseen') !== null) return false;
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0;
  }

  function shown(selector) {
    return [...document.querySelectorAll(selector)].filter(isShown);
  }

  /* ---- nothing sticks out to the sides, and no text is cut ---- */

  function overflow() {
    const width = document.documentElement.clientWidth;
    const wide = shown('body *').filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < -0.5 || right > width + 0.5;
    });
    const complaints = wide.map((element) => `sticks out: ${describe(element)}`);
    if (document.documentElement.scrollWidth > width) complaints.push('the page scrolls sideways');
    const cut = shown('button, a, summary, dd, dt, bdi, h1, .status-text').filter(
      (element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0,
    );
    return complaints.concat(cut.map((element) => `text is cut: ${describe(element)}`));
  }

  /* ---- no text lies on another; a list that is open lies over the page on purpose ---- */

  function overlaps() {
    const texts = shown('body *')
      .filter((element) => hasOwnText(element) && element.closest('.languages ul') === null)
      .filter((element) => getComputedStyle(element).visibility === 'visible')
      .map((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        const frame = element.getBoundingClientRect();
        return { element, lines: [...range.getClientRects()].map((line) => within(line, frame)) };
      });
    return texts.flatMap((one, index) =>
      texts
        .slice(index + 1)
        .filter((other) => !one.element.contains(other.element) && meet(one.lines, other.lines))
        .map((other) => `${describe(one.element)} lies on ${describe(other.element)}`),
    );
  }

  /* A clamped text has lines that are not shown: what lies outside its element does not count. */
  function within(line, frame) {
    return {
      left: line.left,
      right: line.right,
      top: Math.max(line.top, frame.top),
      bottom: Math.min(line.bottom, frame.bottom),
    };
  }

  function meet(lines, others) {
    return lines.some((one) =>
      others.some((other) => {
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        return across > 1 && down > 4;
      }),
    );
  }

  /* ---- contrast, WCAG 2.2 1.4.3 ---- */

  function parseColour(text) {
    const match = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(text);
    if (match === null) throw new Error(`colour not understood: ${text}`);
    const [red, green, blue] = match.slice(1, 4).map(Number);
    return { red, green, blue, alpha: match[4] === undefined ? 1 : Number(match[4]) };
  }

  function luminance({ red, green, blue }) {
    const [r, g, b] = [red, green, blue].map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function ratio(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }

  /* What really lies under the element there, also when it is placed over a stranger. */
  function groundUnder(element) {
    element.scrollIntoView({ block: 'center' });
    const box = element.getBoundingClientRect();
    const stack = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const from = stack.indexOf(element);
    for (const layer of from < 0 ? ancestors(element) : stack.slice(from)) {
      const colour = parseColour(getComputedStyle(layer).backgroundColor);
      if (colour.alpha === 1) return colour;
    }
    return { red: 255, green: 255, blue: 255, alpha: 1 };
  }

  function ancestors(element) {
    return element === null ? [] : [element, ...ancestors(element.parentElement)];
  }

  function hasOwnText(element) {
    return [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '',
    );
  }

  function faintText() {
    return shown('body *')
      .filter(hasOwnText)
      .flatMap((element) => {
        const { color, fontSize, fontWeight } = getComputedStyle(element);
        const size = Number.parseFloat(fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
        const found = ratio(parseColour(color), groundUnder(element));
        return found >= (large ? 3 : 4.5) ? [] : [`${found.toFixed(2)}:1 ${describe(element)}`];
      });
  }

  /* ---- names, structure, size of what is touched ---- */

  function nameOf(element) {
    // A drawing has no innerText.
    // biome-ignore lint/performance/useDomNodeTextContent: hidden text is no part of the name
    const text = element.innerText ?? element.textContent ?? '';
    const pictures = [...element.querySelectorAll('img')].map(({ alt }) => alt).join(' ');
    return (element.getAttribute('aria-label') ?? `${text} ${pictures}`).trim();
  }

  function unlabelled() {
    const complaints = [];
    for (const element of shown('a, button, summary, nav, [role=img]')) {
      if (nameOf(element) === '') complaints.push(`no name: ${element.outerHTML.slice(0, 80)}`);
    }
    for (const element of shown('svg')) {
      const named = element.getAttribute('role') === 'img' && nameOf(element) !== '';
      const ignored = element.closest('[aria-hidden=true]') !== null;
      if (!named && !ignored) complaints.push('a picture is neither named nor hidden');
    }
    for (const [selector, count] of [
      ['h1', 1],
      ['main', 1],
      ['[role=status][aria-live=polite]', 1],
      ['title', 1],
    ]) {
      const found = document.querySelectorAll(selector).length;
      if (found !== count) complaints.push(`${found} of ${selector}`);
    }
    if (document.documentElement.lang === '') complaints.push('no language');
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    if (new Set(ids).size !== ids.length) complaints.push('an id is there twice');
    for (const element of shown('a, button, summary')) {
      const { width, height } = element.getBoundingClientRect();
      if (width < 44 || height < 43.5) complaints.push(`hard to touch: ${describe(element)}`);
    }
    return complaints;
  }

  /* ---- where the keyboard is ---- */

  function focused() {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const ring = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    return {
      name: nameOf(element).replace(/\s+/g, ' ').replace(' :', ':'),
      tag: element.localName,
      ring,
    };
  }

  return { overflow, overlaps, faintText, unlabelled, focused };
})();
