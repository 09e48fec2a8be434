/** `causeway docs build`: the documentation as files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CHANNELS } from '../../catalogue/catalogue.ts';
import { REFERENCES } from '../../dialects/reference-registry.ts';
import { dialectByName } from '../../dialects/registry.ts';
import { loadExamples } from '../../docs-site/examples.ts';
import { createSite } from '../../docs-site/site.ts';
import { staticFiles } from '../../docs-site/static.ts';
import { command, done } from '../command.ts';
import { asOrigin, optional, required } from '../option.ts';

export const docsBuild = command({
  name: 'docs build',
  summary: 'write the documentation as files, for a server of files',
  notes: [
    'The folder is served as the root of a site; pages are below /docs. Channels are those that come',
    'with the program: what an operator has changed is on the installation itself only.',
  ],
  options: {
    output: required('FOLDER', 'where to; it is made, and what is in it stays'),
    url: optional('URL', "the installation's address in examples; PUBLIC_URL if absent", asOrigin),
  },
  examples: [['docs build --output site --url https://pay.example', 'pages below site/docs']],
  async run({ output, url }, context) {
    const origin = url ?? context.config().publicUrl;
    const source = {
      site: createSite(REFERENCES, dialectByName),
      examples: loadExamples(),
      channels: () => CHANNELS,
      origin,
    };
    let count = 0;
    for (const { path, content } of staticFiles(source)) {
      const file = join(output, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      count += 1;
    }
    return done({ output, files: count }, () => `${count} files in ${output}`);
  },
});
