import { ApiObject, Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AppSpec, ExposedService, ExposureStrategy, RolloutType, WorkloadKind } from '../src';

// What an app becomes, whichever door leads to it.

const app: AppSpec = { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080 }] };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // warnings
});

function objects(spec: Partial<AppSpec> = {}): any[] {
  const chart = Testing.chart();
  new ExposedService(chart, 'app', { app: { ...app, ...spec }, strategy: ExposureStrategy.CLUSTER_IP });
  return Testing.synth(chart);
}

function workload(spec: Partial<AppSpec> = {}) {
  return objects(spec).find(({ kind }) => Object.values<string>(WorkloadKind).includes(kind));
}

function pod(spec: Partial<AppSpec> = {}) {
  return workload(spec).spec.template.spec;
}

function container(spec: Partial<AppSpec> = {}) {
  return pod(spec).containers[0];
}

/** What a spec that needs a chart of its own, such as volumes and Secrets, becomes. */
function podOf(make: (chart: ReturnType<typeof Testing.chart>) => Partial<AppSpec>) {
  const chart = Testing.chart();
  const service = new ExposedService(chart, 'app', { app: { ...app, ...make(chart) }, strategy: ExposureStrategy.CLUSTER_IP });
  return ApiObject.of(service.workload).toJson().spec.template.spec;
}

function refusal(spec: Partial<AppSpec>): () => void {
  return () => objects(spec);
}

test('the smallest app is a Deployment and a Service', () => {
  expect(objects()).toMatchSnapshot();
});

test('the pods satisfy Pod Security restricted', () => {
  expect(pod().securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(container().securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
  });
});

test('the pods get no service account token', () => {
  expect(pod().automountServiceAccountToken).toBe(false);
  expect(pod({ automountServiceAccountToken: true }).automountServiceAccountToken).toBe(true);
});

test('no resources are invented', () => {
  expect(container()).not.toHaveProperty('resources');
});

test('resources are those that are stated', () => {
  expect(container({
    resources: {
      cpu: { request: kplus.Cpu.millis(250) },
      memory: { request: Size.mebibytes(64), limit: Size.gibibytes(1) },
      ephemeralStorage: { limit: Size.gibibytes(2) },
    },
  }).resources).toEqual({
    requests: { cpu: '250m', memory: '64Mi' },
    limits: { 'memory': '1024Mi', 'ephemeral-storage': '2Gi' },
  });
});

test.each([
  ['nginx', 'Always'],
  ['nginx:latest', 'Always'],
  ['registry:5000/team/nginx', 'Always'],
  ['registry:5000/team/nginx:latest', 'Always'],
  ['nginx:1.27', 'IfNotPresent'],
  ['registry:5000/team/nginx:1.27', 'IfNotPresent'],
  [`nginx@sha256:${'0'.repeat(64)}`, 'IfNotPresent'],
  [`nginx:latest@sha256:${'0'.repeat(64)}`, 'IfNotPresent'],
])('the image %s is pulled as Kubernetes would by itself: %s', (image, policy) => {
  expect(container({ image }).imagePullPolicy).toBe(policy);
});

test('a stated pull policy is kept', () => {
  expect(container({ imagePullPolicy: kplus.ImagePullPolicy.NEVER }).imagePullPolicy).toBe('Never');
});

test('command, arguments and working directory are those of the image unless stated', () => {
  expect(container()).not.toHaveProperty('command');
  expect(container()).not.toHaveProperty('args');
  expect(container()).not.toHaveProperty('workingDir');
  expect(container({ command: ['nginx'], args: ['-g', 'daemon off;'], workingDir: '/srv' })).toMatchObject({
    command: ['nginx'], args: ['-g', 'daemon off;'], workingDir: '/srv',
  });
});

