/** An index of everything for language models: https://llmstxt.org */
import { contextOf, type Source } from './context.ts';
import { openApiName, type Target, targetSegments } from './site.ts';
import { pathOf, titleOf } from './title.ts';

export function llmsText(source: Source): string {
  const context = contextOf(source, 'en');
  const { t, guides } = context;
  const { site, origin } = source;
  const line = (target: Target, text: string) =>
    `- [${titleOf(context, target)}](${origin}${pathOf(targetSegments('en', target))}.md): ${text}`;
  const parts = [`# ${t.product} ${t.docs}`, '', `> ${t.homeLead}`, '', `## ${t.guides}`, ''];
  for (const target of site.targets) {
    if (target.kind === 'guide') parts.push(line(target, guides[target.guide].lead));
  }
  for (const api of site.apis) {
    for (const version of api.reference.versions) {
      const target: Target = { kind: 'api', api, version };
      const file = openApiName(api, version, 'en');
      parts.push('', `## ${titleOf(context, target)}`, '', api.reference.summary.en, '');
      parts.push(`- [OpenAPI 3.1](${origin}/docs/openapi/${file})`);
      for (const place of site.places) {
        if (place.api !== api || place.version !== version) continue;
        const around = place.chapters.map(({ title }) => title.en).join(', ');
        parts.push(line({ kind: 'place', place }, around || api.reference.title.en));
      }
    }
  }
  return `${parts.join('\n')}\n`;
}
