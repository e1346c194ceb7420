import * as kplus from 'cdk8s-plus-27';

/**
 * The three levels of Pod Security, from the strictest.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** What *baseline* lets a container add. */
const BASELINE_CAPABILITIES = ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'];

/** The kinds of volume that *restricted* admits. */
const RESTRICTED_VOLUMES = ['configMap', 'csi', 'downwardApi', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret', 'name'];

/** The SELinux types that *baseline* admits. */
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

/** What *baseline* lets a pod set, as far as sysctls go. */
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range', 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes',
];

/**
 * The strictest Pod Security level that admits a pod, told from what is rendered.
 *
 * @param onNode whether the door opens ports of the node, which no level but privileged admits.
 */
export function podSecurityLevel(pod: kplus.k8s.PodSpec, onNode: boolean): PodSecurityLevel {
  const containers = [...pod.containers, ...pod.initContainers ?? []];
  const set = (values: readonly (unknown)[] | undefined) => Object.values(values ?? []).filter(value => value !== undefined);
  const isPrivileged = onNode || pod.hostNetwork || pod.hostPid || pod.hostIpc
    || pod.volumes?.some(volume => volume.hostPath)
    || [pod, ...containers].some(({ securityContext }) => isUnconfined(securityContext))
    || pod.securityContext?.sysctls?.some(({ name }) => !SAFE_SYSCTLS.includes(name))
    || containers.some(container => container.securityContext?.privileged
      || (container.securityContext?.procMount ?? 'Default') !== 'Default'
      || container.ports?.some(port => port.hostPort)
      || container.securityContext?.capabilities?.add?.some(name => !BASELINE_CAPABILITIES.includes(name))
      || probeHosts(container).length > 0);
  if (isPrivileged) {
    return 'privileged';
  }
  const podContext = pod.securityContext ?? {};
  const isRestricted = containers.every(({ securityContext = {} }) =>
    (securityContext.runAsNonRoot ?? podContext.runAsNonRoot) === true
      && (securityContext.runAsUser ?? podContext.runAsUser) !== 0
      && securityContext.allowPrivilegeEscalation === false
      && ['RuntimeDefault', 'Localhost'].includes((securityContext.seccompProfile ?? podContext.seccompProfile)?.type ?? '')
      && (securityContext.capabilities?.drop ?? []).includes('ALL')
      && set(securityContext.capabilities?.add).every(name => name === 'NET_BIND_SERVICE'))
    && podContext.runAsUser !== 0
    && podContext.runAsNonRoot !== false
    && (pod.volumes ?? []).every(volume => Object.entries(volume).every(([kind, value]) => value === undefined || RESTRICTED_VOLUMES.includes(kind)));
  return isRestricted ? 'restricted' : 'baseline';
}

/** What *baseline* keeps from pods and containers alike. */
function isUnconfined(context: kplus.k8s.PodSecurityContext | kplus.k8s.SecurityContext | undefined): boolean {
  const { type = '', user = '', role = '' } = context?.seLinuxOptions ?? {};
  return context?.seccompProfile?.type === 'Unconfined' || context?.windowsOptions?.hostProcess === true
    || !SELINUX_TYPES.includes(type) || user !== '' || role !== '';
}

/** What a container's probes and hooks do. */
export function probeActions({ readinessProbe, livenessProbe, startupProbe, lifecycle }: kplus.k8s.Container) {
  return [readinessProbe, livenessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop];
}

/** The hosts that a container's probes and hooks are told to ask, which *baseline* forbids since Kubernetes 1.34 (W-13). */
export function probeHosts(container: kplus.k8s.Container): string[] {
  return probeActions(container).flatMap(action => [action?.httpGet?.host, action?.tcpSocket?.host]).filter((host): host is string => host !== undefined && host !== '');
}