test('W-12: without a probe a pod is ready when its first TCP port takes a connection', () => {
  const ports = [
    { name: 'statsd', port: 8125, protocol: kplus.Protocol.UDP },
    { name: 'http', port: 8080 },
    { name: 'metrics', port: 9090, exposed: false },
  ];
  expect(container({ ports }).readinessProbe).toEqual({ failureThreshold: 3, tcpSocket: { port: 8080 } });
  expect(container({ ports })).not.toHaveProperty('livenessProbe');
  expect(container({ ports })).not.toHaveProperty('startupProbe');
});

test('an app without a TCP port has no derived probe', () => {
  expect(container({ ports: [{ name: 'dns', port: 5353, protocol: kplus.Protocol.UDP }] })).not.toHaveProperty('readinessProbe');
});

test('a stated readiness probe replaces the derived one', () => {
  expect(container({ readiness: kplus.Probe.fromCommand(['true']) }).readinessProbe).toEqual({ failureThreshold: 3, exec: { command: ['true'] } });
});

test('W-13: a probe without a port asks the first TCP port, and no host', () => {
  const probed = container({
    ports: [{ name: 'statsd', port: 8125, protocol: kplus.Protocol.UDP }, { name: 'http', port: 8086 }],
    readiness: kplus.Probe.fromHttpGet('/ping'),
    liveness: kplus.Probe.fromTcpSocket(),
    startup: kplus.Probe.fromHttpGet('/start', { port: 8087 }),
  });
  expect(probed.readinessProbe.httpGet).toEqual({ path: '/ping', port: 8086, scheme: 'HTTP' });
  expect(probed.livenessProbe.tcpSocket).toEqual({ port: 8086 });
  expect(probed.startupProbe.httpGet.port).toBe(8087);
});

test('hooks and the time to stop are rendered', () => {
  const stopped = pod({ lifecycle: { preStop: kplus.Handler.fromCommand(['sleep', '5']) }, terminationGracePeriod: Duration.minutes(2) });
  expect(stopped.terminationGracePeriodSeconds).toBe(120);
  expect(stopped.containers[0].lifecycle).toEqual({ preStop: { exec: { command: ['sleep', '5'] } } });
});

test('environment variables come from values, fields, ConfigMaps and Secrets', () => {
  const [{ env, envFrom }] = podOf(chart => ({
    env: {
      MODE: kplus.EnvValue.fromValue('production'),
      NODE: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.NODE_NAME),
      PASSWORD: kplus.EnvValue.fromSecretValue({ secret: kplus.Secret.fromSecretName(chart, 'secret', 'db'), key: 'password' }),
    },
    envFrom: [kplus.Env.fromConfigMap(kplus.ConfigMap.fromConfigMapName(chart, 'config', 'settings'))],
  })).containers;
  expect(env).toEqual([
    { name: 'MODE', value: 'production' },
    { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
  ]);
  expect(envFrom).toEqual([{ configMapRef: { name: 'settings' } }]);
});

test('mounted volumes are added to the pod', () => {
  const { volumes, containers: [main] } = podOf(chart => ({
    volumeMounts: [{ path: '/var/cache', volume: kplus.Volume.fromEmptyDir(chart, 'cache', 'cache') }],
  }));
  expect(volumes).toEqual([{ name: 'cache', emptyDir: {} }]);
  expect(main.volumeMounts).toEqual([{ name: 'cache', mountPath: '/var/cache' }]);
});

test('a registry\'s credentials and a service account are named in the pod', () => {
  const named = podOf(chart => ({
    dockerRegistryAuth: new kplus.DockerConfigSecret(chart, 'auth', { metadata: { name: 'registry' }, data: {} }),
    serviceAccount: new kplus.ServiceAccount(chart, 'account', { metadata: { name: 'robot' } }),
  }));
  expect(named.imagePullSecrets).toEqual([{ name: 'registry' }]);
  expect(named.serviceAccountName).toBe('robot');
});

test('what the security context states is kept, and the rest stays restricted', () => {
  const { securityContext } = container({
    securityContext: { user: 1500, readOnlyRootFilesystem: false, capabilities: { add: [kplus.Capability.NET_BIND_SERVICE] } },
  });
  expect(securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
    privileged: false,
    readOnlyRootFilesystem: false,
    runAsNonRoot: true,
    runAsUser: 1500,
  });
});

