/** The site's own files. */
import { type Asset, loadAsset } from '../web/asset.ts';

export interface DocsAssets {
  readonly style: Asset;
  readonly script: Asset;
  readonly icon: Asset;
}

const FOLDER = new URL('./assets/', import.meta.url);
const PATH = ['docs', 'assets'] as const;

export function loadDocsAssets(): DocsAssets {
  const load = (file: string) => loadAsset(FOLDER, file, PATH);
  return { style: load('docs.css'), script: load('docs.js'), icon: load('icon.svg') };
}
