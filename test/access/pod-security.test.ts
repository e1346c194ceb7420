import * as kplus from 'cdk8s-plus-27';
import { podSecurityLevel } from '../../src/access/pod-security';
import { levelOf, PodManifest } from '../fixtures/pod-security-standards';

/** A pod that satisfies restricted, to be changed. */
function restricted(): PodManifest {
  const container = (name: string) => ({
    name,
    ports: [{ containerPort: 8080 }],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  });
  return {
    containers: [container('main'), container('sidecar')],
    initContainers: [container('init')],
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    volumes: [{ name: 'data', emptyDir: {} }],
  };
}

const CONTAINERS = ['containers.0', 'containers.1', 'initContainers.0'];

/** What is set where: `pod` or a container, by the path of the field. */
const FIELDS: [string, unknown[]][] = [
  ['hostNetwork', [true, false]],
  ['securityContext', [{}]],
  ['securityContext.runAsNonRoot', [true, false, undefined]],
  ['securityContext.runAsUser', [0, 1000]],
  ['securityContext.seccompProfile', [{ type: 'Unconfined' }, { type: 'Localhost' }, { type: 'RuntimeDefault' }, undefined]],
  ['securityContext.seLinuxOptions', [{ type: 'container_t' }, { type: 'spc_t' }, { user: 'root' }, { role: 'admin' }, {}]],
  ['securityContext.windowsOptions', [{ hostProcess: true }, { hostProcess: false }]],
  ['securityContext.sysctls', [[{ name: 'net.ipv4.tcp_syncookies', value: '1' }], [{ name: 'net.core.somaxconn', value: '1' }]]],
  ['volumes.0', ['configMap', 'csi', 'ephemeral', 'hostPath', 'nfs', 'persistentVolumeClaim', 'projected', 'secret'].map(type => ({ name: 'data', [type]: {} }))],
  ...CONTAINERS.flatMap((container): [string, unknown[]][] => [
    [`${container}.securityContext.runAsNonRoot`, [true, false]],
    [`${container}.securityContext.runAsUser`, [0, 1000]],
    [`${container}.securityContext.seccompProfile`, [{ type: 'Unconfined' }, { type: 'Localhost' }, { type: 'RuntimeDefault' }]],
    [`${container}.securityContext.seLinuxOptions`, [{ type: 'spc_t' }, { user: 'root' }]],
    [`${container}.securityContext.windowsOptions`, [{ hostProcess: true }]],
    [`${container}.securityContext.allowPrivilegeEscalation`, [true, undefined]],
    [`${container}.securityContext.privileged`, [true, false]],
    [`${container}.securityContext.procMount`, ['Default', 'Unmasked']],
    [`${container}.securityContext.capabilities`, [
      undefined, { drop: ['CHOWN'] }, { drop: ['ALL'], add: ['NET_BIND_SERVICE'] }, { drop: ['ALL'], add: ['CHOWN'] }, { drop: ['ALL'], add: ['SYS_ADMIN'] },
    ]],
    [`${container}.ports.0.hostPort`, [80, 0]],
    [`${container}.readinessProbe`, [{ httpGet: { port: 80, host: '127.0.0.1' } }, { httpGet: { port: 80, host: '' } }, { tcpSocket: { port: 80 } }]],
    [`${container}.lifecycle`, [{ preStop: { httpGet: { port: 80, host: 'localhost' } } }, { postStart: { tcpSocket: { port: 80, host: 'localhost' } } }]],
  ]),
];
const CHANGES = FIELDS.flatMap(([path, values]) => values.map(value => ({ path, value })));

function changed(...changes: typeof CHANGES): PodManifest {
  const pod: PodManifest = restricted();
  for (const { path, value } of changes) {
    const steps = path.split('.');
    const last = steps.pop()!;
    const at = steps.reduce((node: any, step) => node[step] ??= {}, pod);
    at[last] = typeof value === 'object' ? structuredClone(value) : value;
  }
  return pod;
}

test.each(CHANGES)('a pod that is restricted but for $path $value is of the level that the Pod Security Standards say', change => {
  const pod = changed(change);
  expect(podSecurityLevel(pod as kplus.k8s.PodSpec, false)).toBe(levelOf(pod));
});

test('so is a pod with any two changes', () => {
  const levels = new Map<string, number>();
  for (const one of CHANGES) {
    for (const other of CHANGES) {
      const pod = changed(one, other);
      const level = levelOf(pod);
      levels.set(level, (levels.get(level) ?? 0) + 1);
      if (podSecurityLevel(pod as kplus.k8s.PodSpec, false) !== level) {
        expect({ one, other, level: podSecurityLevel(pod as kplus.k8s.PodSpec, false) }).toEqual({ one, other, level });
      }
    }
  }
  expect([...levels.keys()].sort()).toEqual(['baseline', 'privileged', 'restricted']);
});

test.each([
  ['runAsNonRoot', false, true],
  ['runAsUser', 0, 1000],
])('%s %j of a pod is judged also where every container says %j', (field, ofPod, ofContainers) => {
  const containers = CONTAINERS.map(container => ({ path: `${container}.securityContext.${field}`, value: ofContainers }));
  const pod = changed({ path: `securityContext.${field}`, value: ofPod }, ...containers);
  expect(podSecurityLevel(pod as kplus.k8s.PodSpec, false)).toBe('baseline');
  expect(levelOf(pod)).toBe('baseline');
});

test('a pod whose ports are opened on the node needs privileged, whatever it is', () => {
  expect(podSecurityLevel(restricted() as kplus.k8s.PodSpec, false)).toBe('restricted');
  expect(podSecurityLevel(restricted() as kplus.k8s.PodSpec, true)).toBe('privileged');
});
