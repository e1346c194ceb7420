import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { exposeEcho } from './echo';
import { environment } from './environment';
import { eventOf } from './events';
import { apply, rolledOut } from './kubectl';
import { deleteNamespace, makeNamespace, namespaceName } from './namespace';
import { schedulable } from './node';
import { KubeObject, synthesize } from './objects';
import { note } from './protocol';
import { ExposureStrategy, WorkloadKind } from 'cdk8s-expose';

const namespace = namespaceName('rollouts');
const port = environment.hostPort;
let nodeCount: number;

beforeAll(async () => {
  nodeCount = await schedulable();
});
beforeEach(async () => makeNamespace(namespace, 'privileged'));
afterEach(async () => deleteNamespace(namespace));

/** Rolls a first version out, then a second one within `seconds`. */
async function rollOutTwice(workload: string, version: (chart: Chart, version: string) => unknown, seconds: number): Promise<void> {
  const objects = (name: string): KubeObject[] => synthesize(namespace, chart => version(chart, name)).objects;
  await apply(objects('1'));
  await rolledOut(objects('1'));
  await apply(objects('2'));
  const began = Date.now();
  const outcome = await rolledOut(objects('2'), seconds).then(() => 'done', error => {
    note('Second rollouts', { workload, 'nodes and pods': nodeCount, 'outcome': 'never ends' });
    throw error;
  });
  note('Second rollouts', { workload, 'nodes and pods': nodeCount, 'outcome': `${outcome} after ${Math.round((Date.now() - began) / 1000)} s` });
}

for (const strategy of [ExposureStrategy.HOST_NETWORK, ExposureStrategy.HOST_PORT]) {
  for (const workload of [WorkloadKind.DEPLOYMENT, WorkloadKind.DAEMON_SET]) {
    test(`${workload === WorkloadKind.DEPLOYMENT ? 'HN-9' : 'HN-8'}: the second rollout of a ${workload} in ${strategy} ends with a pod on every node`, async () => {
      await rollOutTwice(`${workload} in ${strategy}`, (chart, version) => exposeEcho(chart, {
        name: 'echo',
        ports: [{ name: 'http', port, speaks: 'http' }],
        app: { workload, annotations: { version }, replicas: workload === WorkloadKind.DEPLOYMENT ? nodeCount : undefined },
        strategy,
      }), 120);
    });
  }
}

for (const hostNetwork of [true, false]) {
  test(`HN-9: the same Deployment ${hostNetwork ? 'on the host network' : 'with a host port'} as cdk8s-plus writes it never ends its second rollout`, async () => {
    const secondRollout = rollOutTwice(`Deployment of cdk8s-plus with ${hostNetwork ? 'hostNetwork' : 'hostPort'}`, (chart, version) => new kplus.Deployment(chart, 'echo', {
      replicas: nodeCount,
      hostNetwork,
      metadata: { name: 'echo' },
      podMetadata: { annotations: { version } },
      containers: [{
        image: environment.echoImage,
        args: [`http=:${port}`],
        imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
        ports: [{ number: port, hostPort: port }],
        resources: {}, // a whole CPU for each pod would be a reason of its own not to start
        securityContext: { user: 1000, group: 1000 },
      }],
    }), 30);
    await expect(secondRollout).rejects.toThrow('timed out waiting');
    await expect(eventOf(namespace, 'echo', 'FailedScheduling', /free ports/)).resolves.toContain("didn't have free ports for the requested pod ports");
  });
}
