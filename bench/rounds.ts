import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs a measurement in a process of its own. */
export async function inProcess<T>(script: string, job: unknown): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', join(__dirname, script), JSON.stringify(job)]);
  return JSON.parse(stdout) as T;
}

export function shuffled<T>(values: readonly T[]): T[] {
  return values.map(value => ({ value, key: Math.random() })).sort((a, b) => a.key - b.key).map(({ value }) => value);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
