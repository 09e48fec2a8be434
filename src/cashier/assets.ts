/** The page's own files. */
import { type Asset, loadAsset } from '../web/asset.ts';

export interface Assets {
  readonly style: Asset;
  readonly script: Asset;
  /** Of the page that takes pictures. */
  readonly capture: Asset;
  readonly icon: Asset;
}

const FOLDER = new URL('./assets/', import.meta.url);

export function loadAssets(): Assets {
  const load = (file: string) => loadAsset(FOLDER, file, ['assets']);
  return {
    style: load('cashier.css'),
    script: load('cashier.js'),
    capture: load('capture.js'),
    icon: load('icon.svg'),
  };
}
