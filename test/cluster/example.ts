import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { environment } from './environment';
import { KubeObject } from './objects';
import { InfluxdbSettings } from '../../examples/influxdb/influxdb';
import { ExposedService } from 'cdk8s-expose';

/** An app of an example: the construct, and what was written to disk for its chart. */
export interface ExampleApp {
  readonly service: ExposedService;
  readonly objects: KubeObject[];
}

/** What the example has to know of this cluster. */
export const influxdbSettings: InfluxdbSettings = {
  image: environment.influxdbImage,
  hostname: `influxdb.${environment.domain}`,
  ingressClassName: environment.ingressClass,
  gateway: { name: environment.gatewayName, namespace: environment.gatewayNamespace },
};

/** Runs examples/influxdb as `cdk8s synth` does. */
export function runInfluxdbExample(): ExampleApp[] {
  Object.assign(process.env, {
    CDK8S_OUTDIR: mkdtempSync(join(tmpdir(), 'cdk8s-expose-example-')),
    INFLUXDB_IMAGE: influxdbSettings.image,
    INFLUXDB_HOSTNAME: influxdbSettings.hostname,
    INGRESS_CLASS: influxdbSettings.ingressClassName,
    GATEWAY_NAME: influxdbSettings.gateway.name,
    GATEWAY_NAMESPACE: influxdbSettings.gateway.namespace,
  });
  const { app } = jest.requireActual<{ app: App }>('../../examples/influxdb/main');
  const apps = app.node.findAll().filter(construct => construct instanceof ExposedService).map(service => ({
    service,
    objects: written(app.outdir, Chart.of(service).node.id),
  }));
  rmSync(app.outdir, { recursive: true });
  return apps;
}

function written(outdir: string, chart: string): KubeObject[] {
  const file = readdirSync(outdir).find(candidate => candidate.endsWith(`${chart}.k8s.yaml`))!;
  return parseAllDocuments(readFileSync(join(outdir, file), 'utf8')).map(document => document.toJSON() as KubeObject);
}
