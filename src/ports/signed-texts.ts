/** Which operation each signed text has served, over all processes. */
import type { Id } from '../domain/id.ts';
import type { SignedOnce } from '../domain/signed-once.ts';

export interface SignedTexts {
  /** False: the text has served another operation of the app, and one of both changes something. */
  claim(appId: Id, once: SignedOnce): Promise<boolean>;
}