test('capabilities are written without the prefix that cdk8s-plus gives them', () => {
  expect(kplus.Capability.NET_ADMIN).toBe('CAP_NET_ADMIN');
  const { capabilities } = container({
    securityContext: { capabilities: { add: [kplus.Capability.NET_ADMIN], drop: [kplus.Capability.CHOWN] } },
  }).securityContext;
  expect(capabilities).toEqual({ add: ['NET_ADMIN'], drop: ['CHOWN'] });
});

test('a privileged container has nothing that the API server refuses beside privileged', () => {
  expect(container({ securityContext: { privileged: true, ensureNonRoot: false } }).securityContext).toEqual({
    privileged: true,
    readOnlyRootFilesystem: true,
    runAsNonRoot: false,
  });
});

test('the security context of the pod keeps the seccomp profile', () => {
  const { securityContext } = pod({ podSecurityContext: { fsGroup: 1500, user: 1500, sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }] } });
  expect(securityContext).toMatchObject({
    fsGroup: 1500,
    runAsUser: 1500,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }],
  });
});

test('hostUsers is set where it is stated', () => {
  expect(pod()).not.toHaveProperty('hostUsers');
  expect(pod({ hostUsers: false }).hostUsers).toBe(false);
  expect(pod({ hostUsers: true }).hostUsers).toBe(true);
});

test('W-11: the pods get no variables of other Services unless asked for', () => {
  expect(pod().enableServiceLinks).toBe(false);
  expect(pod({ enableServiceLinks: true }).enableServiceLinks).toBe(true);
});

test('DNS settings are rendered', () => {
  expect(pod({ dns: { policy: kplus.DnsPolicy.NONE, nameservers: ['10.0.0.10'], searches: ['example.com'] } })).toMatchObject({
    dnsPolicy: 'None',
    dnsConfig: { nameservers: ['10.0.0.10'], searches: ['example.com'] },
  });
});

test('pods are kept to nodes by labels, taints and priority', () => {
  expect(pod({
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [kplus.NodeTaintQuery.exists('dedicated', { effect: kplus.TaintEffect.NO_SCHEDULE }), kplus.NodeTaintQuery.any()],
    priorityClassName: 'system-node-critical',
  })).toMatchObject({
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }, { operator: 'Exists' }],
    priorityClassName: 'system-node-critical',
  });
});

test('without placement the pods run on any node', () => {
  expect(pod()).not.toHaveProperty('nodeSelector');
  expect(pod()).not.toHaveProperty('tolerations');
  expect(pod()).not.toHaveProperty('priorityClassName');
});

test('labels stand on every object and on the pods, annotations on the pods alone', () => {
  const [deployment, budget, service] = objects({
    labels: { team: 'blue' },
    annotations: { 'example.com/checksum': 'abc' },
    disruptionBudget: { minAvailable: kplus.PercentOrAbsolute.absolute(1) },
  });
  const labels = { 'app.kubernetes.io/name': 'web', 'team': 'blue' };
  expect(deployment.metadata).toEqual({ name: 'web', labels });
  expect(budget.metadata).toEqual({ name: 'web', labels });
  expect(service.metadata).toEqual({ name: 'web', labels });
  expect(deployment.spec.template.metadata).toMatchObject({ labels, annotations: { 'example.com/checksum': 'abc' } });
});

test('W-10: labels never become part of a selector', () => {
  const [deployment, service] = objects({ labels: { 'app.kubernetes.io/version': '1.2.3' } });
  const [withoutLabels] = objects();
  expect(deployment.spec.selector).toEqual({ matchLabels: { 'cdk8s.io/metadata.addr': 'web-deployment' } });
  expect(deployment.spec.selector).toEqual(withoutLabels.spec.selector);
  expect(service.spec.selector).toEqual(deployment.spec.selector.matchLabels);
});

