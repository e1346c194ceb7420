import { Client } from './client';
import { nodes, onNode } from './node';
import { eventually } from './retry';
import { bash, Output } from './shell';
import { throughTunnel } from './tunnel';
import { AccessFrom, AccessPoint } from 'cdk8s-expose';

/** What a URL answered at one place. */
export interface Answer {
  readonly from: string;
  readonly url: string;
  /** Undefined where there was no answer. */
  readonly status?: number;
  readonly text: string;
}

/** Fills the placeholders by running their commands as printed; the cluster may need a while to know the values. */
export async function resolve({ placeholders }: AccessPoint): Promise<{ [name: string]: string }> {
  const values: { [name: string]: string } = {};
  for (const { name, command } of placeholders) {
    values[name] = await eventually(async () => {
      const { code, stdout, stderr } = await bash(command);
      if (code !== 0 || stdout.trim() === '') {
        throw new Error(`<${name}> has no value: ${command}: ${stderr}`);
      }
      return stdout;
    });
  }
  return values;
}

/** Requests a path below an access point from where it is meant to work, with the request that is printed, until it answers as expected. */
export async function answers(point: AccessPoint, path: string, expected: number, client: Client): Promise<Answer[]> {
  const places = await placesOf(point, client);
  return throughTunnel(point.tunnel, async () => Promise.all(places.map(async ({ from, ask }) => persist(expected, async () => {
    const values = await resolve(point); // each time anew: a pod that is just ending may still be the one that is found
    const url = point.fill(values) + path;
    return { from, url, ...await ask(requestOf(point, values, path), url) };
  }))));
}

/** How long a request may take; whoever asked too early, before a door was open, asks again. */
const PATIENCE = 4000;

type Ask = (request: string, url: string) => Promise<{ status?: number; text: string }>;

/** Where somebody stands, and how a request is made there. */
async function placesOf({ from }: AccessPoint, client: Client): Promise<{ from: string; ask: Ask }[]> {
  switch (from) {
    case AccessFrom.INSIDE: return [{ from, ask: async (_, url) => client.get(url) }];
    case AccessFrom.NODE: return (await nodes()).map(node => ({ from: `${from} ${node}`, ask: async request => statusOf(await onNode(node, request, PATIENCE)) }));
    default: return [{ from, ask: async request => statusOf(await bash(request, PATIENCE)) }];
  }
}

/** The printed request, of a path below the URL. */
export function requestOf(point: AccessPoint, values: { [name: string]: string }, path: string): string {
  const url = point.fill(values);
  return point.fillRequest(values)!.replaceAll(`'${url}'`, `'${url}${path}'`);
}

/** What `curl -i` was told. */
export function statusOf({ stdout, stderr, code }: Output): { status?: number; text: string } {
  const status = /^HTTP\/\S+ (\d{3})/m.exec(stdout)?.[1];
  return status === undefined
    ? { text: `exit code ${code}: ${stderr.trim().split('\n').pop()}` }
    : { status: Number(status), text: stdout };
}

/** Asks until the answer is the expected one; otherwise the last answer tells what is wrong. */
async function persist(expected: number, ask: () => Promise<Answer>): Promise<Answer> {
  let answer: Answer | undefined;
  return eventually(async () => {
    answer = await ask();
    if (answer.status !== expected) {
      throw new Error(`${answer.url} answered ${answer.status ?? answer.text}`);
    }
    return answer;
  }, 45).catch(error => {
    if (answer === undefined) {
      throw error;
    }
    return answer;
  });
}
