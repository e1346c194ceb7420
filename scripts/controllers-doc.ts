/**
 * Writes docs/controllers.md: what each controller does, and with which annotation, object or field.
 *
 * Run it with `npx ts-node --project scripts/tsconfig.json scripts/controllers-doc.ts`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cell, table } from './markdown';
import { CONTROLLERS } from '../src/platform/controllers';
import { Controller, FeatureName, FEATURES } from '../src/platform/controllers/controller';
import { IngressController } from '../src/platform/ingress-controller';
import { ControlledDoor } from '../src/platform/platform-of';

/** Where the document stands. */
export const CONTROLLERS_DOCUMENT = join(__dirname, '..', 'docs', 'controllers.md');

const DOORS: Readonly<Record<ControlledDoor, string>> = { ingress: 'INGRESS', gateway: 'GATEWAY' };

/** The text of docs/controllers.md. */
export function controllersDocument(): string {
  return [
    '# What controllers do',
    'What an app can ask for in `http`, or has because of what its ports speak, and how each controller is told. The ClusterProfile says which one it is, '
      + 'by `ingress.controller` and `gateway.controller`; what a controller has no cell for is an error that names those that have it (C-1).',
    ...(Object.keys(DOORS) as ControlledDoor[]).flatMap(overview),
    ...Object.entries(CONTROLLERS).map(([id, controller]) => page(id as IngressController, controller)),
    'Written by `scripts/controllers-doc.ts` from `src/platform/controllers`.',
  ].join('\n\n') + '\n';
}

const NAMES = Object.keys(FEATURES) as FeatureName[];

/** Which controller does what behind a door. */
function overview(door: ControlledDoor): string[] {
  const serving = Object.values(CONTROLLERS).filter(controller => controller[door]);
  return [
    `## ${DOORS[door]}`,
    table(['', ...serving.map(({ title }) => cell(title))], NAMES.map(feature => [
      FEATURES[feature],
      ...serving.map(controller => controller[door]?.[feature] ? 'yes' : ''),
    ])),
  ];
}

/** How one controller is told. */
function page(id: IngressController, controller: Controller): string {
  const key = Object.entries(IngressController).find(([, value]) => value === id)![0];
  const doors = (Object.keys(DOORS) as ControlledDoor[]).filter(door => controller[door]);
  return [
    `## ${controller.title}`,
    `\`IngressController.${key}\`, [website](${controller.website})${controller.warning === undefined ? '' : `. ${cell(controller.warning)}.`}`,
    table(['', ...doors.map(door => DOORS[door])], NAMES.filter(feature => doors.some(door => controller[door]?.[feature])).map(feature => [
      FEATURES[feature],
      ...doors.map(door => {
        const how = controller[door]?.[feature];
        return how ? `[${cell(how.by)}](${how.source})` : '';
      }),
    ])),
  ].join('\n\n');
}

if (require.main === module) {
  writeFileSync(CONTROLLERS_DOCUMENT, controllersDocument());
}
