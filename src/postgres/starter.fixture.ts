// Starts a server on the folder of its argument, prints the server's process id, and waits to be
// killed.
import { startEmbedded } from './embedded.ts';

const database = await startEmbedded({ dataDir: process.argv[2] ?? '' });
console.log(database.pid);
setInterval(() => {}, 60_000);
