/** Every text of the cashier. One file a language; a missing key does not compile. */
import type { PhotoPart } from '../../domain/verification.ts';
import type { ImageFault } from '../../wire/image/image.ts';

export interface Note {
  readonly title: string;
  readonly text: string;
}

/** A payer shows who they are. */
export interface VerifyMessages {
  readonly pageTitle: (merchant: string) => string;
  readonly requestNumber: string;
  readonly step: (n: string, all: string) => string;
  /** The payer says which document it is. */
  readonly document: Note;
  readonly next: string;
  readonly parts: Readonly<Record<PhotoPart, Note>>;
  readonly choose: string;
  /** What pictures are taken, and how large. */
  readonly hint: string;
  readonly camera: string;
  readonly shoot: string;
  readonly again: string;
  readonly use: string;
  /** Of a picture, for those who cannot see it. */
  readonly preview: string;
  readonly noCamera: string;
  readonly problems: Readonly<Record<PhotoProblem, string>>;
  readonly confirm: Note;
  readonly submit: string;
  /** `what`: the title of a part. */
  readonly change: (what: string) => string;
  readonly privacy: string;
  readonly checking: Note;
  readonly passed: Note;
  readonly failed: Note;
  readonly expired: Note;
}

/** Why a picture was not taken. */
export type PhotoProblem = ImageFault | 'missing';

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
  readonly verify: VerifyMessages;
  /** What this page will never ask for. */
  readonly neverAsks: string;
}
