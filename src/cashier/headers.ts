/** What browsers may do with our pages: run only our files, send nothing on, keep nothing. */

/** Promise P34: even a name that got past the escaping could not run, nor load anything. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page with the ways to pay sends the payer's choice, to us. */
export const CHOOSING_POLICY = CONTENT_SECURITY_POLICY.replace(
  "form-action 'none'",
  "form-action 'self'",
);

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // The token stands in the address: it must not reach the next site.
  'referrer-policy': 'no-referrer',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-write=(self)',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
};

/** The page of a verification sends pictures, to us, and may use the camera. */
export const CAPTURING_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CHOOSING_POLICY,
  'permissions-policy': (PAGE_HEADERS['permissions-policy'] ?? '').replace(
    'camera=()',
    'camera=(self)',
  ),
};
