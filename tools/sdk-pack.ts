// Builds the SDK and packs it: `npm run sdk -- FOLDER` writes causeway-sdk-VERSION.tgz there.
import { packSdk } from './sdk/pack.ts';

console.log(await packSdk(process.argv[2] ?? '.'));