test('one pod runs unless another number is stated', () => {
  expect(workload().spec.replicas).toBe(1);
  expect(workload({ replicas: 3 }).spec.replicas).toBe(3);
  expect(workload({ replicas: 0 }).spec.replicas).toBe(0);
  expect(workload({ workload: WorkloadKind.STATEFUL_SET, replicas: 3 }).spec.replicas).toBe(3);
});

test('a Deployment rolls out as Kubernetes does by itself', () => {
  expect(workload().spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } });
});

test('the rollout of a Deployment is the one that is stated', () => {
  const rollout = { maxSurge: kplus.PercentOrAbsolute.absolute(2), maxUnavailable: kplus.PercentOrAbsolute.percent(0) };
  expect(workload({ rollout }).spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 2, maxUnavailable: '0%' } });
  expect(workload({ rollout: { type: RolloutType.RECREATE } }).spec.strategy).toEqual({ type: 'Recreate' });
});

test('a DaemonSet has no replicas, and Kubernetes\' own update strategy', () => {
  const daemonSet = workload({ workload: WorkloadKind.DAEMON_SET });
  expect(daemonSet.kind).toBe('DaemonSet');
  expect(daemonSet.spec).not.toHaveProperty('replicas');
  expect(daemonSet.spec).not.toHaveProperty('updateStrategy');
});

test.each([
  [{}, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }],
  [{ maxUnavailable: kplus.PercentOrAbsolute.percent(10) }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: '10%' } }],
  [{ maxSurge: kplus.PercentOrAbsolute.absolute(1) }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }],
  [{ type: RolloutType.ON_DELETE }, { type: 'OnDelete' }],
])('W-8: of a DaemonSet\'s maxSurge and maxUnavailable exactly one is above 0 (%#)', (rollout, updateStrategy) => {
  expect(workload({ workload: WorkloadKind.DAEMON_SET, rollout }).spec.updateStrategy).toEqual(updateStrategy);
});

test('a StatefulSet has a headless Service that names its pods before they are ready', () => {
  const [headless, statefulSet, service] = objects({ workload: WorkloadKind.STATEFUL_SET });
  expect(headless).toMatchObject({
    kind: 'Service',
    metadata: { name: 'web-headless' },
    spec: { clusterIP: 'None', publishNotReadyAddresses: true, ports: [{ name: 'http', port: 8080, targetPort: 8080 }] },
  });
  expect(headless.spec).not.toHaveProperty('externalIPs');
  expect(statefulSet.spec.serviceName).toBe('web-headless');
  expect(headless.spec.selector).toEqual(statefulSet.spec.selector.matchLabels);
  expect(service.metadata.name).toBe('web');
  expect(service.spec).not.toHaveProperty('clusterIP');
});

test('a StatefulSet and all that belongs to it', () => {
  expect(objects({
    workload: WorkloadKind.STATEFUL_SET,
    replicas: 3,
    rollout: { partition: 1 },
    volumeClaims: [
      { name: 'data', path: '/var/lib/data', size: Size.gibibytes(10), storageClassName: 'fast' },
      { name: 'log', path: '/var/log', size: Size.kibibytes(1500), accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE_POD] },
    ],
  })).toMatchSnapshot();
});

test('each pod of a StatefulSet gets its claims, mounted in the app\'s container only', () => {
  const statefulSet = workload({
    workload: WorkloadKind.STATEFUL_SET,
    volumeClaims: [{ name: 'data', path: '/var/lib/data', size: Size.gibibytes(10) }],
    sidecars: [{ name: 'proxy', image: 'proxy:1' }],
  });
  expect(statefulSet.spec.volumeClaimTemplates).toEqual([
    { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10240Mi' } } } },
  ]);
  const [main, proxy] = statefulSet.spec.template.spec.containers;
  expect(main.volumeMounts).toEqual([{ name: 'data', mountPath: '/var/lib/data' }]);
  expect(proxy).not.toHaveProperty('volumeMounts');
});

test('a volume claim that is not whole MiB is written in KiB', () => {
  const { volumeClaimTemplates: [claim] } = workload({
    workload: WorkloadKind.STATEFUL_SET,
    volumeClaims: [{ name: 'data', path: '/data', size: Size.kibibytes(1500) }],
  }).spec;
  expect(claim.spec.resources.requests.storage).toBe('1500Ki');
});

test('the rollout of a StatefulSet is the one that is stated', () => {
  const spec = { workload: WorkloadKind.STATEFUL_SET };
  expect(workload(spec).spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { partition: 0 } });
  expect(workload({ ...spec, rollout: { partition: 2 } }).spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { partition: 2 } });
  expect(workload({ ...spec, rollout: { type: RolloutType.ON_DELETE } }).spec.updateStrategy).toEqual({ type: 'OnDelete' });
});

