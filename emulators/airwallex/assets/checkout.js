// Reads the payment from behind `#`, takes a card, and confirms with the client secret.
const facts = new URLSearchParams(location.hash.split('?')[1] ?? '');
const saved = JSON.parse(sessionStorage.getItem('facts') ?? '{}');
if (facts.has('intent_id')) {
  sessionStorage.setItem('facts', JSON.stringify(Object.fromEntries(facts)));
}
const {
  intent_id: id,
  client_secret: secret,
  successUrl,
  failUrl,
} = facts.has('intent_id') ? Object.fromEntries(facts) : saved;
const part = (name) => document.getElementById(name);

function say(text) {
  part('problem').textContent = text;
  part('problem').hidden = text === '';
}

function show(status) {
  part('card').hidden = status !== 'REQUIRES_PAYMENT_METHOD';
  part('challenge').hidden = status !== 'REQUIRES_CUSTOMER_ACTION';
  part('done').hidden = status !== 'SUCCEEDED';
  if (status === 'SUCCEEDED' && successUrl) location.href = successUrl;
}

async function call(path, body) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` };
  const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  const reply = await fetch(path, init);
  const answer = await reply.json();
  if (reply.ok) {
    say('');
    show(answer.status);
  } else {
    say(
      answer.provider_original_response_code
        ? 'The card was refused by its bank. Try another card.'
        : answer.message,
    );
    if (answer.code.endsWith('_declined')) show('REQUIRES_PAYMENT_METHOD');
  }
  return answer;
}

part('card').addEventListener('submit', (event) => {
  event.preventDefault();
  const typed = Object.fromEntries(new FormData(event.target));
  const [month, year = ''] = typed.expiry.split('/').map((text) => text.trim());
  const card = {
    number: typed.number.replaceAll(/[\s-]/g, ''),
    expiry_month: month,
    expiry_year: year.length === 2 ? `20${year}` : year,
    cvc: typed.cvc,
    name: typed.name,
  };
  call(`/api/v1/pa/payment_intents/${id}/confirm`, {
    request_id: crypto.randomUUID(),
    payment_method: { type: 'card', card },
  });
});

part('challenge').addEventListener('submit', (event) => {
  event.preventDefault();
  call(`/3ds/${id}`, Object.fromEntries(new FormData(event.target)));
});

if (failUrl) {
  part('leave').href = failUrl;
  part('leave').hidden = false;
}
const query = new URLSearchParams({ client_secret: secret ?? '' });
call(`/checkout/${encodeURIComponent(id ?? '')}?${query}`).then(({ shown }) => {
  part('amount').textContent = shown ?? 'This payment cannot be opened';
});
