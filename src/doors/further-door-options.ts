import { exposureFields, ExposureOptions } from '../exposure-options';
import { struct, texts } from '../shape';

/** A further door to an app that has one already. */
export interface FurtherDoorOptions extends ExposureOptions {
  /**
   * The ports of the app that this door leads to, by name: some of those that are exposed, or others, such as one for
   * administration that only this door is for.
   *
   * @default - every port that is exposed
   */
  readonly ports?: string[];
}

export const furtherDoorShape = struct<FurtherDoorOptions>({ ...exposureFields, ports: texts.optional() });
