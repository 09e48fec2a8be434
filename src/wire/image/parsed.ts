/** What the reader of one format finds: the size, and the bytes that make the picture. */
export interface ParsedImage {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}
