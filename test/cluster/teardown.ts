import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { deleteNamespaces } from './namespace';
import { protocol } from './protocol';

/** After all tests: what they saw, and a cluster as it was before. */
export default async function tearDown(): Promise<void> {
  process.stdout.write(protocol());
  rmSync(dirname(process.env.CLUSTER_SUITE_PROTOCOL!), { recursive: true });
  await deleteNamespaces();
}
