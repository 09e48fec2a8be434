/** Made by tools/docs-site.ts from operations and notifications: what `zh-cn.ts` translates. */
export type Sentence =
  | 'Create a payment'
  | 'your id of the order'
  | 'what became of it'
  | 'Query a payment'
  | 'Sent when a payment is paid or fails.';
