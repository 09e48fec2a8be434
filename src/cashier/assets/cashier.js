/*
 * The cashier page's script: countdown, copy buttons, live status, the way back. The page is whole
 * without it. It builds no HTML: news comes as the server's own page, of which the sheet is taken.
 */
(() => {
  const MAX_POLL_MS = 15000;
  const REQUEST_TIMEOUT_MS = 10000;
  const COPIED_FOR_MS = 2500;
  const SOON_MS = 60000;

  const announcer = document.getElementById('announcer');
  let sheet = document.getElementById('cashier');
  closePickerOnEscape();
  if (sheet === null || announcer === null) return;

  /* ---- countdown: the server's time left, counted by this machine's running time ---- */

  let deadline = null;
  let countdownTimer = 0;

  function setTimeLeft(leftMs) {
    deadline = leftMs === null ? null : performance.now() + leftMs;
    tickCountdown();
  }

  function tickCountdown() {
    clearTimeout(countdownTimer);
    const target = sheet.querySelector('[data-countdown]');
    if (deadline === null || target === null || document.hidden) return;
    const leftMs = Math.max(0, deadline - performance.now());
    target.textContent = timeLeftText(leftMs, target.dataset.countdown);
    target.parentElement.classList.toggle('soon', leftMs < SOON_MS);
    if (leftMs > 0) countdownTimer = setTimeout(tickCountdown, leftMs % 1000 || 1000);
    else pollNow();
  }

  /* The same form as clock-text.ts. */
  function timeLeftText(leftMs, language) {
    const total = Math.ceil(leftMs / 1000);
    const days = Math.floor(total / 86400);
    const hours = Math.floor((total % 86400) / 3600);
    const parts = [Math.floor((total % 3600) / 60), total % 60];
    if (days > 0 || hours > 0) parts.unshift(hours);
    const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
    return days === 0 ? clock : `${unitText(days, 'day', 'long', language)} ${clock}`;
  }

  function unitText(count, unit, unitDisplay, language) {
    return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay }).format(count);
  }

  /* ---- live status: asked while the page is seen, less and less often ---- */

  let pollTimer = 0;
  let pollMs = 0;
  let asking = false;

  function basePollMs() {
    return Number(sheet.dataset.pollMs);
  }

  function schedulePoll() {
    clearTimeout(pollTimer);
    if (basePollMs() > 0 && !document.hidden) pollTimer = setTimeout(poll, pollMs);
  }

  function pollNow() {
    pollMs = basePollMs();
    clearTimeout(pollTimer);
    if (pollMs > 0 && !document.hidden) poll();
  }

  async function poll() {
    if (asking) return;
    asking = true;
    try {
      const status = await (await get(sheet.dataset.statusUrl)).json();
      const ready = String(status.instructionsReady);
      if (status.state !== sheet.dataset.state || ready !== sheet.dataset.ready) {
        await takeNewSheet();
      } else {
        setDeadline(status.expiresInMs);
      }
      setOffline(false);
      pollMs = Math.min(pollMs * 1.05, MAX_POLL_MS);
    } catch {
      setOffline(true);
      pollMs = Math.min(pollMs * 2, MAX_POLL_MS);
    }
    asking = false;
    schedulePoll();
  }

  /* A sleeping phone's clock may have stood still: every answer sets it right. */
  function setDeadline(leftMs) {
    const next = leftMs === null ? null : performance.now() + leftMs;
    const drifted = deadline === null || next === null || Math.abs(next - deadline) > 1500;
    if (drifted) setTimeLeft(leftMs);
  }

  async function get(url) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), REQUEST_TIMEOUT_MS);
    try {
      const reply = await fetch(url, { cache: 'no-store', signal: abort.signal });
      if (!reply.ok) throw new Error(`status ${reply.status}`);
      return new Response(await reply.text());
    } finally {
      clearTimeout(timer);
    }
  }

  async function takeNewSheet() {
    const text = await (await get(location.href)).text();
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    const next = fresh.getElementById('cashier');
    if (next === null) throw new Error('the page has no sheet');
    const hadFocus = sheet.contains(document.activeElement);
    sheet.replaceWith(document.adoptNode(next));
    sheet = next;
    start();
    const heading = sheet.querySelector('h1');
    announce(heading.textContent);
    if (hadFocus) heading.focus();
  }

  function setOffline(offline) {
    const note = sheet.querySelector('[data-offline-note]');
    if (note === null || note.hidden === !offline) return;
    note.hidden = !offline;
    if (offline) announce(note.textContent);
  }

  function announce(text) {
    announcer.textContent = text;
  }

  /* ---- copy ---- */

  async function copy(button) {
    const done = await write(button.dataset.copy);
    const text = done ? sheet.dataset.copied : sheet.dataset.copyFailed;
    announce(text);
    if (!done) {
      showCopyFailure(button, text);
      return;
    }
    button.classList.add('done');
    setTimeout(() => button.classList.remove('done'), COPIED_FOR_MS);
  }

  async function write(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return writeTheOldWay(text);
    }
  }

  /* Without https there is no clipboard API. */
  function writeTheOldWay(text) {
    const focused = document.activeElement;
    const area = document.createElement('textarea');
    area.value = text;
    area.readOnly = true;
    area.className = 'unseen';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    focused?.focus();
    return done;
  }

  /* Shows what to copy, selected, where the button stands. */
  function showCopyFailure(button, text) {
    const note = document.createElement('p');
    const value = document.createElement('code');
    note.className = 'copy-failed';
    value.textContent = button.dataset.copy;
    note.append(text, ' ', value);
    button.closest('dd, .actions').append(note);
    button.remove();
    getSelection().selectAllChildren(value);
  }

  /* ---- the way back to the merchant ---- */

  let returnTimer = 0;

  function startReturn() {
    clearInterval(returnTimer);
    const note = sheet.querySelector('[data-return-after-s]');
    const link = sheet.querySelector('[data-return]');
    if (note === null || link === null || cameBack()) return;
    let left = Number(note.dataset.returnAfterS);
    note.hidden = false;
    returnTimer = setInterval(() => {
      if (document.hidden) return;
      left -= 1;
      note.querySelector('[data-seconds]').textContent = unitText(
        left,
        'second',
        'short',
        note.dataset.language,
      );
      if (left > 0) return;
      clearInterval(returnTimer);
      leave();
      location.assign(link.href);
    }, 1000);
  }

  function stay(button) {
    clearInterval(returnTimer);
    button.closest('[data-return-after-s]').hidden = true;
    sheet.querySelector('[data-return]').focus();
  }

  /* Remembered in the history entry that "back" leads to: the page is loaded anew then. */
  function leave() {
    history.replaceState({ left: true }, '');
  }

  /* Who pressed "back" on the merchant's page wants to be here. */
  function cameBack() {
    return history.state?.left === true;
  }

  /* ---- wiring ---- */

  function closePickerOnEscape() {
    const picker = document.querySelector('.languages details');
    picker?.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !picker.open) return;
      picker.open = false;
      picker.querySelector('summary').focus();
    });
    document.addEventListener('click', (event) => {
      if (picker !== null && !picker.contains(event.target)) picker.open = false;
    });
  }

  function start() {
    const { expiresInMs } = sheet.dataset;
    pollMs = basePollMs();
    setTimeLeft(expiresInMs === '' ? null : Number(expiresInMs));
    startReturn();
  }

  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-return]')) leave();
    const button = event.target.closest('[data-copy], [data-stay]');
    if (button === null) return;
    if (button.dataset.copy !== undefined) copy(button);
    else stay(button);
  });
  document.addEventListener('visibilitychange', () => {
    tickCountdown();
    pollNow();
  });
  window.addEventListener('online', pollNow);
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    clearInterval(returnTimer);
    pollNow();
  });

  start();
  schedulePoll();
})();
