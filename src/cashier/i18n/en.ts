import type { Messages } from './messages.ts';

export const en: Messages = {
  pageTitle: (merchant) => `Pay ${merchant}`,
  language: 'Language',
  testMode: 'Test mode. No real money moves.',
  openTestWallet: 'Open the test wallet',

  amount: 'Amount to pay',
  amountPaid: 'Amount paid',
  amountOnly: 'Amount',
  orderNumber: 'Order number',
  payWith: 'Pay with',
  waiting: 'Waiting for your payment',
  timeLeft: 'Time left',

  choose: {
    title: 'How do you want to pay?',
    text: 'Choose a way to pay. You can change it until you have paid.',
    other: 'Pay another way',
  },
  preparing: {
    title: 'Preparing your payment',
    text: 'This takes a few seconds. Please keep this page open.',
  },
  redirect: {
    title: 'Continue to pay',
    text: (channel) => `You confirm the payment with ${channel} and then come back here.`,
    button: (channel) => `Continue to ${channel}`,
    card: 'You enter your card details on the provider’s secure page, never here.',
  },
  qr: {
    title: 'Scan to pay',
    text: (channel) => `Open your bank or wallet app and scan this ${channel} code.`,
    samePhone: 'On this phone? Save the picture and open it in your app, or copy the code.',
    picture: (channel) => `${channel} payment code`,
    save: 'Save picture',
    copyCode: 'Copy code',
    noPicture: 'Copy the code and paste it into your bank or wallet app.',
  },
  va: {
    title: 'Pay to a virtual account',
    text: 'In your banking app or at an ATM, choose virtual account and enter this number.',
  },
  bankTransfer: {
    title: 'Pay by bank transfer',
    text: 'Make a transfer to this account from your banking app.',
  },
  bill: {
    title: 'Pay this bill at a counter or in an app',
    text: 'Tell the cashier, or choose in the app, this biller, and give the reference number.',
  },
  biller: 'Biller',
  referenceNumber: 'Reference number',
  payUntil: 'Pay by',
  anyAmount: 'Any amount',
  amountFrom: (least) => `From ${least}`,
  amountUpTo: (most) => `Up to ${most}`,
  amountBetween: (least, most) => `${least} to ${most}`,
  places: {
    title: 'Where do you want to pay?',
    text: 'Choose a place. Each has a number of its own.',
  },
  bank: 'Bank',
  vaNumber: 'Virtual account number',
  accountNumber: 'Account number',
  accountName: 'Account name',
  exactAmount: 'Please pay exactly this amount.',

  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy. Please select the text and copy it.',

  paid: { title: 'Payment received', text: 'Thank you. Your payment is complete.' },
  failed: {
    title: 'Payment failed',
    text: 'If money has left your account, contact the shop and give the order number.',
  },
  expired: {
    title: 'The time to pay is over',
    text:
      'Please do not pay now. If you already have, keep this page open: it shows when ' +
      'the payment arrives.',
  },
  cancelled: {
    title: 'Payment cancelled',
    text: 'The shop has closed this payment. Please do not pay any more.',
  },
  returned: {
    title: 'Payment returned',
    text: 'The payment was sent back. It can take some days until it shows in your account.',
  },
  unavailable: {
    title: 'This way to pay is not available',
    text: 'Please go back to the shop and choose another one.',
  },
  notFound: {
    title: 'Payment not found',
    text: 'This link is incomplete or not valid. Please open it again from the shop.',
  },
  trouble: {
    title: 'We cannot show the payment right now',
    text: 'Nothing is lost. This page tries again by itself in a few seconds.',
  },

  returnTo: (merchant) => `Return to ${merchant}`,
  returning: { before: 'Returning in ', after: '' },
  stay: 'Stay on this page',
  offline: 'No connection. Trying again…',
  verify: {
    pageTitle: (m) => `Verification for ${m}`,
    requestNumber: 'Request number',
    step: (n, all) => `Step ${n} of ${all}`,
    document: { title: 'Which document do you have?', text: 'Choose one that is still valid.' },
    next: 'Continue',
    parts: {
      front: {
        title: 'Front of your document',
        text:
          'Lay it on a dark surface. All four corners must be seen, and the text must be ' +
          'readable.',
      },
      back: {
        title: 'Back of your document',
        text: 'Turn it over. All four corners must be seen.',
      },
      portrait: {
        title: 'A picture of you',
        text: 'For example the photo page of a document. Your face must be clear to see.',
      },
      selfie: {
        title: 'Your face',
        text: 'Look straight at the camera, in good light, without hat or sunglasses.',
      },
    },
    choose: 'Choose a picture',
    hint: 'JPEG or PNG, up to 5 MB.',
    camera: 'Use the camera',
    shoot: 'Take the photo',
    again: 'Take it again',
    use: 'Use this photo',
    preview: 'Preview of your photo',
    noCamera: 'The camera cannot be used. Please choose a picture instead.',
    problems: {
      not_an_image: 'This file is not a JPEG or PNG picture. Please choose another one.',
      damaged: 'This picture is damaged. Please take it again.',
      too_small: 'This picture is too small to read. Please take a larger one.',
      too_large: 'This picture is too large. Please take a smaller one, up to 5 MB.',
      missing: 'Please choose a picture first.',
    },
    confirm: {
      title: 'Send your pictures?',
      text: 'Check that everything can be read. You cannot change it afterwards.',
    },
    submit: 'Send',
    change: (what) => `Take again: ${what}`,
    privacy:
      'Your pictures are stored encrypted, used for this check only, and deleted afterwards.',
    checking: {
      title: 'We are checking your pictures',
      text:
        'This usually takes a moment, and sometimes a person has to look. You can close ' +
        'this page: the shop gets the result.',
    },
    passed: { title: 'You are verified', text: 'Thank you. You can go back to the shop now.' },
    failed: {
      title: 'We could not verify you',
      text: 'Please go back to the shop. It can tell you what to do next.',
    },
    expired: { title: 'The time is over', text: 'Please go back to the shop and start again.' },
  },
  neverAsks: 'This page never asks for a card number, PIN or one-time password.',
};
