import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubectl } from './kubectl';
import { deleteNamespaces } from './namespace';
import { beginProtocol } from './protocol';

/** Before all tests: there is a cluster, and nothing of an earlier run is on it. */
export default async function setUp(): Promise<void> {
  beginProtocol(join(mkdtempSync(join(tmpdir(), 'cdk8s-expose-')), 'protocol'));
  const version = await kubectl(['version']);
  process.stdout.write(`\n${version}${await kubectl(['get', 'nodes', '-o', 'wide'])}\n`);
  for (const [name, reason] of Object.entries(process.env).filter(([variable, value]) => variable.startsWith('SKIP_') && value)) {
    process.stdout.write(`${name}: ${reason}\n`);
  }
  await deleteNamespaces();
}
