import { spawn } from 'node:child_process';

/** What a command did. */
export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end; after `timeout` milliseconds it is ended with everything that it started. */
export async function run(command: string[], { input = '', timeout = 60_000 } = {}): Promise<Output> {
  const [file, ...args] = command;
  const child = spawn(file, args, { detached: true });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', data => output.stdout += data);
  child.stderr.on('data', data => output.stderr += data);
  child.stdin.on('error', () => undefined); // the command ended without reading
  child.stdin.end(input);
  const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), timeout);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ ...output, code: code ?? 124 });
    });
  });
}

/** Runs a command line in a shell, as somebody would who copied it. */
export async function bash(line: string, timeout?: number): Promise<Output> {
  return run(['bash', '-c', line], { timeout });
}
