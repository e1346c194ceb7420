import { environment } from './environment';
import { get } from './kubectl';
import { Output, run } from './shell';

interface NodeList {
  readonly items: { readonly metadata: { readonly name: string }; readonly spec: { readonly taints?: { readonly effect: string }[] } }[];
}

/** The names of the nodes. */
export async function nodes(): Promise<string[]> {
  return (await get<NodeList>('nodes')).items.map(({ metadata }) => metadata.name);
}

/** How many nodes take any pod. */
export async function schedulable(): Promise<number> {
  const { items } = await get<NodeList>('nodes');
  return items.filter(({ spec }) => !spec.taints?.some(({ effect }) => effect !== 'PreferNoSchedule')).length;
}

/** Runs a command line on a node. */
export async function onNode(node: string, line: string, timeout?: number): Promise<Output> {
  return run([...environment.nodeShell.replaceAll('{node}', node).split(/\s+/), 'bash', '-c', line], { timeout });
}
