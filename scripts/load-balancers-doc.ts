/**
 * Writes docs/load-balancers.md: what each provider of load balancers can be asked for, and how it is told.
 *
 * Run it with `npx ts-node --project scripts/tsconfig.json scripts/load-balancers-doc.ts`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDERS } from '../src/platform/load-balancers';
import { externalDnsName } from '../src/platform/load-balancers/external-dns';
import { Cell, IntentName, INTENTS, Provider } from '../src/platform/load-balancers/provider';

/** Where the document stands. */
export const LOAD_BALANCERS_DOCUMENT = join(__dirname, '..', 'docs', 'load-balancers.md');

type AnyCell = Pick<Cell<never>, 'by' | 'source' | 'needs'>;

const NAMES = Object.keys(INTENTS) as IntentName[];
const providers = Object.entries(PROVIDERS);

/** The text of docs/load-balancers.md. */
export function loadBalancersDocument(): string {
  return [
    '# Load balancers',
    'What an app asks of its load balancer in `loadBalancer`, and how each provider is told. Which provider it is says '
      + '`loadBalancer.provider` of the ClusterProfile. What it cannot do is an error that names those that can (L-1), what it does not '
      + 'take too (L-3), and without a provider nothing of it can be asked for (L-2). Source ranges have a field of Kubernetes\' own, and '
      + 'a provider that ignores it is warned of (L-4).',
    overview(),
    `A DNS name is made by ExternalDNS where \`dns\` of the ClusterProfile says so, with any provider: ${told(externalDnsName)}.`,
    ...providers.map(([id, provider]) => section(id, provider)),
    'Written by `scripts/load-balancers-doc.ts` from `src/platform/load-balancers`.',
  ].join('\n\n') + '\n';
}

function overview(): string {
  return table(
    ['', ...NAMES.map(name => INTENTS[name])],
    providers.map(([, { title, intents }]) => [title, ...NAMES.map(name => intents[name] ? 'yes' : '')]),
  );
}

function section(id: string, { title, website, always, intents }: Provider): string {
  const cells: [string, AnyCell | undefined][] = [['in any case', always], ...NAMES.map((name): [string, AnyCell | undefined] => [`\`${name}\``, intents[name]])];
  return [
    `## ${title}`,
    `\`${id}\`, [its documentation](${website}).`,
    table(['asked for', 'told by', 'needs'], cells.flatMap(([name, cell]) => cell ? [[name, told(cell), cell.needs ?? '']] : [])),
  ].join('\n\n');
}

function told({ by, source }: AnyCell): string {
  return `${by.replace(/[\w.-]+\/[\w.{}-]+/g, '`$&`')} ([source](${source}))`;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

if (require.main === module) {
  writeFileSync(LOAD_BALANCERS_DOCUMENT, loadBalancersDocument());
}
