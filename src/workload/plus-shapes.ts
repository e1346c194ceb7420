import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { anything, flag, instance, keyed, listOf, oneOf, struct, text, texts, wholeNumber } from '../shape';

/** The shapes of what an app takes over from cdk8s-plus, which would fall over the rest or render it as nothing. */

export const duration = instance<Duration>('a cdk8s.Duration', 'toSeconds');
export const size = instance<Size>('a cdk8s.Size', 'toMebibytes');
export const probe = instance<kplus.Probe>('a kplus.Probe', '_toKube');
const cpu = instance<kplus.Cpu>('a kplus.Cpu', undefined, value => typeof value.amount === 'string');
const handler = instance<kplus.Handler>('a kplus.Handler', '_toKube');

/** Something that is known by its name: a Secret, a service account. */
export function named<T extends { readonly name: string }>(what: string) {
  return instance<T>(what, undefined, value => typeof value.name === 'string');
}

export const env = keyed(instance<kplus.EnvValue>(
  'a kplus.EnvValue, such as kplus.EnvValue.fromValue(\'text\')', undefined, value => (value.value ?? value.valueFrom) !== undefined,
));
export const envFrom = listOf(instance<kplus.EnvFrom>('a kplus.EnvFrom', '_toKube'));

export const lifecycle = struct<kplus.ContainerLifecycle>({ postStart: handler.optional(), preStop: handler.optional() });

export const resources = struct<kplus.ContainerResources>({
  cpu: struct<kplus.CpuResources>({ request: cpu.optional(), limit: cpu.optional() }).optional(),
  memory: struct<kplus.MemoryResources>({ request: size.optional(), limit: size.optional() }).optional(),
  ephemeralStorage: struct<kplus.EphemeralStorageResources>({ request: size.optional(), limit: size.optional() }).optional(),
});

export const volumeMounts = listOf(struct<kplus.VolumeMount>({
  volume: instance<kplus.Volume>('a kplus.Volume', '_toKube'),
  path: text,
  propagation: oneOf(kplus.MountPropagation).optional(),
  readOnly: flag.optional(),
  subPath: text.optional(),
  subPathExpr: text.optional(),
}));

export const containerSecurity = struct<kplus.ContainerSecurityContextProps>({
  user: wholeNumber.optional(),
  group: wholeNumber.optional(),
  ensureNonRoot: flag.optional(),
  privileged: flag.optional(),
  readOnlyRootFilesystem: flag.optional(),
  allowPrivilegeEscalation: flag.optional(),
  capabilities: struct<kplus.ContainerSecutiryContextCapabilities>({ add: texts.optional(), drop: texts.optional() }).optional(),
});

export const podSecurity = struct<kplus.PodSecurityContextProps>({
  user: wholeNumber.optional(),
  group: wholeNumber.optional(),
  fsGroup: wholeNumber.optional(),
  fsGroupChangePolicy: oneOf(kplus.FsGroupChangePolicy).optional(),
  ensureNonRoot: flag.optional(),
  sysctls: listOf(struct<kplus.Sysctl>({ name: text, value: text })).optional(),
});

export const dns = struct<kplus.PodDnsProps>({
  hostname: text.optional(),
  subdomain: text.optional(),
  hostnameAsFQDN: flag.optional(),
  policy: oneOf(kplus.DnsPolicy).optional(),
  nameservers: texts.optional(),
  searches: texts.optional(),
  options: listOf(struct<kplus.DnsOption>({ name: text, value: text.optional() })).optional(),
});

export const containers = listOf(struct<kplus.ContainerProps>({
  name: anything,
  image: anything,
  imagePullPolicy: oneOf(kplus.ImagePullPolicy).optional(),
  command: texts.optional(),
  args: texts.optional(),
  workingDir: text.optional(),
  envVariables: env.optional(),
  envFrom: envFrom.optional(),
  port: anything,
  portNumber: anything,
  ports: listOf(struct<kplus.ContainerPort>({
    name: anything,
    number: anything,
    protocol: oneOf(kplus.Protocol).optional(),
    hostPort: anything,
    hostIp: anything,
  })).optional(),
  readiness: probe.optional(),
  liveness: probe.optional(),
  startup: probe.optional(),
  lifecycle: lifecycle.optional(),
  resources: resources.optional(),
  volumeMounts: volumeMounts.optional(),
  securityContext: containerSecurity.optional(),
}));
