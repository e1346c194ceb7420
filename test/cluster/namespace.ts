import { environment } from './environment';
import { kubectl, tryKubectl } from './kubectl';

/** By this label the suite knows its own namespaces. */
const SUITE = 'app.kubernetes.io/part-of=cdk8s-expose-cluster-suite';

/** The level of Pod Security that a namespace enforces. */
export type PodSecurity = 'privileged' | 'baseline' | 'restricted';

/** The name of a namespace of the suite's own. */
export function namespaceName(purpose: string): string {
  return environment.namespacePrefix + purpose;
}

/** Makes a namespace of the suite's own. One of this name that somebody else made is not touched. */
export async function makeNamespace(name: string, enforce?: PodSecurity): Promise<void> {
  await kubectl(['create', 'namespace', name]);
  await kubectl(['label', 'namespace', name, SUITE, ...enforce ? [`pod-security.kubernetes.io/enforce=${enforce}`] : []]);
}

/** Does something in a namespace of the suite's own, which is gone afterwards. */
export async function inNamespace(purpose: string, enforce: PodSecurity, act: (namespace: string) => Promise<void>): Promise<void> {
  const name = namespaceName(purpose);
  await makeNamespace(name, enforce);
  await act(name).finally(async () => deleteNamespace(name));
}

/** Makes a namespace unless there is one. */
export async function ensureNamespace(name: string): Promise<void> {
  if ((await tryKubectl(['get', 'namespace', name])).code !== 0) {
    await makeNamespace(name);
  }
}

/** Deletes a namespace, and waits until its host ports and hostnames are free again. */
export async function deleteNamespace(name: string): Promise<void> {
  await kubectl(['delete', 'namespace', name, '--ignore-not-found'], '', 180_000);
}

/** Deletes whatever the suite has made. */
export async function deleteNamespaces(): Promise<void> {
  await kubectl(['delete', 'namespaces', '-l', SUITE], '', 180_000);
}
