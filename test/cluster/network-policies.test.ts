/** NetworkPolicies, judged by a simulator that knows nothing of this library: `cyclonus analyze --mode query-traffic`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from './environment';
import { KubeObject } from './objects';
import { note } from './protocol';
import { run } from './shell';
import { describeWith } from './skip';
import { APP, exposeCase, NAMESPACES, Place, PlaceName, PLACES, POLICY_CASES, PolicyCase, Traffic } from '../fixtures/network-policies';
import { ExposureStrategy } from 'cdk8s-expose';

let folder: string;

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-expose-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function podLabels(objects: readonly KubeObject[]) {
  const { spec } = objects.find(({ kind }) => kind === 'Deployment') as KubeObject & { spec: { template: { metadata: { labels: object } } } };
  return spec.template.metadata.labels;
}

/** A place, as the simulator takes it. */
function peer(name: PlaceName, objects: readonly KubeObject[]) {
  const { ip, namespace, labels }: Place = PLACES[name];
  return {
    IP: ip,
    Internal: namespace === undefined ? null : {
      Namespace: namespace,
      NamespaceLabels: { 'kubernetes.io/metadata.name': namespace, ...NAMESPACES[namespace] },
      PodLabels: name === APP ? podLabels(objects) : labels,
    },
  };
}

/** Asks the simulator of each packet whether it arrives. */
async function verdicts(policies: readonly KubeObject[], objects: readonly KubeObject[], traffic: readonly Traffic[]): Promise<boolean[]> {
  const [policyPath, trafficPath] = ['policies.json', 'traffic.json'].map(file => join(folder, file));
  writeFileSync(policyPath, JSON.stringify({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicyList', items: policies }));
  writeFileSync(trafficPath, JSON.stringify(traffic.map(({ from, to, port }) => ({
    Source: peer(from, objects),
    Destination: peer(to, objects),
    ResolvedPort: Number(port.split('/')[0]),
    ResolvedPortName: '',
    Protocol: port.split('/')[1],
  }))));
  const { code, stdout, stderr } = await run([
    environment.cyclonus, 'analyze', '--mode', 'query-traffic', '--policy-path', policyPath, '--traffic-path', trafficPath,
  ]);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const answers = [...stdout.matchAll(/IS ALLOWED\?\s*\|\s*(TRUE|FALSE)/g)].map(([, answer]) => answer === 'TRUE');
  expect(answers).toHaveLength(traffic.length); // else the output has another form
  return answers;
}

/** Traffic as a sentence, with what becomes of it. */
const sentence = ({ from, to, port }: Traffic, isAllowed: boolean) => `${from} to ${port} of ${to}: ${isAllowed ? 'allowed' : 'denied'}`;

function expected({ allowed, denied }: PolicyCase): string[] {
  return [...allowed.map(traffic => sentence(traffic, true)), ...denied.map(traffic => sentence(traffic, false))];
}

describeWith('CYCLONUS', 'a simulator of NetworkPolicies', () => {
  test.each(POLICY_CASES.map(policyCase => [policyCase.name, policyCase] as const))('%s', async (name, policyCase) => {
    const objects = exposeCase(policyCase).objects as KubeObject[];
    const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
    const traffic = [...policyCase.allowed, ...policyCase.denied];
    const answers = await verdicts(policies, objects, traffic);
    expect(policies).toHaveLength(1);
    expect(traffic.map((packet, index) => sentence(packet, answers[index]))).toEqual(expected(policyCase));
    note('NetworkPolicies', { door: name, allowed: answers.filter(Boolean).length, denied: answers.filter(answer => !answer).length });
  });

  test('without the NetworkPolicy everything that is denied would be allowed', async () => {
    for (const policyCase of POLICY_CASES) {
      const objects = exposeCase(policyCase).objects as KubeObject[];
      expect(await verdicts([], objects, policyCase.denied)).toEqual(policyCase.denied.map(() => true));
    }
  });

  test('every door that can have a NetworkPolicy has traffic that is allowed and traffic that is denied', () => {
    for (const strategy of Object.values(ExposureStrategy).filter(candidate => candidate !== ExposureStrategy.HOST_NETWORK)) {
      const cases = POLICY_CASES.filter(policyCase => policyCase.strategy === strategy);
      expect(cases.length).toBeGreaterThan(0);
      expect(cases.filter(({ allowed, denied }) => allowed.length === 0 || denied.length === 0)).toEqual([]);
    }
  });
});
