// Reads the order from behind `#`, lets the payer pick a way to pay, and takes cards here only.
const facts = new URLSearchParams(location.hash.split('?')[1] ?? '');
const key = { tradeToken: facts.get('tradeToken') ?? '', token: facts.get('token') ?? '' };
const part = (name) => document.getElementById(name);
const STAGES = ['choose', 'result', 'failed', 'waiting', 'paid', 'closed'];
let country = '';

function say(text) {
  part('problem').textContent = text;
  part('problem').hidden = text === '';
}

function show(order) {
  const stage = order.stage === 'challenge' ? 'result' : order.stage;
  for (const name of STAGES) part(name).hidden = name !== stage;
  part('subject').textContent = order.subject;
  part('amount').textContent = order.shown;
  part('local').textContent = `You pay ${order.local}`;
  part('local').hidden = order.local === order.shown;
  part('question').textContent =
    order.stage === 'challenge'
      ? 'Your bank asks whether it is you.'
      : 'What shall the wallet or bank answer?';
  country = order.country;
  part('country').replaceChildren(
    ...order.countries.map((code) => new Option(code, code, false, code === country)),
  );
  part('methods').replaceChildren(...order.methods.map(methodButton));
  part('card').hidden = true;
  part('leave').href = order.backUrl;
  part('leave').hidden = false;
  if (stage === 'paid') location.href = order.backUrl;
}

function methodButton({ paymentMethodType, targetOrg }) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = targetOrg === '' ? 'Card' : targetOrg;
  button.dataset.method = `${paymentMethodType} ${targetOrg}`.trim();
  button.addEventListener('click', () => {
    if (paymentMethodType !== 'CARD') {
      send('pay', { paymentMethodType, targetOrg });
      return;
    }
    button.setAttribute('aria-pressed', 'true');
    part('card').hidden = false;
  });
  return button;
}

async function read(reply) {
  const answer = await reply.json();
  if (answer.code === undefined) {
    say('');
    show(answer);
  } else {
    say(answer.msg);
  }
}

async function send(step, more) {
  const body = JSON.stringify({ ...key, country, ...more });
  const headers = { 'content-type': 'application/json' };
  await read(await fetch(`/cashier/${step}`, { method: 'POST', headers, body }));
}

async function open(code) {
  await read(await fetch(`/cashier/trade?${new URLSearchParams({ ...key, country: code })}`));
}

part('card').addEventListener('submit', (event) => {
  event.preventDefault();
  const card = Object.fromEntries(new FormData(event.target));
  send('pay', { paymentMethodType: 'CARD', card });
});
for (const button of document.querySelectorAll('[data-choice]')) {
  button.addEventListener('click', () => send('result', { choice: button.dataset.choice }));
}
part('country').addEventListener('change', (event) => open(event.target.value));
part('close').addEventListener('click', () => send('close', {}));
part('again').addEventListener('click', () => {
  part('failed').hidden = true;
  part('choose').hidden = false;
});
open(facts.get('country') ?? '');
