import { ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { environment } from './environment';
import { apply, kubectl, tryKubectl } from './kubectl';

/** A pod from which requests are made inside the cluster. */
export class Client {
  public static async start(namespace: string): Promise<Client> {
    await apply([{
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'client', namespace },
      spec: {
        terminationGracePeriodSeconds: 0,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [{
          name: 'client',
          image: environment.clientImage,
          command: ['sleep', '1000000'],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        }],
      },
    }]);
    await kubectl(['-n', namespace, 'wait', '--for=condition=Ready', 'pod/client', '--timeout=120s'], '', 130_000);
    return new Client(namespace);
  }

  private constructor(private readonly namespace: string) {}

  /** The status that a URL answers, with the text of the answer or what went wrong. */
  public async get(url: string): Promise<{ status?: number; text: string }> {
    const { stdout, stderr } = await tryKubectl(this.exec(`timeout 5 wget -S -O - '${url}'`), '', 15_000);
    const status = /HTTP\/\S+ (\d{3})/.exec(stderr)?.[1];
    return { status: status === undefined ? undefined : Number(status), text: status === undefined ? stderr.trim() : stdout };
  }

  /** Requests a URL again and again, every 100 milliseconds; each answer, or its loss, is told. */
  public watch(url: string, told: (answered: boolean, why: string) => void): ChildProcess {
    const line = `while :; do if why=$(timeout 1 wget -q -O /dev/null '${url}' 2>&1); then echo ok; else echo "lost $?: $why" | head -n 1; fi; sleep 0.1; done`;
    const [...args] = this.exec(line);
    const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    createInterface(child.stdout).on('line', text => told(text === 'ok', text));
    return child;
  }

  private exec(line: string): string[] {
    return ['-n', this.namespace, 'exec', 'client', '--', 'sh', '-c', line];
  }
}
