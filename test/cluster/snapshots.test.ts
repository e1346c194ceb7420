import { Chart, Testing } from 'cdk8s';
import { dryRun } from './kubectl';
import { ensureNamespace, namespaceName } from './namespace';
import { KubeObject } from './objects';
import { note } from './protocol';
import { RuleId } from '../../src/rules/catalogue';
import { WARNING_METADATA } from '../../src/synth-notes';
import { snapshotCases } from '../fixtures/manifests';

/** The rule that announces at synth what the API server warns of. */
const ANNOUNCED: readonly { readonly says: RegExp; readonly rule: RuleId }[] = [
  { says: /duplicate port definition/, rule: 'W-5' },
];

/** The rules that a chart's constructs warned of. */
function warnedOf(chart: Chart): RuleId[] {
  return chart.node.findAll().flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === WARNING_METADATA)
    .map(({ data }) => (data as { rule: RuleId }).rule);
}

for (const { name, build } of snapshotCases) {
  test(`the API server takes ${name}, without a warning that was not announced`, async () => {
    const chart = new Chart(Testing.app(), 'app', { namespace: namespaceName('snapshots') });
    build(chart);
    const objects = Testing.synth(chart) as KubeObject[];
    for (const namespace of new Set(objects.map(({ metadata }) => metadata.namespace).filter(candidate => candidate !== undefined))) {
      await ensureNamespace(namespace);
    }
    const { code, stderr } = await dryRun(objects);
    const warnings = stderr.split('\n').filter(line => line.startsWith('Warning:'));
    note('Snapshots', { name, 'objects': objects.length, 'the API server': code === 0 ? 'takes it' : 'refuses it', 'warnings': warnings.join('\n') });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const rules = warnedOf(chart);
    expect(warnings.filter(line => !ANNOUNCED.some(({ says, rule }) => says.test(line) && rules.includes(rule)))).toEqual([]);
  });
}