test('a disruption budget selects the pods of the app', () => {
  const [deployment, budget] = objects({ disruptionBudget: { maxUnavailable: kplus.PercentOrAbsolute.percent(50) } });
  expect(budget).toMatchObject({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', spec: { maxUnavailable: '50%' } });
  expect(budget.spec.selector).toEqual(deployment.spec.selector);
});

test.each([
  ['neither', {}],
  ['both', { minAvailable: kplus.PercentOrAbsolute.absolute(1), maxUnavailable: kplus.PercentOrAbsolute.absolute(1) }],
])('E-9: a disruption budget with %s of its numbers is refused', (which, disruptionBudget) => {
  expect(refusal({ disruptionBudget })).toThrow(new Error(
    `[test/app] E-9: disruptionBudget has ${which} minAvailable and maxUnavailable; give one of the two`,
  ));
});

test('init containers and sidecars are restricted like the app, and get no resources of their own', () => {
  const { initContainers: [init], containers: [, sidecar] } = pod({
    initContainers: [{ image: 'migrate:1', command: ['migrate'] }],
    sidecars: [{ name: 'proxy', image: 'proxy' }],
  });
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
  };
  expect(init).toEqual({ name: 'init-0', image: 'migrate:1', command: ['migrate'], imagePullPolicy: 'IfNotPresent', securityContext });
  expect(sidecar).toEqual({ name: 'proxy', image: 'proxy', imagePullPolicy: 'Always', securityContext });
});

test('a sidecar\'s own resources, probes and ports are kept', () => {
  const [, sidecar] = pod({
    sidecars: [{
      name: 'proxy',
      image: 'proxy:1',
      ports: [{ name: 'admin', number: 9901 }],
      readiness: kplus.Probe.fromHttpGet('/ready'),
      resources: { cpu: { limit: kplus.Cpu.millis(100) } },
    }],
  }).containers;
  expect(sidecar).toMatchObject({
    ports: [{ name: 'admin', containerPort: 9901 }],
    readinessProbe: { httpGet: { path: '/ready', port: 9901 } },
    resources: { limits: { cpu: '100m' } },
  });
});

test('a port of the app is declared by the sidecar that listens on it', () => {
  const [main, sidecar] = pod({
    ports: [{ name: 'http', port: 4180, container: 'proxy' }, { name: 'metrics', port: 9090, exposed: false }],
    sidecars: [{ name: 'proxy', image: 'proxy:1' }],
  }).containers;
  expect(main.ports).toEqual([{ name: 'metrics', containerPort: 9090, protocol: 'TCP' }]);
  expect(main.readinessProbe.tcpSocket).toEqual({ port: 9090 });
  expect(sidecar.ports).toEqual([{ name: 'http', containerPort: 4180, protocol: 'TCP' }]);
});

test.each([
  [{ ports: [{ number: 4180 }] }],
  [{ portNumber: 4180 }],
  [{ port: 4180 }],
])('a port that a sidecar declares itself is not declared twice (%j)', declared => {
  const [, sidecar] = pod({
    ports: [{ name: 'http', port: 4180, container: 'proxy' }],
    sidecars: [{ name: 'proxy', image: 'proxy:1', ...declared }],
  }).containers;
  expect(sidecar.ports).toEqual([{ name: 'http', containerPort: 4180, protocol: 'TCP' }]);
});

test('a sidecar with a portNumber gets no probe that nobody asked for', () => {
  const [, sidecar] = pod({ sidecars: [{ name: 'proxy', image: 'proxy:1', portNumber: 4180 }] }).containers;
  expect(sidecar.ports).toEqual([{ containerPort: 4180 }]);
  expect(sidecar).not.toHaveProperty('startupProbe');
});

test('a container that is added later is restricted as well', () => {
  const chart = Testing.chart();
  const service = new ExposedService(chart, 'app', { app, strategy: ExposureStrategy.CLUSTER_IP });
  service.workload.addContainer({ name: 'late', image: 'late:1', resources: {} });
  const [deployment] = Testing.synth(chart);
  expect(deployment.spec.template.spec.containers[1]).toMatchObject({ name: 'late', securityContext: { capabilities: { drop: ['ALL'] } } });
});

test('E-2: an init container has a name of its own', () => {
  expect(refusal({ initContainers: [{ image: 'a:1', name: 'main' }] })).toThrow(new Error(
    '[test/app] E-2: initContainers.0.name "main" is taken by another container of the pod; choose another',
  ));
});

test('E-2: an init container has no probe', () => {
  expect(refusal({ initContainers: [{ image: 'a:1', readiness: kplus.Probe.fromTcpSocket() }] })).toThrow(new Error(
    '[test/app] E-2: initContainers.0.readiness is given, and a container that runs to its end is not probed; leave it out',
  ));
});

test('E-2: a sidecar has a name, and one that is free', () => {
  expect(refusal({ sidecars: [{ image: 'a:1' }, { name: 'main', image: 'a:1' }] })).toThrow(new Error([
    '[test/app] E-2: sidecars.0.name undefined is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit',
    '[test/app] E-2: sidecars.1.name "main" is taken by another container of the pod; choose another',
  ].join('\n')));
});

test('E-9: volume claims belong to a StatefulSet', () => {
  const volumeClaims = [{ name: 'data', path: '/data', size: Size.gibibytes(1) }];
  expect(refusal({ volumeClaims })).toThrow(new Error(
    '[test/app] E-9: volumeClaims are given for a Deployment, which has no storage for each pod; use WorkloadKind.STATEFUL_SET, or mount a PersistentVolumeClaim with volumeMounts',
  ));
});

test('E-2: volume claims have a name and an absolute path, each once', () => {
  const size = Size.gibibytes(1);
  expect(refusal({
    workload: WorkloadKind.STATEFUL_SET,
    volumeClaims: [{ name: 'Data', path: 'data', size }, { name: 'log', path: '/log', size }, { name: 'log', path: '/log2', size }],
  })).toThrow(new Error([
    '[test/app] E-2: volumeClaims.0.name "Data" is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, for instance "data"',
    '[test/app] E-2: volumeClaims.0.path is "data"; give an absolute path',
    '[test/app] E-2: volumeClaims.2 has the name or the path of another claim; give each its own',
  ].join('\n')));
});

test('E-2: labels, annotations and node labels are such as Kubernetes takes', () => {
  expect(refusal({ labels: { 'a b': 'x' }, annotations: { 'a b': 'free text' }, nodeSelector: { disk: 'very fast' } })).toThrow(new Error([
    '[test/app] E-2: labels: key "a b" is not a qualified name; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, if need be after a DNS subdomain and "/", for instance "a-b"',
    '[test/app] E-2: nodeSelector.disk "very fast" is not a label value; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, for instance "very-fast"',
    '[test/app] E-2: annotations: key "a b" is not a qualified name; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, if need be after a DNS subdomain and "/", for instance "a-b"',
  ].join('\n')));
});

test('E-2: what cdk8s-plus refuses is said with the path', () => {
  expect(refusal({ dns: { policy: kplus.DnsPolicy.NONE } })).toThrow(new Error(
    '[test/app] E-2: the pods of Deployment web are refused by cdk8s-plus: When dns policy is set to NONE, at least one nameserver is required',
  ));
});
