import { KubeObject, yamlOf } from './objects';
import { Output, run } from './shell';

/** Runs kubectl, whatever comes of it. */
export async function tryKubectl(args: string[], input?: string, timeout?: number): Promise<Output> {
  return run(['kubectl', ...args], { input, timeout });
}

/** Runs kubectl, which has to succeed. */
export async function kubectl(args: string[], input?: string, timeout?: number): Promise<string> {
  const { code, stdout, stderr } = await tryKubectl(args, input, timeout);
  if (code !== 0) {
    throw new Error(`kubectl ${args.join(' ')} failed with ${code}: ${stderr}${stdout}`);
  }
  return stdout;
}

/** What the README tells users to apply with. */
const APPLY = ['apply', '--server-side', '--field-manager=cdk8s-expose', '-f', '-'];

export async function apply(objects: readonly KubeObject[]): Promise<string> {
  return kubectl(APPLY, yamlOf(objects));
}

/** Asks the API server what it would say, without making anything. */
export async function dryRun(objects: readonly KubeObject[]): Promise<Output> {
  return tryKubectl([...APPLY, '--dry-run=server'], yamlOf(objects));
}

/** Deletes objects and waits until they are gone. */
export async function remove(objects: readonly KubeObject[]): Promise<void> {
  if (objects.length > 0) {
    await kubectl(['delete', '--ignore-not-found', '--cascade=foreground', '-f', '-'], yamlOf(objects), 120_000);
  }
}

/** Waits until the rollout of every workload is done. */
export async function rolledOut(objects: readonly KubeObject[], seconds = 180): Promise<void> {
  for (const { kind, metadata } of objects.filter(object => ['Deployment', 'DaemonSet', 'StatefulSet'].includes(object.kind))) {
    await kubectl(['-n', metadata.namespace!, 'rollout', 'status', `${kind}/${metadata.name}`, `--timeout=${seconds}s`], '', (seconds + 10) * 1000);
  }
}

/** An object as the cluster has it. */
export async function get<T>(...words: string[]): Promise<T> {
  return JSON.parse(await kubectl(['get', '-o', 'json', ...words])) as T;
}
