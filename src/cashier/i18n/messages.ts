/** Every text of the cashier. One file a language; a missing key does not compile. */

export interface Note {
  readonly title: string;
  readonly text: string;
}

export interface Messages {
  /** Of the browser tab. */
  readonly pageTitle: (merchant: string) => string;
  readonly language: string;
  readonly testMode: string;
  readonly openTestWallet: string;

  /** Still to be paid; paid; neither any more. */
  readonly amount: string;
  readonly amountPaid: string;
  readonly amountOnly: string;
  readonly orderNumber: string;
  readonly payWith: string;
  readonly waiting: string;
  readonly timeLeft: string;

  /** The payer chooses how to pay; `other`: the way back to the choice. */
  readonly choose: Note & { readonly other: string };
  readonly preparing: Note;
  readonly redirect: {
    readonly title: string;
    readonly text: (channel: string) => string;
    readonly button: (channel: string) => string;
    /** Said beside the button when the way to pay is a card. */
    readonly card: string;
  };
  readonly qr: {
    readonly title: string;
    readonly text: (channel: string) => string;
    /** The page is open on the phone that would have to scan. */
    readonly samePhone: string;
    readonly picture: (channel: string) => string;
    readonly save: string;
    readonly copyCode: string;
    /** The code is too long for a picture: it can only be copied. */
    readonly noPicture: string;
  };
  readonly va: Note;
  readonly bankTransfer: Note;
  readonly bill: Note;
  /** The company that is named at the counter. */
  readonly biller: string;
  readonly referenceNumber: string;
  /** Until when a code can be paid. */
  readonly payUntil: string;
  /** What may be paid where the payer decides. */
  readonly anyAmount: string;
  readonly amountFrom: (least: string) => string;
  readonly amountUpTo: (most: string) => string;
  readonly amountBetween: (least: string, most: string) => string;
  /** Several codes of one bill: where to pay it. */
  readonly places: Note;
  readonly bank: string;
  readonly vaNumber: string;
  readonly accountNumber: string;
  readonly accountName: string;
  readonly exactAmount: string;

  /** On the button; what it copies follows, for those who cannot see the row. */
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;

  readonly paid: Note;
  readonly failed: Note;
  readonly expired: Note;
  readonly cancelled: Note;
  readonly returned: Note;
  readonly unavailable: Note;
  readonly notFound: Note;
  /** Our own trouble: the database does not answer. */
  readonly trouble: Note;

  readonly returnTo: (merchant: string) => string;
  /** Around the seconds left: `Returning in ` + `10 sec`. */
  readonly returning: { readonly before: string; readonly after: string };
  readonly stay: string;
  readonly offline: string;
  /** What this page will never ask for. */
  readonly neverAsks: string;
}
