import { Chart, Testing } from 'cdk8s';
import { dryRun } from './kubectl';
import { ensureNamespace, namespaceName } from './namespace';
import { KubeObject } from './objects';
import { note } from './protocol';
import { describeWith } from './skip';
import { RuleId } from '../../src/rules/catalogue';
import { ALLOWED_METADATA, WARNING_METADATA } from '../../src/synth-notes';
import { snapshotCases } from '../fixtures/manifests';

/** The rule that announces at synth what the API server warns of. */
const ANNOUNCED: readonly { readonly says: RegExp; readonly rule: RuleId }[] = [
  { says: /duplicate port definition/, rule: 'W-5' },
];

/** The rules that a chart's constructs warned of, or were allowed to break. */
function announced(chart: Chart): RuleId[] {
  return chart.node.findAll().flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === WARNING_METADATA || type === ALLOWED_METADATA)
    .map(({ data }) => (data as { rule: RuleId }).rule);
}

for (const { name, build } of snapshotCases) {
  const chart = new Chart(Testing.app(), 'app', { namespace: namespaceName('snapshots') });
  build(chart);
  const objects = Testing.synth(chart) as KubeObject[];
  const needsGateway = objects.some(({ apiVersion }) => apiVersion.startsWith('gateway.networking.k8s.io/'));

  describeWith(needsGateway ? 'GATEWAY' : undefined, name, () => {
    test('is taken by the API server without a warning that was not announced', async () => {
      for (const namespace of new Set(objects.map(({ metadata }) => metadata.namespace).filter(candidate => candidate !== undefined))) {
        await ensureNamespace(namespace);
      }
      const { code, stderr } = await dryRun(objects);
      const warnings = stderr.split('\n').filter(line => line.startsWith('Warning:'));
      note('Snapshots', { name, 'objects': objects.length, 'the API server': code === 0 ? 'takes it' : 'refuses it', 'warnings': warnings.join('\n') });
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      const rules = announced(chart);
      expect(warnings.filter(line => !ANNOUNCED.some(({ says, rule }) => says.test(line) && rules.includes(rule)))).toEqual([]);
    });
  });
}
