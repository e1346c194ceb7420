import { spawn } from 'node:child_process';

/** Both kubectl proxy and kubectl port-forward say so when they are ready. */
const READY = /Starting to serve|Forwarding from/;

/** Runs while a tunnel is open, which is started by its command line as it is printed. */
export async function throughTunnel<T>(line: string | undefined, use: () => Promise<T>): Promise<T> {
  if (line === undefined) {
    return use();
  }
  const child = spawn('bash', ['-c', `exec ${line}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>(resolve => child.on('close', () => resolve()));
  try {
    await new Promise<void>((resolve, reject) => {
      let said = '';
      const listen = (data: Buffer) => {
        said += data.toString();
        if (READY.test(said)) {
          resolve();
        }
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.on('close', code => reject(new Error(`the tunnel ended with ${code}: ${line}: ${said}`)));
    });
    return await use();
  } finally {
    child.kill();
    await ended;
  }
}
