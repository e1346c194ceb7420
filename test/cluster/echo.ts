import { Chart } from 'cdk8s';
import { environment } from './environment';
import { AppPort, AppSpec, ExposedService, ExposureOptions } from 'cdk8s-expose';

/** What the echo server can speak. */
export type Spoken = 'http' | 'https' | 'h2c' | 'tcp' | 'udp';

/** A port of the echo server, and what it speaks there. */
export interface EchoPort extends AppPort {
  readonly speaks: Spoken;
}

/** An app with several ports, each of which says in its answers what it is. */
export interface EchoProps extends ExposureOptions {
  readonly name: string;
  readonly ports: readonly EchoPort[];
  /** Whatever else an app can have. */
  readonly app?: Partial<AppSpec>;
}

export function exposeEcho(chart: Chart, { name, ports, app, ...exposure }: EchoProps): ExposedService {
  return new ExposedService(chart, name, {
    app: {
      name,
      image: environment.echoImage,
      args: ports.map(({ speaks, port }) => `${speaks}=:${port}`),
      securityContext: { user: 1000, group: 1000 },
      ports: ports.map(({ speaks, ...port }) => port),
      ...app,
    },
    ...exposure,
  });
}
