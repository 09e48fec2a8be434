/** A payment code as a picture: SVG in the page, PNG to save and open in a bank's app. */
import { create, type QRCode, toBuffer } from 'qrcode';
import { html, type SafeHtml } from './safe-html.ts';

/** Modules of white around the code, as ISO/IEC 18004 asks. */
const QUIET_ZONE = 4;
const PNG_WIDTH_PX = 720;

/**
 * Dark modules as one path, in a viewBox of one unit a module. Null when the payload does not fit
 * into a code.
 */
export function qrSvg(payload: string, label: string): SafeHtml | null {
  const code = encode(payload);
  if (code === null) return null;
  const side = code.modules.size + 2 * QUIET_ZONE;
  return html`<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="${label}"
    shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/>
    <path fill="#000" d="${darkPath(code)}"/></svg>`;
}

/** PNG bytes of the same code; null when the payload does not fit. */
export async function qrPng(payload: string): Promise<Buffer | null> {
  if (encode(payload) === null) return null;
  return toBuffer(payload, {
    type: 'png',
    errorCorrectionLevel: 'M',
    margin: QUIET_ZONE,
    width: PNG_WIDTH_PX,
  });
}

function encode(payload: string): QRCode | null {
  // The library throws for nothing to encode and for too much: both come from upstream's data.
  try {
    return create(payload, { errorCorrectionLevel: 'M' });
  } catch {
    return null;
  }
}

/** One `M x y h length v1 …` for every run of dark modules in a row. */
function darkPath(code: QRCode): string {
  const { size, data } = code.modules;
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (data[y * size + x] !== 1) continue;
      const start = x;
      while (x + 1 < size && data[y * size + x + 1] === 1) x += 1;
      const length = x - start + 1;
      path += `M${start + QUIET_ZONE} ${y + QUIET_ZONE}h${length}v1h-${length}z`;
    }
  }
  return path;
}
